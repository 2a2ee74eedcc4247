"""One call as its cell sees it: what was agreed, what is played, and why it ended. Knows nothing of PJSIP's API."""

from collections.abc import Callable
from typing import Final, Protocol

from gateway.legs.api import Ending
from gateway.legs.playout import SILENCE_DBFS, PlayoutRing
from gateway.sip.cell.wire import Ended, Established, Fact, Heard, HoldChanged, Pressed

_DIGITS: Final = frozenset("0123456789*#ABCD")


class Pcm(Protocol):
    """20 ms of s16le PCM, in and out."""

    port_rate_hz: int
    rate_hz: int

    def get(self) -> bytes: ...
    def put(self, pcm: bytes) -> None: ...
    def wipe(self) -> None: ...


class CellLeg:
    """Turns what PJSIP says of one call into facts, each once and in order. Owned by the cell's one thread."""

    def __init__(self, number: int, tell: Callable[[Fact], None], *, outgoing: bool = False) -> None:
        self.number = number
        self.rate_hz = 0  # of our side, fixed when the leg is established
        self.ring: PlayoutRing | None = None
        self.held = False
        self.over = False
        self.established = False
        self._outgoing = outgoing
        self._tell = tell
        self.acknowledged = False  # the INVITE was answered and acknowledged
        self._port: Pcm | None = None
        self._codec = ""
        self._encrypted = False
        self._ending: Ending | None = None  # ours to say, once we have decided to end it

    # --- what PJSIP reports ---

    def confirmed(self) -> None:
        """The dialog stands; media may have come before it or follow."""
        self.acknowledged = True
        self._establish()

    def stream_started(self, port: Pcm, codec: str, *, encrypted: bool) -> None:
        """Media can flow; a re-INVITE does this again."""
        self.stream_stopped()
        self._port, self._codec, self._encrypted = port, codec, encrypted
        self._establish()

    def stream_stopped(self) -> None:
        """The port is about to be destroyed: nobody may touch it again."""
        if self._port is not None:
            self._port.wipe()
        self._port = None

    def hold_changed(self, held: bool) -> None:
        if held != self.held:
            self.held = held
            if self.established:
                self._tell(HoldChanged(self.number, held))

    def pressed(self, digit: str) -> None:
        if digit in _DIGITS and self.established:
            self._tell(Pressed(self.number, digit))

    def disconnected(self, status: int) -> None:
        """The dialog is over; the first report counts."""
        if self.over:
            return
        self.over = True
        self.stream_stopped()
        if self.ring is not None:
            self.ring.clear()
        self._tell(Ended(self.number, (self._ending or self._far_ending(status)).value, status))

    def _far_ending(self, status: int) -> Ending:
        if self.acknowledged:
            return Ending.CALLER_HUNG_UP if status == 200 else Ending.FAILED
        if self._outgoing:
            return Ending.REFUSED if 300 <= status < 700 and status != 408 else Ending.FAILED
        return Ending.CANCELLED if status == 487 else Ending.FAILED

    # --- what the cell decides ---

    def will_end(self, ending: Ending) -> None:
        """We end the call for this reason; the first reason counts."""
        self._ending = self._ending or ending

    def tick(self) -> Heard | None:
        """Send one frame, take one frame. None until the leg is established and after it is over.

        On hold nothing of the ring is played, and what the holding side sends (music) is not heard.
        """
        if not self.established or self.over or self.ring is None:
            return None
        speech = b"" if self.held else self.ring.next_frame()
        pcm = b""
        if self._port is not None:
            self._port.put(speech)
            pcm = self._port.get()
        if self.held or not pcm:
            pcm = bytes(self.ring.frame_bytes)
        level = self.ring.played_dbfs if speech else SILENCE_DBFS
        return Heard(self.number, self.ring.played_samples, level, pcm)

    def _establish(self) -> None:
        if self.established or self._port is None or not self.acknowledged:
            return
        self.established = True
        self.rate_hz = self._port.rate_hz
        self.ring = PlayoutRing(self.rate_hz)
        self._tell(Established(self.number, self._codec, self.rate_hz, self._encrypted))
        if self.held:
            self._tell(HoldChanged(self.number, True))
