"""Messages cut out of a stream, however the bytes arrive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sip.edge.errors import StreamBroken
from gateway.sip.edge.framing import MAX_HEAD_BYTES, Framer
from tests.gateway.sip.edge.messages import SDP, request

ONE, TWO = request(body=SDP), request("BYE", to_tag="x")


@given(st.lists(st.integers(0, len(ONE + TWO) + 8), max_size=12))
def test_messages_are_whole_wherever_the_stream_is_cut(cuts: list[int]) -> None:
    stream = b"\r\n" + ONE + b"\r\n\r\n" + TWO
    framer, pings = Framer(16_384), 0
    messages: list[bytes] = []
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(stream)], strict=True):
        framed = framer.feed(stream[start:end])
        messages += framed.messages
        pings += framed.pings
    assert messages == [ONE, TWO]
    assert pings == 1
    assert not framer.unfinished


def test_a_body_that_looks_like_a_message_is_a_body() -> None:
    outer = request("MESSAGE", body=ONE)
    assert Framer(16_384).feed(outer + TWO).messages == (outer, TWO)


@pytest.mark.parametrize(
    ("data", "pings", "unfinished"),
    [(b"\r\n\r\n", 1, False), (b"\r\n", 0, False), (b"\r\n" * 5, 2, False), (b"\r\n\r\nB", 1, True), (b"", 0, False)],
)
def test_two_empty_lines_are_a_ping(data: bytes, pings: int, unfinished: bool) -> None:
    framer = Framer(16_384)
    assert framer.feed(data).pings == pings
    assert framer.unfinished is unfinished


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"Content-Length: 0\r\n", b"", 400),
        (b"Content-Length: 0", b"Content-Length: 0\r\nl: 0", 400),
        (b"Content-Length: 0", b"Content-Length: -1", 400),
        (b"Content-Length: 0", b"Content-Length: 1 2", 400),
        (b"Content-Length: 0", b"Content-Length: 20000", 513),
        (b"Content-Length: 0", b"Content-Length: 99999999999", 400),
    ],
)
def test_a_message_whose_end_is_unknown_breaks_the_stream(old: bytes, new: bytes, code: int) -> None:
    broken_message = TWO.replace(old, new)
    with pytest.raises(StreamBroken) as broken:
        Framer(16_384).feed(broken_message)
    assert (broken.value.code, broken.value.head) == (code, broken_message)


def test_a_head_without_end_is_not_kept() -> None:
    framer = Framer(65_536)
    framer.feed(b"A" * MAX_HEAD_BYTES)
    with pytest.raises(StreamBroken):
        framer.feed(b"A")
