import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.legs.api import CallerIdentity, Dtmf, Ending, Frame, LegEnded, LegEvent
from gateway.legs.fake import (
    AwaitSilence,
    AwaitSpeech,
    Hold,
    Leave,
    Press,
    Quiet,
    Resume,
    Say,
    ScriptedLeg,
    Stay,
)
from tests.gateway.legs.contract import Ends, LegContract, buzz


class ScriptedCaller:
    def __init__(self, leg: ScriptedLeg) -> None:
        self._leg = leg

    def speak(self, pcm: bytes) -> None:
        self._leg.then(Say(pcm), Stay())

    async def press(self, digit: str) -> None:
        self._leg.then(Press(digit), Stay())

    async def hold(self) -> None:
        self._leg.then(Hold(), Stay())

    async def resume(self) -> None:
        self._leg.then(Resume(), Stay())

    async def leave(self) -> None:
        self._leg.then(Leave())

    def heard(self) -> bytes:
        return b"".join(self._leg.heard)


class TestScriptedLeg(LegContract):
    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Ends]:
        leg = ScriptedLeg([Stay()], caller=CallerIdentity("4711", "Ada 4711"))
        yield leg, ScriptedCaller(leg)


async def play_through(leg: ScriptedLeg, speech: bytes, at_frame: int) -> list[LegEvent]:
    seen: list[LegEvent] = []
    async with asyncio.timeout(10):
        async for event in leg.events():
            seen.append(event)
            if len(seen) == at_frame:
                leg.play(speech)
    return seen


async def test_a_script_that_runs_out_hangs_up() -> None:
    seen = await play_through(ScriptedLeg([Say(buzz(8000, 50)), Press("5")]), b"", 0)
    assert [type(event) for event in seen] == [Frame, Frame, Frame, Dtmf, LegEnded]
    assert seen[-1] == LegEnded(Ending.CALLER_HUNG_UP)


async def test_the_caller_interrupts_once_the_agent_speaks() -> None:
    leg = ScriptedLeg([AwaitSpeech(), Quiet(40), Say(buzz(8000, 20)), Leave(Ending.LEG_LOST)])
    seen = await play_through(leg, buzz(8000, 500), at_frame=3)
    loud = [n for n, event in enumerate(seen) if isinstance(event, Frame) and any(event.pcm)]
    assert loud == [6]  # three ticks of waiting, the first of speech, two of Quiet
    assert seen[-1] == LegEnded(Ending.LEG_LOST)


async def test_the_caller_listens_to_the_end() -> None:
    seen = await play_through(ScriptedLeg([AwaitSilence(60)]), buzz(8000, 100), at_frame=2)
    assert len(seen) == 2 + 5 + 3 + 1  # waiting, the agent's 100 ms, 60 ms of silence, the end
