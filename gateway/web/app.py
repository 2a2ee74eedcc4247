"""The web side, put together: pages, browser calls, chat, and what machines watch."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from agent.prompts import Prompt
from gateway.calls.admission import Refusal
from gateway.calls.company import Company
from gateway.calls.reception import Reception
from gateway.calls.typed import TypedTalk
from gateway.observe.hub import EventHub
from gateway.observe.metrics import Metrics
from gateway.rtc.api import MAX_SDP_BYTES, IceServer, RtcCalls
from gateway.web.api import WebSettings
from gateway.web.calls import CallRoutes
from gateway.web.chats import Chats
from gateway.web.described import describe
from gateway.web.door import CSRF_HEADER, Door
from gateway.web.entry import EntryRoute
from gateway.web.headers import Strict
from gateway.web.heads import Heads
from gateway.web.lines import Lines
from gateway.web.monitor import Counted, Monitor
from gateway.web.networks import Networks
from gateway.web.pages import Pages
from gateway.web.problems import tell_problems
from gateway.web.sources import Sourced
from privacy.declared.terms import Channel
from privacy.keeping.api import Opening

# FastAPI would look for somebody to report to in the environment: nothing here is told to anybody.
NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


async def _is_prepared() -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """What the web side is a side of. `uris` are what to dial by SIP, `ready` whether a call would be answered,
    `places` how many calls are under way or about to be, whichever way they came; `prepare` makes ready for a browser's
    first call."""

    reception: Reception
    rtc: RtcCalls
    metrics: Metrics
    hub: EventHub
    ready: Callable[[], bool]
    uris: tuple[str, ...]
    places: Callable[[], int]
    policy: str = ""  # HTML, below the headings of its page
    ice_servers: tuple[IceServer, ...] = ()
    prepare: Callable[[], Awaitable[None]] = _is_prepared
    kept: str = "nothing"  # of a caller who agreed to nothing; "by-rule" where the operator's rules keep something


class WebSide:
    """The application and the conversations it owns. Made and used on the gateway's loop."""

    def __init__(self, settings: WebSettings, house: House) -> None:
        company = house.reception.company
        self.door = Door(settings)
        self.lines = Lines(settings.afterlife_s)
        self.chats = Chats(
            self.door,
            settings,
            make_talk=lambda id_: _talk(company, id_),
            text=company.shelf.text,
            emit=company.emit,
            closed=lambda: _closed(house.reception),
        )
        self.app = _wrapped(_application(self._routers(settings, house)), settings, house.metrics)

    def _routers(self, settings: WebSettings, house: House) -> list[APIRouter]:
        shelf = house.reception.company.shelf
        monitor = Monitor(house.ready, house.metrics, house.hub, Networks(settings.monitors))
        return [
            Pages(house.uris, house.policy).router(),
            monitor.router(),
            EntryRoute(
                self.door, house.ice_servers, lambda: shelf.text(Prompt.DISCLOSURE), house.prepare, kept=house.kept
            ).router(),
            CallRoutes(self.door, house.reception, house.rtc, self.lines, house.places).router(),
            self.chats.router(),
        ]

    async def drain(self) -> None:
        """End the chats, each with a last word. Calls are the reception's to end."""
        await self.chats.drain()

    def close(self) -> None:
        """Forget what calls that are over have left."""
        self.lines.close()


def _application(routers: list[APIRouter]) -> FastAPI:
    app = FastAPI(
        title="Sottovoce",
        version=version("sottovoce"),
        description="Calls and chats with an automated assistant from a browser. docs/web.md says it in prose.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        max_body_size=2 * MAX_SDP_BYTES,
        telemetry=NO_TELEMETRY,
    )
    for router in routers:
        app.include_router(router)
    tell_problems(app)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _wrapped(app: ASGIApp, settings: WebSettings, metrics: Metrics) -> ASGIApp:
    """What every request passes, from the outside in: headers, count, source, and pages of others that are allowed."""
    if settings.allowed_origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.allowed_origins,
            allow_credentials=True,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Content-Type", CSRF_HEADER, "If-Match", "Last-Event-ID"],
            expose_headers=["Location", "ETag", "Retry-After"],
        )
    return Strict(Counted(Sourced(Heads(app), Networks(settings.trusted_proxies)), metrics))


def _talk(company: Company, chat_id: str) -> TypedTalk:
    file = company.keeping.open(chat_id, Opening(Channel.CHAT, company.region))
    shelf = company.shelf
    return TypedTalk(
        company.agent, file, Channel.CHAT, shelf.texts, operators=company.operators, assistant=shelf.assistant
    )


def _closed(reception: Reception) -> Refusal | None:
    """Why no chat begins: it costs no lane, so only a gateway that starts or stops refuses it."""
    state = reception.admission.state
    return None if state == "open" else Refusal(state)
