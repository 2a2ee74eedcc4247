import pytest

from gateway.legs.api import Dtmf, Held, LegEvent, Resumed
from gateway.rtc.keys import DIGITS, TelephoneEvents, from_message


@pytest.mark.parametrize(
    ("message", "meaning"),
    [("5", Dtmf("5")), ("#", Dtmf("#")), ("D", Dtmf("D")), ("hold", Held()), ("resume", Resumed())],
)
def test_what_a_message_means(message: str, meaning: LegEvent) -> None:
    assert from_message(message) == meaning


@pytest.mark.parametrize("message", ["", "55", "E", "Hold", b"5", None, "٣", "5\n", "x" * 1000])
def test_anything_else_means_nothing(message: object) -> None:
    assert from_message(message) is None


def event(code: int, *, end: bool = False, duration: int = 160) -> bytes:
    return bytes([code, 0x8A if end else 0x0A]) + duration.to_bytes(2, "big")


def test_an_event_of_many_packets_is_one_digit() -> None:
    events = TelephoneEvents()
    assert events.take(1000, event(5)) == Dtmf("5")
    assert [events.take(1000, event(5, end=end, duration=320)) for end in (False, True, True, True)] == [None] * 4
    assert events.take(3000, event(5)) == Dtmf("5")


def test_an_event_whose_beginning_was_lost_counts() -> None:
    assert TelephoneEvents().take(1000, event(11, end=True)) == Dtmf("#")


def test_a_packet_of_the_event_before_that_comes_late_is_no_digit() -> None:
    events = TelephoneEvents()
    assert [events.take(at, event(code)) for at, code in ((2**32 - 10, 1), (9000, 2), (2**32 - 10, 1))] == [
        Dtmf("1"),
        Dtmf("2"),
        None,
    ]


def test_all_sixteen_digits_and_nothing_else() -> None:
    told = [TelephoneEvents().take(1, event(code)) for code in range(256)]
    assert told[:16] == [Dtmf(digit) for digit in DIGITS]
    assert set(told[16:]) == {None}
    assert TelephoneEvents().take(1, b"\5\0\0") is None
