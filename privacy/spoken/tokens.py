"""Words, numbers and marks of a text, each with its place in the original."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from privacy.vault import PLACEHOLDER
from privacy.words import words

# "it's" and its like are one word; elsewhere "'s" stands by itself: "my pin's", "Anna's".
_CONTRACTED: Final = words("it that what here who let he she there where how when why")


class Kind(Enum):
    WORD = "word"
    DIGITS = "digits"
    MIXED = "mixed"  # letters and digits glued together: "G729", "hunter2"
    MARK = "mark"
    MASK = "mask"  # a placeholder of an earlier pass


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text` is as written, `low` folded to lower case and to plain digits."""

    kind: Kind
    text: str
    low: str
    start: int
    end: int


# Every alternative consumes a disjoint class of characters, so that matching is linear in the length of the text.
_TOKEN: Final = re.compile(
    PLACEHOLDER.pattern + r"|(?:[^\W_][\u0300-\u036f]*)+(?:['’](?:[^\W\d_][\u0300-\u036f]*)+)*|[^\w\s]|_"
)


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, in order; white space and invisible format characters (category Cf) are skipped."""
    return [token for match in _TOKEN.finditer(text) for token in _split(match[0], match.start())]


def _split(text: str, start: int) -> Iterator[Token]:
    """A match as one token, or as a word and the "'s" that stands for "is" or marks the owner."""
    stem = text[:-2]
    if text[-2:] in ("'s", "’s", "'S") and len(stem) > 1 and stem.lower() not in _CONTRACTED:
        yield from _token(stem, start)
        yield Token(Kind.WORD, text[-2:], "'s", start + len(stem), start + len(text))
    else:
        yield from _token(text, start)


def _token(text: str, start: int) -> Iterator[Token]:
    end = start + len(text)
    if len(text) == 1 and unicodedata.category(text) == "Cf":
        return
    if text[0] == "[" and len(text) > 1:
        yield Token(Kind.MASK, text, text, start, end)
        return
    low = _fold(text)
    yield Token(_kind(low), text, low, start, end)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return "".join(str(unicodedata.digit(char, 0)) if char.isdigit() else char for char in plain)


def _kind(low: str) -> Kind:
    if low.isdigit():
        return Kind.DIGITS
    if not low[:1].isalnum():
        return Kind.MARK
    return Kind.MIXED if any(char.isdigit() for char in low) else Kind.WORD
