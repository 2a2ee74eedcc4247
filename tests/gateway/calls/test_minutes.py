"""A call of which something is kept, and the calls of which nothing is: what the caller says decides."""

from collections.abc import Iterable

import pytest

from agent.api import Speaker
from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber, spoken
from asr.transcript import Transcript
from gateway.calls.audience import Caption
from gateway.calls.company import Company
from gateway.calls.conversation import Conversation
from gateway.calls.prompts import PromptShelf
from gateway.legs.api import CallerIdentity
from gateway.legs.fake import AwaitSilence, AwaitSpeech, Leave, Press, Quiet, Say, ScriptedLeg, Step
from gateway.speech.fake import LocalSpeech
from privacy.api import RedactionSession
from privacy.declared.terms import Channel, OptIn
from privacy.keeping.fake import MemoryFile, MemoryKeeping
from privacy.keys.identifiers import Identifier, Means
from tests.gateway.calls.speech import recorded
from tests.gateway.calls.test_audience import Onlooker
from tests.virtual import run_virtual

SPEECH = Say(recorded("vm-goodbye"))
TURN: tuple[Step, ...] = (SPEECH, AwaitSilence(1200))
TEXTS = prompts()


def call(
    words: Iterable[str | Transcript],
    script: Iterable[Step],
    *,
    away: bool = False,
    caller: CallerIdentity | None = None,
    page: Onlooker | None = None,
) -> tuple[MemoryFile, Onlooker]:
    """The file of a call in which the caller says `words` one by one where the script speaks."""
    keeping, onlooker = MemoryKeeping(away=away), page or Onlooker()

    async def run() -> None:
        speech = LocalSpeech(ScriptedTranscriber(list(words)), ToneSynthesizer())
        shelf = PromptShelf(TEXTS)
        await shelf.stock(speech, tuple(Prompt), (8000,))
        company = Company(ScriptedAgent(), speech, shelf, lambda _: None, keeping=keeping)
        leg = ScriptedLeg([AwaitSilence(1200), *script, Leave()], caller=caller)
        await Conversation(leg, company, RedactionSession(), onlooker).run()

    run_virtual(run())
    return keeping.files["script"], onlooker


def said(onlooker: Onlooker) -> list[str]:
    return [text for _, text, _ in onlooker.shown]


def test_a_call_that_says_nothing_of_keeping_leaves_nothing() -> None:
    file, onlooker = call(["why do my calls fail"], TURN)
    assert file.ended
    assert not file.stored and not file.added and not file.answers
    assert not onlooker.receipts[0].kept


def test_keep_this_for_support_keeps_all_that_was_said_before_and_after() -> None:
    file, onlooker = call(["my card is 4111 1111 1111 1111", "keep this for support", "why do my calls fail"], TURN * 3)
    kept = [words.text for words in file.stored]
    assert any("[CARD_1]" in text for text in kept) and "why do my calls fail" in kept
    assert "4111" not in "".join(kept)
    assert file.answers[0][1].words is not None and file.answers[0][1].words.text == "keep this for support"
    assert onlooker.receipts[0].kept and onlooker.receipts[0].reference == file.reference


def test_the_reference_is_said_but_neither_shown_nor_stored() -> None:
    file, onlooker = call(["keep this for support"], TURN)
    assert file.reference
    assert any(text.startswith(TEXTS[Prompt.KEPT_TRANSCRIPT]) and "[ACCOUNT_ID" in text for text in said(onlooker))
    everything = [*said(onlooker), *(words.text for words in file.stored)]
    assert not any(word in text for text in everything for word in (file.reference, file.reference[8:]))


def test_a_yes_that_is_taken_back_leaves_nothing() -> None:
    file, onlooker = call(["save this call", "yes", "don't save this"], TURN * 3)
    assert [opt_in for opt_in, _ in file.answers] == [OptIn.TRANSCRIPT]
    assert not file.stored and not file.parts
    assert TEXTS[Prompt.DELETED] in said(onlooker)
    assert not onlooker.receipts[0].kept


def test_hanging_up_during_the_question_is_no() -> None:
    file, _ = call(["save this call"], [SPEECH, AwaitSpeech(), Quiet(200)])
    assert not file.answers and not file.stored


def test_silence_after_the_question_is_no() -> None:
    file, onlooker = call(["save this call"], [*TURN, Quiet(16_000)])
    assert TEXTS[Prompt.ASK_TRANSCRIPT] in said(onlooker) and TEXTS[Prompt.NOT_KEPT] in said(onlooker)
    assert not file.answers and not file.stored


def test_a_yes_that_was_guessed_is_no() -> None:
    guessed = Transcript("yes", finished=0.9, confidence=0.3, voiced_ms=300)
    file, _ = call([spoken("save this call"), guessed], TURN * 2)
    assert not file.answers and not file.stored


def test_key_one_is_a_yes() -> None:
    file, _ = call(["save this call"], [*TURN, Press("1"), AwaitSilence(1200)])
    ((opt_in, answer),) = file.answers
    assert (opt_in, answer.key, answer.words, answer.channel) == (OptIn.TRANSCRIPT, "1", None, Channel.CONSOLE)


def test_a_store_that_is_away_keeps_nothing_and_says_so_and_the_call_goes_on() -> None:
    file, onlooker = call(["keep this for support", "why do my calls fail"], TURN * 2, away=True)
    assert TEXTS[Prompt.CANNOT_KEEP] in said(onlooker)
    assert said(onlooker)[-1] == "I see."
    assert not file.stored and not onlooker.receipts[0].kept


class Pressing(Onlooker):
    """A page whose caller presses buttons once the first words of the call are shown."""

    def __init__(self, *presses: str) -> None:
        super().__init__()
        self.presses = list(presses)

    def caption(self, caption: Caption) -> None:
        super().caption(caption)
        if caption.speaker is Speaker.CALLER and self.presses:
            (controls,) = self.controls
            if self.presses.pop(0) == "agree":
                controls.agree(OptIn.TRANSCRIPT)
            else:
                controls.withdraw()


def test_a_button_keeps_and_the_page_is_told_the_reference() -> None:
    page = Pressing("agree")
    file, _ = call(["why do my calls fail"], TURN, page=page)
    assert page.kept_told == [(frozenset({OptIn.TRANSCRIPT}), file.reference)]
    assert file.answers[0][1].key == "button"
    assert "why do my calls fail" in [words.text for words in file.stored]
    assert TEXTS[Prompt.KEPT_TRANSCRIPT] not in said(page), "the page says it: the call goes on"


def test_a_button_takes_it_back() -> None:
    page = Pressing("agree", "withdraw")
    file, _ = call(["why do my calls fail", "and over tcp"], TURN * 2, page=page)
    assert [bool(opt_ins) for opt_ins, _ in page.kept_told] == [True, False]
    assert not file.stored and not page.receipts[0].kept


@pytest.mark.parametrize(
    ("caller", "identifiers"),
    [
        (CallerIdentity("+4512345678", "Ada"), (Identifier(Means.NUMBER, "+4512345678"),)),
        (CallerIdentity("+4512345678", "Ada", withheld=True), ()),
        (CallerIdentity(), ()),
    ],
)
def test_who_withholds_the_number_is_known_by_no_number(
    caller: CallerIdentity, identifiers: tuple[Identifier, ...]
) -> None:
    file, _ = call(["why do my calls fail"], TURN, caller=caller)
    assert tuple(file.opening.identifiers) == identifiers


def test_what_turns_out_to_be_personal_later_is_masked_in_what_is_kept() -> None:
    file, _ = call(["keep this for support", "the word is zorblatt", "my password is zorblatt"], TURN * 3)
    assert "zorblatt" not in "".join(words.text for words in file.stored)
