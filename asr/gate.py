"""Is there speech in this frame? A cheap gate first, a network behind it while the gate is open.

WebRTC's voice activity detector costs 2 us a frame but calls 41 % of keyboard noise speech; Silero is right
about both but costs fifty times as much. So the network runs only while the first gate, or somebody speaking,
holds it open; it starts on the 100 ms before, which it needs to settle.
"""

import numpy as np
import webrtcvad

from asr.facts import FRAME_MS
from asr.level import FULL_SCALE
from asr.memory import Ring
from asr.silero import Doubler, Floats, Silero

_AGGRESSIVENESS = 2  # of 0-3; 3 misses the first 40 ms of soft onsets
_ABOVE_FLOOR_DB = 6.0
_QUIETEST_DBFS = -58.0
_OPEN_FRAMES = 15  # 300 ms
_SETTLE_FRAMES = 5


class Gate:
    """Probability of speech, frame by frame, for one call."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._first = webrtcvad.Vad(_AGGRESSIVENESS)
        self._second = Silero()
        self._doubler = Doubler()
        self._recent = Ring(_SETTLE_FRAMES)
        self._open_frames = 0
        self._probability = 0.0
        self.passed = False  # what the first gate said of the newest frame

    def hear(self, pcm: bytes, level_dbfs: float, floor_dbfs: float, held: bool) -> float:
        """The probability that `pcm`, one frame of s16le at the call's rate, is speech; 0.0 while shut.

        `held` keeps the gate open whatever the frame is like: somebody is in the middle of an utterance.
        """
        was_open = self._open_frames > 0
        self._open_frames = max(0, self._open_frames - 1)
        loud = level_dbfs > max(_QUIETEST_DBFS, floor_dbfs + _ABOVE_FLOOR_DB)
        self.passed = loud and self._first.is_speech(pcm, self._rate_hz)
        if held or self.passed:
            self._open_frames = _OPEN_FRAMES
        if self._open_frames == 0:
            self._recent.add(pcm)
            return 0.0
        if not was_open:
            self._settle()
        return self._judge(pcm)

    def close(self) -> None:
        """Zero what is remembered of the sound."""
        self._recent.zero()
        self._second.reset()
        self._doubler = Doubler()

    def _settle(self) -> None:
        self._second.reset()
        self._probability = 0.0
        for frame in self._recent.frames():
            self._second.hear(self._samples(frame))
        self._recent.zero()

    def _judge(self, pcm: bytes) -> float:
        probability = self._second.hear(self._samples(pcm))
        if probability is not None:
            self._probability = probability
        return self._probability

    def _samples(self, pcm: bytes | bytearray) -> Floats:
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / FULL_SCALE
        return samples if self._rate_hz == 16_000 else self._doubler.double(samples)


def frame_bytes(rate_hz: int) -> int:
    """The bytes of one frame of s16le mono at `rate_hz`."""
    return 2 * rate_hz * FRAME_MS // 1000
