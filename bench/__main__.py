"""`python -m bench [NAME...]` (`make bench ARGS=...`): the tables of docs/performance.md."""

import argparse
import asyncio
import os
import platform
import sys
from pathlib import Path

from bench.call_measures import MEASURES, Effort
from bench.call_table import Row, markdown


def main(argv: list[str] | None = None) -> int:
    given = _arguments().parse_args(argv)
    if given.first:
        _go_first()
    effort = Effort(given.effort, dict(each.split("=", 1) for each in given.set))
    rows: list[Row] = []
    for name in given.names or MEASURES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        made = asyncio.run(MEASURES[name](effort))
        rows += made
        for row in made:
            print("   ", *row.cells, file=sys.stderr, flush=True)
    print(
        f"{len(os.sched_getaffinity(0))} cores, {platform.machine()}, load before {os.getloadavg()[2]:.1f} (15 min)\n"
    )
    print(markdown(rows))
    return 0


def _go_first() -> None:
    """Put this session before all others of the machine, the gateway and its callers alike (sched(7), autogroup)."""
    try:
        Path("/proc/self/autogroup").write_text("-20")
    except OSError as error:
        sys.exit(f"--first needs root and a kernel that groups by session: {error.strerror}")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures a gateway of its own at the wire; prints, asserts nothing. Best on an idle machine.",
        epilog="; ".join(f"{name}: {(measure.__doc__ or '').splitlines()[0]}" for name, measure in MEASURES.items()),
    )
    parser.add_argument("names", nargs="*", choices=[[], *MEASURES], metavar="NAME", help="; none: all of them")
    parser.add_argument("--effort", type=float, default=1.0, metavar="SHARE", help="of the turns that are measured")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the gateway")
    parser.add_argument("--first", action="store_true", help="go before all other sessions; for a machine in use")
    return parser


if __name__ == "__main__":
    sys.exit(main())
