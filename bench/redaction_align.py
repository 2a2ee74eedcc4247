"""Which words of a transcript say what was personal in what was said: the least edits from one to the other.

Both are read as rows of letters and digits ("double five", "fifty five" and "55" alike), by code that is not the
redactor's, so that a slip of its reading cannot hide here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bench.redaction_aloud import Piece
from bench.redaction_set import MISHEARD, Label
from privacy.finding import CRITICAL

_UNITS: Final = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_NUMBERS: Final = {
    word: str(value) for value, word in enumerate([*_UNITS.split(), "seventeen", "eighteen", "nineteen"])
}
_SAME: Final = _NUMBERS | {"oh": "0", "o": "0", "hundred": "00", "thousand": "000", "@": "at", ".": "dot"}
_DECADES: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS: Final = {word: str(value) for value, word in enumerate(_DECADES.split(), 2)}
_TIMES: Final = {"double": 2, "triple": 3}
_SILENT: Final = frozenset({"dash", "hyphen", "slash", "colon", "underscore", "comma"})
_TOKEN: Final = re.compile(r"[A-Za-z']+|\d|@|\.(?=\w)")
_WORD: Final = re.compile(r"\S+")
_ALIKE: Final = 0.6  # of the characters
_WRONG_KIND: Final = 1.4  # a letter for a digit; every other edit costs 1


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    at: int  # where its token stands in the text
    end: int


def labels(pieces: Sequence[Piece], types: Sequence[str], heard: str) -> tuple[Label, ...]:
    """The words of `heard` most of whose characters stand where something personal was said.

    A name that was heard as quite other words ("nowhere" for "Noor") gives nobody away: its type is MISHEARD.
    """
    said = [(char.char, number) for text, number in pieces for char in _characters(text)]
    found = list(_characters(heard))
    numbers, same = _aligned(said, [char.char for char in found])
    votes: dict[int, list[int]] = {}
    for char, number in zip(found, numbers, strict=True):
        for at in range(char.at, char.end):
            votes.setdefault(at, []).append(number)
    alike = {
        number: sum(kept for kept, other in zip(same, numbers, strict=True) if other == number)
        >= _ALIKE * max(numbers.count(number), sum(other == number for _, other in said))
        for number in set(numbers)
    }
    return tuple(
        (start, end, types[number - 1] if alike[number] or types[number - 1] in CRITICAL else MISHEARD)
        for start, end, number in _spans(heard, votes)
    )


def _spans(heard: str, votes: dict[int, list[int]]) -> list[tuple[int, int, int]]:
    """The words with a majority, those of one label that stand side by side as one."""
    spans: list[tuple[int, int, int]] = []
    for match in _WORD.finditer(heard):
        places = [at for at in range(*match.span()) if heard[at].isalnum()]
        cast = [number for at in places for number in votes.get(at, ())]
        best = max(sorted(set(cast)), key=cast.count) if cast else 0
        if not best:
            follows = False
            continue
        start, end = places[0], places[-1] + 1
        if spans and spans[-1][2] == best and follows:
            spans[-1] = (spans[-1][0], end, best)
        else:
            spans.append((start, end, best))
        follows = True
    return spans


def _characters(text: str) -> Iterator[_Char]:
    """Letters and digits as they are meant; "double five" is two fives, "sixty one" a six and a one."""
    tokens = [(match[0].lower(), *match.span()) for match in _TOKEN.finditer(text)]
    times = 1
    for place, (word, start, end) in enumerate(tokens):
        following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word in _SILENT:
            continue
        value = _SAME.get(word, word.replace("'", ""))
        if word in _TENS:
            value = _TENS[word] + ("" if following in _NUMBERS and len(_NUMBERS[following]) == 1 else "0")
        for char in value * times:
            yield _Char(char, start, end)
        times = 1


def _aligned(said: Sequence[tuple[str, int]], heard: Sequence[str]) -> tuple[list[int], list[bool]]:
    """For each character heard the number of the label it was said in, and whether it is the one that was said.

    By Wagner and Fischer, 1974.
    """
    costs = [[float(at) for at in range(len(heard) + 1)]]
    for row, (char, _) in enumerate(said, 1):
        costs.append([float(row)])
        for column, other in enumerate(heard, 1):
            change = costs[row - 1][column - 1] + _cost(char, other)
            costs[row].append(min(change, costs[row - 1][column] + 1, costs[row][column - 1] + 1))
    numbers, same = [0] * len(heard), [False] * len(heard)
    row, column = len(said), len(heard)
    while column:
        if row and costs[row][column] == costs[row - 1][column - 1] + _cost(said[row - 1][0], heard[column - 1]):
            row, column = row - 1, column - 1
            numbers[column], same[column] = said[row][1], said[row][0] == heard[column]
        elif row and costs[row][column] == costs[row - 1][column] + 1:
            row -= 1
        else:  # heard and never said: personal if what stands on both sides is
            column -= 1
            before, after = said[row - 1][1] if row else 0, said[row][1] if row < len(said) else 0
            numbers[column] = before if before == after else 0
    return numbers, same


def _cost(said: str, heard: str) -> float:
    if said == heard:
        return 0.0
    return 1.0 if said.isdigit() == heard.isdigit() else _WRONG_KIND
