"""SIP and tel URIs (RFC 3261 section 19.1, RFC 3966): "sip:alice@example.com", "sip colon alice at example dot com"."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.mailbox import Mailbox, mailboxes
from privacy.words import words

_SCHEMES: Final = frozenset({"sip", "sips", "tel"})
_CUES: Final = words(
    "sip sips uri uris aor extension register registered registering invite dial dialing dialling "
    "contact softphone endpoint"
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Every user-at-host with a SIP word near, scheme included, and numbers behind "tel:"."""
    for found in mailboxes(utterance):
        if is_sip(utterance, found):
            yield utterance.finding(_with_scheme(utterance, found.first), found.last, "SIP_URI")
    for at in range(2, len(utterance.items)):
        scheme = utterance.word(at - 2) if utterance.items[at - 1].text in (":", "colon") else ""
        if scheme in _SCHEMES and _has_value(utterance, at):
            yield utterance.finding(at - 2, at, "SIP_URI")


def is_sip(utterance: Utterance, found: Mailbox) -> bool:
    """Whether the words before a user-at-host make it a SIP URI."""
    said_scheme = found.first > 1 and utterance.word(found.first - 1) == "colon"
    return said_scheme or any(utterance.word(at) in _CUES for at in range(max(0, found.first - 6), found.first))


def _with_scheme(utterance: Utterance, first: int) -> int:
    colon = first > 1 and utterance.items[first - 1].text in (":", "colon")
    at = first - 2 if colon else first - 1
    said = colon and utterance.items[first - 1].text == "colon"  # "sit colon anna at", as "sip" is heard
    return at if utterance.word(at) in _SCHEMES or (said and utterance.word(at)) else first


def _has_value(utterance: Utterance, at: int) -> bool:
    run = utterance.run(at)
    return (run is not None and len(run.digits) >= 3) or (
        utterance.word(at) != "" and utterance.items[at].start == utterance.items[at - 1].end
    )
