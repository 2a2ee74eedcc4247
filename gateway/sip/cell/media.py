"""The PCM door of a PJSIP stream: its `pjmedia_port`, called directly through the wheel's exported symbols.

PJSIP's own way to PCM, `AudioMediaPort`, calls Python from a clock thread and copies byte by byte (285 us for
20 ms). Calling `pjmedia_port_get_frame` and `pjmedia_port_put_frame` ourselves costs microseconds, needs no
conference bridge and lets us own the clock. Jitter buffer, loss concealment and RTCP stay PJSIP's.
"""

import ctypes
from array import array
from typing import Any, Final

import pjsua2.pjsua2 as pj

from gateway.legs.api import FRAME_MS

_LIB: Final = ctypes.CDLL(pj._pjsua2.__file__)
_TYPE_AUDIO: Final = 1  # PJMEDIA_FRAME_TYPE_AUDIO
_RATES_HZ: Final = (8000, 16000)
_BRIDGE_PORTS: Final = 256  # PJSUA_MAX_CONF_PORTS is 254


class _Frame(ctypes.Structure):
    """pjmedia_frame (pjmedia/frame.h)."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("buf", ctypes.c_void_p),
        ("size", ctypes.c_size_t),
        ("timestamp", ctypes.c_uint64),
        ("bit_info", ctypes.c_uint32),
    )


class _PortInfo(ctypes.Structure):
    """The start of pjmedia_port: pjmedia_port_info with its audio format (pjmedia/port.h, format.h)."""

    _fields_ = (
        ("name_ptr", ctypes.c_void_p),
        ("name_len", ctypes.c_ssize_t),
        ("signature", ctypes.c_uint32),
        ("direction", ctypes.c_int),
        ("format_id", ctypes.c_uint32),
        ("media_type", ctypes.c_int),
        ("detail_type", ctypes.c_int),
        ("rate_hz", ctypes.c_uint32),
        ("channels", ctypes.c_uint32),
        ("frame_us", ctypes.c_uint32),
        ("bits", ctypes.c_uint32),
    )


def _function(name: str, *arguments: Any) -> Any:
    function = getattr(_LIB, name)
    function.argtypes = arguments
    function.restype = ctypes.c_int
    return function


_get_frame: Final = _function("pjmedia_port_get_frame", ctypes.c_void_p, ctypes.c_void_p)
_put_frame: Final = _function("pjmedia_port_put_frame", ctypes.c_void_p, ctypes.c_void_p)
_enumerate_bridge: Final = _function("pjsua_enum_conf_ports", ctypes.c_void_p, ctypes.c_void_p)
_leave_bridge: Final = _function("pjsua_conf_remove_port", ctypes.c_int)
_max_calls: Final = _function("pjsua_call_get_max_count")
_set_log_level: Final = _function("pj_log_set_level", ctypes.c_int)


def silence_log() -> None:
    """PJSIP writes SIP messages, numbers and all, to standard output; this ends it before it begins."""
    _set_log_level(0)


def capacity() -> int:
    """How many calls the library was built to take, whatever it was configured for."""
    return int(_max_calls())


class Bridge:
    """PJSIP's conference bridge, kept empty.

    PJSIP adds every stream to it and only takes one out on a tick of the bridge's clock, which without a sound
    device never comes: after 250 streams it would be full. So we take the streams out ourselves and tick once.
    """

    def __init__(self, master_port: int, rate_hz: int) -> None:
        self._master_port = master_port
        self._buffer = ctypes.create_string_buffer(rate_hz * FRAME_MS // 1000 * 2)

    def empty(self) -> None:
        """Take every stream out. Called between ticks of ours, never in a callback of PJSIP's."""
        count = ctypes.c_uint(_BRIDGE_PORTS)
        ports = (ctypes.c_int * _BRIDGE_PORTS)()
        _enumerate_bridge(ctypes.byref(ports), ctypes.byref(count))
        for port in ports[: count.value]:
            if port != 0:  # the bridge's own
                _leave_bridge(port)
        frame = _Frame(_TYPE_AUDIO, ctypes.addressof(self._buffer), len(self._buffer))
        _get_frame(self._master_port, ctypes.byref(frame))


class UnusablePort(Exception):
    """The port is not 16-bit mono PCM at 8 or 16 kHz: PJSIP is not the version we know."""


class PcmPort:
    """20 ms frames from and to one `pjmedia_port`, whatever the size of the port's own frames.

    Valid until PJSIP destroys the stream: whoever holds it drops it in `onStreamDestroyed`. Owned by the thread
    that owns PJSIP. `leg_rate_hz` is the rate of our side; where a re-INVITE changed the codec's rate in
    mid-call, samples are doubled or halved.
    """

    def __init__(self, address: int, leg_rate_hz: int = 0) -> None:
        info = _PortInfo.from_address(address)
        if info.rate_hz not in _RATES_HZ or (info.channels, info.bits) != (1, 16) or info.frame_us % 1000:
            raise UnusablePort
        self._address = address
        self.port_rate_hz: int = info.rate_hz
        self.rate_hz = leg_rate_hz or self.port_rate_hz
        self._tick_bytes = self.port_rate_hz * FRAME_MS // 1000 * 2
        self._port_bytes = self.port_rate_hz * info.frame_us // 1_000_000 * 2
        self._buffer = ctypes.create_string_buffer(self._port_bytes)
        self._frame = _Frame(buf=ctypes.addressof(self._buffer))
        self._heard = bytearray()  # not yet a whole tick
        self._to_send = bytearray()  # not yet a whole frame of the port

    def get(self) -> bytes:
        """The next 20 ms from the far end; silence where nothing came."""
        while len(self._heard) < self._tick_bytes:
            self._heard += self._get_from_port()
        pcm = bytes(self._heard[: self._tick_bytes])
        del self._heard[: self._tick_bytes]
        return _at_rate(pcm, self.port_rate_hz, self.rate_hz)

    def put(self, pcm: bytes) -> None:
        """Send 20 ms to the far end; empty means silence, which is sent too and keeps NAT bindings open."""
        self._to_send += _at_rate(pcm, self.rate_hz, self.port_rate_hz) or bytes(self._tick_bytes)
        while len(self._to_send) >= self._port_bytes:
            ctypes.memmove(self._buffer, bytes(self._to_send[: self._port_bytes]), self._port_bytes)
            del self._to_send[: self._port_bytes]
            self._frame.type, self._frame.size = _TYPE_AUDIO, self._port_bytes
            _put_frame(self._address, ctypes.byref(self._frame))

    def _get_from_port(self) -> bytes:
        self._frame.type, self._frame.size = _TYPE_AUDIO, self._port_bytes
        status = _get_frame(self._address, ctypes.byref(self._frame))
        if status or self._frame.type != _TYPE_AUDIO or self._frame.size != self._port_bytes:
            return bytes(self._port_bytes)
        return self._buffer.raw

    def wipe(self) -> None:
        """Zero what is left of both voices."""
        ctypes.memset(self._buffer, 0, self._port_bytes)
        for left in (self._heard, self._to_send):
            left[:] = bytes(len(left))


def _at_rate(pcm: bytes, rate_hz: int, wanted_hz: int) -> bytes:
    """Good enough for the rare call that changes its codec under way; the same bytes for every other."""
    if rate_hz == wanted_hz or not pcm:
        return pcm
    samples = array("h", pcm)
    if wanted_hz < rate_hz:
        return samples[::2].tobytes()
    doubled = array("h", bytes(2 * len(pcm)))
    doubled[::2] = doubled[1::2] = samples
    return doubled.tobytes()
