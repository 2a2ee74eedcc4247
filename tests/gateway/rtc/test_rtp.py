import random

import pytest
from aiortc.rtp import RtcpPacket, RtcpReceiverInfo, RtcpRrPacket, RtcpSdesPacket, RtcpSrPacket, RtpPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.rtc.rtp import CLOCK_HZ, FRAME_UNITS, InboundRtp, OutboundRtp, Rtcp, parse_rtp

THEIRS = 0xABCDEF01


def packet(number: int, ssrc: int = THEIRS) -> RtpPacket:
    """The packet of a sender's nth 20 ms."""
    return RtpPacket(111, 0, number % 65536, number * FRAME_UNITS % 2**32, ssrc, b"x")


def heard(numbers: list[int], late_s: dict[int, float] | None = None) -> InboundRtp:
    """What is counted of these packets, each 20 ms after the one before it plus its lateness."""
    inbound = InboundRtp()
    for number in numbers:
        inbound.take(packet(number), number * 0.02 + (late_s or {}).get(number, 0.0))
    return inbound


class TestOutbound:
    def test_packets_are_numbered_timed_and_marked_after_silence(self) -> None:
        outbound = OutboundRtp()
        first = parse_rtp(outbound.packet(b"a", 111))
        second = parse_rtp(outbound.packet(b"b", 111))
        outbound.skip()
        outbound.skip(3)
        third = parse_rtp(outbound.packet(b"c", 109))
        assert first and second and third
        assert [each.marker for each in (first, second, third)] == [1, 0, 1]
        assert [each.payload for each in (first, second, third)] == [b"a", b"b", b"c"]
        assert [each.payload_type for each in (first, second, third)] == [111, 111, 109]
        assert {each.ssrc for each in (first, second, third)} == {outbound.ssrc}
        assert (third.sequence_number - first.sequence_number) % 65536 == 2
        assert (third.timestamp - first.timestamp) % 2**32 == 6 * FRAME_UNITS

    def test_a_sender_report_tells_when_and_how_much(self) -> None:
        outbound = OutboundRtp()
        for _ in range(5):
            sent = parse_rtp(outbound.packet(b"1234", 111))
        info = outbound.info(wall_s=0.5)
        assert sent
        assert (info.packet_count, info.octet_count) == (5, 20)
        assert info.ntp_timestamp == (2_208_988_800 << 32) + (1 << 31)
        assert (info.rtp_timestamp - sent.timestamp) % 2**32 == FRAME_UNITS


class TestInbound:
    def test_nothing_came(self) -> None:
        inbound = InboundRtp()
        assert (inbound.received, inbound.lost, inbound.jitter_ms) == (0, 0, 0.0)

    @pytest.mark.parametrize("first", [0, 65_500])
    def test_losses_are_counted_across_a_wrap(self, first: int) -> None:
        inbound = heard([first + n for n in range(100) if n % 10 != 3])
        assert (inbound.received, inbound.lost) == (90, 10)

    def test_what_comes_late_was_not_lost_and_doubles_never_make_losses_negative(self) -> None:
        assert heard([0, 1, 3, 2, 4]).lost == 0
        assert heard([0, 1, 1, 1, 2]).lost == 0

    def test_an_even_line_has_no_jitter(self) -> None:
        assert heard(list(range(200))).jitter_ms == pytest.approx(0.0, abs=0.001)

    def test_jitter_is_the_mean_deviation_of_transit(self) -> None:
        """Every other packet 10 ms late: each transit differs by 10 ms from the one before (RFC 3550 appendix A.8)."""
        assert heard(list(range(500)), dict.fromkeys(range(0, 500, 2), 0.01)).jitter_ms == pytest.approx(10.0, rel=0.01)

    def test_the_packets_of_a_keypad_event_are_counted_and_tell_nothing_of_jitter(self) -> None:
        inbound = heard(list(range(50)))
        for number in range(50, 58):
            event = packet(number)
            event.timestamp = 50 * FRAME_UNITS
            inbound.take(event, number * 0.02, timed=False)
        inbound.take(packet(58), 58 * 0.02)
        assert (inbound.received, inbound.lost) == (59, 0)
        assert inbound.jitter_ms == pytest.approx(0.0, abs=0.001)

    def test_a_reception_report_is_of_the_time_since_the_last(self) -> None:
        inbound = heard([n for n in range(100) if n % 4])
        first = inbound.report(0, 0.0)
        for number in range(100, 200):
            inbound.take(packet(number), number * 0.02)
        second = inbound.report(0x12345678, 0.5)
        assert (first.ssrc, first.fraction_lost, first.packets_lost, first.dlsr) == (THEIRS, 256 * 24 // 99, 24, 0)
        assert (second.fraction_lost, second.packets_lost, second.highest_sequence) == (0, 24, 199)
        assert (second.lsr, second.dlsr) == (0x12345678, 32768)


class TestRtcp:
    def answered(self, *, lost: int = 0, jitter: int = 0, after_s: float = 0.080, held_s: float = 0.030) -> Rtcp:
        """Ours, after they held our report for `held_s` and theirs came `after_s` after ours had gone."""
        outbound = OutboundRtp()
        ours = Rtcp(outbound)
        sent = RtcpPacket.parse(ours.report(1000.0))[0]
        assert isinstance(sent, RtcpSrPacket)
        info = RtcpReceiverInfo(
            ssrc=outbound.ssrc,
            fraction_lost=lost,
            packets_lost=0,
            highest_sequence=0,
            jitter=jitter,
            lsr=sent.sender_info.ntp_timestamp >> 16 & 0xFFFFFFFF,
            dlsr=int(held_s * 65_536),
        )
        ours.take(bytes(RtcpRrPacket(THEIRS, [info])), 1000.0 + after_s)
        return ours

    def test_the_line_before_anybody_reported(self) -> None:
        line = Rtcp(OutboundRtp()).line()
        assert (line.received_packets, line.round_trip_ms, line.far_lost_fraction) == (0, None, None)

    def test_round_trip_loss_and_jitter_at_the_far_end(self) -> None:
        line = self.answered(lost=64, jitter=480).line()
        assert line.round_trip_ms == pytest.approx(50.0, abs=0.1)
        assert (line.far_lost_fraction, line.far_jitter_ms) == (0.25, 10.0)

    def test_an_answer_to_nothing_we_sent_tells_no_round_trip(self) -> None:
        assert self.answered(after_s=0.010, held_s=5.0).line().round_trip_ms is None

    def test_what_is_said_of_another_stream_is_not_of_ours(self) -> None:
        ours = Rtcp(OutboundRtp())
        info = RtcpReceiverInfo(1, 255, 0, 0, 99, 0, 0)
        ours.take(bytes(RtcpRrPacket(THEIRS, [info])), 1.0)
        assert ours.line().far_lost_fraction is None

    def test_a_report_tells_them_what_came_and_who_we_are(self) -> None:
        ours = Rtcp(OutboundRtp())
        for number in (1, 2, 4):
            ours.heard(packet(number), number * 0.02)
        report, names = RtcpPacket.parse(ours.report(1000.0))
        assert isinstance(report, RtcpSrPacket) and isinstance(names, RtcpSdesPacket)
        assert [(each.ssrc, each.packets_lost, each.highest_sequence) for each in report.reports] == [(THEIRS, 1, 4)]
        assert names.chunks[0].items == [(1, b"sottovoce")]

    def test_another_stream_begins_anew_and_the_line_goes_on(self) -> None:
        ours = Rtcp(OutboundRtp())
        begun = [ours.heard(packet(number), 0.0) for number in (1, 2, 4)]
        begun += [ours.heard(packet(number, ssrc=5), 0.0) for number in (9000, 9001)]
        assert begun == [False, False, False, True, False]
        assert (ours.line().received_packets, ours.line().lost_packets) == (5, 1)

    @settings(deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes_are_taken_or_left(self, octets: bytes) -> None:
        ours = Rtcp(OutboundRtp())
        for kind in (b"", b"\x81\xc8\x00\x0c", b"\x81\xc9\x00\x07", b"\x80\xcb"):
            ours.take(kind + octets, 1.0)
        ours.report(2.0)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_any_bytes_are_a_packet_or_none(octets: bytes) -> None:
    for data in (octets, b"\x80\x6f" + octets, b"\x9f\x6f" + octets, b"\xbf\xff" + octets):
        parse_rtp(data)


def test_what_was_lost_and_late_is_told_as_it_was() -> None:
    chance = random.Random(7)
    numbers = [n for n in range(5000) if chance.random() >= 0.05]
    inbound = heard(numbers, {n: chance.uniform(0, 0.030) for n in numbers})
    assert inbound.lost == numbers[-1] - numbers[0] + 1 - len(numbers)
    assert inbound.jitter_ms == pytest.approx(10.0, rel=0.35)  # of uniform lateness up to 30 ms, on average
    assert inbound.report(0, 0.0).jitter == pytest.approx(inbound.jitter_ms * CLOCK_HZ / 1000, abs=1)
