"""Times an answer in samples of the line: from the last loud sample that went out to the first that came back.

Pure. Both directions of a leg tick together, so that sample n of what went out and sample n of what came in belong to
the same moment, and a latency needs no clock.
"""

import math
from array import array
from dataclasses import dataclass
from operator import mul

from gateway.legs.api import FRAME_MS

BLOCK_MS = 5
YIELD_MS = 200  # of silence, after which the far end has given way to a line of ours that is being said
LOUD_DBFS = -45.0  # speech is played at about -20 dBFS; an idle line is below -60


def loud_blocks(pcm: bytes, rate_hz: int) -> list[bool]:
    """For each 5 ms of s16le PCM whether it is loud."""
    samples = array("h", pcm)
    size = rate_hz * BLOCK_MS // 1000
    floor = (32768 * 10 ** (LOUD_DBFS / 20)) ** 2
    return [
        math.fsum(map(mul, block, block)) / len(block) > floor
        for block in (samples[at : at + size] for at in range(0, len(samples), size))
    ]


def last_loud_ms(pcm: bytes, rate_hz: int) -> int:
    """Where the last loud block ends, in milliseconds from the start; 0 for silence."""
    blocks = loud_blocks(pcm, rate_hz)
    return next((BLOCK_MS * (n + 1) for n in range(len(blocks) - 1, -1, -1) if blocks[n]), 0)


@dataclass(frozen=True, slots=True)
class FarSpeech:
    """A stretch of sound from the far end, in milliseconds of the call."""

    start_ms: int
    end_ms: int


class Meter:
    """Follows one call, frame by frame. `now_ms` counts the frames."""

    def __init__(self, rate_hz: int, gap_ms: int = 700) -> None:
        """`gap_ms` of silence end a stretch of the far end's speech."""
        self._rate_hz = rate_hz
        self._gap_ms = gap_ms
        self._start_ms: int | None = None
        self._last_loud_ms = 0
        self._played_samples = 0
        self._loud_until: int | None = None  # count of played samples at which our line has been said
        self.now_ms = 0
        self.said_ms: int | None = None  # when the last loud sample of our line went out

    @property
    def far_speaks(self) -> bool:
        return self._start_ms is not None

    @property
    def far_start_ms(self) -> int | None:
        """When the stretch that is under way began."""
        return self._start_ms

    def say(self, pcm: bytes) -> None:
        """A line is about to go out."""
        loud = last_loud_ms(pcm, self._rate_hz) * self._rate_hz // 1000
        self._loud_until = self._played_samples + loud
        self.said_ms = None

    def hear(self, pcm: bytes, played_samples: int) -> FarSpeech | None:
        """One tick; a stretch of the far end's speech when it has just ended."""
        self._see_what_went_out(played_samples)
        for n, loud in enumerate(loud_blocks(pcm, self._rate_hz)):
            if loud:
                at = self.now_ms + n * BLOCK_MS
                self._start_ms = at if self._start_ms is None else self._start_ms
                self._last_loud_ms = at + BLOCK_MS
        self.now_ms += FRAME_MS
        gap_ms = self._gap_ms if self._loud_until is None else min(self._gap_ms, YIELD_MS)
        if self._start_ms is None or self.now_ms - self._last_loud_ms < gap_ms:
            return None
        speech = FarSpeech(self._start_ms, self._last_loud_ms)
        self._start_ms = None
        return speech

    def _see_what_went_out(self, played_samples: int) -> None:
        if self._loud_until is not None and played_samples >= self._loud_until:
            into_frame = self._loud_until - self._played_samples
            self.said_ms = self.now_ms + into_frame * 1000 // self._rate_hz
            self._loud_until = None
        self._played_samples = played_samples
