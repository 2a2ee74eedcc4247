"""Telephone audio as Whisper wants it."""

import numpy as np
import numpy.typing as npt
import soxr

from asr.errors import UnsupportedRate

WHISPER_RATE_HZ = 16_000


def at_16_khz(pcm: bytes, rate_hz: int) -> npt.NDArray[np.float32]:
    """The samples of s16le mono `pcm` at 16 kHz, -1..1. An odd last byte is dropped.

    Raises `UnsupportedRate` for anything but 8000 and 16000 Hz.
    """
    if rate_hz not in (8000, WHISPER_RATE_HZ):
        raise UnsupportedRate(f"audio at {rate_hz} Hz: only 8000 and 16000 are heard")
    samples = np.frombuffer(pcm, "<i2", count=len(pcm) // 2).astype(np.float32) / np.float32(32_768)
    if rate_hz == WHISPER_RATE_HZ or not samples.size:
        return samples
    doubled: npt.NDArray[np.float32] = soxr.resample(samples, rate_hz, WHISPER_RATE_HZ)
    return doubled
