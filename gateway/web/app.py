"""The HTTP application: `/` says what to dial, the rest is for machines."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from html import escape

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from gateway.observe.hub import EventHub
from gateway.observe.logs import event_name
from gateway.observe.metrics import Metrics

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def make_app(
    uris: Callable[[], tuple[str, ...]], ready: Callable[[], bool], metrics: Metrics, hub: EventHub
) -> Starlette:
    """The application. `uris` are what to dial, `ready` whether a call would be answered."""

    async def page(_: Request) -> Response:
        return HTMLResponse(_page(uris()))

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        return PlainTextResponse("ready\n") if ready() else PlainTextResponse("not ready\n", status_code=503)

    async def metrics_page(_: Request) -> Response:
        return Response(metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def events(_: Request) -> Response:
        return StreamingResponse(_stream(hub), media_type="text/event-stream")

    routes = [
        Route("/", page),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics_page),
        Route("/events", events),
        Route("/style.css", _style),
    ]
    return Starlette(routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=_strict)])


async def _strict(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Headers that let a browser fetch nothing from anywhere else and keep nothing."""
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


async def _stream(hub: EventHub) -> AsyncIterator[str]:
    """Events as they happen (server-sent events, WHATWG HTML section 9.2)."""
    async with hub.watch() as happened:
        yield ": watching\n\n"
        async for event in happened:
            yield f"event: {event_name(event)}\ndata: {json.dumps(asdict(event))}\n\n"


async def _style(_: Request) -> Response:
    return Response(STYLE, media_type="text/css")


def _page(uris: tuple[str, ...]) -> str:
    dial = "".join(f"<li><code>{escape(uri)}</code></li>" for uri in uris)
    return PAGE.format(dial=dial)


PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sottovoce</title><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Sottovoce</h1>
<p>An automated assistant for telephony answers here. Dial it from any softphone:</p>
<ul>{dial}</ul>
<p>Your call is transcribed while you speak, in memory only. When you hang up, nothing is kept.</p>
<nav><a href="/healthz">health</a> <a href="/readyz">readiness</a> <a href="/metrics">metrics</a>
<a href="/events">events</a></nav></main></body></html>
"""

STYLE = """:root { color-scheme: light dark; font: 1.05rem/1.6 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { max-width: 36rem; padding: 2rem; }
h1 { font-weight: 500; letter-spacing: .02em; }
code { font-size: 1.15em; }
nav a { margin-right: 1rem; }
"""
