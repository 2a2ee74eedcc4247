"""What an audience is told of a call; disclosure before anything else; and no endless silence."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from agent.api import Ask, Closing, Memo, ReplyPart, Speaker, Text
from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber
from gateway.calls.audience import Caption, Controls
from gateway.calls.captions import Captions
from gateway.calls.company import Company
from gateway.calls.conversation import Conversation
from gateway.calls.prompts import PromptShelf
from gateway.legs.api import LineReport
from gateway.legs.fake import AwaitSilence, AwaitSpeech, Leave, Quiet, Say, ScriptedLeg, Step
from gateway.observe import events
from gateway.speech.fake import LocalSpeech
from privacy.api import RedactionSession
from privacy.declared.terms import OptIn
from privacy.keeping.api import Receipt
from tests.gateway.calls.speech import recorded
from tests.virtual import run_virtual

QUESTION = recorded("vm-goodbye")
DISCLOSURE = prompts()[Prompt.DISCLOSURE]
REDACTION = RedactionSession()


@dataclass
class Onlooker:
    """An audience that remembers."""

    captions: list[Caption] = field(default_factory=list)
    turns: list[events.TurnTimed] = field(default_factory=list)
    reports: list[LineReport] = field(default_factory=list)
    endings: list[events.CallEnded] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    kept_told: list[tuple[frozenset[OptIn], str]] = field(default_factory=list)
    controls: list[Controls] = field(default_factory=list)

    def begun(self, controls: Controls) -> None:
        self.controls.append(controls)

    def kept(self, opt_ins: frozenset[OptIn], reference: str) -> None:
        self.kept_told.append((opt_ins, reference))

    def caption(self, caption: Caption) -> None:
        self.captions.append(caption)

    def timed(self, turn: events.TurnTimed) -> None:
        self.turns.append(turn)

    def measured(self, report: LineReport) -> None:
        self.reports.append(report)

    def ended(self, ended: events.CallEnded, receipt: Receipt) -> None:
        self.endings.append(ended)
        self.receipts.append(receipt)

    @property
    def shown(self) -> list[tuple[Speaker, str, bool]]:
        """What stands on the page in the end, in the order in which it first came."""
        latest = {each.id: each for each in self.captions}
        return [(each.speaker, " ".join(p.text for p in each.pieces), each.interrupted) for each in latest.values()]


class Stalling:
    """An agent that says one sentence and then nothing more, without an end."""

    async def reply(self, _: Ask) -> AsyncIterator[ReplyPart]:
        yield Text("Let me see.")
        await asyncio.Event().wait()
        yield Closing(Memo())


def look_on(
    script: Iterable[Step], words: Iterable[str], agent: ScriptedAgent | Stalling | None = None
) -> tuple[Onlooker, list[events.Event]]:
    onlooker, seen = Onlooker(), list[events.Event]()

    async def call() -> None:
        speech = LocalSpeech(ScriptedTranscriber(list(words)), ToneSynthesizer())
        shelf = PromptShelf(prompts())
        await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (8000,))
        company = Company(agent or ScriptedAgent(), speech, shelf, seen.append)
        await Conversation(ScriptedLeg(list(script)), company, RedactionSession(), onlooker).run()

    run_virtual(call())
    return onlooker, seen


def test_both_sides_are_shown_redacted_and_in_order() -> None:
    told, _ = look_on([AwaitSilence(), Say(QUESTION), Quiet(6000), Leave()], ["my card is 4111 1111 1111 1111"])
    assert [speaker for speaker, _, _ in told.shown] == [Speaker.AGENT, Speaker.CALLER, Speaker.AGENT]
    assert told.shown[0][1] == f"{DISCLOSURE} {prompts()[Prompt.GREETING]}"
    assert "[CARD_1]" in told.shown[1][1] and "4111" not in told.shown[1][1]
    assert told.shown[2] == (Speaker.AGENT, "I see.", False)
    assert len(told.turns) == 1 and len(told.endings) == 1


def test_who_talks_over_the_disclosure_hears_it_before_the_answer() -> None:
    told, _ = look_on([AwaitSpeech(), Quiet(500), Say(QUESTION), AwaitSilence(), Leave()], ["why do my calls fail"])
    greeting, caller, answer = told.shown
    assert greeting[2] and DISCLOSURE not in greeting[1], "cut off before its end"
    assert caller[0] is Speaker.CALLER
    assert answer == (Speaker.AGENT, f"{DISCLOSURE} I see.", False)


def test_it_is_said_once_to_who_has_heard_it() -> None:
    said: list[Step] = [AwaitSilence(), Say(QUESTION), Quiet(6000), Say(QUESTION), Quiet(6000), Leave()]
    told, _ = look_on(said, ["why do my calls fail", "and over tcp"])
    assert sum(DISCLOSURE in text for _, text, _ in told.shown) == 1


def test_an_agent_that_stalls_in_mid_reply_is_apologised_for() -> None:
    told, seen = look_on([AwaitSilence(), Say(QUESTION), Quiet(12_000), Leave()], ["why do my calls fail"], Stalling())
    assert [each.what for each in seen if isinstance(each, events.Watchdog)] == ["reply"]
    assert told.shown[-1][1] == prompts()[Prompt.APOLOGY]


def test_a_take_that_was_not_the_last_is_never_shown() -> None:
    told = Onlooker()
    captions = Captions(told)
    captions.transcribed(1, 1, REDACTION.redact("why do my"))
    captions.ended(1, 2)
    assert not told.captions
    captions.transcribed(1, 2, REDACTION.redact("why do my calls fail"))
    assert [each.pieces[0].text for each in told.captions] == ["why do my calls fail"]


def test_what_is_never_completed_is_not_remembered_for_ever() -> None:
    captions = Captions(Onlooker())
    for utterance in range(1, 50):
        captions.transcribed(utterance, 1, REDACTION.redact("hello"))
    assert len(captions._words) <= 8
