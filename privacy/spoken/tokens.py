"""Words, numbers and marks of a text, each with its place in the original."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from privacy.vault import PLACEHOLDER


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
    found = (_token(match) for match in _TOKEN.finditer(text))
    return [token for token in found if token is not None]


def _token(match: re.Match[str]) -> Token | None:
    text, start, end = match[0], match.start(), match.end()
    if len(text) == 1 and unicodedata.category(text) == "Cf":
        return None
    if text[0] == "[" and len(text) > 1:
        return Token(Kind.MASK, text, text, start, end)
    low = _fold(text)
    return Token(_kind(low), text, low, start, end)


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
