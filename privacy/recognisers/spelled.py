"""What is spelled out letter by letter, other than the trade's own abbreviations: names, mostly."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.veto import ABBREVIATIONS

_LEAST: Final = 4


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs of four letters or more that spell no abbreviation of the trade."""
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or run.digits or len(run.compact) < _LEAST or run.compact.lower() in ABBREVIATIONS:
            continue
        yield utterance.finding(at, at, "PERSON")
