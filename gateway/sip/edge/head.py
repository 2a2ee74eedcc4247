"""A SIP message taken apart no further than a proxy needs: start line, header lines in order, body.

`sipmessage` parses values; this keeps the lines around them byte for byte, because a proxy must not change what
it does not own (RFC 3261 section 16.6) and a parsed and printed URI is not always the URI that came. Text is
decoded as Latin-1, which maps every byte to one character and back.
"""

import re
from dataclasses import dataclass

from gateway.sip.edge.errors import Malformed

MAX_HEADER_LINES = 200
MAX_START_LINE = 2048
MAX_METHOD = 64

_COMPACT = {
    "c": "content-type",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "s": "subject",
    "t": "to",
    "v": "via",
}
_LONE_BREAK = re.compile(rb"\r(?!\n)|(?<!\r)\n|\0")
_TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_VERSION = re.compile(r"SIP/[0-9]+\.[0-9]+", re.IGNORECASE)
_STATUS_LINE = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})(?: (.*))?", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """One header line: the name in lower case and long form, the line's own name, the value unfolded."""

    key: str
    name: str
    value: str


@dataclass(slots=True)
class Head:
    """What requests and responses share. Mutable: forwarding edits it in place and prints it once."""

    headers: list[Header]
    body: bytes

    def values(self, key: str) -> list[str]:
        """The values of every line of that name, in order."""
        return [header.value for header in self.headers if header.key == key]

    def one(self, key: str) -> str:
        """The value of a header that must be there exactly once.

        Raises:
            Malformed: it is missing or repeated (RFC 3261 section 7.3.1 allows one).
        """
        found = self.values(key)
        if len(found) != 1:
            raise Malformed(f"{key} once")
        return found[0]

    def drop(self, *keys: str) -> None:
        """Remove every line of these names."""
        self.headers = [header for header in self.headers if header.key not in keys]

    def put_first(self, name: str, value: str) -> None:
        """Insert a line above all others."""
        self.headers.insert(0, Header(name.lower(), name, value))

    def put_last(self, name: str, value: str) -> None:
        """Append a line below all others."""
        self.headers.append(Header(name.lower(), name, value))

    def print(self, start_line: str) -> bytes:
        """The message on the wire."""
        lines = [start_line, *(f"{header.name}: {header.value}" for header in self.headers), "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


@dataclass(slots=True)
class Request(Head):
    method: str
    uri: str
    version: str

    def to_bytes(self) -> bytes:
        """The request on the wire."""
        return self.print(f"{self.method} {self.uri} {self.version}")


@dataclass(slots=True)
class Response(Head):
    code: int
    phrase: str

    def to_bytes(self) -> bytes:
        """The response on the wire."""
        return self.print(f"SIP/2.0 {self.code} {self.phrase}")


def parse(data: bytes) -> Request | Response:
    """The message in `data`, one whole datagram or framed message; leading empty lines are skipped.

    Raises:
        Malformed: there is nothing in it that could be answered or forwarded.
    """
    head, end, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not end:
        raise Malformed("head ended by an empty line")
    start_line, *lines = head.decode("latin-1").split("\r\n")
    # A cell's parser may take a lone CR, LF or NUL for the end of a line: what follows would be a header
    # that was never looked at here.
    if _LONE_BREAK.search(head):
        raise Malformed("lines ended by CRLF")
    headers = _headers(lines)
    if len(start_line) > MAX_START_LINE:
        raise Malformed("start line of bearable length")
    if status := _STATUS_LINE.fullmatch(start_line):
        return Response(headers, body, int(status[1]), status[2] or "")
    method, _, rest = start_line.rstrip(" ").partition(" ")
    uri, _, version = rest.rpartition(" ")  # spaces left in the URI are refused later, with an answer
    if not (uri and len(method) <= MAX_METHOD and _TOKEN.fullmatch(method) and _VERSION.fullmatch(version)):
        raise Malformed("request or status line")
    return Request(headers, body, method, uri, version.upper())


def _headers(lines: list[str]) -> list[Header]:
    if len(lines) > MAX_HEADER_LINES:
        raise Malformed("bearable number of header lines")
    headers: list[Header] = []
    for line in lines:
        if line[:1] in (" ", "\t"):  # a folded line continues the one above (RFC 3261 section 7.3.1)
            if not headers:
                raise Malformed("header name")
            headers[-1].value = f"{headers[-1].value} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        name = name.rstrip(" \t")
        if not colon or not _TOKEN.fullmatch(name):
            raise Malformed("header name")
        key = name.lower()
        headers.append(Header(_COMPACT.get(key, key), name, value.strip(" \t")))
    return headers
