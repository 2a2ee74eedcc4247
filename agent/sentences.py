"""A stream of text, cut into clauses for the voice: the first one short, whole sentences after it.

A short first clause is what the caller waits for; the sentences after it are made while it is played, and
sound best whole. Pure: the same text gives the same clauses however it was cut on its way here.
"""

import re
from collections.abc import Sequence

MIN_OPENING_WORDS = 3  # before a comma or a dash may end the first clause: "Well, ..." alone sounds cut off
MIN_OPENING_WORDS_BEFORE_CONJUNCTION = 5
MAX_WORDS = 25  # about eight seconds of speech: how long the second lane may wait for one clause
_MIN_WORDS_BEFORE_COMMA = 8

_CONJUNCTION = re.compile(r"and|but|because|so|which|while|when|if|unless|or|then|although", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(e\.g|i\.e|etc|vs|cf|viz|approx|incl|dr|mrs?|ms|prof|sr|jr|st|fig|sec|ext|tel|nos?|vol|inc|ltd|co|corp"
    r"|min|max|[ap]\.m|u\.[sk])\.",
    re.IGNORECASE,
)
_OPENERS = "(\"'“"
_CLOSERS = "\"'”’)]*_"
_ENDS = (".", "?", "!", "…")
_PAUSES = (",", ";", ":")
_DASHES = frozenset(("-", "–", "—", "--"))
_LIST_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z])[.)]", re.IGNORECASE)
_INITIAL = re.compile(r"[A-Z]\.")


class Clauses:
    """One reply's text on its way to the voice. Feed it as it comes; what is complete comes out at once.

    A word counts once white space follows it: whoever feeds whole pieces (`agent.api.Text`) adds a space
    between them. White space inside a clause comes out as one space; no word is lost, changed or doubled.
    """

    def __init__(self) -> None:
        self._word = ""
        self._words: list[str] = []
        self._opening = True

    def feed(self, text: str) -> tuple[str, ...]:
        """The clauses that `text` completes. A line break ends a clause: lists have one item a line."""
        done: list[str] = []
        for char in text:
            if not char.isspace():
                self._word += char
                continue
            if self._word:
                done += self._completed(self._word)
            if char == "\n":
                done += self._cut(len(self._words))
        return tuple(done)

    def flush(self) -> tuple[str, ...]:
        """What is left, at the end of the reply. The next `feed` begins a new one."""
        done = self._completed(self._word) if self._word else []
        done += self._cut(len(self._words))
        self._opening = True
        return tuple(done)

    def _completed(self, word: str) -> list[str]:
        done: list[str] = []
        if self._opening and _may_open(self._words) and _CONJUNCTION.fullmatch(word):
            done += self._cut(len(self._words))
        self._word = ""
        self._words.append(word)
        if _ends_sentence(self._words) or (self._opening and _ends_opening(self._words)):
            done += self._cut(len(self._words))
        elif len(self._words) >= MAX_WORDS:
            done += self._cut(_best_cut(self._words))
        return done

    def _cut(self, count: int) -> list[str]:
        clause, self._words = self._words[:count], self._words[count:]
        if not clause:
            return []
        self._opening = False
        return [" ".join(clause)]


def clauses(text: str) -> tuple[str, ...]:
    """All clauses of a text that is complete."""
    splitter = Clauses()
    return splitter.feed(text) + splitter.flush()


def _may_open(words: Sequence[str]) -> bool:
    return len(words) >= MIN_OPENING_WORDS_BEFORE_CONJUNCTION and not _has_digit(words[-1])


def _ends_opening(words: Sequence[str]) -> bool:
    """Whether a pause after the last word may end the first clause. A comma after a number may be a list's."""
    last = words[-1].rstrip(_CLOSERS)
    pause = last.endswith(_PAUSES) or last in _DASHES
    return pause and len(words) >= MIN_OPENING_WORDS and not _has_digit(last)


def _ends_sentence(words: Sequence[str]) -> bool:
    last = words[-1].rstrip(_CLOSERS)
    if not last.endswith(_ENDS):
        return False
    alone = len(words) == 1
    if alone and last.lower() == "no.":
        return True  # the answer, not the number
    if alone and _LIST_NUMBER.fullmatch(last):
        return False
    return not (_ABBREVIATION.fullmatch(last.lstrip(_OPENERS)) or _INITIAL.fullmatch(last))


def _best_cut(words: Sequence[str]) -> int:
    """How many of `words`, too many for one clause, make the next one: up to the last comma, else before
    the last conjunction, else before the last word that is no part of a number or of "RFC 3261"."""
    for count in range(len(words), _MIN_WORDS_BEFORE_COMMA, -1):
        last = words[count - 1].rstrip(_CLOSERS)
        if (last.endswith(_PAUSES) or last in _DASHES) and not _has_digit(last):
            return count
    for count in range(len(words) - 1, _MIN_WORDS_BEFORE_COMMA, -1):
        if _CONJUNCTION.fullmatch(words[count]):
            return count
    for count in range(len(words) - 1, _MIN_WORDS_BEFORE_COMMA, -1):
        if not _has_digit(words[count]) and words[count - 1].islower():
            return count
    return len(words)


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)
