"""POST /api/session: what a page needs before it can call or type."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import APIRouter, Request, Response

from gateway.rtc.api import CallOver, IceServer
from gateway.web import described
from gateway.web.door import Door

DESTINATIONS = ("agent", "echo")


@dataclass(frozen=True, slots=True)
class IceServerGiven:
    """An RTCIceServer (WebRTC section 4.2.4)."""

    urls: list[str]
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page is told: its token, how it reaches us, whom it may call, and what is said to it first."""

    csrf: str = field(repr=False)
    iceServers: list[IceServerGiven]  # noqa: N815 - its name in RTCConfiguration
    destinations: list[str]
    disclosure: str
    kept: str  # without the caller's yes: "nothing", or "by-rule" where a rule of the operator's keeps


class EntryRoute:
    """`disclosure` is what is said to a caller before anything else; `prepare` makes ready for a call."""

    def __init__(
        self,
        door: Door,
        servers: tuple[IceServer, ...],
        disclosure: Callable[[], str],
        prepare: Callable[[], Awaitable[None]],
        *,
        kept: str,
    ) -> None:
        self._door = door
        self._prepare = prepare
        self._kept = kept
        self._servers = [_given(server) for server in servers]
        self._disclosure = disclosure

    def router(self) -> APIRouter:
        router = APIRouter(tags=["session"])
        router.post("/api/session", response_model_exclude_none=True, **described.SESSION)(self.enter)
        return router

    async def enter(self, request: Request, response: Response) -> Entry:
        """Open a session, or go on with the one of the cookie."""
        self._door.knock(request)
        self._door.opening(request, "session")
        session = self._door.welcome(request)
        response.headers["Set-Cookie"] = self._door.cookie(request, session)
        with suppress(CallOver):  # the gateway stops: that is told to who calls
            await self._prepare()
        return Entry(session.csrf, self._servers, list(DESTINATIONS), self._disclosure(), self._kept)


def _given(server: IceServer) -> IceServerGiven:
    return IceServerGiven([server.url], server.username or None, server.credential or None)
