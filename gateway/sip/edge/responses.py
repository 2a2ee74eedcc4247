"""Responses, both ways. The ticket in our own Via says where each goes, and proves that we sent its request."""

from gateway.sip.api import CellDirectory
from gateway.sip.edge import checks, fields
from gateway.sip.edge.calls import Call, Calls, Phase
from gateway.sip.edge.flows import Flow, ReturnPath, Tickets, ToCell
from gateway.sip.edge.forward import drop_own_headers
from gateway.sip.edge.head import Response
from gateway.sip.edge.outcome import Outcome, Send


class Responses:
    """Returns each response and follows the calls by them. Owned by the router."""

    def __init__(self, directory: CellDirectory, calls: Calls, tickets: Tickets) -> None:
        self._directory = directory
        self._calls = calls
        self._tickets = tickets

    def from_cell(self, response: Response, now_s: float) -> Outcome:
        """Back to the caller, over the flow its request came on.

        Raises:
            Malformed: its head is broken.
        """
        path = self._take_ticket(response)
        if not isinstance(path, Flow):
            return Outcome("dropped.cell-response")
        self._note(response, now_s)
        drop_own_headers(response)
        return Outcome(f"returned.{response.code // 100}xx", Send(response.to_bytes(), path))

    def from_caller(self, response: Response, now_s: float) -> Outcome:
        """Back to the cell whose request it answers.

        Raises:
            Malformed: its head is broken.
        """
        path = self._take_ticket(response)
        cell = self._directory.find(path.cell_id) if isinstance(path, ToCell) else None
        if cell is None:
            return Outcome("dropped.response")
        self._note(response, now_s)
        drop_own_headers(response)
        return Outcome(f"returned-in.{response.code // 100}xx", Send(response.to_bytes(), (cell.host, cell.port)))

    def _take_ticket(self, response: Response) -> ReturnPath | None:
        first = fields.pop_first(response, "via")
        via = fields.parse_via(first) if first else None
        return self._tickets.open(via.ticket, via.branch) if via and via.ticket else None

    def _note(self, response: Response, now_s: float) -> None:
        """Follow the call by its final responses (RFC 3261 sections 13 and 15)."""
        envelope = checks.read_envelope(response, fields.top_via(response))
        call = self._calls.find(envelope.key)
        if call is None or response.code < 200:
            return
        if envelope.cseq_method == "BYE" and call.phase is Phase.ENDING:
            self._calls.enter(call, Phase.OVER, now_s)
        elif envelope.cseq_method == "INVITE" and call.phase is Phase.RINGING:
            self._answered(call, response.code, now_s)

    def _answered(self, call: Call, code: int, now_s: float) -> None:
        self._calls.enter(call, Phase.OVER if code >= 300 else Phase.TALKING, now_s)
        if code >= 300:
            self._directory.release(call.key)
