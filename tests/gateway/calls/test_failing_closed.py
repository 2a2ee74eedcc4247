"""What was said stays unsaid when a part fails: a recogniser, the whole redaction, the agent, the transcriber."""

import logging
from collections.abc import AsyncIterator
from itertools import count

import pytest

from agent.api import Agent, Ask, ReplyPart, Text
from agent.fake import ScriptedAgent
from agent.prompts import prompts
from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber
from gateway.calls.company import Company
from gateway.calls.conversation import Conversation
from gateway.calls.prompts import PromptShelf
from gateway.legs.fake import AwaitSilence, Leave, Quiet, Say, ScriptedLeg
from gateway.observe import logs
from gateway.observe.events import Event
from gateway.speech.fake import LocalSpeech
from privacy import engine
from privacy.api import RedactionSession
from tests.gateway.calls.speech import recorded
from tests.gateway.calls.test_audience import Onlooker
from tests.system.planted import SPOKEN, WRITTEN, canaries
from tests.virtual import run_virtual

QUESTION = recorded("vm-goodbye")
SAID = (*SPOKEN, WRITTEN)


class Raising:
    """An agent whose error holds all it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        self.told.append(" ".join([ask.words.text, *(turn.words.text for turn in ask.history)]))
        if len(self.told) % 2:
            yield Text(f"You said {ask.words.text}")
        raise RuntimeError(self.told[-1])


def everything_told(agent: Agent, caplog: pytest.LogCaptureFixture, redaction: RedactionSession) -> str:
    """All that leaves a conversation in which the canaries were said: events, log lines and captions."""
    caplog.set_level(logging.DEBUG)
    onlooker, seen = Onlooker(), list[Event]()

    async def call() -> None:
        speech = LocalSpeech(ScriptedTranscriber(list(SAID)), ToneSynthesizer())
        company = Company(agent, speech, PromptShelf(prompts()), seen.append)
        script = [AwaitSilence(), *(step for _ in SAID for step in (Say(QUESTION), Quiet(9000))), Leave()]
        await Conversation(ScriptedLeg(script), company, redaction, onlooker).run()

    run_virtual(call())
    for event in seen:
        logs.log_event(event)
    captions = [piece.text for caption in onlooker.captions for piece in caption.pieces]
    assert len(onlooker.captions) > len(SAID)
    return "\n".join([*captions, *map(repr, seen), *map(repr, onlooker.captions), caplog.text])


def test_an_agent_that_raises_what_it_was_told(caplog: pytest.LogCaptureFixture) -> None:
    agent = Raising()
    told = everything_told(agent, caplog, RedactionSession())
    assert len(agent.told) >= len(SAID)
    assert not canaries(told) and not canaries("\n".join(agent.told))


def test_a_recogniser_that_raises_what_it_was_given(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError(repr(given))

    monkeypatch.setattr(engine, "find", broken)
    told = everything_told(ScriptedAgent(), caplog, RedactionSession())
    assert "[UTTERANCE_1]" in told
    assert not canaries(told)


def test_a_redaction_that_overruns_its_time(caplog: pytest.LogCaptureFixture) -> None:
    ticks = count(step=1.0)
    told = everything_told(ScriptedAgent(), caplog, RedactionSession(clock=lambda: next(ticks)))
    assert "[UTTERANCE_" in told
    assert not canaries(told)
