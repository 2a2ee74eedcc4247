"""What is still to be played to one caller: pure, bounded, and counted by what really went out."""

import math
from array import array
from collections import deque
from operator import mul
from typing import Final

from gateway.legs.api import FRAME_MS

SILENCE_DBFS: Final = -100.0
ROOM_MS: Final = 60_000
"""How much speech one leg holds before it refuses more: a reply of a minute is already far too long."""


def level_dbfs(pcm: bytes | bytearray | memoryview) -> float:
    """The root mean square of s16le PCM in dB below full scale; -100.0 for silence and for nothing."""
    samples = array("h", bytes(pcm))
    power = sum(map(mul, samples, samples))
    if not power:
        return SILENCE_DBFS
    return max(SILENCE_DBFS, 10 * math.log10(power / len(samples)) - 20 * math.log10(32768))


class PlayoutRing:
    """A queue of s16le PCM that is read one 20 ms frame at a time.

    Owned by whoever ticks the leg: one thread, no lock. Bounded by `room_ms`; what does not fit is refused
    whole and counted in `refused`. Memory is zeroed as it is read or cleared, so that nothing said to a
    caller outlives the moment it was said.
    """

    def __init__(self, rate_hz: int, room_ms: int = ROOM_MS) -> None:
        self.rate_hz = rate_hz
        self.frame_bytes = rate_hz * FRAME_MS // 1000 * 2
        self.played_samples = 0
        self.played_dbfs = SILENCE_DBFS
        self.refused = 0
        self._room_bytes = rate_hz * room_ms // 1000 * 2
        self._chunks: deque[bytearray] = deque()
        self._read_at = 0  # bytes of the first chunk that were already read
        self._queued_bytes = 0

    @property
    def queued_samples(self) -> int:
        """What is still to be played."""
        return self._queued_bytes // 2

    def append(self, pcm: bytes | memoryview) -> bool:
        """Queue whole samples of PCM behind the rest. False, and nothing queued, where there is no room.

        Raises `ValueError` for half a sample.
        """
        if len(pcm) % 2:
            raise ValueError("PCM of 16 bits comes in an even number of bytes")
        if self._queued_bytes + len(pcm) > self._room_bytes:
            self.refused += 1
            return False
        if pcm:
            self._chunks.append(bytearray(pcm))
            self._queued_bytes += len(pcm)
        return True

    def next_frame(self) -> bytes:
        """The next 20 ms to send: speech, padded with silence where it runs out; b"" when there is none.

        Advances `played_samples` by the speech in it and sets `played_dbfs` to its level.
        """
        if not self._queued_bytes:
            self.played_dbfs = SILENCE_DBFS
            return b""
        frame = bytearray(self.frame_bytes)
        filled = 0
        while filled < len(frame) and self._chunks:
            filled += self._read_into(memoryview(frame)[filled:])
        self.played_samples += filled // 2
        self.played_dbfs = level_dbfs(frame)
        return bytes(frame)

    def _read_into(self, space: memoryview) -> int:
        chunk = self._chunks[0]
        count = min(len(space), len(chunk) - self._read_at)
        until = self._read_at + count
        space[:count] = chunk[self._read_at : until]
        chunk[self._read_at : until] = bytes(count)
        self._queued_bytes -= count
        self._read_at = until
        if until == len(chunk):
            self._chunks.popleft()
            self._read_at = 0
        return count

    def clear(self) -> int:
        """Forget and zero what is queued; the number of samples that will never be played."""
        forgotten = self.queued_samples
        for chunk in self._chunks:
            chunk[:] = bytes(len(chunk))
        self._chunks.clear()
        self._queued_bytes = self._read_at = 0
        self.played_dbfs = SILENCE_DBFS
        return forgotten
