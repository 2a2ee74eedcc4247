"""RTP with G.711 mu-law, as little as a caller needs (RFC 3550 section 5.1, RFC 3551 section 4.5.14)."""

import struct
from dataclasses import dataclass, field

import numpy as np

from bench.asr_prompts import mu_law_decoded

PAYLOAD_TYPE = 0
SAMPLES = 160  # of a packet: 20 ms at 8000 Hz
SILENCE = b"\xff" * SAMPLES
_HEAD = struct.Struct("!BBHII")
_LOUD = 250  # of 32768, about -42 dBFS: an idle line is below, the first sound of speech above
_LOUD_SAMPLES = 3  # of a packet: fewer are a click
_IS_LOUD = bytes(np.abs(mu_law_decoded(np.arange(256, dtype=np.uint8)).astype(np.int32)) > _LOUD)


@dataclass(frozen=True, slots=True)
class Packet:
    """What a caller looks at in an RTP packet."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes = field(repr=False)


def pack(packet: Packet) -> bytes:
    """The packet's octets."""
    second = packet.payload_type | (0x80 if packet.marker else 0)
    return _HEAD.pack(0x80, second, packet.sequence, packet.timestamp, packet.ssrc) + packet.payload


def unpack(octets: bytes) -> Packet | None:
    """The packet in `octets`, without padding, extension and contributing sources; None if it is no RTP."""
    if len(octets) < _HEAD.size or octets[0] >> 6 != 2:
        return None
    first, second, sequence, timestamp, ssrc = _HEAD.unpack_from(octets)
    at = _HEAD.size + 4 * (first & 0x0F)
    if first & 0x10:
        if len(octets) < at + 4:
            return None
        at += 4 + 4 * int.from_bytes(octets[at + 2 : at + 4], "big")
    end = len(octets) - (octets[-1] if first & 0x20 else 0)
    if end < at:
        return None
    return Packet(second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, octets[at:end])


def loud_span(mu_law: bytes) -> tuple[int, int] | None:
    """Indices of the first and the last loud sample; None when there is no sound in them."""
    loud = mu_law.translate(_IS_LOUD)
    if loud.count(1) < _LOUD_SAMPLES:
        return None
    return loud.find(1), loud.rfind(1)
