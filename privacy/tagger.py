"""The statistical tagger: a conditional random field over items (Lafferty, McCallum and Pereira 2001).

Trained on synthetic speech by `privacy.training`; it finds what no rule announces and joins names, addresses and dates.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pycrfsuite

from privacy.errors import TaggerMissing
from privacy.features import features
from privacy.finding import Finding, Utterance
from privacy.spoken.runs import Sort
from privacy.words import words

PATH: Final = Path(__file__).parent / "data" / "tagger.crfsuite"
_SEAMS: Final = words(
    "passphrase passcode 's is postcode zip code ssn dob email mail iban birthdate birthday expiry exp "
    "lowercase uppercase husband wife"
)  # the cue, not the value
_LEAST: Final = 0.35  # probability above which an item is masked


class Tagger:
    """One for the process; tagging is not re-entrant, so one thread uses it."""

    def __init__(self, path: Path = PATH) -> None:
        """Raises TaggerMissing when there is no readable model at `path`."""
        self._model = pycrfsuite.Tagger()
        try:
            self._model.open(str(path))
        except (OSError, ValueError):
            raise TaggerMissing("the tagger's model is missing or damaged: run `make train-tagger`") from None

    def tag(self, utterance: Utterance) -> Iterator[Finding]:
        """Stretches that the model takes for personal."""
        seen = features(utterance)
        if not seen:
            return
        labels = self._labels(seen)
        first = 0
        for at in range(1, len(labels) + 1):
            if at == len(labels) or labels[at] != labels[first]:
                if labels[first]:
                    yield from _finding(utterance, first, at - 1, labels[first])
                first = at

    def _labels(self, seen: list[list[str]]) -> list[str]:
        """A type for each item, or "" for an ordinary one."""
        best = self._model.tag(seen)
        return [
            label if label != "O" and 1 - self._model.marginal("O", at) >= _LEAST else self._second(at, label)
            for at, label in enumerate(best)
        ]

    def _second(self, at: int, label: str) -> str:
        """The likeliest type of an item whose best path says it is ordinary though the odds say otherwise."""
        if label != "O" or 1 - self._model.marginal("O", at) < _LEAST:
            return ""
        types = [name for name in self._model.labels() if name != "O"]
        return str(max(types, key=lambda name: float(self._model.marginal(name, at))))


def _finding(utterance: Utterance, first: int, last: int, type_: str) -> Iterator[Finding]:
    """A finding without marks at its edges and never over a placeholder."""
    start = first
    for at in range(first, last + 2):
        if at == last + 1 or utterance.items[at].sort is Sort.MASK:
            if found := _trimmed(utterance, start, at - 1, type_):
                yield found
            start = at + 1


def _trimmed(utterance: Utterance, first: int, last: int, type_: str) -> Finding | None:
    places: Sequence[int] = [
        at
        for at in range(first, last + 1)
        if utterance.items[at].sort is not Sort.MARK and utterance.items[at].text not in _SEAMS
    ]
    return utterance.finding(places[0], places[-1], type_) if places else None
