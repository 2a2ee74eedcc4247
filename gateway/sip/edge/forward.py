"""The changes a proxy makes to what it forwards (RFC 3261 section 16.6). Pure: edits the message handed in."""

from dataclasses import dataclass

from gateway.sip.api import LOCAL_ADDRESS_HEADER, CellAddress
from gateway.sip.edge import fields
from gateway.sip.edge.checks import Envelope
from gateway.sip.edge.fields import MAGIC_COOKIE
from gateway.sip.edge.flows import Address, Flow, ReturnPath, Tickets
from gateway.sip.edge.head import Head, Request

_OWN_HEADERS = "x-sottovoce-"
_DESCRIBES_MEDIA = ("INVITE", "UPDATE", "ACK", "PRACK")


@dataclass(frozen=True, slots=True)
class Forwarder:
    """Rewrites messages on their way through, with the key that signs them and the address cells see."""

    tickets: Tickets
    inner: Address

    def to_cell(self, request: Request, envelope: Envelope, back: ReturnPath, local: Address) -> None:
        """Make a caller's request fit for its cell. No Route survives: the edge is always the last proxy."""
        branch = self.branch(request, envelope)
        request.drop("route")
        _count_hop(request)
        drop_own_headers(request)
        if request.method in _DESCRIBES_MEDIA:
            request.put_last(LOCAL_ADDRESS_HEADER, local[0])
        request.put_first("Via", self._via("UDP", self.inner, branch, back))

    def record_route(self, request: Request, key: str, flow: Flow, local: Address) -> None:
        """Ask to stay in the dialog, under the address each side can reach (RFC 5658 section 5)."""
        mark = self.tickets.route_mark(key)
        outer = f"<sip:{mark}@{_host_port(local)};transport={flow.transport};lr>"
        request.put_first("Record-Route", outer)
        request.put_first("Record-Route", f"<sip:{mark}@{_host_port(self.inner)};lr>")

    def to_caller(self, request: Request, envelope: Envelope, flow: Flow, local: Address, back: ReturnPath) -> None:
        """Make a cell's request fit for the caller: our own Routes taken off, those of proxies beyond kept."""
        branch = self.branch(request, envelope)
        while self._next_route_is_ours(request, envelope.key):
            fields.pop_first(request, "route")
        _count_hop(request)
        drop_own_headers(request)
        request.put_first("Via", self._via(flow.transport.upper(), local, branch, back))

    def has_our_route(self, request: Request, key: str) -> bool:
        """Whether a Route carries the mark this call was given: its sender has been in the dialog."""
        return any(f"<sip:{self.tickets.route_mark(key)}@" in value for value in request.values("route"))

    def branch(self, request: Request, envelope: Envelope) -> str:
        """The branch of our Via, the same for a request, its retransmissions, its CANCEL and its failure's ACK.

        RFC 3261 section 16.11 hashes the incoming branch; sent-by and Call-ID are hashed too, because all
        callers meet in one cell and two of them may choose the same branch.
        """
        via = envelope.via
        if via.branch.startswith(MAGIC_COOKIE) and via.branch != MAGIC_COOKIE:
            return self.tickets.branch(via.branch, via.sent_by, envelope.call_id)
        old = (via.text, envelope.to_tag or "", envelope.from_tag, envelope.call_id, str(envelope.cseq), request.uri)
        return self.tickets.branch("RFC 2543", *old)

    def _via(self, transport: str, sent_by: Address, branch: str, back: ReturnPath) -> str:
        ticket = self.tickets.seal(back, branch)
        return f"SIP/2.0/{transport} {_host_port(sent_by)};branch={branch};ticket={ticket}"

    def _next_route_is_ours(self, request: Request, key: str) -> bool:
        first = next(iter(request.values("route")), "")
        return first.startswith(f"<sip:{self.tickets.route_mark(key)}@")


def _count_hop(request: Request) -> None:
    left = fields.max_forwards(request)
    for header in request.headers:
        if header.key == "max-forwards" and left is not None:
            header.value = str(max(0, left - 1))
            return
    request.put_first("Max-Forwards", "70")  # RFC 3261 section 16.6 step 3


def dialled(destination: str, cell: CellAddress) -> str:
    """The Request-URI that aims a new call at its cell, under the destination's one spelling."""
    return f"sip:{destination}@{_host_port((cell.host, cell.port))}"


def drop_own_headers(head: Head) -> None:
    """Take off the headers that only the edge and its cells use."""
    head.headers = [header for header in head.headers if not header.key.startswith(_OWN_HEADERS)]


def _host_port(address: Address) -> str:
    host, port = address
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
