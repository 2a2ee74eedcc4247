"""International bank account numbers (ISO 13616), written in groups, glued together or spelled."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iban

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, characters_between, phrases
from privacy.spoken.runs import Item

_COUNTRY: Final = re.compile(r"[a-z]{2}\d\d")
_cued: Final = Cued(
    "IBAN",
    {
        "en": phrases("iban|eye ban|i ban|i band|i b a n|international bank account|bank account number"),
        "es": phrases("iban|cuenta bancaria"),
    },
    characters_between(4, 40),
    firm=True,
    enough=16,
)
_LONGEST: Final = 34  # ISO 13616-1
_LEAST: Final = 12


# "I've been DE89": what "IBAN" is heard as, with a country behind it.
_HEARD: Final = Cued(
    "IBAN",
    {"en": phrases("i've been|ivan|i bam|even")},
    lambda item: bool(_COUNTRY.match(item.compact.lower())),
    firm=True,
    enough=16,
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs that begin with a country and two check digits, with what continues them; a cue lets any run pass."""
    yield from _cued(utterance)
    yield from _HEARD(utterance)
    for at, item in enumerate(utterance.items):
        first, compact = _opening(utterance, at, item)
        if compact and (end := _end(utterance, at, compact)) is not None:
            yield utterance.finding(first, end, "IBAN", firm=True)


def _opening(utterance: Utterance, at: int, item: Item) -> tuple[int, str]:
    """Where the number may begin and its characters so far: "gb29nwbk", or the word "gb" before the run "29"."""
    compact = item.compact.lower()
    if _COUNTRY.match(compact):
        return at, compact
    before = utterance.word(at - 1)
    if len(before) == 2 and before.isalpha() and compact[:2].isdigit() and len(compact) == 2:
        return at - 1, before + compact
    return at, ""


def _end(utterance: Utterance, at: int, compact: str) -> int | None:
    """The last place that belongs to the number, over groups of four letters such as a bank's; None if too short."""
    end, length, digits = at, len(compact), sum(char.isdigit() for char in compact)
    for place in range(at + 1, len(utterance.items)):
        piece = utterance.items[place].compact or utterance.word(place)
        is_bank = len(piece) == 4 and piece.isalpha() and length == 4
        if not (utterance.run(place) or is_bank) or length + len(piece) > _LONGEST:
            break
        end, length, digits = place, length + len(piece), digits + sum(char.isdigit() for char in piece)
        compact += piece
    return end if iban.is_valid(compact) or (length >= _LEAST and digits >= 8) else None
