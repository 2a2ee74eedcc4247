"""`sottovoce`: reads the command line, loads the settings, runs a subcommand, turns errors into exit codes."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from gateway.errors import SottovoceError
from gateway.settings.load import Loaded, load

COMMANDS = ("serve", "call", "ask", "chat", "redact", "privacy", "doctor", "config")
INTERRUPTED = 130

Run = Callable[[argparse.Namespace, Loaded], int]


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 when all went well, 2 for a wrong command line or setting, else the error's own."""
    parser = make_parser()
    given = parser.parse_args(argv)
    try:
        return _run(given)
    except SottovoceError as error:
        print(f"sottovoce: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return 0


def _run(given: argparse.Namespace) -> int:
    run: Run = given.run
    code = run(given, load(given.config, os.environ, _flags(given)))
    if sys.stdout is not None:
        sys.stdout.flush()  # here, where a reader that went away is no error yet
    return code


def _let_go_of_output() -> None:
    """Nobody reads: what is still buffered goes nowhere, so that the flush at exit cannot fail (exit code 120)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sottovoce",
        description="A private voice agent gateway: people dial, an automated assistant answers, nothing is kept.",
        epilog="'sottovoce COMMAND --help' tells more. Start with: sottovoce serve",
    )
    parser.add_argument("--version", action="version", version=f"sottovoce {version('sottovoce')}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML; see 'sottovoce config show'")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"gateway.cli.{name}")
        summary = (module.__doc__ or name).splitlines()[0].partition(": ")[2]
        command = commands.add_parser(name, help=summary, description=summary, parents=[common])
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _flags(given: argparse.Namespace) -> dict[str, object]:
    """Settings given on the command line: an option whose destination has a dot is one."""
    return {key: value for key, value in vars(given).items() if "." in key and value is not None}


if __name__ == "__main__":
    sys.exit(main())
