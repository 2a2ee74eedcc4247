import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sip.cell import wire
from gateway.sip.cell.wire import Dial, Heard, Incoming, Line, Options, Play, WireError

MESSAGES = [
    Options("c1", rtp_first_port=20000),
    wire.Ready(5060, 4, 1234),
    Incoming(1, "call@id", 'INVITE sip:a@b SIP/2.0\r\nFrom: "\udcff" <sip:1@2>'),
    wire.TurnedAway("call@id", 488),
    wire.Established(1, "PCMU", 8000, False),
    wire.Pressed(1, "#"),
    wire.HoldChanged(1, True),
    Line(1, "G722", 10, 1, 2.5, None, 0.0, None),
    wire.Ended(1, "failed", 503),
    wire.Fault("onCallState", "KeyError"),
    wire.Answer(1),
    wire.Reject(1, 486),
    wire.HangUp(1),
    wire.Clear(1),
    Dial(1 << 31, "sip:a@b", ("G722", "PCMU"), True, "192.0.2.1"),
    wire.SendDigit(1, "5"),
    wire.Hold(1, False),
    wire.Shutdown(),
    Play(7, b"\x01\x02\x03\x04"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_every_message_survives_the_journey(message: wire.Fact | wire.Command | Options) -> None:
    assert wire.unpack(wire.pack(message)) == message


def test_every_kind_is_tried() -> None:
    assert {type(message).__name__ for message in MESSAGES} == {*wire._NAMED, "Play"}


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**60), st.binary(max_size=640)), max_size=4))
def test_a_tick_of_every_call_is_one_datagram(legs: list[tuple[int, int, bytes]]) -> None:
    heard = [Heard(leg, played, -12.5, pcm) for leg, played, pcm in legs]
    assert wire.unpack(wire.pack_heard(heard)) == heard


@given(st.binary(max_size=80))
def test_rubbish_is_refused_in_words_that_tell_nothing(datagram: bytes) -> None:
    try:
        wire.unpack(datagram)
    except WireError as error:
        assert str(error) == "not a message between gateway and cell"
        assert error.__suppress_context__


@pytest.mark.parametrize("datagram", [b"", b"H\0", b"P", b"[]", b'["Nothing",{}]', b'["Answer",{"x":1}]', b"\xff"])
def test_what_is_not_of_the_protocol_is_refused(datagram: bytes) -> None:
    with pytest.raises(WireError):
        wire.unpack(datagram)


def test_no_message_shows_what_a_caller_is_or_says() -> None:
    for message in MESSAGES:
        shown = repr(message)
        assert "call@id" not in shown and "sip:" not in shown and "'5'" not in shown and "x01" not in shown
