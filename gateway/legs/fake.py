"""A caller made of data: a script of what is said, pressed and done, played on the event loop's clock.

On a virtual-time loop a call of three minutes takes milliseconds. The leg keeps every promise of `CallLeg`
and passes the same contract tests as the SIP leg.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from gateway.legs.api import (
    FRAME_MS,
    CallerIdentity,
    Dtmf,
    Ending,
    Frame,
    Held,
    LegEnded,
    LegEvent,
    LegInfo,
    PlayoutFull,
    Resumed,
)
from gateway.legs.playout import PlayoutRing


@dataclass(frozen=True, slots=True)
class Say:
    """The caller says this: s16le PCM at the leg's rate; the last frame is padded with silence."""

    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The caller says nothing for a while."""

    ms: int


@dataclass(frozen=True, slots=True)
class AwaitSpeech:
    """The caller waits, silent, until the agent's voice is heard."""


@dataclass(frozen=True, slots=True)
class AwaitSilence:
    """The caller listens until the agent has spoken and then paused for `ms`."""

    ms: int = 400


@dataclass(frozen=True, slots=True)
class Press:
    digit: str


@dataclass(frozen=True, slots=True)
class Hold:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Leave:
    """The call is over, for this reason. A script that runs out ends with `Leave()`."""

    ending: Ending = Ending.CALLER_HUNG_UP


@dataclass(frozen=True, slots=True)
class Stay:
    """The caller stays on the line, silent, until more is added with `ScriptedLeg.then`."""


Step = Say | Quiet | AwaitSpeech | AwaitSilence | Press | Hold | Resume | Leave | Stay

_AT_ONCE = (Press, Hold, Resume)


class ScriptedLeg:
    """A `CallLeg` whose caller follows a script. `heard` is what the caller heard, one entry a tick."""

    def __init__(
        self,
        script: Iterable[Step],
        *,
        rate_hz: int = 8000,
        call_id: str = "script",
        destination: str = "agent",
        caller: CallerIdentity | None = None,
    ) -> None:
        self._info = LegInfo(call_id=call_id, kind="script", destination=destination, codec="L16", rate_hz=rate_hz)
        self._caller = caller or CallerIdentity()
        self._script: deque[Step] = deque(script)
        self._ring = PlayoutRing(rate_hz)
        self._silence = bytes(self._ring.frame_bytes)
        self._spent_bytes = 0  # of the Say under way
        self._spent_ms = 0  # of the waiting step under way
        self._agent_spoke = False  # since the waiting step began
        self._ending: Ending | None = None
        self.heard: list[bytes] = []

    @property
    def info(self) -> LegInfo:
        return self._info

    @property
    def caller(self) -> CallerIdentity:
        return self._caller

    @property
    def ended(self) -> bool:
        """Whether it was hung up or the caller left."""
        return self._ending is not None

    def then(self, *steps: Step) -> None:
        """Add to the script of a call under way."""
        self._script.extend(steps)

    def cut(self, ending: Ending) -> None:
        """The call is over now, whatever the script says, for the first reason that is given."""
        self._ending = self._ending or ending

    def play(self, pcm: bytes) -> None:
        if not self._ring.append(pcm):
            raise PlayoutFull

    def stop_playing(self) -> None:
        self._ring.clear()

    async def hang_up(self) -> None:
        self.cut(Ending.WE_HUNG_UP)

    async def events(self) -> AsyncIterator[LegEvent]:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while self._ending is None:
            for event in self._steps_at_once():
                yield event
            if self._ending is None:
                yield self._tick()
                due += FRAME_MS / 1000
                await asyncio.sleep(max(0.0, due - loop.time()))
        self._ring.clear()
        yield LegEnded(self._ending)

    def _steps_at_once(self) -> list[LegEvent]:
        events: list[LegEvent] = []
        while self._script and isinstance(self._script[0], _AT_ONCE):
            step = self._script.popleft()
            events.append(Dtmf(step.digit) if isinstance(step, Press) else _HOLDING[type(step)])
        if not self._script:
            self._script.append(Leave())
        if isinstance(leave := self._script[0], Leave):
            self._ending = leave.ending
        return events

    def _tick(self) -> Frame:
        played = self._ring.next_frame()
        self.heard.append(played or self._silence)
        pcm = self._speech()
        self._spent_ms += FRAME_MS
        self._agent_spoke |= bool(played)
        if played and isinstance(self._script[0], AwaitSilence):
            self._spent_ms = 0
        if self._step_is_over():
            self._script.popleft()
            self._spent_bytes = self._spent_ms = 0
            self._agent_spoke = False
        return Frame(pcm, self._ring.played_samples, self._ring.played_dbfs)

    def _speech(self) -> bytes:
        step = self._script[0]
        if not isinstance(step, Say):
            return self._silence
        start = self._spent_bytes
        self._spent_bytes += len(self._silence)
        return step.pcm[start : self._spent_bytes].ljust(len(self._silence), b"\0")

    def _step_is_over(self) -> bool:
        match self._script[0]:
            case Say(pcm):
                return self._spent_bytes >= len(pcm)
            case Quiet(ms):
                return self._spent_ms >= ms
            case AwaitSpeech():
                return self._agent_spoke
            case AwaitSilence(ms):
                return self._agent_spoke and self._spent_ms >= ms
            case _:
                return isinstance(self._script[0], Stay) and len(self._script) > 1


_HOLDING: dict[type, LegEvent] = {Hold: Held(), Resume: Resumed()}
