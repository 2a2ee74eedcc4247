"""Reference codes that people can say aloud: five plain words of 256, forty random bits."""

import re
import secrets
from functools import cache
from importlib import resources
from typing import Final

from privacy.keys.identifiers import Identifier, Means

_WORDS: Final = 5


def new_reference() -> str:
    """Five random words, such as "anchor maple tunnel copper violin"."""
    return " ".join(secrets.choice(_words()) for _ in range(_WORDS))


def references_in(said: str) -> tuple[Identifier, ...]:
    """Every code that may be in what was said, in order; fillers and punctuation between its words do not count."""
    known = frozenset(_words())
    heard = [word for word in re.findall(r"[a-z]+", said.casefold()) if word in known]
    codes = (" ".join(heard[at : at + _WORDS]) for at in range(len(heard) - _WORDS + 1))
    return tuple(Identifier(Means.REFERENCE, code) for code in codes)


@cache
def _words() -> tuple[str, ...]:
    return tuple(resources.files("privacy.keys").joinpath("words.txt").read_text(encoding="ascii").split())
