"""SIP response codes in the forms in which they are heard: "488", "4-88", "4-80-8", "four oh eight, five oh three".

A transcriber writes "four eighty-eight" as 4-80-8 now and then: hundreds, tens and units, one after another.
"""

import re
from collections.abc import Sequence
from typing import Final

from privacy.finding import Utterance
from privacy.languages.language import Language
from privacy.spoken.runs import Item, Sort, items
from privacy.words import words

# RFC 3261 section 21 and the registry of its extensions.
_KNOWN: Final = words(
    "100 180 181 182 183 199 200 202 204 300 301 302 305 380 400 401 402 403 404 405 406 407 408 410 412 413 414 415 "
    "416 417 420 421 422 423 424 425 428 429 430 433 436 437 438 439 440 469 470 480 481 482 483 484 485 486 487 488 "
    "489 491 493 494 500 501 502 503 504 505 513 555 580 600 603 604 606 607 608"
)
_ANY: Final = re.compile(r"[1-6]\d\d")
_APART: Final = re.compile(r"([1-6])([2-9])0([1-9])")
_TENS_SAID: Final = re.compile(r"\b[2-9]0\b|ty\b", re.IGNORECASE)
_LIST: Final = re.compile(r"[\s,]+(?:and|then|or|to|not|versus|vs)\b[\s,]*|,\s*", re.IGNORECASE)
_GROUPS: Final = re.compile(r"\d{3}(?: \d{3}){2,3}")
_MOST_DIGITS: Final = 12  # three or four codes in a row


def says_one_code(utterance: Utterance, run: Item) -> bool:
    """Whether a run is a number between 100 and 699, however it is written."""
    return _code(utterance.text[run.start : run.end], run.compact, known=False)


def says_codes(utterance: Utterance, run: Item) -> bool:
    """Whether a run is one such number, or a list of codes that are in the registry with "and" or a comma between."""
    if says_one_code(utterance, run):
        return True
    if not 6 <= len(run.compact) <= _MOST_DIGITS or not run.compact.isdigit():
        return False
    text = utterance.text[run.start : run.end]
    parts = text.split() if _GROUPS.fullmatch(text) else _LIST.split(text)
    return len(parts) > 1 and all(_is_known(part, utterance.language) for part in parts)


def _is_known(text: str, language: Language) -> bool:
    read: Sequence[Item] = items(text, language)
    return len(read) == 1 and read[0].sort is Sort.RUN and _code(text, read[0].compact, known=True)


def _code(text: str, compact: str, *, known: bool) -> bool:
    apart = _APART.fullmatch(compact) if _TENS_SAID.search(text) else None
    if apart:
        compact = apart[1] + apart[2] + apart[3]
    return compact in _KNOWN if known or apart else bool(_ANY.fullmatch(compact))
