import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.rtc.inbound import (
    CONCEALED_TICKS,
    IN_A_HURRY,
    MAX_WAITING,
    PATIENCE_TICKS,
    InboundAudio,
    Lost,
    PacketQueue,
)

FRAME = 2
"""Samples of a frame in these tests: a packet of one byte n decodes to two samples of n."""
CONCEALED = 99


class Letters:
    """A decoder one can read: a packet is a number, and decodes to that number."""

    def decode(self, packet: bytes) -> bytes:
        return bytes(value for value in packet for _ in range(2 * FRAME)) if packet != b"bad" else b""

    def recover(self, following: bytes, samples: int) -> bytes:
        return bytes([following[0] - 1]) * 2 * samples

    def conceal(self, samples: int) -> bytes:
        return bytes([CONCEALED]) * 2 * samples


def audio() -> InboundAudio:
    return InboundAudio(Letters(), FRAME)


def heard(inbound: InboundAudio, ticks: int) -> list[int]:
    frames = [inbound.tick() for _ in range(ticks)]
    assert all(len(frame) == 2 * FRAME and len(set(frame)) == 1 for frame in frames)
    return [frame[0] for frame in frames]


def test_silence_until_the_first_packet() -> None:
    inbound = audio()
    assert heard(inbound, 3) == [0, 0, 0]
    inbound.put(7, b"\1")
    assert heard(inbound, 1) == [1]
    assert inbound.concealed == 0


def test_packets_are_put_in_order_and_duplicates_dropped() -> None:
    inbound = audio()
    for sequence in (65535, 1, 0, 1, 65535):
        inbound.put(sequence, bytes([(sequence + 2) % 65536]))
    assert heard(inbound, 3) == [1, 2, 3]


def test_a_lost_packet_is_recovered_from_the_one_after_it() -> None:
    inbound = audio()
    for sequence in (1, 3):
        inbound.put(sequence, bytes([sequence]))
    assert heard(inbound, 3) == [1, 2, 3]


def test_two_lost_packets_take_their_time() -> None:
    inbound = audio()
    for sequence in (1, 4):
        inbound.put(sequence, bytes([sequence]))
    assert heard(inbound, 4) == [1, CONCEALED, 3, 4]


def test_a_late_packet_lengthens_the_delay_once() -> None:
    inbound = audio()
    inbound.put(1, b"\1")
    assert heard(inbound, 2) == [1, CONCEALED]
    inbound.put(2, b"\2")
    inbound.put(3, b"\3")
    assert heard(inbound, 2) == [2, 3]


def test_a_packet_lost_at_the_edge_costs_its_own_time_only() -> None:
    inbound = audio()
    inbound.put(1, b"\1")
    assert heard(inbound, 2) == [1, CONCEALED]
    inbound.put(3, b"\3")
    assert heard(inbound, 2) == [3, CONCEALED]


def test_concealment_ends() -> None:
    inbound = audio()
    inbound.put(1, b"\1")
    assert heard(inbound, 8) == [1, *[CONCEALED] * CONCEALED_TICKS, 0, 0]


def test_garbage_is_concealed() -> None:
    inbound = audio()
    inbound.put(1, b"bad")
    inbound.put(2, b"")
    inbound.put(3, b"\3")
    assert heard(inbound, 3) == [CONCEALED, CONCEALED, 3]


def test_long_and_short_packets_make_whole_frames() -> None:
    inbound = audio()
    inbound.put(1, b"\1\2\3")
    inbound.put(2, b"\4")
    assert heard(inbound, 4) == [1, 2, 3, 4]


def test_delay_that_is_not_needed_is_given_back_in_silence() -> None:
    inbound = audio()
    for sequence in range(4):
        inbound.put(sequence, b"\0")
    for sequence in range(4, 4 + 5 * PATIENCE_TICKS):
        inbound.put(sequence, b"\0")
        inbound.tick()
    assert len(inbound.packets) == 0
    assert inbound.concealed == 0


def test_speech_is_not_left_out_unless_the_delay_is_long() -> None:
    shallow, deep = audio(), audio()
    for inbound, ahead in ((shallow, 2), (deep, 6)):
        for sequence in range(ahead):
            inbound.put(sequence, b"\60")
        for sequence in range(ahead, ahead + PATIENCE_TICKS + 2):
            inbound.put(sequence, b"\60")
            assert inbound.tick() == b"\60" * 2 * FRAME
    assert len(shallow.packets) == 2
    assert len(deep.packets) == 5


def test_a_flood_is_bounded_and_a_jump_starts_anew() -> None:
    queue = PacketQueue()
    for sequence in range(MAX_WAITING + 10):
        queue.put(sequence, b"x")
    assert (len(queue), queue.overrun) == (MAX_WAITING, 10)
    queue.put(20_000, b"y")
    assert queue.take() == b"y" and queue.take() is None


def test_wiping_leaves_nothing() -> None:
    inbound = audio()
    inbound.put(1, b"\1\1\1")
    inbound.tick()
    inbound.wipe()
    assert heard(inbound, 1)[0] in (0, CONCEALED)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 65535), st.binary(max_size=3), st.booleans()), max_size=80))
def test_whatever_comes_every_tick_is_a_frame(packets: list[tuple[int, bytes, bool]]) -> None:
    inbound = audio()
    for sequence, payload, ticks in packets:
        inbound.put(sequence, payload)
        if ticks:
            assert len(inbound.tick()) == 2 * FRAME
        assert len(inbound.packets) <= MAX_WAITING


@pytest.mark.parametrize("jitter_ms", [0, 15, 45])
def test_jitter_is_learned(jitter_ms: int) -> None:
    """After the first second, jitter up to what was seen costs hardly a frame."""
    chance = random.Random(1)
    arrivals = sorted((20 * n + chance.uniform(0, jitter_ms), n) for n in range(500))
    inbound = audio()
    concealed_early = 0
    for tick in range(500):
        while arrivals and arrivals[0][0] <= 20 * tick + 1:
            _, n = arrivals.pop(0)
            inbound.put(n, b"\60")
        inbound.tick()
        if tick == 100:
            concealed_early = inbound.concealed
    assert inbound.concealed - concealed_early <= 8
    assert isinstance(inbound.packets.take(), bytes | Lost | None)


def played(arrivals: list[tuple[float, int]], ticks: int) -> list[tuple[int, int]]:
    """Which packet each tick plays, of packets that come at these moments (in ms): (tick, packet), for ticks that play
    one."""
    inbound, waiting = InboundAudio(Numbers(), FRAME), sorted(arrivals)
    told = []
    for tick in range(ticks):
        while waiting and waiting[0][0] <= 20 * tick + 1:
            _, n = waiting.pop(0)
            inbound.put(n, n.to_bytes(2, "big"))
        frame = inbound.tick()
        assert len(frame) == 2 * FRAME
        if (number := int.from_bytes(frame[:2], "big")) not in (0, GUESSED):
            told.append((tick, number))
    return told


GUESSED = 0xFFFF


class Numbers:
    """A decoder whose sound is the packet's number, loud or silent as its low byte is."""

    def decode(self, packet: bytes) -> bytes:
        return packet * FRAME

    def recover(self, following: bytes, samples: int) -> bytes:
        return (int.from_bytes(following, "big") - 1).to_bytes(2, "big") * samples

    def conceal(self, samples: int) -> bytes:
        return GUESSED.to_bytes(2, "big") * samples


@pytest.mark.parametrize("loss", [0.0, 0.05, 0.2])
@pytest.mark.parametrize("jitter_ms", [0, 40])
@pytest.mark.parametrize("doubled", [False, True])
def test_what_is_heard_stays_in_time(loss: float, jitter_ms: int, *, doubled: bool) -> None:
    """A minute of losses, jitter and so reordering: every packet that came is played at most once, in order, and the
    delay is never more than the jitter and two frames."""
    chance = random.Random(3)
    sent = [(20 * n + chance.uniform(0, jitter_ms), n) for n in range(1, 3001) if chance.random() >= loss]
    told = played(sent + (sent if doubled else []), 3001)
    numbers = [number for _, number in told]
    assert numbers == sorted(set(numbers))
    assert len(numbers) >= 0.97 * len(sent)
    delays_ms = [20 * (tick - number) for tick, number in told]
    assert min(delays_ms) >= 0 and max(delays_ms) <= jitter_ms + 60


def test_what_was_lost_is_brought_back_where_there_is_time() -> None:
    """On a line with jitter packets wait for one another, and most lone losses are made good by the packet after."""
    chance = random.Random(5)
    sent = [(20 * n + chance.uniform(0, 60), n) for n in range(1, 2001) if n % 10]
    brought_back = [number for _, number in played(sent, 2001) if number % 10 == 0]
    assert len(brought_back) >= 0.6 * 199


def test_a_stall_of_the_network_is_caught_up_with() -> None:
    """Half a second of nothing, then all of it at once, into a pause: within five seconds the delay is what it was."""
    arrivals = [(20.0 * n if not 100 <= n < 125 else 2500.0, n) for n in range(1, 600)]
    inbound, waiting = audio(), arrivals
    for tick in range(400):
        while waiting and waiting[0][0] <= 20 * tick + 1:
            inbound.put(waiting.pop(0)[1], b"\0")
        inbound.tick()
    assert len(inbound.packets) <= 1


@pytest.mark.parametrize("lost", [3, 25])
def test_many_packets_lost_in_a_row_cost_their_own_time_only(lost: int) -> None:
    told = played([(20.0 * n, n) for n in range(1, 200) if not 100 <= n < 100 + lost], 200)
    assert told[-1] == (199, 199)


def test_a_stall_amid_speech_is_caught_up_with_slowly() -> None:
    """Nobody pauses: at most one frame in five is left out."""
    inbound = audio()
    for sequence in range(25):
        inbound.put(sequence, b"\60")
    depths = []
    for sequence in range(25, 25 + 4 * PATIENCE_TICKS):
        inbound.put(sequence, b"\60")
        inbound.tick()
        depths.append(len(inbound.packets))
    assert depths[PATIENCE_TICKS - 2] == 25
    assert 3 <= depths[-1] + 1 <= IN_A_HURRY + 1
    assert max(before - after for before, after in pairwise(depths)) == 1


def test_talk_with_pauses_in_transmission() -> None:
    """A sender that sends nothing in silence (RFC 7587 section 3.1.3): its pauses are no losses, its words in time."""
    moments = [n + 60 * (n // 25) for n in range(100)]  # after every 25 packets 1.2 s without any, and no gap in number
    told = played([(20.0 * moment, n + 1) for n, moment in enumerate(moments)], 400)
    assert told == [(moment, n + 1) for n, moment in enumerate(moments)]


def test_time_without_a_tick_is_gone() -> None:
    inbound = audio()
    for sequence in range(1, 11):
        inbound.put(sequence, bytes([sequence]))
    inbound.skip(8)
    assert heard(inbound, 2) == [9, 10]
    inbound.skip(5)
    inbound.put(11, b"\13")
    assert heard(inbound, 1) == [11]


def test_another_stream_begins_with_its_own_numbers() -> None:
    inbound = audio()
    inbound.put(500, b"\1")
    assert heard(inbound, 1) == [1]
    inbound.restart()
    inbound.put(470, b"\2")
    assert heard(inbound, 1) == [2]
