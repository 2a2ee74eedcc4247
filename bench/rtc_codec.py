"""Between a caller's G.711 and Opus on the wire, 20 ms at a time: PyAV's libopus and half a millisecond of filter."""

import fractions
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from bench.asr_prompts import mu_law, mu_law_decoded

RATE_HZ = 48_000
SAMPLES = RATE_HZ // 50
RATIO = RATE_HZ // 8000
_TAPS = 48
Wave = npt.NDArray[np.float64]


def _low_pass() -> Wave:
    """Everything below 3.6 kHz, at 48 kHz."""
    at = np.arange(_TAPS) - (_TAPS - 1) / 2
    taps = np.sinc(at * 2 * 3600 / RATE_HZ) * np.hamming(_TAPS)
    return np.asarray(taps / taps.sum())


class Coder:
    """One caller's both directions. Not shared between threads."""

    def __init__(self) -> None:
        self._encoder = _codec("w")
        self._decoder = _codec("r")
        self._taps = _low_pass()
        self._before = np.zeros(_TAPS - 1)
        self._pts = 0

    def encode(self, octets: bytes) -> bytes:
        """The Opus packet for 160 octets of mu-law."""
        plain = mu_law_decoded(np.frombuffer(octets, np.uint8)).astype(np.float64)
        spread = np.zeros(SAMPLES)
        spread[::RATIO] = plain * RATIO
        joined = np.concatenate((self._before, spread))
        self._before = joined[-(_TAPS - 1) :]
        wide = np.convolve(joined, self._taps, mode="valid").clip(-32_768, 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wide[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._pts, fractions.Fraction(1, RATE_HZ)
        self._pts += SAMPLES
        return b"".join(bytes(packet) for packet in self._encoder.encode(frame))

    def decode(self, packet: bytes) -> bytes:
        """160 octets of mu-law, for the packet's 20 ms; b"" for what is no Opus."""
        try:
            frames = self._decoder.decode(av.Packet(packet))
        except av.error.FFmpegError:
            return b""
        wide = np.concatenate([each.to_ndarray().reshape(-1) for each in frames]) if frames else np.zeros(0)
        narrow = wide[: len(wide) // RATIO * RATIO].reshape(-1, RATIO).mean(axis=1)
        return mu_law(narrow.astype(np.int16)).tobytes()


def _codec(mode: str) -> Any:
    codec: Any = av.CodecContext.create("libopus", mode)  # type: ignore[call-overload]
    codec.format, codec.layout, codec.sample_rate = "s16", "mono", RATE_HZ
    if mode == "w":
        codec.bit_rate, codec.time_base = 32_000, fractions.Fraction(1, RATE_HZ)
        codec.options = {"application": "voip", "compression_level": "0"}  # callers must not cost what they measure
    return codec
