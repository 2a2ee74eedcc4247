"""Dates of birth, and ages that give them away."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.recognisers.dates import date_end
from privacy.words import words

_CUES: Final = {
    "en": phrases(
        "date of birth|birth date|birthdate|birthday|dob|d o b|born|born on|born in|birth|year of birth|"
        "birth year|d.o.b|memorable date"
    ),
    "es": phrases("fecha de nacimiento|nací|naci|nacido|nacida|cumpleaños"),
}
_ALSO_BETWEEN: Final = frozenset({"back", "on", "day", "month", "year", "then"})
_LEAST_BEFORE: Final = 2  # a date and a link
_FARTHEST_BEFORE: Final = 8
_LINKS_BEFORE: Final = words("is was that's it's when i he she they were my the our his her their day date of")


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
    """ "12 May 1984 is my birthday", "the second of May is when I was born"."""
    last = cue - 1
    while last > cue - _FARTHEST_BEFORE and utterance.word(last) in _LINKS_BEFORE:
        last -= 1
    last -= last > 0 and utterance.items[last].text in (",", ".")
    if last > cue - _LEAST_BEFORE:
        return
    for at in range(max(0, last - 7), last + 1):
        if date_end(utterance, at) == last:
            yield utterance.finding(at, last, "DOB", firm=True)
            return


def _expected(utterance: Utterance) -> Iterator[Finding]:
    for at in range(len(utterance.items)):
        end = date_end(utterance, at)
        if end is not None:
            yield utterance.finding(at, end, "DOB", firm=True)
