"""RTP and RTCP of one call (RFC 3550), with time handed in: our packets out, what theirs tell of the line. Pure."""

import secrets
from dataclasses import dataclass
from typing import Final

from aiortc.rtp import (
    RtcpPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
    RtpPacket,
)

from gateway.legs.api import LineReport

CLOCK_HZ: Final = 48_000  # of Opus, whatever rate it is coded at (RFC 7587 section 4.1)
FRAME_UNITS: Final = CLOCK_HZ // 50
_NTP_EPOCH_S: Final = 2_208_988_800
_CNAME: Final = 1


def _ntp(wall_s: float) -> int:
    return int((wall_s + _NTP_EPOCH_S) * 2**32)


def parse_rtp(data: bytes) -> RtpPacket | None:
    """The packet, or None where it is none."""
    try:
        return RtpPacket.parse(data)
    except (ValueError, IndexError):
        return None


class OutboundRtp:
    """Our stream: numbers, times and counts its packets."""

    def __init__(self) -> None:
        self.ssrc = secrets.randbits(32)
        self.packets = 0
        self._bytes = 0
        self._sequence = secrets.randbits(15)  # the upper half stays free: no wrap during a key's first moments
        self._timestamp = secrets.randbits(32)
        self._marker = 1  # the first packet after silence begins a talkspurt (RFC 3551 section 4.1)

    def packet(self, payload: bytes, payload_type: int) -> bytes:
        """The packet of this tick."""
        packet = RtpPacket(payload_type, self._marker, self._sequence, self._timestamp, self.ssrc, payload)
        self._sequence = (self._sequence + 1) % 2**16
        self._marker = 0
        self.packets += 1
        self._bytes += len(payload)
        self._advance()
        return packet.serialize()

    def skip(self, ticks: int = 1) -> None:
        """Nothing goes out in these ticks; time passes."""
        self._marker = 1
        self._advance(ticks)

    def info(self, wall_s: float) -> RtcpSenderInfo:
        """What a sender report says of the stream."""
        return RtcpSenderInfo(_ntp(wall_s), self._timestamp, self.packets % 2**32, self._bytes % 2**32)

    def _advance(self, ticks: int = 1) -> None:
        self._timestamp = (self._timestamp + ticks * FRAME_UNITS) % 2**32


@dataclass(slots=True)
class InboundRtp:
    """Their stream, as RFC 3550 appendix A counts it. Begins anew with another SSRC."""

    ssrc: int = 0
    received: int = 0
    _base: int = 0
    _highest: int = 0  # sequence number, unwrapped
    _transit: float | None = None
    _jitter: float = 0.0
    _expected_before: int = 0
    _received_before: int = 0

    def take(self, packet: RtpPacket, arrival_s: float, *, timed: bool = True) -> None:
        """Count a packet. One that is not `timed` tells nothing of jitter: the packets of a telephone-event all carry
        the time at which it began (RFC 4733 section 2.2.2)."""
        if not self.received:
            self.ssrc = packet.ssrc
            self._base = self._highest = packet.sequence_number
        ahead = (packet.sequence_number - self._highest + 0x8000) % 0x10000 - 0x8000
        self._highest += max(0, ahead)
        self.received += 1
        if not timed:
            return
        transit = arrival_s * CLOCK_HZ - packet.timestamp
        if self._transit is not None and abs(transit - self._transit) < 2**31:
            self._jitter += (abs(transit - self._transit) - self._jitter) / 16
        self._transit = transit

    @property
    def lost(self) -> int:
        """Packets that did not come; duplicates can hide some, never make it negative."""
        return max(0, self._expected - self.received)

    @property
    def jitter_ms(self) -> float:
        return self._jitter * 1000 / CLOCK_HZ

    @property
    def _expected(self) -> int:
        return self._highest - self._base + 1 if self.received else 0

    def report(self, last_sr: int, since_sr_s: float) -> RtcpReceiverInfo:
        """The reception report since the last one; `last_sr` is the middle of the NTP time of their last report."""
        expected, received = self._expected - self._expected_before, self.received - self._received_before
        self._expected_before, self._received_before = self._expected, self.received
        lost = max(0, expected - received)
        return RtcpReceiverInfo(
            ssrc=self.ssrc,
            fraction_lost=min(255, 256 * lost // expected) if expected > 0 else 0,
            packets_lost=min(self.lost, 2**23 - 1),
            highest_sequence=self._highest % 2**32,
            jitter=int(self._jitter) % 2**32,
            lsr=last_sr,
            dlsr=int(since_sr_s * 65_536) % 2**32 if last_sr else 0,
        )


class Rtcp:
    """The reports of both sides. `wall_s` is Unix time; only differences of it matter."""

    def __init__(self, outbound: OutboundRtp) -> None:
        self.inbound = InboundRtp()
        self._outbound = outbound
        self._received_before = self._lost_before = 0  # of streams that are over
        self._their_sr = (0, 0.0)  # middle of its NTP time, when it came
        self._round_trip_ms: float | None = None
        self._far_lost: float | None = None
        self._far_jitter_ms: float | None = None

    def heard(self, packet: RtpPacket, arrival_s: float, *, timed: bool = True) -> bool:
        """A packet of theirs came. Whether it began another stream than the one before."""
        another = bool(self.inbound.received) and packet.ssrc != self.inbound.ssrc
        if another:
            self._received_before += self.inbound.received
            self._lost_before += self.inbound.lost
            self.inbound = InboundRtp()
        self.inbound.take(packet, arrival_s, timed=timed)
        return another

    def take(self, data: bytes, wall_s: float) -> None:
        """Learn from their reports; what is none is ignored."""
        try:
            packets = RtcpPacket.parse(data)
        except Exception:  # the parser raises as it likes on hostile bytes: ValueError, struct.error, IndexError
            return
        for packet in packets:
            if isinstance(packet, RtcpSrPacket):
                self._their_sr = (packet.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF, wall_s)
            if isinstance(packet, RtcpSrPacket | RtcpRrPacket):
                for report in packet.reports:
                    self._learn(report, wall_s)

    def report(self, wall_s: float) -> bytes:
        """Our sender report, with what we received of theirs (RFC 3550 section 6.4.1)."""
        middle, at = self._their_sr
        reports = [self.inbound.report(middle, wall_s - at)] if self.inbound.received else []
        source = RtcpSourceInfo(ssrc=self._outbound.ssrc, items=[(_CNAME, b"sottovoce")])
        ours = RtcpSrPacket(self._outbound.ssrc, self._outbound.info(wall_s), reports)
        return bytes(ours) + bytes(RtcpSdesPacket(chunks=[source]))

    @property
    def far_lost_fraction(self) -> float:
        """What they lost of ours lately; 0 before they told."""
        return self._far_lost or 0.0

    def line(self) -> LineReport:
        """The state of the line."""
        return LineReport(
            codec="opus",
            received_packets=self._received_before + self.inbound.received,
            lost_packets=self._lost_before + self.inbound.lost,
            jitter_ms=round(self.inbound.jitter_ms, 2),
            round_trip_ms=None if self._round_trip_ms is None else round(self._round_trip_ms, 2),
            far_lost_fraction=self._far_lost,
            far_jitter_ms=self._far_jitter_ms,
        )

    def _learn(self, report: RtcpReceiverInfo, wall_s: float) -> None:
        if report.ssrc != self._outbound.ssrc:
            return
        self._far_lost = report.fraction_lost / 256
        self._far_jitter_ms = round(report.jitter * 1000 / CLOCK_HZ, 2)
        if report.lsr:
            units = ((_ntp(wall_s) >> 16) - report.lsr - report.dlsr) % 2**32
            if units < 60 * 65_536:  # a minute: else it answers nothing that we sent
                self._round_trip_ms = units * 1000 / 65_536
