import pytest

from gateway.sip.cell.outbox import MAX_FACTS, MAX_TICKS, GatewayGone, Outbox


class Wire:
    """A socket that takes as much as it is told to."""

    def __init__(self) -> None:
        self.room = 0
        self.sent: list[bytes] = []

    def send(self, datagram: bytes) -> None:
        if not self.room:
            raise BlockingIOError
        self.room -= 1
        self.sent.append(datagram)


def test_order_holds_and_only_audio_is_dropped() -> None:
    wire = Wire()
    outbox = Outbox(wire.send)
    for n in range(MAX_TICKS + 10):
        outbox.put_fact(b"f%d" % n)
        outbox.put_tick(b"t%d" % n)
    assert outbox.dropped_ticks == 10
    wire.room = 1000
    outbox.flush()
    assert [one for one in wire.sent if one[:1] == b"f"] == [b"f%d" % n for n in range(MAX_TICKS + 10)]
    ticks = [one for one in wire.sent if one[:1] == b"t"]
    assert ticks == [b"t%d" % n for n in range(10, MAX_TICKS + 10)]
    assert wire.sent.index(b"f30") + 1 == wire.sent.index(b"t30")
    assert len(outbox) == 0


def test_a_gateway_that_reads_again_gets_what_is_new() -> None:
    wire = Wire()
    outbox = Outbox(wire.send)
    outbox.put_tick(b"1")
    wire.room = 5
    outbox.put_tick(b"2")
    assert wire.sent == [b"1", b"2"]
    assert outbox.dropped_ticks == 0


def test_a_closed_socket_is_a_gateway_that_is_gone() -> None:
    def send(_: bytes) -> None:
        raise BrokenPipeError

    with pytest.raises(GatewayGone):
        Outbox(send).put_tick(b"1")


def test_a_gateway_that_reads_nothing_for_hours_is_gone() -> None:
    outbox = Outbox(Wire().send)
    for _ in range(MAX_FACTS + 1):
        outbox.put_fact(b"f")
    with pytest.raises(GatewayGone):
        outbox.flush()
