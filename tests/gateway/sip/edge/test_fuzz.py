"""Anything may arrive: the router never raises, and never sends to anyone but its cells and whoever spoke."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.sip.edge.errors import StreamBroken
from gateway.sip.edge.flows import Flow
from gateway.sip.edge.framing import Framer
from gateway.sip.edge.outcome import Outcome
from tests.gateway.sip.edge.messages import (
    CALLER,
    CALLER_TCP,
    CELL_ADDRESS,
    LOCAL,
    OTHER_CELL,
    SDP,
    Bench,
    reply,
    request,
)

STRANGER = Flow("udp", 0, "192.0.2.66", 5060)
CELLS = (CELL_ADDRESS, (OTHER_CELL.host, OTHER_CELL.port))

fragments = st.sampled_from(
    [
        b"\r\n", b"\r", b"\n", b"\0", b" ", b"\t", b",", b";", b'"', b"<", b">", b"\\", b"%", b"%zz", b":", b"=",
        b"@", b";tag=", b";branch=z9hG4bK", b";rport", b";received=6.6.6.6", b";ticket=AAAA", b";self=1", b";lr",
        b"\xff\xfe", b"Via: SIP/2.0/UDP victim:5060;branch=z9hG4bKv\r\n", b"Route: <sip:victim;lr>\r\n",
        b"\r\n\r\n", b"SIP/2.0 200 OK", b"Max-Forwards: 0\r\n", b"Content-Length: 99\r\n", b"CSeq: 1 BYE\r\n",
        b"To: ", b"Record-Route: <sip:victim>\r\n", b"X-Sottovoce-Local: 6.6.6.6\r\n", b"INVITE", b"CANCEL",
        b"sips:", b"[::1]", b"9" * 400,
    ]
)  # fmt: skip
edits = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 40), fragments | st.binary(max_size=12)), max_size=5)


def edited(data: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, new in changes:
        data = data[:at] + new + data[at + length :]
    return data


def seeds(bench: Bench) -> list[bytes]:
    """Messages of every kind that means something to a bench with a call under way."""
    invite = bench.talking()
    methods = ("ACK", "BYE", "CANCEL", "INVITE", "UPDATE", "INFO", "OPTIONS", "REGISTER")
    inside = [request(method, cseq=2, to_tag="cell-tag", body=SDP) for method in methods]
    fresh = [request(method, call_id="new") for method in methods]
    return [invite, reply(invite, 200), reply(invite, 486), *inside, *fresh, reply(request(), 200)]


def check(outcome: Outcome, *allowed: Flow) -> None:
    if outcome.send is None:
        return
    to = outcome.send.to
    if isinstance(to, Flow):
        # Without rport the Via chooses the port (RFC 3261 section 18.2.2), never the host.
        assert (to.transport, to.host, to.connection) in {(a.transport, a.host, a.connection) for a in allowed}
    else:
        assert to in CELLS


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 19), edits, st.sampled_from([CALLER, CALLER_TCP, STRANGER]))
def test_edited_messages_from_outside(choice: int, changes: list[tuple[int, int, bytes]], flow: Flow) -> None:
    bench = Bench()
    known = seeds(bench)
    # From outside, only the sender is ever answered: nobody can aim the edge at a third party.
    check(bench.outside(edited(known[choice % len(known)], changes), flow), flow)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 19), edits)
def test_edited_messages_from_a_cell(choice: int, changes: list[tuple[int, int, bytes]]) -> None:
    bench = Bench()
    known = seeds(bench)
    check(bench.inside(edited(known[choice % len(known)], changes)), CALLER)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    bench = Bench()
    check(bench.outside(data, STRANGER), STRANGER)
    check(bench.inside(data, ("127.0.0.1", 1)))


@settings(max_examples=200, deadline=None)
@given(st.lists(edits, min_size=1, max_size=6))
def test_conversations_of_edited_messages_leave_a_bounded_router_that_still_works(
    script: list[list[tuple[int, int, bytes]]],
) -> None:
    bench = Bench()
    known = seeds(bench)
    for turn, changes in enumerate(script):
        check(bench.outside(edited(known[turn % len(known)], changes), STRANGER), STRANGER)
        bench.now_s += 10
        bench.router.sweep(bench.now_s)
    assert bench.outside(request(call_id="fresh", from_tag="x")).fact in ("forwarded.INVITE", "answered.503")


@settings(max_examples=300, deadline=None)
@given(edits, st.lists(st.integers(0, 2000), max_size=6))
def test_edited_streams(changes: list[tuple[int, int, bytes]], cuts: list[int]) -> None:
    stream = edited(request(body=SDP) + request("BYE", to_tag="x") + b"\r\n\r\n", changes)
    bench, framer = Bench(), Framer(16_384)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(stream)], strict=True):
        try:
            for message in framer.feed(stream[start:end]).messages:
                check(bench.outside(message, CALLER_TCP), CALLER_TCP)
        except StreamBroken as broken:
            check(bench.router.unread(broken, CALLER_TCP, LOCAL, 0.0), CALLER_TCP)
            return
