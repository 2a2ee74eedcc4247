"""Which words are names of people and places, read once from the package's own list."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).parent / "data" / "gazetteer.txt"


@cache
def _entries() -> dict[str, str]:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    return {word: kinds for word, _, kinds in (line.partition(" ") for line in lines)}


def kinds(word: str) -> str:
    """What a lower-case word names: F first name, L last name, C place; in lower case if it is a word as well."""
    entries = _entries()
    if found := entries.get(word):
        return found
    plain = word.removesuffix("'s").replace("'", "")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return entries.get(plain, "") if plain != word else ""
