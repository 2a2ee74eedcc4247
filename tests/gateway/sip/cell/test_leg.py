from functools import partial

import pytest

from gateway.legs.api import Ending
from gateway.sip.cell.leg import CellLeg
from gateway.sip.cell.wire import Ended, Established, Fact, HoldChanged, Pressed


class Line:
    """A port that hears ones and remembers what it was given."""

    port_rate_hz = rate_hz = 8000

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.wiped = False

    def get(self) -> bytes:
        return b"\1" * 320

    def put(self, pcm: bytes) -> None:
        self.sent.append(pcm)

    def wipe(self) -> None:
        self.wiped = True


def established(told: list[Fact], *, outgoing: bool = False) -> tuple[CellLeg, Line]:
    leg, line = CellLeg(7, told.append, outgoing=outgoing), Line()
    leg.stream_started(line, "PCMU", encrypted=False)
    leg.confirmed()
    return leg, line


@pytest.mark.parametrize("media_first", [True, False])
def test_established_once_when_acknowledged_and_media_flows(media_first: bool) -> None:
    told: list[Fact] = []
    leg = CellLeg(7, told.append)
    media = partial(leg.stream_started, Line(), "PCMU", encrypted=True)
    first, second = (media, leg.confirmed) if media_first else (leg.confirmed, media)
    first()
    assert told == [] and leg.tick() is None
    second()
    leg.confirmed()
    assert told == [Established(7, "PCMU", 8000, True)]


def test_nothing_is_told_before_it_is_established() -> None:
    told: list[Fact] = []
    leg = CellLeg(7, told.append)
    leg.pressed("5")
    leg.hold_changed(True)
    assert told == []
    leg.stream_started(Line(), "PCMU", encrypted=False)
    leg.confirmed()
    assert told[1:] == [HoldChanged(7, True)]


def test_a_tick_sends_and_hears() -> None:
    leg, line = established([])
    assert leg.ring is not None
    leg.ring.append(b"\2" * 320)
    heard = leg.tick()
    assert heard is not None and heard.pcm == b"\1" * 320 and heard.played_samples == 160
    assert line.sent == [b"\2" * 320]
    leg.tick()
    assert line.sent[1] == b""


def test_on_hold_nothing_is_played_or_heard_and_nothing_is_lost() -> None:
    told: list[Fact] = []
    leg, line = established(told)
    assert leg.ring is not None
    leg.ring.append(b"\2" * 320)
    leg.hold_changed(True)
    leg.hold_changed(True)
    heard = leg.tick()
    assert heard is not None and not any(heard.pcm) and heard.played_dbfs == -100.0
    leg.hold_changed(False)
    leg.tick()
    assert line.sent == [b"", b"\2" * 320]
    assert told[1:] == [HoldChanged(7, True), HoldChanged(7, False)]


def test_a_stopped_stream_is_never_touched_again() -> None:
    leg, line = established([])
    leg.stream_stopped()
    heard = leg.tick()
    assert heard is not None and not any(heard.pcm)
    assert line.sent == [] and line.wiped


def test_a_digit_that_is_none_is_not_told() -> None:
    told: list[Fact] = []
    leg, _ = established(told)
    for digit in ("5", "R", "", "55"):
        leg.pressed(digit)
    assert told[1:] == [Pressed(7, "5")]


@pytest.mark.parametrize(
    ("acknowledged", "outgoing", "status", "ending"),
    [
        (True, False, 200, Ending.CALLER_HUNG_UP),
        (True, False, 408, Ending.FAILED),
        (True, True, 200, Ending.CALLER_HUNG_UP),
        (False, False, 487, Ending.CANCELLED),
        (False, False, 408, Ending.FAILED),
        (False, True, 486, Ending.REFUSED),
        (False, True, 408, Ending.FAILED),
        (False, True, 0, Ending.FAILED),
    ],
)
def test_why_it_ended(acknowledged: bool, outgoing: bool, status: int, ending: Ending) -> None:
    told: list[Fact] = []
    leg = CellLeg(7, told.append, outgoing=outgoing)
    if acknowledged:
        leg.confirmed()
    leg.disconnected(status)
    leg.disconnected(500)
    assert told == [Ended(7, ending.value, status)]


def test_our_own_reason_comes_first() -> None:
    told: list[Fact] = []
    leg, _ = established(told)
    leg.will_end(Ending.MEDIA_TIMEOUT)
    leg.will_end(Ending.WE_HUNG_UP)
    leg.disconnected(200)
    assert told[-1] == Ended(7, "media-timeout", 200)
    assert leg.tick() is None
