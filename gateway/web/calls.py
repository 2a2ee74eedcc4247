"""Browser calls over HTTP: an offer in, an answer out (WHIP, RFC 9725), and the events of one's own call."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Header, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from gateway.calls.audience import Controls
from gateway.calls.reception import Reception
from gateway.rtc.api import MAX_SDP_BYTES, CallOver, OfferRefused, RtcCall, RtcCalls, Unusable
from gateway.web import described
from gateway.web.audience import WatchedCall
from gateway.web.bodies import FRAGMENT, SDP, read_text, require_type
from gateway.web.door import CSRF_HEADER, Door
from gateway.web.headers import UNBUFFERED
from gateway.web.lines import BrowserLine, Lines
from gateway.web.problems import Problem
from gateway.web.sessions import Session
from privacy.declared.terms import OptIn

READERS_MOST = 4  # of one call's events
CALLS_MOST_A_SESSION = 4
FRAGMENT_MOST_BYTES = 16_384
T = TypeVar("T")

Csrf = Annotated[str, Header(alias=CSRF_HEADER, max_length=128)]
Id = Annotated[str, Path(min_length=1, max_length=64)]
IfMatch = Annotated[str, Header(alias="If-Match", max_length=64)]
After = Annotated[str, Header(alias="Last-Event-ID", max_length=32)]
Destination = Annotated[Literal["agent", "echo"], Query()]


class CallRoutes:
    """The calls of all browsers, each seen by its own session alone: another's is 404, as if it were not."""

    def __init__(
        self, door: Door, reception: Reception, rtc: RtcCalls, lines: Lines, places: Callable[[], int]
    ) -> None:
        self._door = door
        self._reception = reception
        self._rtc = rtc
        self._lines = lines
        self._places = places

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/calls", tags=["calls"], default_response_class=Response)
        router.post("", status_code=201, **described.OPEN)(self.open)
        router.patch("/{id}", **described.CHANGE)(self.change)
        router.delete("/{id}", status_code=204, **described.HANG_UP)(self.hang_up)
        router.put("/{id}/kept/{opt_in}", status_code=202, **described.KEEP)(self.keep)
        router.delete("/{id}/kept", status_code=202, **described.KEEP)(self.withdraw)
        router.get("/{id}/events", **described.EVENTS)(self.events)
        return router

    async def open(self, request: Request, destination: Destination = "agent", csrf: Csrf = "") -> Response:
        """Call: the body is a complete SDP offer, the answer's body the SDP answer."""
        session = self._enter(request, csrf)
        require_type(request, SDP)
        if self._lines.under_way(session) >= CALLS_MOST_A_SESSION:
            raise Problem(429, "Enough calls are open in this browser: hang one up first.", retry_after_s=10)
        self._door.opening(request, "call")
        self._require_room(destination)
        offer = await read_text(request, MAX_SDP_BYTES)
        self._require_room(destination)
        line = BrowserLine(await self._offer(offer, destination), session, offer)
        self._lines.add(line)
        self._reception.on_ringing(WatchedCall(line.call, line.audience), line.audience)
        headers = {"Location": f"/api/calls/{line.id}", "ETag": line.tag}
        return Response(line.call.answer_sdp, 201, headers, SDP)

    async def change(self, request: Request, id: Id, csrf: Csrf = "", if_match: IfMatch = "") -> Response:  # noqa: A002
        """Go on with a call: more candidates, or a new offer for hold, resume or an ICE restart."""
        line = self._line(self._enter(request, csrf), id)
        kind = require_type(request, FRAGMENT, SDP)
        if if_match not in ("", "*", line.tag):
            raise Problem(412, "This call has begun another ICE session: use the ETag of its last answer.")
        if kind == FRAGMENT:
            await _answered(line.call.add_candidates(await read_text(request, FRAGMENT_MOST_BYTES)))
            return Response(status_code=204)
        offer = await read_text(request, MAX_SDP_BYTES)
        answer = await _answered(line.call.renegotiate(offer))
        line.renegotiated(offer)
        return Response(answer, 200, {"ETag": line.tag}, SDP)

    async def hang_up(self, request: Request, id: Id, csrf: Csrf = "") -> Response:  # noqa: A002
        """Hang up. Doing it again does no harm."""
        session = self._enter(request, csrf)
        if id not in session.past:
            await self._line(session, id).call.leave()
        return Response(status_code=204)

    async def keep(self, request: Request, id: Id, opt_in: OptIn, csrf: Csrf = "") -> Response:  # noqa: A002
        """Agree, with a button, to what is kept and what for. The event `kept` tells when it is done."""
        self._controls(request, id, csrf).agree(opt_in)
        return Response(status_code=202)

    async def withdraw(self, request: Request, id: Id, csrf: Csrf = "") -> Response:  # noqa: A002
        """Take everything back. The event `kept` tells when it is done."""
        self._controls(request, id, csrf).withdraw()
        return Response(status_code=202)

    async def events(self, request: Request, id: Id, last_event_id: After = "") -> Response:  # noqa: A002
        """Server-sent events of the call, from its beginning or after Last-Event-ID, to the receipt."""
        self._door.knock(request)
        line = self._line(self._door.session(request), id)
        if line.journal.readers >= READERS_MOST:
            raise Problem(429, "Enough pages read the events of this call: close one.", retry_after_s=5)
        after = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else 0
        return StreamingResponse(line.journal.follow(after), headers=UNBUFFERED, media_type="text/event-stream")

    def _enter(self, request: Request, csrf: str) -> Session:
        self._door.knock(request)
        return self._door.proven(request, csrf)

    def _line(self, session: Session, id_: str) -> BrowserLine:
        line = self._lines.find(id_, session)
        if line is None:
            raise Problem(404, "This browser has no such call.")
        return line

    def _controls(self, request: Request, id_: str, csrf: str) -> Controls:
        line = self._line(self._enter(request, csrf), id_)
        if line.audience.controls is None:
            raise Problem(409, "Nobody is talking in this call, so there is nothing to keep or delete.")
        return line.audience.controls

    def _require_room(self, destination: str) -> None:
        if refusal := self._reception.refusal(destination, self._places()):
            sentence = "No call can be answered at the moment: please try again, or type instead."
            raise Problem(503, sentence, retry_after_s=refusal.retry_after_s)

    async def _offer(self, offer: str, destination: str) -> RtcCall:
        try:
            return await self._rtc.offer(offer, destination)
        except OfferRefused as refused:
            raise _unusable(refused) from None
        except CallOver:
            raise Problem(503, "The service is full or stopping: please try again.", retry_after_s=30) from None


async def _answered(change: Awaitable[T]) -> T:
    """What came of a change of a call. Raises `Problem`."""
    try:
        return await change
    except OfferRefused as refused:
        raise _unusable(refused) from None
    except CallOver:
        raise Problem(409, "This call is over: begin another.") from None


def _unusable(refused: OfferRefused) -> Problem:
    return Problem(413 if refused.kind is Unusable.TOO_LARGE else 422, str(refused))
