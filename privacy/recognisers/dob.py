"""Dates of birth, and ages that give them away."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.recognisers.dates import date_end

_CUES: Final = {
    "en": phrases(
        "date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|born in|birth|year of birth|"
        "birth year|d.o.b"
    ),
    "es": phrases("fecha de nacimiento|nací|naci|nacido|nacida|cumpleaños"),
}
_ALSO_BETWEEN: Final = frozenset({"back", "on", "day", "month", "year", "then"})
_LEAST_BEFORE: Final = 3  # a date, a link and an owner


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """The date after "born" or "date of birth", or the whole answer's dates when a birth date was asked for."""
    for first, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        at = last + 1
        while at < min(last + 9, len(utterance.items)):
            end = date_end(utterance, at)
            if end is not None:
                yield utterance.finding(at, end, "DOB", firm=True)
                break
            item = utterance.items[at]
            if not may_stand_between(utterance, item) and item.text not in _ALSO_BETWEEN:
                break
            at += 1
        yield from _before(utterance, first)
    yield from _of_age(utterance)
    if utterance.expects == "DOB":
        yield from _expected(utterance)


def _of_age(utterance: Utterance) -> Iterator[Finding]:
    """ "I turned forty on the second of may"."""
    for at in range(2, len(utterance.items) - 1):
        age = utterance.run(at - 1)
        if utterance.word(at) == "on" and utterance.word(at - 2) in ("turned", "turning", "turn") and age:
            start = at + 1 + (utterance.word(at + 1) == "the")
            end = date_end(utterance, start)
            if end is not None:
                yield utterance.finding(at + 1, end, "DOB", firm=True)


def _before(utterance: Utterance, cue: int) -> Iterator[Finding]:
    """ "12 May 1984 is my birthday"."""
    if cue < _LEAST_BEFORE or utterance.word(cue - 1) not in ("my", "the", "our", "his", "her"):
        return
    if utterance.items[cue - 2].text not in ("is", "that's", "was", ","):
        return
    for at in range(max(0, cue - 10), cue - 2):
        if date_end(utterance, at) == cue - 3:
            yield utterance.finding(at, cue - 3, "DOB", firm=True)
            return


def _expected(utterance: Utterance) -> Iterator[Finding]:
    for at in range(len(utterance.items)):
        end = date_end(utterance, at)
        if end is not None:
            yield utterance.finding(at, end, "DOB", firm=True)
