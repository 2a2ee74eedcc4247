"""Who asks, and over what: an honest answer also behind a proxy, and only behind one that was named."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.web.networks import Networks, plain_address

NOWHERE = "0.0.0.0"  # noqa: S104 - the source of what came over no network


def source_of(peer: str, forwarded_for: Sequence[str], proxies: Networks) -> str:
    """The address that asks: that of the peer, or what the nearest proxies that are trusted say of theirs.

    Each proxy adds its own peer at the right end of X-Forwarded-For, so the walk is from there and ends at the first
    address that is not trusted: what stands to the left of it is anybody's word.
    """
    source = peer
    for entry in reversed([each for line in forwarded_for for each in line.split(",")]):
        if source not in proxies:
            break
        address = plain_address(entry)
        if address is None:
            break
        source = str(address)
    return source


def scheme_of(scheme: str, peer: str, forwarded_proto: Sequence[str], proxies: Networks) -> str:
    """`http` or `https`: what the peer used, or what a trusted proxy says its own peer used."""
    said = forwarded_proto[-1].strip().lower() if forwarded_proto else ""
    if peer in proxies and said in ("http", "https"):
        return said
    return {"ws": "http", "wss": "https"}.get(scheme, scheme)


class Sourced:
    """Middleware: `client` and `scheme` of what is asked are the asker's, not the proxy's."""

    def __init__(self, app: ASGIApp, proxies: Networks) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            peer = scope["client"][0] if scope.get("client") else NOWHERE
            scope["client"] = (source_of(peer, headers.getlist("x-forwarded-for"), self._proxies), 0)
            scheme = scheme_of(scope["scheme"], peer, headers.getlist("x-forwarded-proto"), self._proxies)
            scope["scheme"] = scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme
        await self._app(scope, receive, send)
