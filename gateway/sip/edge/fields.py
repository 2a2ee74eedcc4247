"""The few header values a proxy reads: Via, the tags of From and To, CSeq, Max-Forwards, the Request-URI.

Here alone `sipmessage` is called and its exceptions translated. It raises `TypeError` besides `ValueError`: a
parameter named `self` reaches a keyword argument of that name.
"""

import re
from dataclasses import dataclass

from sipmessage import URI, CSeq, Via

from gateway.sip.edge.errors import Malformed
from gateway.sip.edge.head import Head, Header

MAGIC_COOKIE = "z9hG4bK"  # RFC 3261 section 8.1.1.7
MAX_CSEQ = 2**31 - 1  # RFC 3261 section 8.1.1.5
MAX_VALUE = 1024  # of a Via, From, To or CSeq value; also bounds the time a regular expression can take

_SEPARATED = re.compile(r'((?:[^",<]|"(?:[^"\\]|\\.)*"|<[^>]*>)+)(?:,|$)')
_BRANCH = re.compile(r"; ?branch ?= ?([^ ;,\"]+)", re.IGNORECASE)
_RPORT = re.compile(r"; ?rport ?(?:= ?[0-9]* ?)?(?=;|$)", re.IGNORECASE)
_RECEIVED = re.compile(r"; ?received ?= ?[^ ;,\"]* ?(?=;|$)", re.IGNORECASE)
_TICKET = re.compile(r"; ?ticket ?= ?([A-Za-z0-9_\-]+)")
_NAME_ADDR = re.compile(r'(?:"(?:[^"\\]|\\.)*"\s*|[^<";]*)<[^<>]+>\s*(?P<params>(?:;.*)?)')
_ADDR_SPEC = re.compile(r"[^<>\"\s;]+\s*(?P<params>(?:;[^<>]*)?)")
_TAG = re.compile(r";\s*tag\s*=\s*([A-Za-z0-9\-.!%*_+`'~]+)\s*(?=;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TopVia:
    """The first Via value: where the response goes (RFC 3261 section 18.2.2)."""

    text: str  # white space collapsed, which keeps the time of every pattern here linear
    transport: str
    host: str
    port: int | None
    branch: str
    wants_rport: bool  # RFC 3581
    ticket: str | None  # ours, when it is our Via

    @property
    def sent_by(self) -> str:
        return f"{self.host}:{self.port or ''}".lower()


def split_values(value: str) -> list[str]:
    """The comma-separated values of one header line; commas in quotes or angle brackets do not count.

    Raises:
        Malformed: unbalanced quotes or brackets, or an empty value.
    """
    parts: list[str] = []
    at = 0
    while at < len(value):
        found = _SEPARATED.match(value, at)
        if found is None:
            raise Malformed("comma-separated values")
        parts.append(found[1].strip())
        at = found.end()
    if not parts or not all(parts) or value.rstrip().endswith(","):
        raise Malformed("comma-separated values")
    return parts


def pop_first(head: Head, key: str) -> str | None:
    """Take the first value of that name off the message; None when there is none.

    Raises:
        Malformed: the line that holds it cannot be split.
    """
    for index, header in enumerate(head.headers):
        if header.key == key:
            first, *rest = split_values(header.value)
            if rest:
                head.headers[index] = Header(header.key, header.name, ", ".join(rest))
            else:
                del head.headers[index]
            return first
    return None


def all_values(head: Head, key: str) -> list[str]:
    """Every value of that name, across lines and commas, in order.

    Raises:
        Malformed: a line cannot be split.
    """
    return [value for line in head.values(key) for value in split_values(line)]


def top_via(head: Head) -> TopVia:
    """The first Via value.

    Raises:
        Malformed: no Via, or one that is not after RFC 3261 section 20.42.
    """
    line = next(iter(head.values("via")), None)
    if line is None:
        raise Malformed("via")
    return parse_via(split_values(line)[0])


def parse_via(text: str) -> TopVia:
    """One Via value, its branch as written (sipmessage would percent-decode it).

    Raises:
        Malformed: it is not after RFC 3261 section 20.42.
    """
    if len(text) > MAX_VALUE:
        raise Malformed("via of bearable length")
    text = " ".join(text.split())
    try:
        via = Via.parse(_RECEIVED.sub("", text))  # sipmessage knows no bare IPv6 address there
    except (ValueError, TypeError):
        raise Malformed("via") from None
    branch, ticket = _BRANCH.search(text), _TICKET.search(text)
    return TopVia(
        text=text,
        transport=via.transport.upper(),
        host=via.host,
        port=_port(via.port),
        branch=branch[1] if branch else "",
        wants_rport=bool(_RPORT.search(text)),
        ticket=ticket[1] if ticket else None,
    )


def ticket(text: str) -> tuple[str, str] | None:
    """The ticket and the branch of a Via value that claims to be ours, without parsing the rest of it."""
    found, branch = _TICKET.search(text), _BRANCH.search(text)
    return (found[1], branch[1]) if found and branch else None


def _port(port: int | None) -> int | None:
    if port is not None and not 0 < port < 65536:
        raise Malformed("via port")
    return port


def mark_received(head: Head, via: TopVia, host: str, port: int) -> None:
    """Write into the first Via value where the request really came from (RFC 3261 18.2.1, RFC 3581 4)."""
    text = _RECEIVED.sub("", _RPORT.sub("", via.text))
    if via.wants_rport:
        text += f";rport={port}"
    if via.wants_rport or via.host.strip("[]").lower() != host:
        text += f";received={host}"
    for header in head.headers:
        if header.key == "via":
            header.value = ", ".join([text, *split_values(header.value)[1:]])
            return


def tag(address: str) -> str | None:
    """The tag of a From or To value; None when it has none.

    Raises:
        Malformed: neither a name-addr nor an addr-spec (RFC 3261 section 20.10).
    """
    if len(address) > MAX_VALUE:
        raise Malformed("address of bearable length")
    form = _NAME_ADDR.fullmatch(address) or _ADDR_SPEC.fullmatch(address)
    if form is None:
        raise Malformed("address")
    found = _TAG.search(form["params"])
    return found[1] if found else None


def cseq(head: Head) -> CSeq:
    """The CSeq.

    Raises:
        Malformed: missing, repeated, no number below 2**31 or no method (RFC 3261 section 20.16).
    """
    value = head.one("cseq")
    try:
        parsed = CSeq.parse(value[:MAX_VALUE])
    except (ValueError, TypeError):
        raise Malformed("cseq") from None
    if parsed.sequence > MAX_CSEQ:
        raise Malformed("cseq below 2**31")
    return parsed


def max_forwards(head: Head) -> int | None:
    """Max-Forwards, or None when it is missing (RFC 3261 section 16.3 lets old clients omit it).

    Raises:
        Malformed: repeated, or no number of 0 to 255.
    """
    if not head.values("max-forwards"):
        return None
    value = head.one("max-forwards")
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and int(value) <= 255):
        raise Malformed("max-forwards")
    return int(value)


def content_length(head: Head) -> int | None:
    """Content-Length, or None when it is missing.

    Raises:
        Malformed: repeated, or no plain number.
    """
    if not head.values("content-length"):
        return None
    value = head.one("content-length")
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise Malformed("content-length")
    return int(value)


def option_tags(head: Head, key: str) -> list[str]:
    """The option tags of Require or Proxy-Require in lower case (RFC 3261 section 20.32)."""
    return [word.strip().lower() for line in head.values(key) for word in line.split(",") if word.strip()]


def sip_uri(text: str) -> URI:
    """The Request-URI of scheme sip or sips.

    Raises:
        Malformed: it is not after RFC 3261 section 25.1.
    """
    if len(text) > MAX_VALUE:
        raise Malformed("request-uri of bearable length")
    try:
        return URI.parse(text)
    except (ValueError, TypeError):
        raise Malformed("request-uri") from None
