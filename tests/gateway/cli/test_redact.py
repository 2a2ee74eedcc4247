"""`sottovoce redact` as a stranger tries it: what comes out, which exit code, and nothing of the text in an error."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.cli.main import main

SECRET = "4471"
COMMAND = (sys.executable, "-m", "gateway.cli.main", "redact")


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: bytes
    stderr: bytes


class Command:
    """The command in this process, which spares its start: standard input is a file, what it prints is captured."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        self._given, self._captured, self._patch = folder / "given", captured, patch

    def __call__(self, given: bytes, *arguments: str) -> Done:
        self._given.write_bytes(given)
        with self._given.open(encoding="ascii") as file:
            self._patch.setattr(sys, "stdin", file)
            try:
                code = main(["redact", *arguments])
            except SystemExit as end:  # argparse
                code = int(end.code or 0)
        told = self._captured.readouterr()
        return Done(code, told.out, told.err)


@pytest.fixture
def redact(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(tmp_path, capfdbinary, monkeypatch)


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_lines_are_masked_and_empty_ones_stay() -> None:
    given = b"my pin is 4471\r\n\nerror 488\n"
    done = subprocess.run(COMMAND, input=given, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.decode().splitlines()) == (0, ["my pin is [PIN_1]", "", "error 488"])


def test_operators_and_language_are_options(redact: Command) -> None:
    done = redact(b"my pin is 4471, call 206 555 0171\n", "--operators", "PIN=drop PHONE=mask")
    assert done.stdout.decode() == "my pin is , call ************\n"
    done = redact(b"mi clave es cuatro cuatro siete uno\n", "--language", "es")
    assert done.stdout.decode() == "mi clave es [PASSWORD_1]\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--operators", "PIN=shred"), b"placeholder, mask, drop"),
        (("--operators", "SECRET=drop"), b"PASSWORD"),
        (("--language", "fr"), b"'en', 'es'"),
    ],
)
def test_a_wrong_option_is_told_with_what_is_right(redact: Command, arguments: tuple[str, ...], says: bytes) -> None:
    done = redact(b"", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b'{"text": "my pin is 4471', b"line 2: not a JSON object"),
        (b'["my pin is 4471"]', b"line 2: not a JSON object"),
        (b'{"id": NaN, "text": "my pin is 4471"}', b"line 2: not a JSON object"),
        (b"[" * 200_000 + b"4471", b"line 2: not a JSON object"),
        (b'{"id": 2, "words": "my pin is 4471"}', b'line 2: no "text" that is a string'),
        (b'{"id": 2, "text": 4471}', b'line 2: no "text" that is a string'),
        (b'{"id": 2, "text": "' + b"4471 " * 4_000_000, b"line 2: longer than 16 MB"),
    ],
)
def test_a_bad_line_ends_it_with_its_number_and_none_of_its_words(redact: Command, bad: bytes, says: bytes) -> None:
    done = redact(line(id=1, text="error 488") + bad + b"\n" + line(id=3, text="hello"), "--jsonl")
    assert done.returncode == 7
    assert says in done.stderr
    assert SECRET.encode() not in done.stderr + done.stdout
    assert [json.loads(each)["id"] for each in done.stdout.splitlines()] == [1]


@pytest.mark.parametrize(
    ("given", "masked"),
    [
        (b"\xef\xbb\xbf" + line(text="my pin is 4471"), "my pin is [PIN_1]"),  # a byte order mark
        (line(text="my pin is 4471").rstrip(), "my pin is [PIN_1]"),  # no line feed at the end
        (b'\n \n{"text": "\xff my pin is 4471"}\r\n', "\ufffd my pin is [PIN_1]"),
        (b'{"text": "\\ud800 my pin is 4471"}\n', "[UTTERANCE_1]"),  # half a character
        (line(text="my pin is 4471 " * 2000), "[UTTERANCE_1]"),  # longer than anybody speaks
        (line(text=""), ""),
    ],
)
def test_odd_input_is_answered(redact: Command, given: bytes, masked: str) -> None:
    done = redact(given, "--jsonl")
    assert (done.returncode, json.loads(done.stdout)["text"]) == (0, masked)


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin and running.stdout and running.stderr
        running.stdout.close()
        try:
            running.stdin.write(b"my pin is 4471\n" * 2000)
            running.stdin.close()
        except BrokenPipeError:
            pass
        assert running.stderr.read() == b""
        assert running.wait(60) == 0


def test_closed_standard_input_is_told(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with errors.open("wb") as file:
        pid = os.posix_spawn(
            sys.executable,
            COMMAND,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_CLOSE, 0), (os.POSIX_SPAWN_DUP2, file.fileno(), 2)],
        )
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert "standard input is closed" in errors.read_text()
