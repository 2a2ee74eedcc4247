"""Secrets that are planted in conversations, and the search for them in whatever form they come out."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SPOKEN: Final = (
    "My name is Zelda Quimby, and my number is four one five, five five five, oh one three two.",
    "My card number is four one one one, one one one one, one one one one, one one one one.",
    "My e-mail is zelda dot quimby at example dot org. That is spelled Z, E, L, D, A.",
    "My password is purple walrus ninety one, and my date of birth is the ninth of August, nineteen seventy six.",
)
WRITTEN: Final = (
    "I am Zelda Quimby, 415-555-0132, zelda.quimby@example.org, card 4111 1111 1111 1111, password purple-walrus-91, "
    "born 9 August 1976, why do I get a 488?"
)
FROM: Final = '"Zelda Quimby" <sip:+14155550132@example.org>'
_NUMBERS: Final = ("4155550132", "4111111111111111")
_WORDS: Final = (
    *("zelda", "quimby", "example.org", "walrus", "five five five", "one three two", "one one one", "dot org"),
    *("z e l d a", "q u i m b y", "zulu echo lima", "nineteen seventy six", "august 1976", "1976 08 09"),
)
_LONG: Final = (*_NUMBERS, "zelda quimby", "zelda.quimby@example.org", "purple-walrus-91", "purple walrus")


def canaries(text: str) -> list[str]:
    """Those found in the text, in whatever form; a digit or letter may stand apart from the next one."""
    found = [number for line in text.splitlines() for number in _numbers(line)]
    plain = re.sub(r"[\s\-,_%+]+", " ", text.lower())
    dense = re.sub(r"\s+", "", text)
    return [
        *found,
        *(word for word in _WORDS if word in plain or (" " not in word and word[::-1] in plain)),
        *(form for form in _coded() if form in dense or form in dense.lower()),
    ]


def _numbers(line: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", line)
    for number in _NUMBERS:
        groups = [number[at : at + 4] for at in range(0, len(number), 4)]
        backwards = "".join(reversed(groups))  # in groups of four, the last first
        if number in digits or number[::-1] in digits or (backwards != number and backwards in digits):
            yield number


def _coded() -> Iterator[str]:
    """What is long enough to be no accident, in hexadecimal and in base64 at each place of three."""
    for secret in _LONG:
        for octets in (secret.encode(), secret.title().encode(), secret.encode("utf-16-le")):
            yield octets.hex()
            for before in range(3):
                coded = base64.b64encode(b"\0" * before + octets).decode()
                yield coded[4 if before else 0 : -4]


def canaries_in_files(folder: Path) -> list[tuple[str, str]]:
    """The files below a folder that hold one, in their name or anywhere in their octets, and which."""
    return [
        (str(path), canary)
        for path in folder.rglob("*")
        for text in (str(path.relative_to(folder)), path.read_bytes().decode("latin-1") if path.is_file() else "")
        for canary in canaries(text)
    ]
