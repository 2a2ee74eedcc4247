"""`sottovoce call`, run for real, its timeline read as it is told."""

import contextlib
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.system.output import Output, outputs
from tests.system.running import NICE, SOTTOVOCE, environment

FOUR_EIGHTY_EIGHT = (
    r"4-?88|four[ -]eighty[ -]eight|for[ -](88|eighty)|common ground for media"  # as Whisper writes what Piper says
)
CALL_WITHIN_S = 120.0
GAP_S = "1.2"  # long enough for a machine that is busy with something else


@dataclass(slots=True)
class Call:
    """One call under way or over."""

    process: "subprocess.Popen[str]"
    out: Output = field(init=False)
    err: Output = field(init=False)

    def __post_init__(self) -> None:
        self.out, self.err = outputs(self.process)

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.lines]

    def all(self, event: str) -> list[dict[str, Any]]:
        return [each for each in self.entries if each["event"] == event]

    def wait_for(self, event: str, count: int = 1, within_s: float = 60.0) -> None:
        """Wait until so many entries of that kind were told."""
        after = 0
        for _ in range(count):
            self.out.wait_for(f'"event": "{event}"', within_s, after)
            after = 1 + next(n for n, each in enumerate(self.entries) if n >= after and each["event"] == event)

    def over(self, within_s: float = CALL_WITHIN_S) -> int:
        """The exit code, once the call is over and all of it was told."""
        code = self.process.wait(within_s)
        self.out.finish()
        self.err.finish()
        return code

    @property
    def ending(self) -> str:
        return str(self.all("ended")[0]["ending"])

    @property
    def greeting(self) -> str:
        return self._heard_at(0, self.all("said")[0]["at_ms"] if self.all("said") else 1 << 30)

    def answer(self, line: int) -> str:
        """The words heard from the answer to line `line` (from 0) up to the next line."""
        begun = [each["at_ms"] for each in self.all("answered")]
        assert line < len(begun), f"line {line} was not answered: {self.out.text}"
        said = [each["at_ms"] for each in self.all("said")]
        return self._heard_at(begun[line], said[line + 1] if line + 1 < len(said) else 1 << 30)

    def _heard_at(self, first_ms: int, last_ms: int) -> str:
        heard = [each for each in self.all("heard") if first_ms <= each["at_ms"] < last_ms]
        return " ".join(each["text"] for each in sorted(heard, key=lambda each: each["at_ms"]))


def says(pattern: str, words: str) -> bool:
    """Whether the words match, in any case."""
    return re.search(pattern, words, re.IGNORECASE) is not None


@contextlib.contextmanager
def calling(uri: str, *arguments: str, before: Sequence[str] = ()) -> Iterator[Call]:
    """A call that has begun, run under `before`; ended when the block is left, should it still go on."""
    process = subprocess.Popen(
        [*before, SOTTOVOCE, "call", uri, "--json", "--gap", GAP_S, *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(**NICE),
    )  # fmt: skip
    call = Call(process)
    try:
        yield call
    finally:
        process.kill()
        process.wait(10)


def spoken(*lines: str) -> list[str]:
    return [argument for line in lines for argument in ("--say", line)]


def converse(uri: str, *arguments: str) -> Call:
    """A whole call that ended as it should: every line said and answered."""
    with calling(uri, "--record-summary", *arguments) as call:
        code = call.over()
        assert code == 0, f"exit code {code}\n{call.out.text}\n{call.err.text}"
        return call
