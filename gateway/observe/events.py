"""The events of the gateway: what happened and how long it took, never what was said or by whom.

Every field is a number, a word from a closed set, or our own random call id. The `/events` stream, the log and the
metrics are made from these and from nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallStarted:
    call_id: str
    kind: str  # of the leg: "sip"
    destination: str  # "agent" or "echo"
    codec: str
    transport: str
    encrypted: bool


@dataclass(frozen=True, slots=True)
class TurnTimed:
    """One answered turn; milliseconds from the caller's last sample of speech. -1 where it did not happen.

    `first_audio_ms` is when the leg reported the first played sample of the answer. A negative transcript or text time
    cannot occur: what was prepared early is reported as the moment it was there.
    """

    call_id: str
    turn: int
    endpoint_ms: int
    transcript_ms: int
    first_text_ms: int
    first_audio_ms: int
    takes: int  # snapshots transcribed; all but the last were thrown away


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The caller spoke over the agent and the sound stopped. `words` tells whether they were words, or a noise after
    which the agent went on."""

    call_id: str
    words: bool


@dataclass(frozen=True, slots=True)
class Watchdog:
    """Something took too long or failed, and the agent said so rather than be silent."""

    call_id: str
    what: str  # "transcript", "reply", "voice"


@dataclass(frozen=True, slots=True)
class LineMeasured:
    call_id: str
    codec: str
    jitter_ms: float
    lost_packets: int
    received_packets: int
    round_trip_ms: float | None


@dataclass(frozen=True, slots=True)
class CallEnded:
    call_id: str
    ending: str
    seconds: float
    turns: int


@dataclass(frozen=True, slots=True)
class CallRefused:
    reason: str  # "full", "busy", "draining", "starting", "speechless"


@dataclass(frozen=True, slots=True)
class ChatStarted:
    """A conversation in text."""

    chat_id: str


@dataclass(frozen=True, slots=True)
class ChatEnded:
    chat_id: str
    ending: str  # as of a call, or "idle", "too-long", "flooded", "draining"
    seconds: float
    turns: int


@dataclass(frozen=True, slots=True)
class KeepingTroubled:
    """The store did not do what it should; it is tried again."""

    what: str  # kind of the error, or "unsettled" at the end of the process


@dataclass(frozen=True, slots=True)
class PartRestarted:
    """A process of ours died and another took its place."""

    part: str  # "speech", "cell"


Event = (
    CallStarted
    | TurnTimed
    | Interrupted
    | Watchdog
    | LineMeasured
    | CallEnded
    | CallRefused
    | ChatStarted
    | ChatEnded
    | KeepingTroubled
    | PartRestarted
)
Emit = Callable[[Event], None]
