"""A small notation for what people may say, so that tables of it can be read.

One phrase a line, over plain lower-case words. `(a|b)` is a choice, `[a|b]` may be missing, `[a|b]*` may come any
number of times, `...` stands for any words or none. Space around `|` does not count.
"""

import re
from dataclasses import dataclass
from typing import Final

_OPTIONAL: Final = re.compile(r"\[([^\[\]]+)\](\*?) ?")


@dataclass(frozen=True, slots=True)
class Phrases:
    """A set of whole utterances."""

    pattern: re.Pattern[str]

    def fit(self, words: str) -> bool:
        """Whether the whole utterance is one of the phrases."""
        return self.pattern.fullmatch(f"{words} ") is not None


def phrases(block: str, *, before: str = "", after: str = "") -> Phrases:
    """The phrases of a block of lines, each allowed between `before` and `after` (same notation, often optional)."""
    lines = [_expression(line) for line in block.strip().splitlines() if line.strip()]
    whole = rf"{_expression(before)}(?:{'|'.join(lines)}){_expression(after)}"
    return Phrases(re.compile(whole))


def _expression(line: str) -> str:
    """One line as a regular expression over words that each end in a space."""
    plain = re.sub(r" ?\| ?", "|", " ".join(line.split()))
    plain = re.sub(r"\.\.\. ?", "[.*]", plain).replace("(", "(?:")
    if not plain:
        return ""
    expression = _OPTIONAL.sub(lambda part: f"(?:(?:{part[1]}) ){part[2] or '?'}", plain)
    return expression if plain.endswith(("]", "]*")) else f"{expression} "
