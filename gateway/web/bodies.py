"""Request bodies, read only as far as they may be long, as fast as they must come, and in the form they must have."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from gateway.web.problems import Problem

SDP = "application/sdp"
FRAGMENT = "application/trickle-ice-sdpfrag"  # RFC 8840 section 9
BODY_WITHIN_S = 10.0


def media_type(request: Request) -> str:
    """The type of the body without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_type(request: Request, *allowed: str) -> str:
    """The body's type, one of `allowed`. Raises `Problem` 415."""
    found = media_type(request)
    if found not in allowed:
        raise Problem(415, f"Send the body as {' or '.join(allowed)}.")
    return found


async def read_text(request: Request, most_bytes: int) -> str:
    """The body as text. Raises `Problem`: 413 when it is longer, 408 when it does not come, 422 when it is no UTF-8."""
    too_long = Problem(413, f"The body may have {most_bytes} bytes at most.")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most_bytes:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for piece in request.stream():
                body += piece
                if len(body) > most_bytes:
                    raise too_long
        return body.decode("utf-8")
    except (TimeoutError, ClientDisconnect):
        raise Problem(408, "The body did not come in time.") from None
    except UnicodeDecodeError:
        raise Problem(422, "The body must be UTF-8 text.") from None
