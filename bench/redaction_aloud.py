"""A labelled utterance as a person reads it aloud: what the voice is given, piece by piece.

The development set holds written forms too. Nobody says "4242" of a card as a number of thousands, so what is personal
is spoken digit by digit and letter by letter, and the rest as the agent itself would say it.
"""

import re
from collections.abc import Iterator
from typing import Final

from agent.spoken import speakable
from bench.redaction_set import Utterance

Piece = tuple[str, int]  # words, and the number of the label they are of, counted from 1; 0 for ordinary ones
_NAMES: Final = "oh one two three four five six seven eight nine"
_DIGITS: Final = dict(zip("0123456789", _NAMES.split(), strict=True))
_MARKS: Final = {"@": "at", ".": "dot", "_": "underscore", "+": "plus", "&": "ampersand", "!": "exclamation mark"}
_JOINTS: Final = {"-": "dash", "/": "slash", ":": "colon"}
_WITH_JOINTS: Final = frozenset({"EMAIL", "SIP_URI", "USERNAME", "PASSWORD"})
_IN_WORDS: Final = frozenset({"PERSON", "ADDRESS", "DOB", "CARD_EXPIRY"})  # commas and points are no part of these
_SPELLED: Final = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]-){2,}[A-Za-z](?![A-Za-z])")
_LETTERS: Final = re.compile(r"\b[A-Z]{2,6}\b")


def aloud(utterance: Utterance) -> list[Piece]:
    """The utterance as pieces to be said, in order."""
    return [(text, number) for text, number in _pieces(utterance) if text]


def _pieces(utterance: Utterance) -> Iterator[Piece]:
    last = 0
    for number, (start, end, type_) in enumerate(utterance.labels, 1):
        yield _ordinary(utterance.text[last:start]), 0
        yield _personal(utterance.text[start:end], type_), number
        last = end
    yield _ordinary(utterance.text[last:]), 0


def _ordinary(text: str) -> str:
    return speakable(text).strip() if re.search(r"\w", text) else text.strip()


def _personal(value: str, type_: str) -> str:
    value = _SPELLED.sub(lambda found: found[0].replace("-", " "), value)
    said = "".join(_said(value, at, type_) for at in range(len(value)))
    return " ".join(_LETTERS.sub(lambda found: " ".join(found[0]), said).split())


def _said(value: str, at: int, type_: str) -> str:
    char = value[at]
    if char in _DIGITS:
        return f" {_DIGITS[char]} "
    if type_ in _IN_WORDS:
        return " " if char in "/-" and value[at - 1 : at].isdigit() else char
    if char in _MARKS:
        is_joint = value[at - 1 : at].isalnum() and value[at + 1 : at + 2].isalnum()
        return f" {_MARKS[char]} " if is_joint or char != "." else ","
    if char in _JOINTS:
        return f" {_JOINTS[char]} " if type_ in _WITH_JOINTS else " "
    return char
