"""Words as Whisper writes them, made into words that can be looked up.

A telephone line and a small model turn "four oh eight" into "4:08", "SIP trunk" into "zip trunk" and
"Kamailio" into "Camellio". Four passes undo that, from the surest to the boldest: plain tokens, numbers,
a table of known mishearings, and a phonetic match against the trade's own words.
"""

import re

from agent.heard.numbers import join_numbers
from agent.heard.phonetic import nearest_jargon
from agent.heard.table import ACRONYMS, CONTRACTIONS, MISHEARD

_PLACEHOLDER = re.compile(r"\[[A-Z_]+(?:_\d+)?\]")
_CLOCK = re.compile(r"\b([1-6])[.:]([0-9]{2})\b")  # "4:08", "3.02": how Whisper writes a spoken code
_THOUSANDS = re.compile(r"\b(\d{1,3}),(\d{3})\b")
_SPELLED_DIGITS = re.compile(r"\b\d(?:-\d)+\b")  # "6-0-6"
_DOTTED = re.compile(r"\b([gt])[. ](\d{2,3})\b")  # "G.711", "T 38"
_TOKEN = re.compile(r"[a-z0-9]+")
_MISHEARD = tuple((re.compile(rf"\b(?:{pattern})\b"), meant) for pattern, meant in MISHEARD)


def understood(words: str) -> str:
    """The same words, lower case, without punctuation and placeholders, with numbers as digits and the
    trade's words spelled as in the articles. Text that is already plain comes back unchanged."""
    tokens = join_numbers(_joined_letters(_tokens(words)))
    text = " ".join(tokens)
    for pattern, meant in _MISHEARD:
        text = pattern.sub(meant, text)
    return " ".join(nearest_jargon(text.split()))


def _tokens(words: str) -> list[str]:
    """The bare words: contractions written out, codes put back together, placeholders gone."""
    text = _PLACEHOLDER.sub(" ", words).lower().replace("’", "'")
    for short, full in CONTRACTIONS:
        text = text.replace(short, full)
    text = _THOUSANDS.sub(r"\1\2", text)
    text = _CLOCK.sub(r"\1\2", text)
    text = _SPELLED_DIGITS.sub(lambda run: run.group().replace("-", ""), text)
    text = _DOTTED.sub(r"\1\2", text)
    return _TOKEN.findall(text)


def _joined_letters(tokens: list[str]) -> list[str]:
    """The tokens with spelled acronyms joined: "d s c p" and "d scp" both become "dscp"."""
    joined: list[str] = []
    position = 0
    while position < len(tokens):
        length = _acronym_at(tokens, position)
        joined.append("".join(tokens[position : position + length]))
        position += length
    return joined


def _acronym_at(tokens: list[str], position: int) -> int:
    """How many tokens from here spell one known acronym; 1 when they do not."""
    for length in range(min(5, len(tokens) - position), 1, -1):
        pieces = tokens[position : position + length]
        if any(len(piece) == 1 for piece in pieces) and "".join(pieces) in ACRONYMS:
            return length
    return 1
