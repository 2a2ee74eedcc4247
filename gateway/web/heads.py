"""HEAD for whatever has a GET (RFC 9110 section 9.3.2): the same header, no body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Middleware: a HEAD is asked of the application as a GET, and answered as soon as the header is known. What is
    still sent then goes nowhere; a stream is told that its reader has left, and ends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head_alone(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app(dict(scope, method="GET"), receive, head_alone)
