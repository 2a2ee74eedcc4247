"""What was said and heard on a line, and when."""

import numpy as np

from bench.asr_prompts import mu_law
from bench.call_line import MS, TICK_NS, Line
from bench.call_rtp import SAMPLES, SILENCE, Packet, pack, unpack


def sound(first: int, last: int, length: int = SAMPLES) -> bytes:
    """Silence of `length` samples with sound from `first` to `last`."""
    samples = np.zeros(length, np.int16)
    samples[first : last + 1] = 3_000
    return mu_law(samples).tobytes()


def packet(payload: bytes, payload_type: int = 0) -> bytes:
    return pack(Packet(payload_type, False, 1, 160, 7, payload))


def test_packets_are_numbered_and_silent_when_nothing_is_said() -> None:
    line = Line(9)
    sent = [unpack(line.send(n * TICK_NS)) for n in range(3)]
    assert [each.sequence for each in sent if each] == [0, 1, 2]
    assert [each.timestamp for each in sent if each] == [0, 160, 320]
    assert [each.marker for each in sent if each] == [True, False, False]
    assert all(each and each.payload == SILENCE and each.ssrc == 9 for each in sent)


def test_speech_begins_and_ends_at_its_loud_samples() -> None:
    line = Line(1)
    said = line.say(sound(80, 399, 500))
    payloads = []
    at_ns = 1_000 * MS
    while not said.over:
        octets = unpack(line.send(at_ns))
        assert octets
        payloads.append(octets.payload)
        at_ns += TICK_NS
    assert said.start_ns == 1_010 * MS
    assert said.end_ns == 1_040 * MS + 79 * MS // 8
    assert [len(each) for each in payloads] == [SAMPLES] * 4
    assert line.send(at_ns).endswith(SILENCE)


def test_a_far_end_without_delay_measures_zero() -> None:
    line = Line(1)
    said = line.say(sound(0, 79))
    line.send(500 * MS)
    line.receive(packet(sound(80, 159)), 500 * MS)
    heard_ns = line.first_heard_ns(said.end_ns)
    assert heard_ns is not None
    assert heard_ns - said.end_ns == MS // 8


def test_first_and_last_sound_are_found_among_silence() -> None:
    line = Line(1)
    for n, payload in enumerate((SILENCE, sound(40, 79), sound(0, 159), SILENCE, sound(8, 15))):
        line.receive(packet(payload), n * TICK_NS)
    assert line.first_heard_ns(0) == 25 * MS
    assert line.first_heard_ns(50 * MS) == 50 * MS  # in the midst of sound
    assert line.first_heard_ns(62 * MS) == 81 * MS
    assert line.first_heard_ns(90 * MS) is None
    assert line.last_heard_ns(until_ns=70 * MS) == 40 * MS + 159 * MS // 8
    assert line.last_heard_ns(until_ns=20 * MS) is None


def test_quiet_is_endless_before_the_first_sound_and_counted_afterwards() -> None:
    line = Line(1)
    assert line.quiet_ms() == float("inf")
    line.receive(packet(sound(0, 7)), 0)
    line.send(100 * MS)
    assert round(line.quiet_ms()) == 99


def test_other_payload_types_are_not_heard() -> None:
    line = Line(1)
    line.receive(packet(sound(0, 159), payload_type=101), 0)
    line.receive(b"no rtp", 0)
    assert not line.arrived_ns
    assert line.last_heard_ns() is None


def test_gaps_are_between_neighbours() -> None:
    line = Line(1)
    for at_ms in (0, 20, 43, 60):
        line.receive(packet(SILENCE), at_ms * MS)
    assert line.gaps_ms() == [20, 23, 17]
