"""For machines that watch: health, readiness, metrics, and events as they happen."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.observe.hub import EventHub
from gateway.observe.logs import event_name
from gateway.observe.metrics import Metrics
from gateway.web.headers import RESPONSE_STARTS, UNBUFFERED
from gateway.web.networks import Networks
from gateway.web.problems import Problem

NOT_READY: dict[int | str, dict[str, Any]] = {503: {"description": "A call would be refused."}}
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus text exposition format
WATCHERS_MOST = 32


@dataclass(frozen=True, slots=True)
class Monitor:
    """`ready` tells whether a call would be answered; `/metrics` and `/events` are for `readers` alone."""

    ready: Callable[[], bool]
    metrics: Metrics
    hub: EventHub
    readers: Networks

    def router(self) -> APIRouter:
        router = APIRouter(tags=["monitoring"])
        router.get("/healthz", response_class=PlainTextResponse)(self.healthz)
        router.get("/readyz", response_class=PlainTextResponse, responses=NOT_READY)(self.readyz)
        router.get("/metrics", response_class=PlainTextResponse)(self.numbers)
        router.get("/events", response_class=StreamingResponse)(self.events)
        return router

    async def healthz(self) -> Response:
        """The process lives."""
        return PlainTextResponse("ok\n")

    async def readyz(self) -> Response:
        """A call would be answered."""
        return PlainTextResponse("ready\n") if self.ready() else PlainTextResponse("not ready\n", status_code=503)

    async def numbers(self, request: Request) -> Response:
        """Metrics in Prometheus text."""
        self._require_reader(request)
        return Response(self.metrics.text(), media_type=METRICS_TYPE)

    async def events(self, request: Request) -> Response:
        """Events of the gateway as they happen (server-sent events, WHATWG HTML section 9.2)."""
        self._require_reader(request)
        if self.hub.watchers >= WATCHERS_MOST:
            raise Problem(503, "Enough watch already: close another stream of /events.", retry_after_s=30)
        return StreamingResponse(_stream(self.hub), headers=UNBUFFERED, media_type="text/event-stream")

    def _require_reader(self, request: Request) -> None:
        if request.client is None or request.client.host not in self.readers:
            raise Problem(403, "Metrics and events are for the networks in http.monitors.")


async def _stream(hub: EventHub) -> AsyncIterator[str]:
    async with hub.watch() as happened:
        yield ": watching\n\n"
        async for event in happened:
            yield f"event: {event_name(event)}\ndata: {json.dumps(asdict(event))}\n\n"


class Counted:
    """Middleware: requests that are answered with an error are counted, by status alone."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counting(message: Message) -> None:
            if message["type"] in RESPONSE_STARTS and message["status"] >= 400:
                self._metrics.http_refused(message["status"])
            await send(message)

        await self._app(scope, receive, counting)
