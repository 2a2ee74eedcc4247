"""Headers that let a browser fetch nothing from anywhere else, run nothing inline and keep nothing.

Content Security Policy Level 3, Permissions Policy, Fetch Metadata and the cross-origin policies of WHATWG HTML.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_DENIED = ("camera", "display-capture", "geolocation", "payment", "usb", "serial", "hid", "midi")
PERMISSIONS = ", ".join(("microphone=(self)", *(f"{feature}=()" for feature in _DENIED)))
STRICT = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": PERMISSIONS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
UNBUFFERED = {"X-Accel-Buffering": "no"}  # a stream of events that a proxy collects is none
RESPONSE_STARTS = ("http.response.start", "websocket.http.response.start")


class Strict:
    """Middleware: every response carries `STRICT`, unless its route said something else under the same name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def stricter(message: Message) -> None:
            if message["type"] in RESPONSE_STARTS:
                headers = MutableHeaders(scope=message)
                for name, value in STRICT.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, stricter)
