"""What is checked before a request from outside is routed (RFC 3261 sections 8.2 and 16.3). Pure."""

from dataclasses import dataclass

from gateway.sip.api import call_key
from gateway.sip.edge import fields
from gateway.sip.edge.answers import ALLOW, ALLOWED, SUPPORTED_TAGS, Answer
from gateway.sip.edge.api import EdgeSettings
from gateway.sip.edge.errors import Malformed
from gateway.sip.edge.fields import TopVia
from gateway.sip.edge.head import Head, Request

_KNOWN_METHODS = {"REGISTER", "SUBSCRIBE", "NOTIFY", "PUBLISH", "MESSAGE", "REFER", *ALLOWED}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What names a message's dialog and transaction."""

    via: TopVia
    call_id: str
    key: str  # the call's name inside the gateway
    from_tag: str
    to_tag: str | None
    cseq: int
    cseq_method: str


def read_envelope(message: Head, via: TopVia) -> Envelope:
    """The dialog and transaction a message names.

    Raises:
        Malformed: a header that RFC 3261 section 8.1.1 makes mandatory is missing, repeated or broken.
    """
    call_id = message.one("call-id")
    if not call_id or len(call_id) > fields.MAX_VALUE:
        raise Malformed("call-id of bearable length")
    to_tag, from_tag = fields.tag(message.one("to")), fields.tag(message.one("from"))
    sequence = fields.cseq(message)
    return Envelope(via, call_id, call_key(call_id), from_tag or "", to_tag, sequence.sequence, sequence.method)


def trim_body(request: Request, settings: EdgeSettings) -> Answer | None:
    """Cut the body to Content-Length (RFC 3261 section 18.3); an answer when that cannot be done.

    Raises:
        Malformed: a Content-Length that is repeated or no number.
    """
    length = fields.content_length(request)
    if length is not None:
        if length > len(request.body):
            return Answer(400)
        request.body = request.body[:length]
    return Answer(413) if len(request.body) > settings.max_body_bytes else None


def refusal(request: Request, envelope: Envelope, secure: bool) -> Answer | None:
    """The answer to a request that must not be routed; None when it may be.

    Raises:
        Malformed: the Request-URI or Max-Forwards is broken.
    """
    if request.version != "SIP/2.0":
        return Answer(505)
    if envelope.cseq_method != request.method:
        return Answer(400)
    if request.method not in ALLOWED:
        return Answer(405, (ALLOW,)) if request.method in _KNOWN_METHODS else Answer(501, (ALLOW,))
    return _uri_refusal(request, secure) or _hops_refusal(request) or _extension_refusal(request)


def _uri_refusal(request: Request, secure: bool) -> Answer | None:
    if any(char in request.uri for char in ' \t<>"'):
        return Answer(400)
    scheme = request.uri.partition(":")[0].lower()
    # sips promises TLS on every hop (RFC 5630 section 3.1.1): over a plain transport it is not ours to serve.
    if scheme != "sip" and not (scheme == "sips" and secure):
        return Answer(416)
    return None


def _hops_refusal(request: Request) -> Answer | None:
    # OPTIONS is answered here whatever its count (RFC 3261 section 16.3 step 3).
    return Answer(483) if fields.max_forwards(request) == 0 and request.method != "OPTIONS" else None


def _extension_refusal(request: Request) -> Answer | None:
    if request.method in ("ACK", "CANCEL"):  # RFC 3261 section 8.2.2.3
        return None
    wanted = [tag for tag in fields.option_tags(request, "require") if tag not in SUPPORTED_TAGS]
    wanted += fields.option_tags(request, "proxy-require")
    if not wanted:
        return None
    return Answer(420, (("Unsupported", ", ".join(wanted)[: fields.MAX_VALUE]),))


def destination(request: Request, settings: EdgeSettings) -> str | None:
    """The destination a Request-URI dials, whatever its host; None when there is none of that name.

    RFC 3261 section 19.1.4 compares user parts with case. These users are ours alone, and people type capitals,
    so "Agent" dials `agent`.

    Raises:
        Malformed: the Request-URI is broken.
    """
    user = fields.sip_uri(request.uri).user
    if not user:
        return settings.default_destination
    return settings.destinations.get(user.lower(), settings.destinations.get("*"))
