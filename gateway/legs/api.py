"""The call leg: the one door through which a conversation hears and speaks.

A leg is one caller's media and signalling, whatever carries it. The session that drives a call knows this
port alone, so that SIP, a browser and a script in a test are the same to it. Audio is signed 16-bit
little-endian mono PCM at the leg's `rate_hz`, in frames of 20 ms (RFC 3551 section 4.2's default ptime).
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

FRAME_MS = 20


class PlayoutFull(Exception):
    """There is no room for more speech: the leg already holds a minute of it."""


class Ending(Enum):
    """Why a leg is over, in words that are safe to log."""

    CALLER_HUNG_UP = "caller-hung-up"
    WE_HUNG_UP = "we-hung-up"
    CANCELLED = "cancelled"
    MEDIA_TIMEOUT = "media-timeout"
    LEG_LOST = "leg-lost"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LegInfo:
    """What is known of a leg once media flows; nothing in it identifies the caller."""

    call_id: str  # our own random id, never the SIP Call-ID
    kind: str  # "sip", "script"
    destination: str  # the user part that was dialled: "agent", "echo"
    codec: str  # "PCMU", "PCMA", "G722"
    rate_hz: int  # of every frame, both ways: 8000 or 16000
    transport: str = "udp"
    encrypted: bool = False
    recordable: bool = True  # False: the caller's device asks that nothing be kept (RFC 7866 section 6.2)


@dataclass(frozen=True, slots=True)
class CallerIdentity:
    """What the signalling says of the caller. Held for the call, for masking by value; never logged."""

    number: str = field(default="", repr=False)
    display_name: str = field(default="", repr=False)
    withheld: bool = False  # RFC 3323: Privacy: id


@dataclass(frozen=True, slots=True)
class Frame:
    """One 20 ms tick of the call.

    `played_samples` counts what really went to the caller since the leg began, silence not included;
    `played_dbfs` is the level of what went out in this same tick (-100.0 when nothing did).
    """

    pcm: bytes = field(repr=False)
    played_samples: int = 0
    played_dbfs: float = -100.0


@dataclass(frozen=True, slots=True)
class Dtmf:
    digit: str = field(repr=False)  # one of 0-9 * # A-D (RFC 4733)


@dataclass(frozen=True, slots=True)
class Held:
    """The caller put us on hold (re-INVITE sendonly or inactive, RFC 3264 section 8.4)."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The caller took us off hold."""


@dataclass(frozen=True, slots=True)
class LineReport:
    """The state of the line, from RTP and RTCP (RFC 3550). None where the far end has not reported."""

    codec: str
    received_packets: int = 0
    lost_packets: int = 0
    jitter_ms: float = 0.0
    round_trip_ms: float | None = None
    far_lost_fraction: float | None = None
    far_jitter_ms: float | None = None


@dataclass(frozen=True, slots=True)
class LegEnded:
    """The last event of a leg, exactly once."""

    ending: Ending


LegEvent = Frame | Dtmf | Held | Resumed | LineReport | LegEnded


class CallLeg(Protocol):
    """One caller. Owned by one session task; every method is called on the event loop and never blocks."""

    @property
    def info(self) -> LegInfo: ...

    @property
    def caller(self) -> CallerIdentity: ...

    def events(self) -> AsyncIterator[LegEvent]:
        """Everything that happens, in order, ending with `LegEnded`. May be iterated once."""
        ...

    def play(self, pcm: bytes) -> None:
        """Queue speech behind what is still to be played. What does not fit a minute of room is refused
        with `PlayoutFull`."""
        ...

    def stop_playing(self) -> None:
        """Forget what is queued, at once: not more than one further frame reaches the caller."""
        ...

    async def hang_up(self) -> None:
        """End the call politely (BYE). Idempotent. `LegEnded` follows on `events`."""
        ...
