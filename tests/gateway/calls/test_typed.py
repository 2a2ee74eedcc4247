"""A conversation in text: what is remembered, what is masked, and what is left of an answer that was cut."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from agent.api import Action, Ask, Closing, Memo, ReplyPart, Speaker, Text
from agent.local import LocalAgent
from agent.prompts import Prompt, prompts
from gateway.calls.typed import TypedTalk
from privacy.declared.terms import Channel, OptIn, Region
from privacy.keeping.api import Opening
from privacy.keeping.fake import MemoryFile
from privacy.operators import Operator

TEXTS = prompts()
NUMBER = "415 555 0132"


class Parrot:
    """Says each question back in two pieces, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []

    async def reply(self, ask: Ask) -> AsyncIterator[ReplyPart]:
        self.asked.append(ask)
        yield Text("Very well:")
        yield Text(ask.words.text)
        yield Closing(Memo(), Action.HANG_UP if ask.words.text == "bye" else Action.NONE)


async def said(talk: TypedTalk, words: str) -> list[str]:
    return [talk.restored(piece) async for piece in talk.answer(talk.hear(words))]


async def test_the_agent_sees_no_number_and_the_caller_their_own() -> None:
    parrot = Parrot()
    talk = TypedTalk(parrot)
    heard = talk.hear(f"My number is {NUMBER}.")
    pieces = [piece async for piece in talk.answer(heard)]
    assert NUMBER not in heard.text and heard.spans
    assert all(NUMBER not in piece.text for piece in pieces)
    assert NUMBER in talk.restored(pieces[1])
    assert NUMBER not in parrot.asked[0].words.text


async def test_a_turn_sees_those_before_it_and_a_goodbye_ends_the_talk() -> None:
    parrot = Parrot()
    talk = TypedTalk(parrot)
    await said(talk, "first")
    assert (talk.over, talk.turns) == (False, 1)
    await said(talk, "bye")
    told = [(turn.speaker, turn.words.text) for turn in parrot.asked[1].history]
    assert told == [(Speaker.CALLER, "first"), (Speaker.AGENT, "Very well: first")]
    assert (talk.over, talk.turns) == (True, 2)


async def test_of_an_answer_that_is_cut_the_agent_remembers_what_was_taken() -> None:
    parrot = Parrot()
    talk = TypedTalk(parrot)
    async with aclosing(talk.answer(talk.hear("first"))) as pieces:
        async for _ in pieces:
            break
    await said(talk, "second")
    assert [turn.words.text for turn in parrot.asked[1].history] == ["first", "Very well:"]


async def test_nothing_is_left_after_the_end() -> None:
    parrot = Parrot()
    talk = TypedTalk(parrot)
    piece = talk.hear(f"It is {NUMBER}")
    await said(talk, f"It is {NUMBER}")
    talk.close()
    assert NUMBER not in talk.restored(piece)
    await said(talk, "and then")
    assert parrot.asked[1].history == ()


async def test_the_embedded_agent_answers_stops_and_says_goodbye() -> None:
    talk = TypedTalk(LocalAgent())
    assert "488" in " ".join(await said(talk, "Why do my calls fail with 488?"))
    assert await said(talk, "stop")
    assert (talk.over, talk.turns) == (False, 2)
    await said(talk, "goodbye")
    assert (talk.over, talk.turns) == (True, 3)


def keepable() -> tuple[TypedTalk, MemoryFile]:
    file = MemoryFile(Opening(Channel.CHAT, Region.GDPR))
    return TypedTalk(Parrot(), file, Channel.CHAT), file


async def test_what_is_asked_for_is_kept_and_the_reference_shown_to_its_caller_alone() -> None:
    talk, file = keepable()
    await said(talk, f"my number is {NUMBER}")
    (told,) = await said(talk, "keep this for support")
    assert told.startswith(TEXTS[Prompt.KEPT_TRANSCRIPT]) and told.endswith(file.reference)
    receipt = await talk.finish()
    kept = " ".join(words.text for words in file.stored)
    assert receipt.kept and "keep this for support" in kept and "[PHONE_1]" in kept
    assert NUMBER not in kept and file.reference not in kept


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("yes", True), ("no", False), ("okay", False), ("why do my calls fail", False), ("stop", False)],
)
async def test_a_question_wants_a_clear_yes(answer: str, kept: bool) -> None:
    talk, file = keepable()
    assert await said(talk, "save this call") == [TEXTS[Prompt.ASK_TRANSCRIPT]]
    await said(talk, answer)
    await said(talk, "yes")  # too late for anything that was not one
    assert bool(file.answers) is kept
    assert bool((await talk.finish()).kept) is kept


async def test_it_is_taken_back_in_words_or_by_a_button() -> None:
    for how in ("words", "button"):
        talk, file = keepable()
        assert NUMBER not in (await talk.keep(OptIn.TRANSCRIPT)).text
        assert file.answers[0][1].key == "button"
        if how == "words":
            assert await said(talk, "don't save this") == [TEXTS[Prompt.DELETED]]
        else:
            assert (await talk.withdraw()).text == TEXTS[Prompt.DELETED]
        assert not (await talk.finish()).kept and not file.stored


async def test_where_the_store_is_away_it_says_that_nothing_is_kept() -> None:
    talk = TypedTalk(Parrot(), MemoryFile(Opening(Channel.CHAT, Region.GDPR), away=True))
    assert await said(talk, "keep this for support") == [TEXTS[Prompt.CANNOT_KEEP]]
    assert await said(talk, "delete this") == [TEXTS[Prompt.DELETED_LATER]]


async def test_without_a_store_nothing_is_kept() -> None:
    talk = TypedTalk(Parrot())
    assert await said(talk, "keep this for support") == [TEXTS[Prompt.CANNOT_KEEP]]
    assert await said(talk, "save this") == [TEXTS[Prompt.CANNOT_KEEP]]
    assert not (await talk.finish()).kept


def test_operators_of_the_settings_stand_where_a_secret_was() -> None:
    talk = TypedTalk(Parrot(), operators={"PIN": Operator.DROP})
    assert talk.hear("my pin is 4471").text == "my pin is "
