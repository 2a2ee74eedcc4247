"""Browser calls without a browser: any offer is answered, and the caller follows a script."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gateway.legs.api import CallLeg, Ending
from gateway.legs.fake import ScriptedLeg, Stay, Step
from gateway.rtc.api import MAX_SDP_BYTES, CallOver, NoRoom, OfferRefused, RtcCall, RtcSettings, Unusable

ANSWER = "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


def _check(text: str | bytes, begins: str) -> None:
    raw = text.encode() if isinstance(text, str) else text
    if len(raw) > MAX_SDP_BYTES:
        raise OfferRefused(Unusable.TOO_LARGE, "The offer is larger than 64 kB.")
    if not raw.startswith(begins.encode()):
        raise OfferRefused(Unusable.NOT_UNDERSTOOD, "The offer is no session description.")


@dataclass(slots=True)
class ScriptedCall:
    """An `RtcCall` whose leg is a `ScriptedLeg`. `offers` and `fragments` are what the web side handed over."""

    id: str
    _script: Iterable[Step]
    _destination: str
    offers: list[str | bytes] = field(default_factory=list)
    fragments: list[str | bytes] = field(default_factory=list)
    answer_sdp: str = ANSWER
    _left: bool = False
    _leg: ScriptedLeg | None = None

    @property
    def leg(self) -> CallLeg | None:
        return self._leg

    @property
    def over(self) -> bool:
        return self._left or (self._leg is not None and self._leg.ended)

    async def answer(self) -> CallLeg:
        self._require_life()
        self._leg = ScriptedLeg(self._script, rate_hz=16_000, call_id=self.id, destination=self._destination)
        return self._leg

    async def renegotiate(self, sdp: str | bytes) -> str:
        _check(sdp, "v=0")
        self._require_life()
        self.offers.append(sdp)
        return self.answer_sdp

    async def add_candidates(self, fragment: str | bytes) -> None:
        _check(fragment, "a=")
        self._require_life()
        self.fragments.append(fragment)

    async def leave(self) -> None:
        self.end(Ending.CALLER_HUNG_UP)

    def end(self, ending: Ending) -> None:
        """The caller does nothing more; the leg ends for this reason."""
        self._left = True
        if self._leg:
            self._leg.cut(ending)

    def _require_life(self) -> None:
        if self.over:
            raise CallOver


@dataclass(slots=True)
class ScriptedCalls:
    """`RtcCalls` that accept every offer which begins like one. `script` makes the caller of each call."""

    script: Callable[[], Iterable[Step]] = lambda: [Stay()]
    calls: list[ScriptedCall] = field(default_factory=list)
    late_ms: float = 0.0
    most: int = RtcSettings().most
    _closed: bool = False

    @property
    def live(self) -> int:
        return sum(not call.over for call in self.calls)

    async def offer(self, sdp: str | bytes, destination: str) -> RtcCall:
        _check(sdp, "v=0")
        if self._closed:
            raise CallOver
        if self.live >= self.most:
            raise NoRoom("as many calls as may be are under way")
        call = ScriptedCall(f"call-{len(self.calls) + 1}", self.script(), destination, [sdp])
        self.calls.append(call)
        return call

    async def aclose(self) -> None:
        self._closed = True
        for call in self.calls:
            call.end(Ending.WE_HUNG_UP)
