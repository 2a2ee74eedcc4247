"""What callers do, as generators: advanced once every 20 ms of the line they are on, they return what they saw."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bench.call_line import MS, Line, Said

R = TypeVar("R")
Script = Generator[None, None, R]
AnyScript = Generator[None, None, Any]

PATIENCE_MS = 8_000.0
FINISHED_MS = 900.0  # of silence, after which the far end has said what it had to say
LONGEST_ANSWER_MS = 40_000.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing said, and its answer. `latency_ms` is NaN where none came, or where it came too early."""

    latency_ms: float
    early: bool = False  # the far end spoke before the caller had finished
    silent: bool = False  # no answer within the patience of a caller
    stop_ms: float = float("nan")  # from the first sample of an interruption to the last of what it interrupted


def wait_ms(line: Line, ms: float) -> Script[None]:
    """Let time pass."""
    until_ns = line.now_ns + ms * MS
    while line.now_ns < until_ns:
        yield


def wait_sound(line: Line, since_ns: int, patience_ms: float = PATIENCE_MS) -> Script[int | None]:
    """The moment of the first sound since `since_ns`; None when patience ran out."""
    until_ns = line.now_ns + patience_ms * MS
    while line.now_ns < until_ns:
        if (heard_ns := line.first_heard_ns(since_ns)) is not None:
            return heard_ns
        yield
    return None


def wait_quiet(line: Line, ms: float = FINISHED_MS, patience_ms: float = LONGEST_ANSWER_MS) -> Script[bool]:
    """Whether the far end fell silent for `ms` within the patience."""
    until_ns = line.now_ns + patience_ms * MS
    while line.now_ns < until_ns:
        if line.quiet_ms() >= ms:
            return True
        yield
    return False


def say(line: Line, mu_law: bytes) -> Script[Said]:
    """Say it to the end."""
    said = line.say(mu_law)
    while not said.over:
        yield
    return said


def ask(line: Line, mu_law: bytes) -> Script[Turn]:
    """Say it into silence and time the first sound of the answer."""
    said = yield from say(line, mu_law)
    if line.first_heard_ns(said.start_ns) is not None and _sounded_within(line, said):
        yield from wait_sound(line, said.end_ns)
        return Turn(float("nan"), early=True)
    heard_ns = yield from wait_sound(line, said.end_ns)
    if heard_ns is None:
        return Turn(float("nan"), silent=True)
    return Turn((heard_ns - said.end_ns) / MS)


def _sounded_within(line: Line, said: Said) -> bool:
    heard_ns = line.first_heard_ns(said.start_ns)
    return heard_ns is not None and heard_ns <= said.end_ns


def greeting(line: Line) -> Script[bool]:
    """Whether a greeting was heard to its end."""
    if (yield from wait_sound(line, 0)) is None:
        return False
    return (yield from wait_quiet(line))


def converse(line: Line, sayings: Sequence[bytes], pauses_ms: Sequence[float]) -> Script[list[Turn]]:
    """Hear the greeting, then say one thing after the other, each when the answer to the last is over."""
    turns: list[Turn] = []
    yield from greeting(line)
    for mu_law, pause_ms in zip(sayings, pauses_ms, strict=True):
        yield from wait_ms(line, pause_ms)
        turns.append((yield from ask(line, mu_law)))
        yield from wait_quiet(line)
    return turns


def interrupt(line: Line, sayings: Sequence[bytes], after_ms: float) -> Script[list[Turn]]:
    """Talk over the greeting, then over each answer, `after_ms` after it began."""
    turns: list[Turn] = []
    begun_ns = yield from wait_sound(line, 0)
    for mu_law in sayings:
        if begun_ns is None:
            break
        yield from wait_ms(line, after_ms - (line.now_ns - begun_ns) / MS)
        interrupting = line.quiet_ms() < 100
        said = yield from say(line, mu_law)
        yield from wait_ms(line, 60)
        if interrupting:
            turns.append(_stopped(line, said))
        begun_ns = yield from wait_sound(line, said.end_ns)
    return turns


def _stopped(line: Line, said: Said) -> Turn:
    """When the far end fell silent; if it was still speaking at the end, that is how long it went on."""
    last_ns = line.last_heard_ns(until_ns=said.end_ns)
    assert last_ns is not None
    return Turn(float("nan"), stop_ms=max(0.0, (last_ns - said.start_ns) / MS))


def listen(line: Line, ms: float) -> Script[bool]:
    """Stay so long; whether anything at all was heard."""
    yield from wait_ms(line, ms)
    return line.last_heard_ns() is not None
