"""What a caller says, from packets that come as they like to frames that come every 20 ms. Pure: time is ticks.

The delay adapts itself. Playing begins with the first packet; a tick that finds none conceals, and the packet that
came too late for it is played after all, so that from there on the delay covers such lateness. What for two seconds
was in hand without being needed is left out, in silence if there is any; a line that then proves uneven is given twice
as long the next time.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from gateway.legs.playout import level_dbfs

MAX_WAITING: Final = 50
"""Packets in hand, a second of them. The oldest go when more come, and `InboundAudio.overrun` counts them."""
CONCEALED_TICKS: Final = 5
"""Ticks without a packet that are concealed; after 100 ms libopus itself has faded to silence."""
PATIENCE_TICKS: Final = 100
MOST_PATIENCE_TICKS: Final = 1600
QUIET_DBFS: Final = -50.0
IN_A_HURRY: Final = 3
"""Packets too many from which on some are left out even of speech."""
HURRIED_TICKS: Final = 5
"""Of speech, at most one frame in so many ticks: a fifth faster, and every word is still there."""


class Decoder(Protocol):
    def decode(self, packet: bytes) -> bytes: ...
    def recover(self, following: bytes, samples: int) -> bytes: ...
    def conceal(self, samples: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Lost:
    """A packet that will not come, and the one after it if that is there."""

    following: bytes = b""


class PacketQueue:
    """Packets in order of their sequence number (RFC 3550 section 5.1), each handed out once."""

    def __init__(self) -> None:
        self.overrun = 0  # thrown away because too many waited
        self.late = 0  # came after their turn
        self._waiting: dict[int, bytes] = {}  # by sequence number, unwrapped
        self._next: int | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, sequence: int, payload: bytes) -> None:
        """Take in a packet. A duplicate changes nothing; a jump of more than the queue's length starts anew."""
        if self._next is None:
            self._next = sequence
        number = self._next + (sequence - self._next + 0x8000) % 0x10000 - 0x8000
        if abs(number - self._next) > 2 * MAX_WAITING:
            self._waiting.clear()
            self._next = number
        if number < self._next:
            self.late += 1
            return
        self._waiting.setdefault(number, payload)
        while len(self._waiting) > MAX_WAITING:
            self.overrun += self._waiting.pop(self._next, None) is not None
            self._next += 1

    def skip_missing(self, most: int) -> int:
        """How many of the next packets, `most` at most, are given up because later ones are there."""
        skipped = 0
        while skipped < most and self._waiting and self._next not in self._waiting:
            self._next = (self._next or 0) + 1
            skipped += 1
        return skipped

    def take(self) -> bytes | Lost | None:
        """The next packet; `Lost` where only later ones are there; None where nothing is."""
        if not self._waiting or self._next is None:
            return None
        payload = self._waiting.pop(self._next, None)
        self._next += 1
        return Lost(self._waiting.get(self._next, b"")) if payload is None else payload


class InboundAudio:
    """One caller's voice. Owned by its leg; `decoder` is closed by whoever made it."""

    def __init__(self, decoder: Decoder, frame_samples: int) -> None:
        self.packets = PacketQueue()
        self.concealed = 0  # frames, wholly or in part
        self._decoder = decoder
        self._frame_bytes = 2 * frame_samples
        self._pcm = bytearray()  # decoded and not yet handed out: less than a packet
        self._packet_samples = frame_samples  # of the newest packet
        self._heard = False  # a packet, ever
        self._dry = 0  # ticks since the last packet, each of which was concealed or silent
        self._least = MAX_WAITING  # packets that a tick left waiting, at least, since patience began
        self._calm = 0  # ticks since patience began
        self._patience = PATIENCE_TICKS
        self._surplus = 0  # packets to leave out
        self._since_cut = 0  # ticks since one was left out of speech

    def put(self, sequence: int, payload: bytes) -> None:
        """A packet came. An empty one takes its turn and is concealed: something else went in its place."""
        self._heard = True
        self.packets.put(sequence, payload)

    def tick(self) -> bytes:
        """The next 20 ms of s16le PCM, always."""
        self._shrink()
        while len(self._pcm) < self._frame_bytes:
            self._pcm += self._more()
        frame = bytes(self._pcm[: self._frame_bytes])
        self._pcm[: self._frame_bytes] = bytes(self._frame_bytes)
        del self._pcm[: self._frame_bytes]
        return frame

    def skip(self, ticks: int) -> None:
        """Time passed without a tick: what came in it is not heard, so that what is heard is of now."""
        for _ in range(ticks):
            self.packets.take()

    def restart(self) -> None:
        """Another stream begins, with numbers of its own."""
        self.packets = PacketQueue()

    def wipe(self) -> None:
        """Zero what is decoded, forget what waits."""
        self._pcm[:] = bytes(len(self._pcm))
        self._pcm.clear()
        self.packets = PacketQueue()

    def _more(self) -> bytes:
        """At least one sample more."""
        if self._dry and len(self.packets):
            # A loss at the very edge: it was concealed while nothing was there, and costs no time again.
            self.packets.skip_missing(self._dry)
            self._dry = 0
        packet = self.packets.take()
        if packet is None:
            return self._bridge()
        if isinstance(packet, Lost):
            return self._repair(packet)
        pcm = self._decoder.decode(packet)
        self._packet_samples = len(pcm) // 2 or self._packet_samples
        return pcm or self._repair(Lost())

    def _bridge(self) -> bytes:
        samples = (self._frame_bytes - len(self._pcm)) // 2
        if not self._heard:
            return bytes(2 * samples)
        if not self._dry:
            self._patience = min(2 * self._patience, MOST_PATIENCE_TICKS)
        self._least, self._calm, self._surplus = MAX_WAITING, 0, 0
        self._dry += 1
        if self._dry > CONCEALED_TICKS:
            return bytes(2 * samples)
        self.concealed += 1
        return self._decoder.conceal(samples)

    def _repair(self, lost: Lost) -> bytes:
        self.concealed += 1
        if lost.following:
            return self._decoder.recover(lost.following, self._packet_samples)
        return self._decoder.conceal(self._packet_samples)

    def _shrink(self) -> None:
        """Leave a frame out where the delay has been longer than it needs to be for long enough."""
        self._least = min(self._least, max(0, len(self.packets) - 1))
        self._calm += 1
        if self._calm >= self._patience:
            self._surplus, self._least, self._calm = self._least, MAX_WAITING, 0
        self._since_cut += 1
        if not self._surplus or (packet := self.packets.take()) is None:
            return
        pcm = b"" if isinstance(packet, Lost) else self._decoder.decode(packet)
        if level_dbfs(pcm) <= QUIET_DBFS or self._may_cut_speech():
            self._surplus -= 1
        else:
            self._pcm += pcm

    def _may_cut_speech(self) -> bool:
        if self._surplus < IN_A_HURRY or self._since_cut < HURRIED_TICKS:
            return False
        self._since_cut = 0
        return True
