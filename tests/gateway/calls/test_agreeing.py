"""Keeping in the turn table: only a clear yes counts, and it is taken back at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agent.prompts import Prompt
from asr.api import SpeechEnded, SpeechPaused
from gateway.calls import facts
from gateway.calls.agreeing import settled
from gateway.calls.facts import Choice, Command, Fact, Meaning
from gateway.calls.talk import Phase, Talk, Utterance
from gateway.calls.turns import step
from privacy.api import RedactionSession
from privacy.declared.terms import OptIn
from tests.gateway.calls.test_turns import after
from tests.gateway.calls.world import CALM, Faulty, World

WORDS = RedactionSession().redact("words")
YES, NO = Choice(None, yes=True), Choice(None, yes=False)
FOR_SUPPORT = Choice(OptIn.TRANSCRIPT, yes=True)
KEEP_THIS = Choice(OptIn.TRANSCRIPT, yes=True, plain=False)


def keepable() -> Talk:
    return after(facts.Connected(keepable=True), facts.SoundStarted(1), facts.PlayedOut(1))[0]


def said(meaning: Meaning, choice: Choice | None = None, *, unplayed_ms: int = 0) -> tuple[Fact, ...]:
    """The caller says one thing in one go."""
    return (
        facts.SpeechStarted(7, 3_000, unplayed_ms),
        SpeechPaused(7, 1),
        facts.Transcript(7, 1, WORDS, meaning, choice),
        SpeechEnded(7, 1, 220),
    )


def asked(*, heard: bool = True) -> Talk:
    """The caller was asked to let a transcript be kept."""
    talk, _ = after(*said(Meaning.KEEP, KEEP_THIS), facts.SoundStarted(2), talk=keepable())
    return after(facts.PlayedOut(2), talk=talk)[0] if heard else talk


def outcome(commands: list[Command]) -> list[Command]:
    return [each for each in commands if isinstance(each, facts.Keep | facts.Withdraw | facts.Say | facts.Ask)]


def test_what_is_plainly_asked_for_is_kept_at_once_and_confirmed_with_its_reference() -> None:
    talk, commands = after(*said(Meaning.KEEP, FOR_SUPPORT), talk=keepable())
    assert outcome(commands) == [facts.Keep(2, OptIn.TRANSCRIPT, FOR_SUPPORT, WORDS)]
    talk, commands = after(facts.Kept(2, OptIn.TRANSCRIPT, "anchor maple"), talk=talk)
    assert outcome(commands) == [facts.Say(3, Prompt.KEPT_TRANSCRIPT, "anchor maple")]
    assert talk.kept == {OptIn.TRANSCRIPT}


def test_what_is_not_plain_is_asked() -> None:
    talk, commands = after(*said(Meaning.KEEP, KEEP_THIS), talk=keepable())
    assert outcome(commands) == [facts.Say(2, Prompt.ASK_TRANSCRIPT)]
    assert talk.asking is OptIn.TRANSCRIPT


@pytest.mark.parametrize("meaning", [Meaning.BACKCHANNEL, Meaning.WORDS])
def test_a_clear_yes_is_a_yes(meaning: Meaning) -> None:
    _, commands = after(*said(meaning, YES), talk=asked())
    assert outcome(commands)[-1] == facts.Keep(4, OptIn.TRANSCRIPT, YES, WORDS)


def test_key_one_is_a_yes_and_its_digits_are_not_words() -> None:
    key = Choice(None, yes=True, key="1")
    _, commands = after(facts.Keyed(WORDS, key), talk=asked(heard=False))
    assert outcome(commands) == [facts.Keep(3, OptIn.TRANSCRIPT, key, None)]


@pytest.mark.parametrize(
    "answer",
    [
        said(Meaning.WORDS, NO),
        said(Meaning.BACKCHANNEL),
        said(Meaning.STOP),
        (facts.Keyed(WORDS, replace(NO, key="2")),),
    ],
)
def test_a_no_and_anything_unclear_are_no(answer: tuple[Fact, ...]) -> None:
    talk, commands = after(*answer, talk=asked())
    assert [each.prompt for each in commands if isinstance(each, facts.Say)] == [Prompt.NOT_KEPT]
    assert not any(isinstance(each, facts.Keep) for each in commands)
    assert talk.asking is None


def test_silence_is_no() -> None:
    talk = asked()
    talk, commands = after(facts.TimeRanOut(talk.deadline), talk=talk)
    assert outcome(commands) == [facts.Say(3, Prompt.NOT_KEPT)]
    assert talk.asking is None


def test_hanging_up_is_no() -> None:
    _, commands = after(facts.HungUp(), talk=asked())
    assert not outcome(commands)


def test_a_question_of_the_callers_own_is_no_and_is_answered() -> None:
    talk, commands = after(*said(Meaning.WORDS), talk=asked())
    assert outcome(commands) == [facts.Ask(3, (WORDS,))]
    assert talk.asking is None
    assert outcome(after(facts.SoundStarted(3), facts.PlayedOut(3), *said(Meaning.BACKCHANNEL, YES), talk=talk)[1]) == [
        facts.Ask(4, (WORDS,))
    ]


def test_a_yes_into_the_middle_of_the_question_lets_it_go_on() -> None:
    talk, commands = after(*said(Meaning.BACKCHANNEL, YES, unplayed_ms=4_000), talk=asked(heard=False))
    assert commands[-1] == facts.Resume(2)
    assert talk.asking is OptIn.TRANSCRIPT


def test_a_yes_into_the_end_of_the_question_counts() -> None:
    _, commands = after(*said(Meaning.BACKCHANNEL, YES, unplayed_ms=1_500), talk=asked(heard=False))
    assert outcome(commands) == [facts.Keep(3, OptIn.TRANSCRIPT, YES, WORDS)]


def test_where_nothing_may_be_kept_it_says_so() -> None:
    talk = replace(keepable(), keepable=False)
    assert outcome(after(*said(Meaning.KEEP, FOR_SUPPORT), talk=talk)[1]) == [facts.Say(2, Prompt.CANNOT_KEEP)]


def test_a_store_that_fails_is_told() -> None:
    talk, _ = after(*said(Meaning.KEEP, FOR_SUPPORT), talk=keepable())
    talk, commands = after(facts.NotKept(2), talk=talk)
    assert outcome(commands) == [facts.Say(3, Prompt.CANNOT_KEEP)]
    assert not talk.kept


@pytest.mark.parametrize(("done", "prompt"), [(True, Prompt.DELETED), (False, Prompt.DELETED_LATER)])
def test_it_is_withdrawn_first_and_then_said(done: bool, prompt: Prompt) -> None:
    talk, _ = after(*said(Meaning.KEEP, FOR_SUPPORT), facts.Kept(2, OptIn.TRANSCRIPT), talk=keepable())
    talk, commands = after(facts.SoundStarted(3), *said(Meaning.WITHDRAWAL), talk=talk)
    assert outcome(commands) == [facts.Withdraw(4)]
    talk, commands = after(facts.Withdrawn(4, done), talk=talk)
    assert outcome(commands) == [facts.Say(5, prompt)]
    assert not talk.kept


def test_what_is_kept_is_told_truly() -> None:
    talk, _ = after(
        *said(Meaning.KEEP, FOR_SUPPORT), facts.Kept(2, OptIn.TRANSCRIPT), facts.SoundStarted(3), facts.PlayedOut(3),
        talk=keepable(),
    )  # fmt: skip
    assert outcome(after(*said(Meaning.KEPT_QUESTION), talk=talk)[1]) == [facts.Say(4, Prompt.KEEPING)]
    assert outcome(after(*said(Meaning.KEPT_QUESTION), talk=keepable())[1]) == [facts.Ask(2, (WORDS,))]


def told_of_a_person(talk: Talk) -> tuple[Talk, list[Command]]:
    talk, _ = after(*said(Meaning.WORDS), talk=talk)
    assert talk.reply
    reply = talk.reply.id
    return after(facts.ReplyEnded(reply, person=True), facts.SoundStarted(reply), facts.PlayedOut(reply), talk=talk)


def test_who_is_told_how_to_reach_a_person_is_asked_once_whether_that_person_may_read() -> None:
    talk, commands = told_of_a_person(keepable())
    assert outcome(commands) == [facts.Say(3, Prompt.ASK_TRANSCRIPT)]
    talk, _ = after(facts.SoundStarted(3), facts.PlayedOut(3), *said(Meaning.WORDS, NO), talk=talk)
    assert talk.reply
    talk, _ = after(facts.SoundStarted(talk.reply.id), facts.PlayedOut(talk.reply.id), talk=talk)
    assert not outcome(told_of_a_person(talk)[1])


def test_a_confirmation_that_nobody_waits_for_changes_the_state_alone() -> None:
    talk, commands = after(facts.Kept(0, OptIn.IMPROVEMENT), talk=keepable())
    assert not commands
    assert talk.kept == {OptIn.IMPROVEMENT}
    assert not after(facts.Withdrawn(0), talk=talk)[0].kept


def _yes_to_everything(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    agreed = [replace(each, choice=each.choice or YES) for each in talk.unanswered]
    return step(replace(talk, unanswered=tuple(agreed)), told)


def _always_keepable(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    after_, commands = step(replace(talk, keepable=True), told)
    return replace(after_, keepable=talk.keepable), commands


@pytest.mark.parametrize("faulty", [_yes_to_everything, _always_keepable])
def test_seeded_faults_are_caught(faulty: Callable[[Talk, Fact], tuple[Talk, list[Command]]]) -> None:
    with pytest.raises((Faulty, AssertionError)):
        for seed in range(400):
            World(seed, faulty).run()
            World(seed, faulty, CALM).run()


def test_goodbye_in_answer_to_the_question_is_a_goodbye() -> None:
    talk = replace(asked(), phase=Phase.HEARING, unanswered=(Utterance(9, 1, WORDS, Meaning.GOODBYE, ended=True),))
    assert settled(talk, Meaning.GOODBYE) is None
