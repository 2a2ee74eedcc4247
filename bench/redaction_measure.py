"""What a redactor left in clear and what it masked needlessly, counted in characters and words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.redaction_set import MISHEARD, Dialogue, Utterance
from privacy.finding import CRITICAL

Masked = Sequence[tuple[int, int]]
# Redacts the turns of one dialogue; a lone utterance is a dialogue of one turn.
Redactor = Callable[[Sequence[tuple[str, str]]], Sequence[Masked]]
_WORD: Final = re.compile(r"\S+")


@dataclass(slots=True)
class Tally:
    """Counts over a set."""

    personal: Counter[str] = field(default_factory=Counter)  # characters by type, spaces not counted
    leaked: Counter[str] = field(default_factory=Counter)
    words: int = 0  # ordinary ones
    masked_words: int = 0
    utterances: int = 0
    touched: int = 0  # utterances in which an ordinary word was masked
    leaks: list[tuple[str, str, str]] = field(default_factory=list)  # type, what leaked, utterance
    excess: list[tuple[str, str]] = field(default_factory=list)  # words, utterance

    def leak(self, types: Iterable[str] | None = None) -> float:
        """Share of personal characters in clear, of some types or of all but what was misheard."""
        chosen = set(self.personal) - {MISHEARD} if types is None else set(types)
        total = sum(count for type_, count in self.personal.items() if type_ in chosen)
        return sum(count for type_, count in self.leaked.items() if type_ in chosen) / total if total else 0.0

    def critical_leak(self) -> float:
        """The same of what hurts most."""
        return self.leak(CRITICAL)

    def over_masking(self) -> float:
        """Share of ordinary words masked."""
        return self.masked_words / self.words if self.words else 0.0

    def touched_share(self) -> float:
        """Share of utterances in which something ordinary was masked."""
        return self.touched / self.utterances if self.utterances else 0.0


def measure(redactor: Redactor, found: Iterable[Dialogue]) -> Tally:
    """Run the redactor over dialogues and count."""
    tally = Tally()
    for dialogue in found:
        masked = redactor([(turn.speaker, turn.text) for turn in dialogue])
        for turn, places in zip(dialogue, masked, strict=True):
            count(tally, turn, places)
    return tally


def count(tally: Tally, turn: Utterance, places: Masked) -> None:
    """Add one utterance to the tally."""
    covered = {at for start, end in places for at in range(start, end)}
    labelled = {at for start, end, _ in turn.labels for at in range(start, end)}
    for start, end, type_ in turn.labels:
        personal = [at for at in range(start, end) if turn.text[at].isalnum()]
        clear = [at for at in personal if at not in covered]
        tally.personal[type_] += len(personal)
        tally.leaked[type_] += len(clear)
        if clear:
            tally.leaks.append((type_, "".join(turn.text[at] for at in clear), turn.text))
    _count_words(tally, turn, covered, labelled)


def _count_words(tally: Tally, turn: Utterance, covered: set[int], labelled: set[int]) -> None:
    excess = []
    for match in _WORD.finditer(turn.text):
        letters = [at for at in range(*match.span()) if turn.text[at].isalnum()]
        if not letters or any(at in labelled for at in letters):
            continue
        tally.words += 1
        if any(at in covered for at in letters):
            tally.masked_words += 1
            excess.append(match[0])
    tally.utterances += 1
    if excess:
        tally.touched += 1
        tally.excess.append((" ".join(excess), turn.text))
