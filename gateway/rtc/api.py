"""Browser calls as the web side sees them: an offer in, an answer out, a call that rings.

Nothing here loads a media library: `gateway.rtc.calls.RtcCalls` does, `gateway.rtc.fake.ScriptedCalls` does not, and
both keep these promises.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from gateway.errors import SottovoceError
from gateway.legs.api import CallLeg

MAX_SDP_BYTES = 65_536
MAX_CANDIDATES = 40  # used of one offer and of all fragments after it; the rest is ignored


class Unusable(Enum):
    """Why an offer cannot be answered, in words that are safe to log."""

    TOO_LARGE = "too-large"
    NOT_UNDERSTOOD = "not-understood"
    NO_AUDIO = "no-audio"
    NO_OPUS = "no-opus"


class OfferRefused(SottovoceError):
    """An offer or a fragment cannot be used. The sentence is safe to show: nothing of what was sent is in it."""

    def __init__(self, kind: Unusable, sentence: str) -> None:
        self.kind = kind
        super().__init__(sentence)


class CallOver(SottovoceError):
    """The browser call ended, or never came about."""

    def __init__(self, sentence: str = "the call is over: start a new one") -> None:
        super().__init__(sentence)


class NoRoom(CallOver):
    """A new call cannot be carried now: as many as may be are live, or no address and port are free for it."""


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server (RFC 7064, RFC 7065): "stun:host:3478", "turn:host:3478?transport=udp"."""

    url: str
    username: str = ""
    credential: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RtcSettings:
    """How browser calls reach us. With the defaults no other machine but the caller's is ever contacted."""

    stun: IceServer | None = None
    turn: IceServer | None = None
    addresses: tuple[str, ...] = ()  # ours to offer; empty: all of this machine but the loopback
    public_address: str = ""  # offered besides them: a NAT in front passes its ports one to one
    port_low: int = 0  # 0: any free port
    port_high: int = 0
    most: int = 32  # calls that are connected or connecting
    connect_s: float = 15.0  # from the answer to encrypted media
    reconnect_s: float = 15.0  # how long a call waits for a new offer after its connection was lost
    media_timeout_s: float = 20.0  # without a packet, unless on hold


class RtcCall(Protocol):
    """One browser call. Fits `gateway.calls.reception.Ringing`. Used on the event loop."""

    @property
    def id(self) -> str:
        """Our own random id, the same as `leg.info.call_id`."""
        ...

    @property
    def answer_sdp(self) -> str:
        """The answer to the newest offer, complete with our candidates (RFC 8829)."""
        ...

    @property
    def leg(self) -> CallLeg | None:
        """The leg once `answer` returned it."""
        ...

    @property
    def over(self) -> bool:
        """Whether nothing can be done with it any more."""
        ...

    async def answer(self) -> CallLeg:
        """The leg once encrypted media flows both ways. Raises `CallOver` where that never happens."""
        ...

    async def renegotiate(self, sdp: str | bytes) -> str:
        """The answer to a new offer of the same call: hold and resume by direction (RFC 3264 section 8.4), an ICE
        restart (RFC 8839 section 4.4.1.1.1), or a new peer connection of the same caller. The leg lives on.

        Raises `OfferRefused`, `CallOver` where the call ended, `NoRoom` where no port is free and nothing changed.
        """
        ...

    async def add_candidates(self, fragment: str | bytes) -> None:
        """Take in trickled candidates (RFC 8840). One that cannot be used is ignored; so are those of an older
        ICE generation. Raises `OfferRefused` for what is no fragment, `CallOver` where the call ended."""
        ...

    async def leave(self) -> None:
        """The caller hung up (HTTP DELETE). Idempotent; the leg ends with CALLER_HUNG_UP."""
        ...


class RtcCalls(Protocol):
    """All browser calls of a gateway."""

    async def offer(self, sdp: str | bytes, destination: str) -> RtcCall:
        """A call that rings: hand it to `Reception.on_ringing`. Within `connect_s` somebody must want to connect.

        Raises `OfferRefused`, `NoRoom`, and `CallOver` while the gateway closes. Ask `Reception.refusal(destination,
        calls.live)` first: it decides on 503.
        """
        ...

    @property
    def live(self) -> int:
        """Calls that ring or talk."""
        ...

    @property
    def late_ms(self) -> float:
        """By how much the latest 20 ms tick of a leg was late at worst, in the last ten seconds: the loop's lag."""
        ...

    async def aclose(self) -> None:
        """End every call. Idempotent."""
        ...
