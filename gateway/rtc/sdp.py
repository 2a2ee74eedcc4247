"""The offers of browsers, read (RFC 8866, RFC 8829). Pure: whatever bytes come, an `Offer` or `OfferRefused` goes.

What is not needed is not read, so that an unknown attribute never hurts; what is needed is read strictly.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from gateway.rtc.api import MAX_CANDIDATES, MAX_SDP_BYTES, OfferRefused, Unusable
from gateway.rtc.candidates import Candidate, usable

_MEDIA: Final = re.compile(
    r"(?P<kind>[a-z]{1,20}) (?P<port>[0-9]{1,5})(/[0-9]+)? (?P<profile>[A-Z/]{1,40}) (?P<formats>[!-~][ -~]{0,399})"
)
_MID: Final = re.compile(r"[!-~]{1,32}")
_ICE: Final = re.compile(r"[A-Za-z0-9+/]{4,256}")
_FINGERPRINT: Final = re.compile(r"(?ai)(sha-256|sha-384|sha-512) ([0-9A-F]{2}(?::[0-9A-F]{2})*)")
_FINGERPRINT_BYTES: Final = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
_MAX_FINGERPRINTS: Final = 8
_RTPMAP: Final = re.compile(r"(?ai)([0-9]{1,3}) (opus/48000/2|telephone-event/48000)")
_NO_RECORDING: Final = {"a=recordpref:off", "a=recordpref:pause"}  # RFC 7866 section 6.2.1
_MAX_SECTIONS: Final = 16
_AUDIO_PROFILE: Final = "UDP/TLS/RTP/SAVPF"
_DATA_PROFILES: Final = ("UDP/DTLS/SCTP", "TCP/DTLS/SCTP")


class Direction(Enum):
    """Which way media goes, seen from who says it (RFC 8866 section 6.7)."""

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def mirrored(self) -> "Direction":
        """The same, seen from the other side."""
        return {Direction.SENDONLY: Direction.RECVONLY, Direction.RECVONLY: Direction.SENDONLY}.get(self, self)

    @property
    def is_hold(self) -> bool:
        """Whether who offers this does not want to hear us (RFC 3264 section 8.4)."""
        return self in (Direction.SENDONLY, Direction.INACTIVE)


@dataclass(frozen=True, slots=True)
class IceRemote:
    """How the caller's ICE agent is addressed and authenticated; one generation of it (RFC 8839 section 5.4)."""

    ufrag: str = field(repr=False)
    password: str = field(repr=False)
    candidates: tuple[Candidate, ...] = ()
    lite: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One m-line of the offer, as far as the answer has to repeat it (RFC 3264 section 6)."""

    kind: str
    profile: str
    formats: str
    mid: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an offer says that matters to us. `audio` and `data` are indices into `sections`."""

    sections: tuple[Section, ...]
    audio: int
    data: int | None
    bundle: tuple[str, ...]  # the mids that the answer accepts, in the offer's order (RFC 9143)
    opus: int  # payload types
    telephone_event: int | None
    direction: Direction
    ice: IceRemote
    fingerprints: tuple[tuple[str, str], ...] = field(repr=False)
    dtls_client: bool | None = None  # whether the caller insists on its role: None for actpass
    sctp_port: int = 5000
    recordable: bool = True  # False: the browser asks that nothing be recorded (RFC 7866 section 6.2.1)


def read_offer(sdp: str | bytes) -> Offer:
    """What the offer says. Raises `OfferRefused`: too large, not understood, without audio, without Opus."""
    session, sections = _split(_lines(sdp))
    media = _media(sections)
    audio, opus = _choose_audio(media, sections)
    data = next((n for n, each in enumerate(media) if _is_data_channel(each, sections[n])), None)
    group = _group(session, media[audio].mid)
    if data is not None and media[data].mid not in group:
        data = None
    bundle = tuple(mid for mid in group if mid in {media[n].mid for n in (audio, data) if n is not None})
    transport = [*session, *_transport(media, sections, audio, (*bundle, *group))]
    offer = Offer(
        sections=tuple(media),
        audio=audio,
        data=data,
        bundle=bundle,
        opus=opus,
        telephone_event=_payload_type(sections[audio], "telephone-event"),
        direction=_direction([*session, *sections[audio]]),
        ice=_ice(transport),
        fingerprints=_fingerprints(transport),
        dtls_client=_dtls_client(transport),
        recordable=_NO_RECORDING.isdisjoint([*session, *sections[audio]]),
    )
    return offer if data is None else replace(offer, sctp_port=_sctp_port(sections[data]))


def read_fragment(fragment: str | bytes) -> IceRemote:
    """The candidates of a trickle-ice-sdpfrag (RFC 8840 section 4.4) and the generation they belong to; ufrag and
    password are empty where it does not say. Raises `OfferRefused`."""
    lines = _lines(fragment)
    if not lines or not all(re.match(r"[a-z]=", line) for line in lines):
        raise _not_understood("The fragment is empty or holds a line that is no SDP (RFC 8840).")
    candidates = tuple(usable(_values(lines, "candidate", keep_name=True), MAX_CANDIDATES))
    return IceRemote(_first(lines, "ice-ufrag") or "", _first(lines, "ice-pwd") or "", candidates)


def _not_understood(sentence: str) -> OfferRefused:
    return OfferRefused(Unusable.NOT_UNDERSTOOD, sentence)


def _lines(text: str | bytes) -> list[str]:
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if len(raw) > MAX_SDP_BYTES:
        raise OfferRefused(Unusable.TOO_LARGE, "The offer is larger than 64 kB: send a smaller one.")
    return [line for line in raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") if line]


def _split(lines: list[str]) -> tuple[list[str], list[list[str]]]:
    """The lines of the session, and of each media section with its m-line first."""
    if not lines or lines[0] != "v=0":
        raise _not_understood("This is no session description: it has to begin with v=0.")
    starts = [n for n, line in enumerate(lines) if line.startswith("m=")]
    if not starts:
        raise OfferRefused(Unusable.NO_AUDIO, "The offer has no audio: add a microphone track.")
    if len(starts) > _MAX_SECTIONS:
        raise OfferRefused(Unusable.TOO_LARGE, "The offer has too many media sections: offer audio alone.")
    ends = [*starts[1:], len(lines)]
    return lines[: starts[0]], [lines[start:end] for start, end in zip(starts, ends, strict=True)]


def _values(lines: list[str], name: str, *, keep_name: bool = False) -> Iterator[str]:
    """The values of "a=name:value"."""
    start = f"a={name}:"
    return (line[2:] if keep_name else line[len(start) :] for line in lines if line.startswith(start))


def _first(lines: list[str], name: str) -> str | None:
    return next(_values(lines, name), None)


def _last(lines: list[str], name: str) -> str | None:
    """The media section's value, or the session's, which comes before it."""
    return next(_values(lines[::-1], name), None)


def _media(sections: list[list[str]]) -> list[Section]:
    media = [_section(lines) for lines in sections]
    mids = [each.mid for each in media if each.mid]
    if len(mids) > len(set(mids)):
        raise _not_understood("Two media sections of the offer have the same name (RFC 5888).")
    return media


def _section(lines: list[str]) -> Section:
    match = _MEDIA.fullmatch(lines[0][2:])
    if not match:
        raise _not_understood("A media section of the offer has a form that is not known.")
    mid = _first(lines, "mid") or ""
    if mid and not _MID.fullmatch(mid):
        raise _not_understood("A media section of the offer has a name that is not allowed.")
    return Section(match["kind"], match["profile"], match["formats"], mid)


def _choose_audio(media: list[Section], sections: list[list[str]]) -> tuple[int, int]:
    """The first audio section with Opus, and its payload type."""
    encrypted = [n for n, each in enumerate(media) if each.kind == "audio" and each.profile == _AUDIO_PROFILE]
    offered = [n for n in encrypted if _is_open(sections[n])]
    if not offered:
        raise OfferRefused(Unusable.NO_AUDIO, "The offer has no encrypted audio: add a microphone track.")
    for n in offered:
        opus = _payload_type(sections[n], "opus")
        if opus is not None and "a=rtcp-mux" in sections[n]:
            return n, opus
    raise OfferRefused(Unusable.NO_OPUS, "The offer has no audio in Opus with rtcp-mux: offer opus/48000/2.")


def _payload_type(lines: list[str], codec: str) -> int | None:
    """The dynamic payload type (RFC 3551 section 6) the section gives to a codec."""
    listed = lines[0].split(" ")[3:]
    for value in _values(lines, "rtpmap"):
        match = _RTPMAP.fullmatch(value)
        if match and match[2].lower().startswith(codec) and match[1] in listed and 96 <= int(match[1]) <= 127:
            return int(match[1])
    return None


def _is_data_channel(section: Section, lines: list[str]) -> bool:
    known = section.kind == "application" and section.profile in _DATA_PROFILES
    return known and section.formats == "webrtc-datachannel" and _is_open(lines)


def _is_open(lines: list[str]) -> bool:
    """Whether the section is in use: port zero closes it, unless it only waits for its bundle (RFC 9143 section 6)."""
    return lines[0].split(" ")[1] != "0" or "a=bundle-only" in lines


def _group(session: list[str], audio: str) -> tuple[str, ...]:
    """The mids of the first BUNDLE group that the audio is in (RFC 9143); empty where it is in none."""
    for value in _values(session, "group"):
        semantics, *mids = value.split(" ")
        if semantics == "BUNDLE" and audio in mids:
            return tuple(dict.fromkeys(mids))
    return ()


def _transport(media: list[Section], sections: list[list[str]], audio: int, mids: tuple[str, ...]) -> list[str]:
    """The section that says how the bundle is reached: the first of `mids` that does, as one that is bundle-only leaves
    it to another (RFC 9143 section 7.1.3)."""
    by_mid = {each.mid: lines for each, lines in zip(media, sections, strict=True)}
    bundled = [by_mid[mid] for mid in mids if mid in by_mid]
    return next((lines for lines in bundled if _first(lines, "ice-ufrag")), sections[audio])


def _direction(lines: list[str]) -> Direction:
    said = [line[2:] for line in lines if line.startswith("a=") and line[2:] in Direction._value2member_map_]
    return Direction(said[-1]) if said else Direction.SENDRECV


def _ice(lines: list[str]) -> IceRemote:
    ufrag, password = _last(lines, "ice-ufrag") or "", _last(lines, "ice-pwd") or ""
    if not _ICE.fullmatch(ufrag) or not _ICE.fullmatch(password) or len(password) < 22:
        raise _not_understood("The offer has no ICE user fragment and password (RFC 8839).")
    candidates = tuple(usable(_values(lines, "candidate", keep_name=True), MAX_CANDIDATES))
    return IceRemote(ufrag, password, candidates, lite="a=ice-lite" in lines)


def _fingerprints(lines: list[str]) -> tuple[tuple[str, str], ...]:
    matches = (_FINGERPRINT.fullmatch(value) for value in _values(lines, "fingerprint"))
    given = dict.fromkeys((match[1].lower(), match[2].upper()) for match in matches if match)
    found = tuple(each for each in given if len(each[1]) == 3 * _FINGERPRINT_BYTES[each[0]] - 1)
    if not found or len(found) > _MAX_FINGERPRINTS:
        raise _not_understood("The offer has no certificate fingerprint of SHA-256 or better (RFC 8122), or too many.")
    return found


def _dtls_client(lines: list[str]) -> bool | None:
    setup = _last(lines, "setup")
    roles = {"actpass": None, "active": True, "passive": False}
    if setup not in roles:
        raise _not_understood("The offer does not say its DTLS role (RFC 5763).")
    return roles[setup]


def _sctp_port(lines: list[str]) -> int:
    port = _first(lines, "sctp-port") or ""
    if not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise _not_understood("The data channel of the offer has no SCTP port (RFC 8841).")
    return int(port)
