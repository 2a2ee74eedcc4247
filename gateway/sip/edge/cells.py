"""Requests from cells: sent to the caller of a call that lives there, over the flow the caller was last heard on."""

from gateway.sip.api import CellDirectory
from gateway.sip.edge import answers, fields
from gateway.sip.edge.answers import Answer
from gateway.sip.edge.calls import Call, Calls, Phase
from gateway.sip.edge.checks import Envelope
from gateway.sip.edge.flows import Address, ToCell
from gateway.sip.edge.forward import Forwarder
from gateway.sip.edge.head import Request
from gateway.sip.edge.outcome import Outcome, Send


class CellRequests:
    """Decides on each request from a cell. A cell can speak to its own calls' callers and to nobody else."""

    def __init__(self, directory: CellDirectory, calls: Calls, forwarder: Forwarder) -> None:
        self._directory = directory
        self._calls = calls
        self._forwarder = forwarder

    def decide(self, request: Request, envelope: Envelope, source: Address, now_s: float) -> Outcome:
        """What to do with a request that came in on the cells' side."""
        call = self._calls.find(envelope.key)
        cell = self._directory.find(call.cell_id) if call else None
        if call is None or cell is None or (cell.host, cell.port) != source:
            return Outcome("dropped.cell-unknown-call")
        if request.method == "BYE":  # whether it reaches the caller or not, its cell is done with the call
            self._calls.enter(call, Phase.ENDING, now_s)
        if answer := _refusal(request, envelope, call):
            return _answer(request, answer, source)
        assert call.flow is not None, "refused with 430 just above"
        self._forwarder.to_caller(request, envelope, call.flow, call.local, ToCell(call.cell_id))
        method = request.method if request.method in answers.ALLOWED else "other"
        return Outcome(f"forwarded-out.{method}", Send(request.to_bytes(), call.flow))


def _refusal(request: Request, envelope: Envelope, call: Call) -> Answer | None:
    if envelope.to_tag != call.caller_tag:
        return Answer(481)
    if call.flow is None:
        return Answer(430)  # RFC 5626 section 5.3.1
    return Answer(483) if fields.max_forwards(request) == 0 else None


def _answer(request: Request, answer: Answer, source: Address) -> Outcome:
    if request.method == "ACK":
        return Outcome("absorbed.ACK")
    response = answers.respond(request, answer, None)
    return Outcome(f"answered-cell.{answer.code}", Send(response.to_bytes(), source))
