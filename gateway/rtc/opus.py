"""Opus (RFC 6716) as libopus does it, at 16 kHz: encoded, decoded, concealed.

libopus is called directly, because it codes 16 kHz mono itself where FFmpeg's wrapper knows 48 kHz stereo alone, and
because the wrapper has neither concealment nor forward error correction. The library is the one inside PyAV's wheel,
or the system's.
"""

import ctypes
import ctypes.util
import importlib.util
from functools import cache
from pathlib import Path
from typing import Final

from gateway.rtc.errors import RtcUnusable

RATE_HZ: Final = 16_000
FRAME_SAMPLES: Final = RATE_HZ // 50
MAX_PACKET_BYTES: Final = 1275  # RFC 6716 section 3.4
MAX_SAMPLES: Final = RATE_HZ * 120 // 1000  # of one packet

_VOIP = 2048
_SETTINGS: Final = (
    (4002, 32_000),  # bits a second: transparent for wideband speech
    (4010, 5),  # complexity: 0.1 ms a frame, and at 32 kbit/s nobody hears the difference to 10
    (4012, 1),  # in-band forward error correction (RFC 6716 section 2.1.7), used once loss is reported
    (4024, 3001),  # the signal is speech
)
_SET_LOSS = 4014


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(_library_path())
    pointer, number = ctypes.c_void_p, ctypes.c_int
    library.opus_encoder_create.restype = library.opus_decoder_create.restype = pointer
    library.opus_encode.argtypes = (pointer, ctypes.c_char_p, number, ctypes.c_char_p, ctypes.c_int32)
    library.opus_decode.argtypes = (pointer, ctypes.c_char_p, ctypes.c_int32, ctypes.c_char_p, number, number)
    library.opus_encoder_ctl.argtypes = (pointer, number)  # variadic: the value is passed as an int behind these
    library.opus_encoder_destroy.argtypes = library.opus_decoder_destroy.argtypes = (pointer,)
    return library


def _library_path() -> str:
    spec = importlib.util.find_spec("av")
    if spec and spec.origin:
        bundled = sorted(Path(spec.origin).parent.parent.glob("av.libs/libopus*.so*"))
        if bundled:
            return str(bundled[0])
    if found := ctypes.util.find_library("opus"):
        return found
    raise RtcUnusable("libopus is missing: install libopus0, or PyAV from its wheel")


def check() -> None:
    """Returns where Opus can be coded. Raises `RtcUnusable` with a sentence where it cannot."""
    try:
        _library()
    except OSError:
        raise RtcUnusable("libopus cannot be loaded: install libopus0, or PyAV from its wheel") from None


class OpusEncoder:
    """Codes one direction of one call. Not shared between threads; `close` frees it."""

    def __init__(self) -> None:
        self._library = _library()
        failed = ctypes.c_int()
        self._state = self._library.opus_encoder_create(RATE_HZ, 1, _VOIP, ctypes.byref(failed))
        if failed.value:
            raise MemoryError
        for request, value in _SETTINGS:
            self._library.opus_encoder_ctl(self._state, request, ctypes.c_int(value))
        self._packet = ctypes.create_string_buffer(MAX_PACKET_BYTES)

    def encode(self, pcm: bytes) -> bytes:
        """The packet for 20 ms of s16le mono PCM at 16 kHz."""
        assert self._state and len(pcm) == 2 * FRAME_SAMPLES, "libopus trusts both blindly"
        size = self._library.opus_encode(self._state, pcm, FRAME_SAMPLES, self._packet, MAX_PACKET_BYTES)
        assert size > 0, "libopus encodes every frame of the right size"
        return self._packet.raw[:size]

    def expect_loss(self, fraction: float) -> None:
        """Spend bits on forward error correction for this share of lost packets."""
        assert self._state, "libopus trusts it blindly"
        self._library.opus_encoder_ctl(self._state, _SET_LOSS, ctypes.c_int(min(30, int(fraction * 100))))

    def close(self) -> None:
        """Free and forget. Idempotent."""
        if self._state:
            self._library.opus_encoder_destroy(self._state)
            self._state = None
            ctypes.memset(self._packet, 0, MAX_PACKET_BYTES)

    def __del__(self) -> None:
        self.close()


class OpusDecoder:
    """Decodes one direction of one call. Not shared between threads; `close` frees it."""

    def __init__(self) -> None:
        self._library = _library()
        failed = ctypes.c_int()
        self._state = self._library.opus_decoder_create(RATE_HZ, 1, ctypes.byref(failed))
        if failed.value:
            raise MemoryError
        self._pcm = ctypes.create_string_buffer(2 * MAX_SAMPLES)

    def decode(self, packet: bytes) -> bytes:
        """s16le mono PCM at 16 kHz, 2.5 to 120 ms of it; b"" for what is no Opus packet."""
        return self._decode(packet, MAX_SAMPLES, fec=0) if packet else b""

    def recover(self, following: bytes, samples: int) -> bytes:
        """What was in a lost packet of `samples`, from the error correction in the packet that follows it."""
        return self._decode(following, samples, fec=1) or self.conceal(samples)

    def conceal(self, samples: int) -> bytes:
        """A plausible continuation of what was heard, fading to silence; `samples` a multiple of 40."""
        return self._decode(None, samples, fec=0) or bytes(2 * samples)

    def close(self) -> None:
        """Free, and zero what was heard last. Idempotent."""
        if self._state:
            self._library.opus_decoder_destroy(self._state)
            self._state = None
            ctypes.memset(self._pcm, 0, len(self._pcm))

    def __del__(self) -> None:
        self.close()

    def _decode(self, packet: bytes | None, samples: int, *, fec: int) -> bytes:
        assert self._state, "libopus trusts it blindly"
        size = len(packet) if packet else 0
        count = self._library.opus_decode(self._state, packet, size, self._pcm, samples, fec)
        return ctypes.string_at(self._pcm, 2 * count) if count > 0 else b""
