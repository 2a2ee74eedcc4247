"""Our answers to the offers of browsers, written (RFC 8829 section 5.3). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gateway.rtc.candidates import Candidate
from gateway.rtc.sdp import Direction, Offer, Section

MAX_MESSAGE_BYTES: Final = 1024
"""Of the data channel: it carries digits."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What an answer says of our side."""

    ufrag: str = field(repr=False)
    password: str = field(repr=False)
    candidates: tuple[Candidate, ...]
    fingerprint: str = field(repr=False)  # "sha-256 AB:CD:…"
    dtls_client: bool
    ssrc: int
    session: int  # a random id, the same in every answer of a call
    version: int  # counts its answers


def write_answer(offer: Offer, direction: Direction, ours: Ours) -> str:
    """The answer: one audio section in Opus both ways as `direction` (ours) says, the data channel, and every other
    section rejected with port zero (RFC 3264 section 6)."""
    return "\r\n".join([*_session(offer, ours), *_sections(offer, direction, ours), ""])


def _session(offer: Offer, ours: Ours) -> Iterator[str]:
    yield from ("v=0", f"o=- {ours.session} {ours.version} IN IP4 0.0.0.0", "s=-", "t=0 0")
    if offer.bundle:
        yield f"a=group:BUNDLE {' '.join(offer.bundle)}"
    yield "a=record:off"  # RFC 7866 section 6.1.1: nothing is recorded
    yield "a=ice-options:trickle"


def _sections(offer: Offer, direction: Direction, ours: Ours) -> Iterator[str]:
    for n, section in enumerate(offer.sections):
        if n == offer.audio:
            yield from _audio(offer, section, direction)
            yield f"a=ssrc:{ours.ssrc} cname:sottovoce"
            yield from _transport(ours)
        elif n == offer.data:
            yield from _data(section)
            yield from _transport(ours)
        else:
            yield from _rejected(section)


def _audio(offer: Offer, section: Section, direction: Direction) -> Iterator[str]:
    events = offer.telephone_event
    formats = str(offer.opus) if events is None else f"{offer.opus} {events}"
    yield f"m=audio 9 {section.profile} {formats}"
    yield "c=IN IP4 0.0.0.0"
    yield from _mid(section)
    yield f"a={direction.value}"
    yield "a=msid:sottovoce voice"
    yield "a=rtcp-mux"
    yield f"a=rtpmap:{offer.opus} opus/48000/2"
    yield f"a=fmtp:{offer.opus} minptime=20;useinbandfec=1;maxplaybackrate=16000;stereo=0"
    if events is not None:
        yield f"a=rtpmap:{events} telephone-event/48000"
        yield f"a=fmtp:{events} 0-15"
    yield "a=ptime:20"


def _data(section: Section) -> Iterator[str]:
    yield f"m=application 9 {section.profile} webrtc-datachannel"
    yield "c=IN IP4 0.0.0.0"
    yield from _mid(section)
    yield "a=sctp-port:5000"
    yield f"a=max-message-size:{MAX_MESSAGE_BYTES}"


def _rejected(section: Section) -> Iterator[str]:
    yield f"m={section.kind} 0 {section.profile} {section.formats}"
    yield "c=IN IP4 0.0.0.0"
    yield from _mid(section)
    yield "a=inactive"


def _mid(section: Section) -> Iterator[str]:
    if section.mid:
        yield f"a=mid:{section.mid}"


def _transport(ours: Ours) -> Iterator[str]:
    yield f"a=ice-ufrag:{ours.ufrag}"
    yield f"a=ice-pwd:{ours.password}"
    yield f"a=fingerprint:{ours.fingerprint}"
    yield f"a=setup:{'active' if ours.dtls_client else 'passive'}"
    yield from (f"a={candidate}" for candidate in ours.candidates)
    yield "a=end-of-candidates"
