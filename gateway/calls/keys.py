"""Key presses of one caller, gathered until the caller stops pressing."""

from collections.abc import Callable

from gateway.calls import facts
from gateway.calls.jobs import Deadline
from privacy.api import RedactionSession

GAP_MS = 1_500  # between two presses of one number
DIGITS_MOST = 64


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
        pressed = " ".join(self._digits)
        self.close()
        self._feed(facts.Keyed(self._redaction.redact(f"DTMF {pressed}", speaker="caller")))
