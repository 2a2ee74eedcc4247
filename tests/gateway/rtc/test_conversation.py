"""Whole calls: the reception, a conversation or an echo test, and a caller over WebRTC at the other end."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.api import Provenance
from agent.voice.fake import ToneSynthesizer
from asr.api import Transcriber
from asr.fake import ScriptedTranscriber
from asr.whisper import load
from bench.asr_words import words_of
from gateway.calls.admission import Admission
from gateway.calls.company import Company
from gateway.calls.prompts import PromptShelf
from gateway.calls.reception import Reception
from gateway.legs.api import Frame
from gateway.legs.playout import level_dbfs
from gateway.observe.events import CallEnded, Event, TurnTimed
from gateway.rtc.calls import LiveCalls
from gateway.speech.fake import LocalSpeech
from tests.asr.sounds import needs_prompts, recorded
from tests.gateway.legs.contract import buzz, loud_ms
from tests.gateway.rtc.browser import becomes_true, serving
from tests.gateway.rtc.leaks import nothing_left
from tests.gateway.rtc.phone import Phone, phone

RATE_HZ = 16_000


def at_16_khz(name: str) -> bytes:
    """A recorded prompt, as a browser's microphone would have it."""
    narrow = recorded(name).astype(np.float64)
    at = np.arange(2 * len(narrow)) / 2
    return np.interp(at, np.arange(len(narrow)), narrow).astype("<i2").tobytes()


@dataclass
class House:
    """A reception of browser calls, and what it was seen to do."""

    calls: LiveCalls
    reception: Reception
    seen: list[Event] = field(default_factory=list)

    async def ring(self, page: Phone, destination: str) -> None:
        assert self.reception.refusal(destination, self.calls.live) is None
        page.call = await self.calls.offer(await page.offer(), destination)
        self.reception.on_ringing(page.call)
        await page.accept(page.call.answer_sdp)

    @property
    def endings(self) -> list[str]:
        return [event.ending for event in self.seen if isinstance(event, CallEnded)]

    @property
    def turns(self) -> int:
        return sum(isinstance(event, TurnTimed) for event in self.seen)


class Brief:
    """A voice that hums the first three words of whatever it is to say: nobody has to wait for the rest."""

    def __init__(self) -> None:
        self._voice = ToneSynthesizer()

    @property
    def provenance(self) -> Provenance:
        return self._voice.provenance

    def synthesize(self, text: str, rate_hz: int) -> Iterator[bytes]:
        return self._voice.synthesize(" ".join(text.split()[:3]), rate_hz)


@asynccontextmanager
async def house() -> AsyncIterator[House]:
    seen: list[Event] = []
    speech = LocalSpeech(ScriptedTranscriber(["why"]), Brief())
    shelf = PromptShelf(prompts())
    await shelf.stock(speech, tuple(Prompt), (RATE_HZ,))
    reception = Reception(Company(ScriptedAgent(), speech, shelf, seen.append), Admission(2, 8, state="open"))
    async with serving() as calls:
        yield House(calls, reception, seen)
        await calls.aclose()
        await reception.drain(5)


async def fell_silent(page: Phone, loud_at_least_ms: int) -> None:
    """Returns once so much was heard, and then nothing for half a second."""
    await becomes_true(lambda: loud_ms(page.heard(), RATE_HZ) >= loud_at_least_ms, within_s=20)
    await becomes_true(lambda: level_dbfs(page.heard()[-RATE_HZ:]) < -45, within_s=30)


async def test_an_echo_call_is_introduced_and_echoes() -> None:
    async with nothing_left(), house() as made, phone() as page:
        await made.ring(page, "echo")
        await fell_silent(page, 200)
        page.forget()
        await page.say(buzz(RATE_HZ, 400))
        await becomes_true(lambda: loud_ms(page.heard(), RATE_HZ) >= 300)
        assert page.call
        await page.call.leave()
        await becomes_true(lambda: made.endings == ["caller-hung-up"])


@needs_prompts
async def test_a_caller_is_greeted_asks_and_is_answered() -> None:
    async with nothing_left(), house() as made, phone() as page:
        await made.ring(page, "agent")
        await fell_silent(page, 200)
        page.forget()
        talking = asyncio.create_task(page.say(at_16_khz("conf-getpin") + bytes(4 * RATE_HZ)))
        await fell_silent(page, 200)
        await talking
        assert made.turns >= 1
        await page.dtls.stop()
        await becomes_true(lambda: made.endings == ["caller-hung-up"])


@pytest.fixture(scope="module")
def whisper() -> Transcriber:
    return load("tiny.en", lanes=1)


@needs_prompts
async def test_recorded_people_are_heard_right(whisper: Transcriber) -> None:
    """A line with jitter, then one on which a packet in twenty is lost too: the real weights hear the same words."""
    chance = np.random.default_rng(4)
    said = {
        "cannot-complete-as-dialed": "your call cannot be completed as dialed",
        "conf-getpin": "please enter the conference pin number",
        "vm-delete": "press seven to delete this message",
    }
    lines = [(name, loss) for loss in (0.0, 0.05) for name in said]
    async with serving() as calls:
        heard = await asyncio.gather(*(transcribed(calls, whisper, name, loss, chance) for name, loss in lines))
    wrong = [loss for words, (name, loss) in zip(heard, lines, strict=True) if words != said[name]]
    assert wrong in ([], [0.05])


async def transcribed(
    calls: LiveCalls, whisper: Transcriber, name: str, loss: float, chance: np.random.Generator
) -> str:
    """What is understood of a recorded person who calls over such a line."""
    async with phone() as page:
        leg = await page.connect(calls)
        page.impair = lambda number: None if chance.random() < loss else float(chance.uniform(0, 0.03))
        speech = bytes(RATE_HZ // 2) + at_16_khz(name) + bytes(RATE_HZ)
        talking = asyncio.create_task(page.say(speech))
        pcm = bytearray()
        async for event in leg.events():
            if isinstance(event, Frame):
                pcm += event.pcm
            if talking.done():
                break
        return " ".join(words_of((await asyncio.to_thread(whisper.transcribe, bytes(pcm), RATE_HZ)).words))
