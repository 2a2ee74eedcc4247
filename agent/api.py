"""The two ports of this package: who answers (`Agent`) and who speaks (`Synthesizer`).

An agent sees only `Redacted` words. It answers in pieces of text with normal written forms ("488",
"RFC 4733"); `agent.spoken` turns them into what people say. A reply is a pure function of its `Ask`:
asking twice, or asking speculatively and dropping the answer, leaves no trace anywhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from agent.voice.api import Provenance, Synthesizer

if TYPE_CHECKING:  # a type is all that is needed here: no recogniser is loaded for it
    from privacy.api import Redacted

__all__ = [
    "Action",
    "Agent",
    "Ask",
    "Closing",
    "Line",
    "Memo",
    "Provenance",
    "Redacted",
    "ReplyPart",
    "Speaker",
    "Synthesizer",
    "Text",
    "Turn",
]


class Speaker(Enum):
    CALLER = "caller"
    AGENT = "agent"


class Action(Enum):
    """What the session should do once the reply has been played."""

    NONE = "none"
    HANG_UP = "hang-up"
    PERSON = "person"  # the caller was told that a person can be asked for: hand over, if the operator can
    DELETE = "delete"  # the caller asked that whatever is kept of them be deleted


@dataclass(frozen=True, slots=True)
class Line:
    """What the agent may know of the call it is in. Nothing here identifies the caller.

    `loss_fraction` is 0.0 to 1.0 of the packets sent to us; `round_trip_ms` is None until RTCP has told
    (RFC 3550 section 6.4); `seconds` is how long the call has lasted.
    """

    codec: str  # as in SDP: "PCMU", "PCMA", "G722"
    rate_hz: int = 8000
    jitter_ms: float = 0.0
    loss_fraction: float = 0.0
    round_trip_ms: float | None = None
    transport: str = "udp"  # of the signalling: "udp", "tcp", "tls", "ws", "wss"
    encrypted: bool = False  # the media: SRTP or not
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said. For the agent: only the words that were really played."""

    speaker: Speaker
    words: Redacted


@dataclass(frozen=True, slots=True)
class Memo:
    """What an agent wants to be reminded of at its next turn. Opaque to everyone but that agent, which
    subclasses it. Immutable, and free of the caller's words."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the agent.

    `memo` is the one that came with the last reply the session committed to; None at the first turn.
    A key press arrives as the words "DTMF 1 2 3".
    """

    words: Redacted
    history: tuple[Turn, ...] = ()
    line: Line | None = None
    memo: Memo | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the reply: whole clauses or sentences, spoken in order, one space between pieces."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Closing:
    """The last part of every reply, exactly once. A reply whose `Closing` never came was not finished."""

    memo: Memo
    action: Action = Action.NONE


ReplyPart = Text | Closing


class Agent(Protocol):
    """Answers one caller's turn. One object serves every call; it keeps nothing between asks."""

    def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        """The reply as it is made: at least one `Text`, then one `Closing`.

        Closing the iterator early is safe and cancels the work. Raises `agent.errors.AgentError`.
        """
        ...
