"""What a cell and the gateway say to each other, one message a datagram of a SEQPACKET socket pair. Pure.

Facts go from the cell to the gateway, commands the other way. Both are JSON objects, since they are rare. Audio
is binary: what all calls of a cell heard in one tick is a single message, and so is each piece of speech to play.
A leg's number is the cell's own and is never used twice.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final

MAX_DATAGRAM: Final = 65_536
PLAY_PIECE_BYTES: Final = 32_000
"""A `Play` is cut into pieces of this size at most: one second at 16 kHz, well inside a socket's buffer."""

_PLAY: Final = struct.Struct("<cI")
_HEARD: Final = struct.Struct("<IQfH")  # leg, played_samples, played_dbfs, bytes of PCM that follow


class WireError(ValueError):
    """The other end sent something that is not of this protocol."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a cell is to run; sent with the socket it is to serve."""

    cell_id: str
    listen_host: str = "127.0.0.1"
    rtp_first_port: int = 0  # 0: whatever PJSIP likes
    rtp_port_count: int = 0
    media_timeout_s: float = 30.0  # no packet for so long ends a call; 0: never
    srtp: bool = True  # answer with SRTP (SDES, RFC 4568) where it is offered


# --- facts: cell to gateway ---


@dataclass(frozen=True, slots=True)
class Ready:
    """The cell listens. `capacity` is how many calls the library really takes, whatever was asked of it."""

    port: int
    capacity: int
    pid: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """Somebody calls and hears it ring. `head` is the INVITE up to its body."""

    leg: int
    sip_call_id: str = field(repr=False)
    head: str = field(repr=False)
    recordable: bool = True  # False: its offer asks that nothing be recorded


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """An INVITE that PJSIP refused by itself: no codec in common (488), a body that is no SDP, no room."""

    sip_call_id: str = field(repr=False)
    status: int


@dataclass(frozen=True, slots=True)
class Established:
    """Answered, acknowledged, and media flows."""

    leg: int
    codec: str
    rate_hz: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    leg: int
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HoldChanged:
    leg: int
    held: bool


@dataclass(frozen=True, slots=True)
class Line:
    leg: int
    codec: str
    received_packets: int
    lost_packets: int
    jitter_ms: float
    round_trip_ms: float | None
    far_lost_fraction: float | None
    far_jitter_ms: float | None


@dataclass(frozen=True, slots=True)
class Ended:
    """The leg is over; `ending` is the value of an `Ending`, `status` the last SIP status."""

    leg: int
    ending: str
    status: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something raised where nothing may: `where` is a function of ours, `kind` the exception's class."""

    where: str
    kind: str


Fact = Ready | Incoming | TurnedAway | Established | Pressed | HoldChanged | Line | Ended | Fault


@dataclass(frozen=True, slots=True)
class Heard:
    """One leg's part of a tick."""

    leg: int
    played_samples: int
    played_dbfs: float
    pcm: bytes = field(repr=False)


# --- commands: gateway to cell ---


@dataclass(frozen=True, slots=True)
class Answer:
    leg: int


@dataclass(frozen=True, slots=True)
class Reject:
    leg: int
    status: int


@dataclass(frozen=True, slots=True)
class HangUp:
    leg: int


@dataclass(frozen=True, slots=True)
class Clear:
    """Forget what is still to be played."""

    leg: int


@dataclass(frozen=True, slots=True)
class Dial:
    """Call somebody. The gateway chooses the number, from the top down; the cell counts from the bottom up."""

    leg: int
    uri: str = field(repr=False)
    codecs: tuple[str, ...] = ()  # in order of preference; empty: every codec we have
    srtp: bool = False
    local_address: str = ""  # for SDP; empty: what PJSIP finds


@dataclass(frozen=True, slots=True)
class SendDigit:
    leg: int
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hold:
    leg: int
    on: bool


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Hang up every call and exit."""


@dataclass(frozen=True, slots=True)
class Play:
    leg: int
    pcm: bytes = field(repr=False)


Command = Answer | Reject | HangUp | Clear | Dial | SendDigit | Hold | Shutdown | Play

_NAMED: Final[dict[str, Callable[..., Fact | Command | Options]]] = {
    kind.__name__: kind
    for kind in (
        *(Options, Ready, Incoming, TurnedAway, Established, Pressed, HoldChanged, Line, Ended, Fault),
        *(Answer, Reject, HangUp, Clear, Dial, SendDigit, Hold, Shutdown),
    )
}


def pack(message: Fact | Command | Options) -> bytes:
    """The datagram for a message."""
    if isinstance(message, Play):
        return _PLAY.pack(b"P", message.leg) + message.pcm
    return json.dumps([type(message).__name__, asdict(message)]).encode()


def pack_heard(heard: list[Heard]) -> bytes:
    """The datagram for everything heard in one tick."""
    parts = [b"H"]
    for one in heard:
        parts.append(_HEARD.pack(one.leg, one.played_samples, one.played_dbfs, len(one.pcm)))
        parts.append(one.pcm)
    return b"".join(parts)


def unpack(datagram: bytes) -> Fact | Command | Options | list[Heard]:
    """The message in a datagram. Raises `WireError`, which shows nothing of its content."""
    try:
        match datagram[:1]:
            case b"H":
                return _unpack_heard(datagram)
            case b"P":
                return Play(_PLAY.unpack_from(datagram)[1], datagram[_PLAY.size :])
            case _:
                name, fields = json.loads(datagram)
                return _NAMED[name](**{key: _frozen(value) for key, value in fields.items()})
    except (ValueError, KeyError, TypeError, AttributeError, struct.error):
        raise WireError("not a message between gateway and cell") from None


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _unpack_heard(datagram: bytes) -> list[Heard]:
    heard = []
    at = 1
    while at < len(datagram):
        leg, played_samples, played_dbfs, size = _HEARD.unpack_from(datagram, at)
        at += _HEARD.size
        heard.append(Heard(leg, played_samples, played_dbfs, datagram[at : at + size]))
        at += size
    if at != len(datagram):
        raise ValueError
    return heard
