"""Serves the HTTP application on a socket that was bound beforehand, inside the gateway's own loop."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from gateway.errors import PortTaken, SettingsError
from gateway.web.api import SocketSettings
from gateway.web.protocol import bounded_protocol
from gateway.web.tls import server_context

BACKLOG = 64


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling: the gateway decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """Owned by the gateway's main task."""

    def __init__(self, host: str, port: int, settings: SocketSettings | None = None) -> None:
        """Binds at once. Raises `PortTaken`, or `SettingsError` for an address, port or certificate that is none."""
        self._bounds = settings or SocketSettings()
        self._tls = server_context(self._bounds.certificate, self._bounds.key)
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen(BACKLOG)
        except OSError as error:
            self._socket.close()
            if error.errno == errno.EADDRINUSE:
                raise PortTaken("HTTP", host, port, "--http-port or http.port") from None
            raise SettingsError(f"http.host: cannot listen on {host}, port {port}: {error.strerror}") from None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def scheme(self) -> str:
        return "https" if self._tls else "http"

    def start(self, app: ASGIApp) -> None:
        bounds, tls = self._bounds, self._tls
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=False,
            http=bounded_protocol(bounds),  # type: ignore[arg-type]  # a maker of them is as good as the class
            h11_max_incomplete_event_size=bounds.max_head_bytes, ws_max_size=bounds.max_message_bytes,
            ws_per_message_deflate=False, timeout_graceful_shutdown=1,
            ssl_context_factory=(lambda *_: tls) if tls else None,
        )  # fmt: skip
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]), name="http")

    async def aclose(self) -> None:
        """Stop serving. Idempotent."""
        if self._server and self._task:
            self._server.should_exit = True
            await self._task
            self._server = self._task = None
        self._socket.close()
