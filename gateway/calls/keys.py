"""Key presses of one caller, gathered until the caller stops pressing."""

from collections.abc import Callable

from gateway.calls import facts
from gateway.calls.jobs import Deadline
from privacy.api import RedactionSession

GAP_MS = 1_500  # between two presses of one number
DIGITS_MOST = 64
YES = "1"


class Keypad:
    """Turns presses into one utterance, "DTMF 1 2 3", redacted like any other: a key press may be a card number."""

    def __init__(self, redaction: RedactionSession, feed: Callable[[facts.Fact], None]) -> None:
        self._redaction = redaction
        self._feed = feed
        self._digits: list[str] = []
        self._gap = Deadline()

    def press(self, digit: str) -> None:
        if len(self._digits) < DIGITS_MOST:
            self._digits.append(digit)
        self._gap.start(GAP_MS, self._done)

    def close(self) -> None:
        self._gap.cancel()
        self._digits.clear()

    def _done(self) -> None:
        digits = tuple(self._digits)
        self.close()
        words = self._redaction.redact(f"DTMF {' '.join(digits)}", speaker="caller")
        self._feed(facts.Keyed(words, _choice(digits)))


def _choice(digits: tuple[str, ...]) -> facts.Choice | None:
    """One key alone may answer a question; any but "1" is a no."""
    return facts.Choice(None, yes=digits == (YES,), key=digits[0]) if len(digits) == 1 else None
