"""Requests from callers: answered here, or sent to the cell their call lives on."""

from dataclasses import replace

from gateway.sip.api import CellAddress, CellDirectory
from gateway.sip.edge import answers, checks, fields
from gateway.sip.edge.admission import Admission
from gateway.sip.edge.answers import Answer
from gateway.sip.edge.api import EdgeSettings
from gateway.sip.edge.asked import Arrival, Asked
from gateway.sip.edge.calls import Call, Calls, Phase
from gateway.sip.edge.checks import Envelope
from gateway.sip.edge.errors import Malformed
from gateway.sip.edge.fields import TopVia
from gateway.sip.edge.flows import Flow, Tickets
from gateway.sip.edge.forward import Forwarder, dialled
from gateway.sip.edge.head import Request
from gateway.sip.edge.outcome import Outcome, Send
from gateway.sip.edge.waiting import Waiting, WaitingRoom

_DEFAULT_PORT = 5060
_SECURE_TRANSPORTS = ("tls", "wss")


class CallerRequests:
    """Decides on each request from outside. Owned by the router, whose table of calls it changes."""

    def __init__(
        self,
        settings: EdgeSettings,
        directory: CellDirectory,
        calls: Calls,
        forwarder: Forwarder,
        admission: Admission,
    ) -> None:
        self._settings = settings
        self._directory = directory
        self._calls = calls
        self._forwarder = forwarder
        self._tickets: Tickets = forwarder.tickets
        self._admission = admission
        self.waiting = WaitingRoom(settings.max_waiting)

    def decide(self, request: Request, via: TopVia, at: Arrival) -> Outcome:
        """What to do with a request whose first Via is sound."""
        fields.mark_received(request, via, at.flow.host, at.flow.port)
        at = replace(at, flow=_reply_flow(at.flow, via))
        try:
            asked = Asked(request, checks.read_envelope(request, via), at)
            answer = self._refusal(asked)
            return self._answer(asked, answer) if answer else self._route(asked)
        except Malformed:
            return self.respond(request, Answer(400), at)

    def respond(self, request: Request, answer: Answer, at: Arrival, to_tag: str | None = None) -> Outcome:
        """An answer of our own. Nobody answers an ACK (RFC 3261 section 17.1.1.3)."""
        if request.method == "ACK":
            return Outcome("absorbed.ACK")
        if not self._admission.may_answer(at.flow.host, at.now_s):
            return Outcome("dropped.flood")
        response = answers.respond(request, answer, to_tag)
        return Outcome(f"answered.{answer.code}", Send(response.to_bytes(), at.flow))

    def _answer(self, asked: Asked, answer: Answer) -> Outcome:
        envelope = asked.envelope
        to_tag = None if envelope.to_tag else self._tickets.to_tag(envelope.call_id, envelope.from_tag)
        return self.respond(asked.request, answer, asked.at, to_tag)

    def _refusal(self, asked: Asked) -> Answer | None:
        request, flow = asked.request, asked.at.flow
        if asked.at.size > self._settings.max_message_bytes:
            return Answer(513)
        if answer := checks.trim_body(request, self._settings):
            return answer
        if answer := checks.refusal(request, asked.envelope, flow.transport in _SECURE_TRANSPORTS):
            return answer
        return Answer(482) if self._passed_before(request) else None

    def _passed_before(self, request: Request) -> bool:
        marks = map(fields.ticket, fields.all_values(request, "via"))
        return any(mark and self._tickets.open(*mark) for mark in marks)

    def _route(self, asked: Asked) -> Outcome:
        method, envelope = asked.request.method, asked.envelope
        call = self._calls.find(envelope.key)
        if envelope.to_tag is None and method == "INVITE":
            return self._invite(asked, call)
        if envelope.to_tag is None and method == "OPTIONS":
            return self._answer(asked, self._options(asked.request))
        if method == "CANCEL" and (waiting := self._given_up(envelope)):
            return self._cancelled(asked, waiting)
        if call is None or call.caller_tag != envelope.from_tag:
            return self._answer(asked, Answer(481))
        if envelope.to_tag is None and method not in ("CANCEL", "ACK"):
            return self._answer(asked, Answer(481))
        return self._within_call(asked, call)

    def _options(self, request: Request) -> Answer:
        if self._admission.draining:  # a dispatcher in front reads this as "send no calls here"
            return self._admission.draining_answer()
        user = fields.sip_uri(request.uri).user
        known = not user or checks.destination(request, self._settings)
        return answers.OPTIONS_OK if known else Answer(404)

    def _invite(self, asked: Asked, call: Call | None) -> Outcome:
        destination = checks.destination(asked.request, self._settings)
        if destination is None:
            return self._answer(asked, Answer(404))
        if call is not None and not _is_retry(asked.envelope, call):
            return self._repeat_invite(asked, call, destination)
        if waiting := self.waiting.find(asked.envelope.key):
            same = waiting.asked.envelope.from_tag == asked.envelope.from_tag
            return Outcome("absorbed.INVITE") if same else self._answer(asked, Answer(482))
        if not self._calls.has_room():
            return self._answer(asked, self._admission.full_answer())
        if answer := self._admission.refusal(asked.at.flow.host, destination, asked.at.now_s):
            return self._answer(asked, answer)
        return self._begin(asked, destination) or self._wait(asked, destination)

    def _begin(self, asked: Asked, destination: str) -> Outcome | None:
        cell = self._directory.assign(asked.envelope.key)
        if cell is None:
            return None
        self._calls.add(_begun(asked, cell))
        return self._forward_invite(asked, destination, cell)

    def _wait(self, asked: Asked, destination: str) -> Outcome:
        if self._directory.expecting() and self.waiting.seat(asked, destination):
            return Outcome("waiting.INVITE")
        return self._answer(asked, self._admission.full_answer())

    def retry(self, now_s: float) -> list[Outcome]:
        """What becomes of the calls that wait for a cell: those that found one, and those that waited too long."""
        outcomes: list[Outcome] = []
        for waiting in self.waiting.all():
            outcome = self._begin(waiting.asked, waiting.destination)
            if outcome is None and (now_s >= waiting.until_s or not self._directory.expecting()):
                outcome = self._answer(waiting.asked, self._admission.full_answer())
            if outcome is not None:
                self.waiting.leave(waiting.asked.envelope.key)
                outcomes.append(outcome)
        return outcomes

    def _given_up(self, envelope: Envelope) -> Waiting | None:
        waiting = self.waiting.find(envelope.key)
        same = waiting is not None and waiting.asked.envelope.via.branch == envelope.via.branch
        return self.waiting.leave(envelope.key) if same else None

    def _cancelled(self, asked: Asked, waiting: Waiting) -> Outcome:
        """200 to the CANCEL, 487 to its INVITE (RFC 3261 section 9.2)."""
        done, refused = self._answer(asked, Answer(200)), self._answer(waiting.asked, Answer(487))
        return Outcome("answered.487", refused.send, also=done.send)

    def _repeat_invite(self, asked: Asked, call: Call, destination: str) -> Outcome:
        """A retransmission goes where the first one went; the cell knows what it answered."""
        if call.caller_tag != asked.envelope.from_tag:
            return self._answer(asked, Answer(482))  # somebody else's Call-ID (RFC 3261 section 8.2.2.2)
        cell = self._directory.find(call.cell_id)
        if cell is None:
            return self._answer(asked, self._admission.full_answer())
        return self._forward_invite(asked, destination, cell)

    def _forward_invite(self, asked: Asked, destination: str, cell: CellAddress) -> Outcome:
        self._forwarder.record_route(asked.request, asked.envelope.key, asked.at.flow, asked.at.local)
        return self._to_cell(asked, cell, dialled(destination, cell))

    def _within_call(self, asked: Asked, call: Call) -> Outcome:
        cell = self._directory.find(call.cell_id)
        if cell is None:
            return self._answer(asked, Answer(481))
        if self._forwarder.has_our_route(asked.request, call.key):
            # A phone whose NAT binding or connection changed is followed, once it shows a Route from inside.
            call.flow, call.local = asked.at.flow, asked.at.local
        if asked.request.method == "BYE":
            self._calls.enter(call, Phase.ENDING, asked.at.now_s)
        return self._to_cell(asked, cell, asked.request.uri)

    def _to_cell(self, asked: Asked, cell: CellAddress, uri: str) -> Outcome:
        request = asked.request
        self._forwarder.to_cell(request, asked.envelope, asked.at.flow, asked.at.local)
        request.uri = uri  # after the branch, which in RFC 2543's case hashes the one that came
        return Outcome(f"forwarded.{request.method}", Send(request.to_bytes(), (cell.host, cell.port)))


def _reply_flow(flow: Flow, via: TopVia) -> Flow:
    """Where responses go: back where the request came from, over a stream or when the sender is behind NAT or
    asks for it (RFC 3581); else to the port the Via names, on the same host (RFC 3261 section 18.2.2)."""
    if flow.connection or via.wants_rport or via.host.strip("[]").lower() != flow.host:
        return flow
    return replace(flow, port=via.port or _DEFAULT_PORT)


def _begun(asked: Asked, cell: CellAddress) -> Call:
    return Call(
        key=asked.envelope.key,
        cell_id=cell.cell_id,
        caller_tag=asked.envelope.from_tag,
        invite_branch=asked.envelope.via.branch,
        flow=asked.at.flow,
        local=asked.at.local,
        phase=Phase.RINGING,
        since_s=asked.at.now_s,
    )


def _is_retry(envelope: Envelope, call: Call) -> bool:
    """A call that failed may be tried anew under the same Call-ID, as a new transaction."""
    return call.phase is Phase.OVER and call.invite_branch != envelope.via.branch
