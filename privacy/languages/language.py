"""The words a language has for what a run of digits and letters is made of."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Lower-case words throughout. Homophones count inside a run only, weak digits beside a digit only."""

    code: str
    digits: Mapping[str, str]
    weak_digits: Mapping[str, str]  # "oh"
    homophones: Mapping[str, str]  # "for", "to", "ate"
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: frozenset[str]
    thousands: frozenset[str]
    and_word: str
    repeats: Mapping[str, int]  # "double", "triple"
    symbols: Mapping[str, str]  # "dot", "at"
    letters: Mapping[str, str]  # names of letters and of the spelling alphabet
    spelled_as: tuple[tuple[str, ...], ...]  # "b as in bravo"
    fillers: frozenset[str]
    filler_phrases: tuple[tuple[str, ...], ...]  # "no sorry": a correction in the middle of a number
    weak_fillers: frozenset[str]  # "and": join single digits only
    weak_letters: frozenset[str]  # single letters that are words: "a", "i"
    case_words: frozenset[str]  # "capital"
    months: frozenset[str]
    ordinals: frozenset[str]
    copulas: frozenset[str]  # what may stand between a cue and its value
