"""The edge's decisions: a message in, the name of what happened and what to send out.

Pure: no socket, no clock. After RFC 3261 section 16.11, with the call table of `calls` beside it.
"""

from gateway.sip.api import CellDirectory
from gateway.sip.edge import checks, fields
from gateway.sip.edge.admission import Admission
from gateway.sip.edge.answers import Answer
from gateway.sip.edge.api import Admit, EdgeSettings
from gateway.sip.edge.asked import Arrival
from gateway.sip.edge.callers import CallerRequests
from gateway.sip.edge.calls import Calls, Phase
from gateway.sip.edge.cells import CellRequests
from gateway.sip.edge.errors import Malformed, StreamBroken
from gateway.sip.edge.flows import Address, Flow, Tickets
from gateway.sip.edge.forward import Forwarder
from gateway.sip.edge.head import Response, parse
from gateway.sip.edge.outcome import Outcome
from gateway.sip.edge.responses import Responses


class Router:
    """Routes every message of one edge. Owned by the event loop that owns the sockets; keeps no task or timer."""

    def __init__(
        self, settings: EdgeSettings, directory: CellDirectory, admit: Admit, inner: Address, key: bytes
    ) -> None:
        tickets = Tickets(key)
        forwarder = Forwarder(tickets, inner)
        self._directory = directory
        self._calls = Calls(settings.max_calls)
        self.admission = Admission(settings, admit)
        self._callers = CallerRequests(settings, directory, self._calls, forwarder, self.admission)
        self._cells = CellRequests(directory, self._calls, forwarder)
        self._responses = Responses(directory, self._calls, tickets)

    def from_outside(self, data: bytes, flow: Flow, local: Address, now_s: float) -> Outcome:
        """What to do with a message a caller sent. `local` is the address by which the caller reached us."""
        if not data.strip(b"\r\n\0 "):
            return Outcome("ignored.keepalive")  # RFC 5626 section 3.5.1
        try:
            message = parse(data)
            if isinstance(message, Response):
                return self._responses.from_caller(message, now_s)
            via = fields.top_via(message)
        except Malformed:
            return Outcome("dropped.malformed")
        return self._callers.decide(message, via, Arrival(flow, local, now_s, len(data)))

    def unread(self, broken: StreamBroken, flow: Flow, local: Address, now_s: float) -> Outcome:
        """The answer to a message whose end on its stream cannot be known; nothing after it can be read."""
        try:
            message = parse(broken.head)
            via = fields.top_via(message)
        except Malformed:
            return Outcome("dropped.malformed")
        if isinstance(message, Response):
            return Outcome("dropped.malformed")
        fields.mark_received(message, via, flow.host, flow.port)
        return self._callers.respond(message, Answer(broken.code), Arrival(flow, local, now_s, 0))

    def from_cell(self, data: bytes, source: Address, now_s: float) -> Outcome:
        """What to do with a message that came in on the cells' side."""
        try:
            message = parse(data)
            if isinstance(message, Response):
                return self._responses.from_cell(message, now_s)
            envelope = checks.read_envelope(message, fields.top_via(message))
            return self._cells.decide(message, envelope, source, now_s)
        except Malformed:
            return Outcome("dropped.cell-malformed")

    @property
    def has_waiting(self) -> bool:
        """Whether calls wait for a cell, so that `retry` should be called before long."""
        return len(self._callers.waiting) > 0

    def retry(self, now_s: float) -> list[Outcome]:
        """What becomes of the calls that wait for a cell. To be called every `RETRY_S` while there are any."""
        return self._callers.retry(now_s)

    def flow_closed(self, connection: int) -> None:
        """A stream connection is gone: calls over it cannot be reached until their caller speaks again."""
        self._callers.waiting.forget_connection(connection)
        for call in self._calls:
            if call.flow is not None and call.flow.connection == connection:
                call.flow = None

    def connections_in_use(self) -> set[int]:
        """The connections over which a call under way is reached."""
        live = (call.flow for call in self._calls if call.phase is not Phase.OVER)
        return {flow.connection for flow in live if flow is not None}

    def sweep(self, now_s: float) -> None:
        """Forget what is over, and calls whose cell died. To be called every second or so."""
        for call in self._calls:
            if self._directory.find(call.cell_id) is None:
                self._calls.enter(call, Phase.OVER, now_s)
        for call in self._calls.sweep(now_s):
            self._directory.release(call.key)
