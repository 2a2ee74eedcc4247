"""Utterances with everything taken out that speech varies: "John dot Smith" and "john.smith" squash to the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from privacy.spoken.runs import Item, Sort
from privacy.words import words

_SILENT: Final = words("dot at underscore dash hyphen point period plus slash colon punto arroba guion guión")


@dataclass(frozen=True, slots=True)
class Squashed:
    """Letters and digits in a row; `starts` and `ends` tell at which characters items begin and end."""

    text: str
    starts: dict[int, int]  # character to item
    ends: dict[int, int]


def squash(items: Sequence[Item]) -> Squashed:
    """The items in a row. Placeholders become a space, which no value holds."""
    text = ""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    parts = []
    length = 0
    for at, item in enumerate(items):
        piece = piece_of(item)
        if piece:
            starts[length] = at
            length += len(piece)
            ends[length] = at
            parts.append(piece)
    text = "".join(parts)
    return Squashed(text, starts, ends)


def piece_of(item: Item) -> str:
    """What one item adds."""
    if item.sort is Sort.RUN:
        return item.compact.lower()
    if item.sort is Sort.MASK:
        return " "
    if item.sort is Sort.MARK or item.text in _SILENT:
        return ""
    return "".join(char for char in item.text if char.isalnum())
