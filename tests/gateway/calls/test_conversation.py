"""Whole calls on a virtual clock: a scripted caller with a human voice, a real ear and table, fakes for the rest."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import pytest

from agent.api import Ask, ReplyPart
from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.fake import ToneSynthesizer
from asr.api import Transcript
from asr.fake import ScriptedTranscriber, spoken
from asr.memory import Recording
from gateway.calls.company import Company
from gateway.calls.conversation import Conversation
from gateway.calls.prompts import PromptShelf
from gateway.calls.talk import Limits
from gateway.legs.api import Ending
from gateway.legs.fake import AwaitSilence, AwaitSpeech, Hold, Leave, Press, Quiet, Resume, Say, ScriptedLeg, Stay, Step
from gateway.observe import events
from gateway.observe.events import Event
from gateway.speech.fake import LocalSpeech
from privacy.api import RedactionSession
from tests.gateway.calls.speech import noise, recorded
from tests.virtual import run_virtual

QUESTION = recorded("vm-goodbye")
LONGER = recorded("demo-congrats")[: 8000 * 2 * 6]  # with pauses of its own
OTHER = recorded("vm-incorrect")


class Noted:
    """An agent whose questions are noted on their way to a scripted one."""

    def __init__(self, script: ScriptedAgent) -> None:
        self._script = script
        self.asks: list[Ask] = []

    def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        self.asks.append(ask)
        return self._script.reply(ask)


@dataclass
class Call:
    """A call that has been made: what the caller heard, tick by tick, and what was observed."""

    ending: Ending
    heard: list[bytes]
    seen: list[Event]
    asks: list[Ask]

    @property
    def spoken_ms(self) -> int:
        return 20 * sum(1 for frame in self.heard if any(frame))

    @property
    def turns(self) -> list[events.TurnTimed]:
        return [event for event in self.seen if isinstance(event, events.TurnTimed)]

    @property
    def interruptions(self) -> list[bool]:
        return [event.words for event in self.seen if isinstance(event, events.Interrupted)]


def make_call(
    script: Iterable[Step],
    words: Iterable[str | Transcript] = ("why do my calls fail with 488",),
    agent: ScriptedAgent | None = None,
    limits: Limits | None = None,
    fault: str = "",
) -> Call:
    """Play the script against the gateway on a virtual clock; `fault` breaks the speech process that way."""
    seen: list[Event] = []
    noted = Noted(agent or ScriptedAgent(otherwise=("The codecs do not match. Offer G.711 on both sides.",)))

    async def call() -> Call:
        speech = LocalSpeech(ScriptedTranscriber(list(words)), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, tuple(Prompt), (8000,))
        speech.broken, speech.stuck = fault == "broken", fault == "stuck"
        leg = ScriptedLeg(script)
        company = Company(noted, speech, shelf, seen.append, limits or Limits(), longest_s=600)
        ending = await Conversation(leg, company, RedactionSession()).run()
        return Call(ending, leg.heard, seen, noted.asks)

    return run_virtual(call())


def test_a_question_is_answered() -> None:
    call = make_call([AwaitSilence(), Say(QUESTION), Quiet(8000), Leave()])
    (turn,) = call.turns
    assert 150 <= turn.endpoint_ms <= 400
    assert turn.endpoint_ms <= turn.first_audio_ms <= turn.endpoint_ms + 60
    assert call.ending is Ending.CALLER_HUNG_UP


def test_the_greeting_comes_first_and_at_once() -> None:
    call = make_call([Quiet(300), Leave()])
    assert any(call.heard[2])


LONG_ANSWER = "A long answer that goes on and on, and on, and on, about many things indeed. " * 3


def test_speaking_over_the_agent_stops_it() -> None:
    call = make_call(
        [AwaitSilence(), Say(QUESTION), AwaitSpeech(), Quiet(1500), Say(OTHER), Quiet(6000), Leave()],
        words=("why do my calls fail", "no i mean registration"),
        agent=ScriptedAgent({"why do my calls fail": (LONG_ANSWER,)}, otherwise=("Yes.",)),
    )
    assert call.interruptions == [True]
    asked, heard = call.asks[-1].history
    assert asked.words.text == "why do my calls fail"
    assert LONG_ANSWER.startswith(heard.words.text)
    assert 0 < len(heard.words.text.split()) < 15


def test_a_cough_lets_the_agent_go_on() -> None:
    agent = ScriptedAgent(otherwise=(LONG_ANSWER,))
    quiet = make_call([AwaitSilence(), Say(QUESTION), AwaitSpeech(), Quiet(20_000), Leave()], agent=agent)
    coughed = make_call(
        [AwaitSilence(), Say(QUESTION), AwaitSpeech(), Quiet(1500), Say(noise(120)), Quiet(20_000), Leave()],
        words=("why do my calls fail", ""),
        agent=agent,
    )
    assert abs(coughed.spoken_ms - quiet.spoken_ms) <= 60
    assert len(coughed.asks) == len(quiet.asks)


def test_what_is_said_during_a_pause_leaves_no_trace() -> None:
    half = len(LONGER) // 2
    call = make_call(
        [AwaitSilence(), Say(LONGER[:half]), Quiet(300), Say(LONGER[half:]), Quiet(6000), Leave()],
        words=[*[spoken("and so on and", finished=0.02)] * 3, spoken("it is whole at last", finished=0.99)],
    )
    (turn,) = call.turns
    assert turn.takes > 1
    assert all(ask.history == () and ask.memo is None for ask in call.asks)


def test_a_silent_caller_is_asked_and_then_let_go() -> None:
    call = make_call([Stay()], limits=Limits(silence_ms=3000, silences=1))
    assert call.ending is Ending.WE_HUNG_UP


def test_goodbye_ends_the_call() -> None:
    call = make_call([AwaitSilence(), Say(QUESTION), Stay()], words=("goodbye",))
    assert call.ending is Ending.WE_HUNG_UP


def test_keys_reach_the_agent() -> None:
    call = make_call([AwaitSilence(), Press("1"), Press("2"), Quiet(4000), Leave()])
    assert call.asks[0].words.text == "DTMF 1 2"


def test_it_says_nothing_on_hold() -> None:
    call = make_call([AwaitSilence(), Hold(), Say(LONGER), Quiet(3000), Leave()])
    assert call.asks == []
    assert not any(any(frame) for frame in call.heard[-300:])


def test_it_comes_back_from_hold() -> None:
    call = make_call([AwaitSilence(), Hold(), Quiet(2000), Resume(), Quiet(4000), Leave()])
    assert any(any(frame) for frame in call.heard[-200:])


CUT_OFF = QUESTION[: len(QUESTION) // 2]


def test_who_goes_on_speaking_after_a_hold_is_heard() -> None:
    call = make_call([AwaitSilence(), Say(CUT_OFF), Hold(), Quiet(2000), Resume(), Say(QUESTION), Quiet(6000), Leave()])
    assert len(call.asks) == 1


def test_no_sound_is_kept_of_an_utterance_that_a_hold_cut_off() -> None:
    async def call() -> int:
        speech = LocalSpeech(ScriptedTranscriber(["why"]), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
        leg = ScriptedLeg([AwaitSilence(), Say(CUT_OFF), Hold(), Stay()])
        company = Company(ScriptedAgent(), speech, shelf, lambda _: None)
        task = asyncio.create_task(Conversation(leg, company, RedactionSession()).run())
        await asyncio.sleep(30)
        kept = sum(each.kept for each in gc.get_objects() if isinstance(each, Recording))
        leg.then(Leave())
        await task
        return kept

    assert run_virtual(call()) == 0


def test_a_fault_of_ours_ends_the_call_instead_of_silencing_it() -> None:
    async def call(fault: Prompt, script: list[Step]) -> None:
        speech = LocalSpeech(ScriptedTranscriber(["stop"]), ToneSynthesizer())
        shelf = PromptShelf({prompt: text for prompt, text in prompts().items() if prompt is not fault})
        await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
        company = Company(ScriptedAgent(), speech, shelf, lambda _: None)
        async with asyncio.timeout(60):
            await Conversation(ScriptedLeg(script), company, RedactionSession()).run()

    scripts: dict[Prompt, list[Step]] = {
        Prompt.STILL_THERE: [Stay()],
        Prompt.STOPPED: [AwaitSilence(), Say(QUESTION), Stay()],
    }
    for fault, script in scripts.items():
        with pytest.raises(ExceptionGroup) as ended:
            run_virtual(call(fault, script))
        assert isinstance(ended.value.exceptions[0], KeyError)


@pytest.mark.parametrize("fault", ["broken", "stuck"])
def test_a_dead_speech_process_is_apologised_for(fault: str) -> None:
    greeting_only = make_call([AwaitSilence(), Quiet(8000), Leave()]).spoken_ms
    call = make_call([AwaitSilence(), Say(QUESTION), Quiet(12_000), Leave()], fault=fault)
    assert call.ending is Ending.CALLER_HUNG_UP
    assert call.spoken_ms > greeting_only


def test_an_agent_that_fails_is_apologised_for() -> None:
    greeting_only = make_call([AwaitSilence(), Quiet(8000), Leave()]).spoken_ms
    agent = ScriptedAgent(failing=frozenset({"why do my calls fail with 488"}))
    call = make_call([AwaitSilence(), Say(QUESTION), Quiet(8000), Leave()], agent=agent)
    assert call.ending is Ending.CALLER_HUNG_UP
    assert call.spoken_ms > greeting_only


def test_nothing_personal_reaches_an_event_or_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    call = make_call(
        [AwaitSilence(), Say(QUESTION), Quiet(8000), Leave()],
        words=("my card number is 4111 1111 1111 1111 and my name is Zebulon Quartermain",),
    )
    told = repr(call.seen) + caplog.text + repr(call.asks) + " ".join(ask.words.text for ask in call.asks)
    assert "4111" not in told
    assert "Zebulon" not in told
    assert call.asks


def test_only_the_sound_of_what_everybody_hears_may_be_kept() -> None:
    async def call() -> list[str]:
        speech = LocalSpeech(ScriptedTranscriber(["why"]), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
        agent = ScriptedAgent(otherwise=("You are Mary. The codecs do not match.",))
        company = Company(agent, speech, shelf, lambda _: None, fixed=frozenset({"The codecs do not match."}))
        leg = ScriptedLeg([AwaitSilence(), Say(QUESTION), Quiet(8000), Leave()])
        await Conversation(leg, company, RedactionSession()).run()
        return speech.kept

    assert run_virtual(call()) == ["The codecs do not match."]


def test_a_second_clause_says_how_much_is_in_hand_before_it() -> None:
    async def call() -> list[float]:
        speech = LocalSpeech(ScriptedTranscriber(["why"]), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
        speech.in_hand_s.clear()
        company = Company(
            ScriptedAgent(otherwise=("The codecs do not match. Offer both.",)), speech, shelf, lambda _: None
        )
        leg = ScriptedLeg([AwaitSilence(), Say(QUESTION), Quiet(8000), Leave()])
        await Conversation(leg, company, RedactionSession()).run()
        return speech.in_hand_s

    first_s, second_s = run_virtual(call())
    assert first_s == 0.0
    assert 0.5 < second_s < 5.0


class TestCancelledAnywhere:
    """A call cancelled at its nth step leaves nothing behind: `run_virtual` fails when a task is left."""

    @pytest.mark.parametrize("at_ms", [0, 20, 500, 3000, 5200, 5400, 5600, 6000, 9000])
    def test_it_leaves_no_task(self, at_ms: int) -> None:
        async def call() -> None:
            speech = LocalSpeech(ScriptedTranscriber(["why"]), ToneSynthesizer())
            shelf = PromptShelf(prompts())
            await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
            leg = ScriptedLeg([AwaitSilence(), Say(QUESTION), Stay()])
            company = Company(ScriptedAgent(), speech, shelf, lambda _: None)
            task = asyncio.create_task(Conversation(leg, company, RedactionSession()).run())
            await asyncio.sleep(at_ms / 1000)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        run_virtual(call())
        gc.collect()
