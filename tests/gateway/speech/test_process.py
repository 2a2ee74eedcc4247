"""The speech process for real: Whisper and Piper behind a socket pair, killed, restarted, refused."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber
from gateway.errors import ModelUnusable, SpeechUnavailable
from gateway.speech.api import Speech
from gateway.speech.client import SpeechProcess, SpeechSettings
from gateway.speech.fake import LocalSpeech
from tests.gateway.calls.speech import recorded

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def process() -> AsyncIterator[SpeechProcess]:
    async with SpeechProcess(SpeechSettings(lanes=2)) as running:
        yield running


@pytest.fixture(params=["process", "fake"])
def speech(request: pytest.FixtureRequest) -> Speech:
    if request.param == "fake":
        return LocalSpeech(ScriptedTranscriber(["goodbye"]), ToneSynthesizer())
    real: Speech = request.getfixturevalue("process")
    return real


async def spoken(speech: Speech, text: str) -> bytes:
    return b"".join([piece async for piece in speech.speak(text, 8000)])


async def kill(process: SpeechProcess) -> None:
    """Kill the process; returns when the client has noticed."""
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    async with asyncio.timeout(5):
        await process.until_lost()


class TestContract:
    async def test_it_hears(self, speech: Speech) -> None:
        heard = await speech.transcribe(recorded("vm-goodbye"), 8000)
        assert "goodbye" in heard.words.lower()

    async def test_it_hears_nothing_in_silence(self, speech: Speech) -> None:
        heard = await speech.transcribe(bytes(16000), 8000)
        assert heard.words == ""
        assert heard.reason

    async def test_it_speaks(self, speech: Speech) -> None:
        pcm = await spoken(speech, "Good morning to you.")
        assert 8000 < len(pcm) < 16000 * 5
        assert any(pcm)

    async def test_a_listener_may_leave_early(self, speech: Speech) -> None:
        async for piece in speech.speak("A sentence that nobody hears to its end, long as it is.", 8000):
            assert piece
            break
        assert await spoken(speech, "Still here.")


class TestProcess:
    async def test_it_says_what_its_models_are(self, process: SpeechProcess) -> None:
        assert [made.role for made in process.made] == ["transcriber", "voice"]
        assert all(len(made.sha256) == 64 for made in process.made)

    async def test_a_round_trip_is_understood(self, process: SpeechProcess) -> None:
        pcm = await spoken(process, "My telephone cannot register.")
        heard = await process.transcribe(pcm, 8000)
        assert "register" in heard.words.lower()

    async def test_what_is_the_same_for_every_caller_is_made_once(self, process: SpeechProcess) -> None:
        costs_s, sounds = [], []
        for _ in range(2):
            before_s = process.busy_s
            sounds.append(b"".join([piece async for piece in process.speak("Nothing is kept of it.", 8000, keep=True)]))
            costs_s.append(process.busy_s - before_s)
        assert sounds[0] == sounds[1]
        assert costs_s[1] < costs_s[0] / 3

    async def test_work_of_idle_time_is_no_cost_of_a_turn(self, process: SpeechProcess) -> None:
        before_s = process.busy_s
        await process.warm("Made when nobody waits.", 8000)
        assert process.busy_s == before_s

    async def test_many_at_once_are_all_answered(self, process: SpeechProcess) -> None:
        question = recorded("vm-goodbye")
        heard = await asyncio.gather(*(process.transcribe(question, 8000) for _ in range(12)))
        assert len({each.words for each in heard}) == 1
        assert process.waiting == 0

    async def test_what_is_given_up_is_not_waited_for(self, process: SpeechProcess) -> None:
        asked = asyncio.create_task(process.transcribe(recorded("demo-congrats"), 8000))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        assert process.waiting == 0

    async def test_a_killed_process_fails_what_was_in_flight_and_is_replaced(self, process: SpeechProcess) -> None:
        asked = asyncio.create_task(process.transcribe(recorded("demo-congrats"), 8000))
        await asyncio.sleep(0)  # let it be asked
        restarts = process.restarts
        await kill(process)
        with pytest.raises(SpeechUnavailable):
            await asked
        async with asyncio.timeout(20):
            await process.until_ready()
        assert process.restarts == restarts + 1
        assert (await process.transcribe(recorded("vm-goodbye"), 8000)).words

    async def test_what_is_asked_while_it_starts_waits(self, process: SpeechProcess) -> None:
        await kill(process)
        assert (await process.transcribe(recorded("vm-goodbye"), 8000)).words

    async def test_its_memory_cannot_be_read_by_others(self, process: SpeechProcess) -> None:
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        assert core.split()[4:6] == ["0", "0"]


@pytest.mark.parametrize("settings", [SpeechSettings(model="/nowhere/model"), SpeechSettings(voice="/nowhere/v.onnx")])
async def test_a_missing_model_is_one_clear_sentence(settings: SpeechSettings) -> None:
    with pytest.raises(ModelUnusable) as refused:
        async with SpeechProcess(settings):
            pass
    assert "/nowhere" in str(refused.value)
    assert "\n" not in str(refused.value)


class Fragile(SpeechProcess):
    """A speech process whose program can be taken away and put back."""

    program: tuple[str, ...] = ()

    def _command(self, fd: int) -> list[str]:
        return list(self.program) or super()._command(fd)


@pytest.mark.parametrize("program", [(sys.executable, "-c", ""), ("/nowhere/python",)])
async def test_a_process_that_never_gets_ready_is_given_up_with_a_sentence(program: tuple[str, ...]) -> None:
    process = Fragile(SpeechSettings())
    process.program = program
    async with asyncio.timeout(20):
        with pytest.raises(ModelUnusable, match="doctor"):
            await process.__aenter__()


async def test_it_comes_back_when_it_can_be_started_again() -> None:
    unusable = asyncio.Event()
    fragile: Fragile = Fragile(SpeechSettings(lanes=1), lambda: None if fragile.usable else unusable.set())
    async with fragile:
        fragile.program = ("/nowhere/python",)
        await kill(fragile)
        async with asyncio.timeout(20):
            await unusable.wait()
            fragile.program = ()
            await fragile.until_ready()
        assert fragile.usable
