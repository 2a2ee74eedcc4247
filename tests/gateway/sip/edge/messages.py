"""SIP messages for the edge's tests, and a router whose cells are at known addresses."""

from sipmessage import Message, Request, Response

from gateway.sip.api import CellAddress
from gateway.sip.edge.api import Admit, EdgeSettings, admit_all
from gateway.sip.edge.flows import Flow
from gateway.sip.edge.outcome import Outcome
from gateway.sip.edge.router import Router
from tests.gateway.sip.edge.directory import ListedCells

INNER = ("127.0.0.1", 41000)
CELL = CellAddress("c1", "127.0.0.1", 42001)
OTHER_CELL = CellAddress("c2", "127.0.0.1", 42002)
CELL_ADDRESS = (CELL.host, CELL.port)
CALLER = Flow("udp", 0, "198.51.100.7", 5062)
CALLER_TCP = Flow("tcp", 0, "198.51.100.7", 49152, connection=3)
LOCAL = ("203.0.113.9", 5060)
SDP = b"v=0\r\no=- 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"


def request(
    method: str = "INVITE",
    uri: str = "sip:agent@gateway.example",
    *,
    cseq: int = 1,
    branch: str | None = None,
    via: str | None = None,
    to_tag: str | None = None,
    from_tag: str = "f1",
    call_id: str = "call-1@198.51.100.7",
    extra: tuple[str, ...] = (),
    body: bytes = b"",
    max_forwards: str | None = "70",
) -> bytes:
    """A request as a plain phone would send it."""
    branch = branch or f"z9hG4bK-{method}-{cseq}"
    lines = [
        f"{method} {uri} SIP/2.0",
        f"Via: {via or f'SIP/2.0/UDP 198.51.100.7:5062;branch={branch};rport'}",
        *([f"Max-Forwards: {max_forwards}"] if max_forwards else []),
        f"From: <sip:alice@example.com>;tag={from_tag}",
        f"To: <sip:agent@gateway.example>{f';tag={to_tag}' if to_tag else ''}",
        f"Call-ID: {call_id}",
        f"CSeq: {cseq} {method}",
        "Contact: <sip:alice@192.168.7.7:5062>",
        *extra,
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def reply(to: bytes, code: int, *, to_tag: str = "cell-tag", extra: tuple[str, ...] = ()) -> bytes:
    """The response a user agent gives to a request it received."""
    asked = parsed_request(to)
    lines = [f"SIP/2.0 {code} Whatever"]
    for name in ("Via", "Record-Route", "From", "To", "Call-ID", "CSeq"):
        for value in asked.headers.getlist(name):
            tagged = f"{value};tag={to_tag}" if name == "To" and "tag=" not in value else value
            lines.append(f"{name}: {tagged}")
    return "\r\n".join([*lines, *extra, "Content-Length: 0", "", ""]).encode()


def parsed_request(data: bytes) -> Request:
    """What an independent parser makes of it."""
    message = Message.parse(data)
    assert isinstance(message, Request)
    return message


def parsed_response(data: bytes) -> Response:
    """What an independent parser makes of it."""
    message = Message.parse(data)
    assert isinstance(message, Response)
    return message


class Bench:
    """A router between one caller and two listed cells, with a clock that a test turns."""

    def __init__(self, settings: EdgeSettings | None = None, admit: Admit = admit_all, calls_per_cell: int = 4) -> None:
        self.directory = ListedCells(CELL, OTHER_CELL, calls_per_cell=calls_per_cell)
        self.router = Router(settings or EdgeSettings(), self.directory, admit, INNER, b"k" * 32)
        self.now_s = 1000.0

    def outside(self, data: bytes, flow: Flow = CALLER) -> Outcome:
        return self.router.from_outside(data, flow, LOCAL, self.now_s)

    def inside(self, data: bytes, source: tuple[str, int] = CELL_ADDRESS) -> Outcome:
        return self.router.from_cell(data, source, self.now_s)

    def answered(self, data: bytes, flow: Flow = CALLER) -> Response:
        """The edge's own response to a message from outside."""
        outcome = self.outside(data, flow)
        assert outcome.send is not None, outcome.fact
        assert isinstance(outcome.send.to, Flow)
        return parsed_response(outcome.send.data)

    def forwarded(self, data: bytes, flow: Flow = CALLER) -> bytes:
        """What the cell receives of a message from outside."""
        outcome = self.outside(data, flow)
        assert outcome.send is not None, outcome.fact
        assert outcome.send.to in (CELL_ADDRESS, (OTHER_CELL.host, OTHER_CELL.port))
        return outcome.send.data

    def talking(self, flow: Flow = CALLER) -> bytes:
        """Set a call up; returns the INVITE as its cell received it."""
        invite = self.forwarded(request(body=SDP), flow)
        assert self.inside(reply(invite, 200)).fact == "returned.2xx"
        assert self.outside(request("ACK", to_tag="cell-tag"), flow).fact == "forwarded.ACK"
        return invite
