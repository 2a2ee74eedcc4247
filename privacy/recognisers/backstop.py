"""The last rule: a run of six digits or more is somebody's, whatever it is."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import with_prefix

_LEAST: Final = 6  # a port has five
_LEAST_MIXED: Final = 8  # "ab123456": letters and digits, mostly digits


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Long runs, as account ids; the veto of the trade may lift them."""
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or _is_fraction(run.text):
            continue
        digits = len(run.digits)
        if digits >= _LEAST or (len(run.compact) >= _LEAST_MIXED and digits >= 4):
            yield utterance.finding(with_prefix(utterance, at), at, "ACCOUNT_ID")


def _is_fraction(text: str) -> bool:
    """A version or an amount: "18.9.2", "1.048576"."""
    return 1 <= text.count(".") <= 2 and " " not in text and len(text) < 10
