"""Keypad digits and hold, as browsers and phones send them over a peer connection. Pure."""

from typing import Final

from gateway.legs.api import Dtmf, Held, Resumed

DIGITS: Final = "0123456789*#ABCD"
"""In the order of the event codes of RFC 4733 section 3.2."""


def from_message(message: object) -> Dtmf | Held | Resumed | None:
    """What a message of the data channel `keys` means: a digit, "hold", "resume"; None for anything else."""
    if message == "hold":
        return Held()
    if message == "resume":
        return Resumed()
    if isinstance(message, str) and len(message) == 1 and message in DIGITS:
        return Dtmf(message)
    return None


class TelephoneEvents:
    """Digits out of telephone-event packets (RFC 4733). An event is its timestamp: its many packets are one digit,
    whatever the marker bit says and whichever of them are lost. One that is older than the last was told already."""

    def __init__(self) -> None:
        self._last: int | None = None

    def take(self, timestamp: int, payload: bytes) -> Dtmf | None:
        """The digit, at the first packet of its event."""
        if len(payload) < 4 or payload[0] >= len(DIGITS):
            return None
        if self._last is not None and not 0 < (timestamp - self._last) % 2**32 < 2**31:
            return None
        self._last = timestamp
        return Dtmf(DIGITS[payload[0]])
