"""The SIP of a caller, as text: what it sends and what it makes of what comes (RFC 3261). Pure."""

import re
from dataclasses import dataclass, field, replace

BRANCH = "z9hG4bK"
_MEDIA_ADDRESS = re.compile(r"^c=IN IP4 (\S+)", re.MULTILINE)
_MEDIA_PORT = re.compile(r"^m=audio (\d+) ", re.MULTILINE)
_URI = re.compile(r"<([^>]+)>")


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`method` is set) or a response (`status` is set). Field names are lower-case."""

    method: str
    status: int
    fields: tuple[tuple[str, str], ...]
    body: str = field(repr=False)

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each == name]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")


def parse(octets: bytes) -> Message | None:
    """The message; None if it is none."""
    head, _, body = octets.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    words = first.split(" ")
    if len(words) < 3:
        return None
    pairs = (line.partition(":") for line in lines)
    fields = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
    if words[0] == "SIP/2.0":
        return Message("", int(words[1]), fields, body) if words[1].isdigit() else None
    return Message(words[0], 0, fields, body)


@dataclass(frozen=True, slots=True)
class Dialog:
    """One call, from the caller's side."""

    uri: str
    call_id: str
    tag: str
    host: str
    port: int
    to: str = ""  # as the far end completed it
    target: str = ""
    routes: tuple[str, ...] = ()

    def established(self, answer: Message) -> "Dialog":
        """After a 200 to the INVITE (section 12.1.2): its To, its Contact, its Record-Routes in reverse."""
        contact = _URI.search(answer.one("contact"))
        routes = tuple(reversed(answer.all("record-route")))
        return replace(self, to=answer.one("to"), target=contact[1] if contact else self.uri, routes=routes)

    def request(self, method: str, number: int, branch: str, body: str = "") -> bytes:
        """The request's octets; an ACK has the number of its INVITE."""
        lines = [
            f"{method} {self.target or self.uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.host}:{self.port};rport;branch={BRANCH}{branch}",
            "Max-Forwards: 70",
            *(f"Route: {route}" for route in self.routes),
            f"From: <sip:caller@{self.host}>;tag={self.tag}",
            f"To: {self.to or f'<{self.uri}>'}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:caller@{self.host}:{self.port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def refusal_ack(invite: bytes, answer: Message) -> bytes:
    """The ACK of a refused INVITE: same branch, the To of the refusal (section 17.1.1.3)."""
    head = invite.decode().partition("\r\n\r\n")[0].replace("INVITE", "ACK")
    kept = [line for line in head.split("\r\n") if not line.startswith(("To:", "Content-", "Contact:"))]
    return ("\r\n".join([*kept, f"To: {answer.one('to')}", "Content-Length: 0"]) + "\r\n\r\n").encode()


def agreed(request: Message, status: str = "200 OK") -> bytes:
    """A response to a request of the far end's."""
    copied = [(name, value) for name, value in request.fields if name in ("via", "from", "to", "call-id", "cseq")]
    lines = [f"SIP/2.0 {status}", *(f"{name}: {value}" for name, value in copied), "Content-Length: 0"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def offer(host: str, rtp_port: int) -> str:
    """An SDP offer of G.711 mu-law and nothing else (RFC 8866)."""
    return "\r\n".join(
        (
            "v=0",
            f"o=- 1 1 IN IP4 {host}",
            "s=-",
            f"c=IN IP4 {host}",
            "t=0 0",
            f"m=audio {rtp_port} RTP/AVP 0",
            "a=rtpmap:0 PCMU/8000",
            "a=ptime:20",
            "a=sendrecv",
            "",
        )
    )


def media_address(sdp: str) -> tuple[str, int] | None:
    """Where the far end wants its RTP; None where it says nothing of the kind."""
    address, port = _MEDIA_ADDRESS.search(sdp), _MEDIA_PORT.search(sdp)
    return (address[1], int(port[1])) if address and port else None
