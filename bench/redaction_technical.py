"""A support line's own talk, with response codes in every form in which a transcriber writes them down."""

from collections.abc import Iterator
from itertools import count
from typing import Final

from bench import redaction_set
from bench.redaction_set import Utterance
from privacy.words import listed

# RFC 3261 section 21 and its extensions, by how the last two digits are said.
_CODES: Final = ("488", "408", "503", "486", "401", "415", "480", "603", "404", "481", "500", "183", "487", "422")
_UNITS: Final = listed("zero one two three four five six seven eight nine")
_TEENS: Final = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS: Final = listed("- - twenty thirty forty fifty sixty seventy eighty ninety")


def technical() -> list[Utterance]:
    """Every frame with every form, the codes in turn; then the lines that have none. Nothing in them is personal."""
    plain = redaction_set.utterances("technical_plain")
    return [*_framed(redaction_set.utterances("technical")), *plain]


def _framed(frames: list[Utterance]) -> Iterator[Utterance]:
    turn = count()
    for frame in frames:
        for form in range(len(forms(_CODES[0]))):
            code, other = _CODES[next(turn) % len(_CODES)], _CODES[(next(turn) + 3) % len(_CODES)]
            text = frame.text.replace("{code2}", _form(other, form)).replace("{code}", _form(code, form))
            yield Utterance(text, (), form=frame.form)


def _form(code: str, at: int) -> str:
    found = forms(code)
    return found[at % len(found)]


def forms(code: str) -> list[str]:
    """A response code as it is said, and as Whisper writes what is said: "4-88", "4 eighty eight", "4.08"."""
    first, tail = code[0], code[1:]
    said = _UNITS[int(first)]
    spoken = [f"{said} {words}" for words in _tails(tail)]
    halves = [f"{first} {words}" for words in _tails(tail)]
    hundreds = [f"{said} hundred{joint}{_below_hundred(tail)}" for joint in (" and ", " ")] if int(tail) else []
    written = [code, f"{first}-{tail}", f"{first} {tail}", f"{first}.{tail}", "-".join(code), " ".join(code)]
    apart = [f"{first}-{tail[0]}0-{tail[1]}", f"{first} {tail[0]}0 {tail[1]}"] if tail[0] > "1" < tail[1] else []
    return [*written, *apart, *spoken, *halves, *hundreds, ", ".join(code), f"{code[:2]}-{code[2]}"]


def _tails(tail: str) -> list[str]:
    single = " ".join(_UNITS[int(digit)] for digit in tail)
    if tail == "00":
        return ["hundred", single]
    if tail[0] == "0":
        return [f"oh {_UNITS[int(tail[1])]}", f"o {_UNITS[int(tail[1])]}", single]
    return [_below_hundred(tail), _below_hundred(tail).replace("-", " "), single]


def _below_hundred(tail: str) -> str:
    value = int(tail)
    if value < 10:
        return _UNITS[value]
    if value < 20:
        return _TEENS[value - 10]
    unit = f"-{_UNITS[value % 10]}" if value % 10 else ""
    return _TENS[value // 10] + unit
