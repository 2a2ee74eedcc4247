"""The responses the edge gives by itself, as a stateless server (RFC 3261 section 8.2.7)."""

from dataclasses import dataclass

from gateway.sip.edge.head import Header, Request, Response

ALLOWED = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK", "INFO")
ALLOW = ("Allow", ", ".join(ALLOWED))
SUPPORTED_TAGS = ("100rel", "timer")

_PHRASES = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Request Entity Too Large",
    416: "Unsupported URI Scheme",
    420: "Bad Extension",
    430: "Flow Failed",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    486: "Busy Here",
    487: "Request Terminated",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "Version Not Supported",
    513: "Message Too Large",
    600: "Busy Everywhere",
    603: "Decline",
}
_COPIED = ("via", "from", "to", "call-id", "cseq")  # RFC 3261 section 8.2.6.2


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the headers that belong to it."""

    code: int
    headers: tuple[tuple[str, str], ...] = ()


OPTIONS_OK = Answer(
    200,
    (
        ALLOW,
        ("Accept", "application/sdp"),
        ("Accept-Encoding", "identity"),
        ("Accept-Language", "en"),
        ("Supported", ", ".join(SUPPORTED_TAGS)),
    ),
)


def unavailable(retry_after_s: int | None, code: int = 503) -> Answer:
    """A refusal that says when to come back (RFC 3261 section 20.33)."""
    return Answer(code, () if retry_after_s is None else (("Retry-After", str(retry_after_s)),))


def respond(request: Request, answer: Answer, to_tag: str | None) -> Response:
    """The response to a request whose first Via is marked already; `to_tag` is given when its To has none."""
    headers = [Header(h.key, h.name, h.value) for h in request.headers if h.key in _COPIED]
    if to_tag:
        for header in headers:
            if header.key == "to":
                header.value = f"{header.value};tag={to_tag}"
    response = Response(headers, b"", answer.code, _PHRASES.get(answer.code, "Refused"))
    for name, value in (*answer.headers, ("Content-Length", "0")):
        response.put_last(name, value)
    return response
