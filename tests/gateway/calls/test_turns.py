"""The turn table: rows that matter one by one, random conversations with promises, and seeded faults."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from gateway.calls import facts, turns
from gateway.calls.facts import Command, Fact, Meaning
from gateway.calls.talk import Phase, Talk
from gateway.calls.turns import TABLE, step
from privacy.api import RedactionSession
from tests.gateway.calls.world import CALM, Faulty, World

REDACTION = RedactionSession()
WHY = REDACTION.redact("why do my calls fail")
AND_TCP = REDACTION.redact("and over tcp")
HM = REDACTION.redact("mm-hm")


def after(*told: Fact, talk: Talk | None = None) -> tuple[Talk, list[Command]]:
    """The conversation after the facts, and every command on the way but timers."""
    talk = talk or Talk()
    given: list[Command] = []
    for fact in told:
        talk, commands = step(talk, fact)
        given += [each for each in commands if not isinstance(each, facts.StartTimer)]
    return talk, given


def greeted() -> Talk:
    return after(facts.Connected(), facts.SoundStarted(1), facts.PlayedOut(1))[0]


def words(utterance: int, take: int = 1, meaning: Meaning = Meaning.WORDS) -> facts.Transcript:
    return facts.Transcript(utterance, take, {1: WHY, 2: AND_TCP}.get(utterance, HM), meaning)


def speaking() -> Talk:
    """The agent answers the first question."""
    return after(
        facts.SpeechStarted(1), SpeechPaused(1, 1), words(1), SpeechEnded(1, 1, 220), facts.SoundStarted(2),
        talk=greeted(),
    )[0]  # fmt: skip


def test_it_speaks_first() -> None:
    talk, commands = after(facts.Connected())
    assert commands == [facts.Say(1, Prompt.GREETING)]
    assert talk.phase is Phase.THINKING


def test_the_answer_is_prepared_in_the_pause_and_released_at_the_end() -> None:
    talk, commands = after(
        facts.SpeechStarted(1),
        SpeechPaused(1, 1),
        words(1),
        facts.ReplyPiece(2, WHY),
        SpeechEnded(1, 1, 220),
        talk=greeted(),
    )
    assert commands == [facts.Transcribe(1, 1), facts.Ask(2, (WHY,)), facts.Speak(2, WHY), facts.Release(2)]
    assert talk.phase is Phase.THINKING


def test_what_was_prepared_is_thrown_away_when_speech_resumes() -> None:
    talk, commands = after(
        facts.SpeechStarted(1), SpeechPaused(1, 1), words(1), SpeechResumed(1, 1), words(1), talk=greeted()
    )
    assert commands[-1] == facts.Drop(2, reopened=True)
    assert talk.reply is None
    assert talk.phase is Phase.HEARING


def test_words_that_come_after_the_end_are_answered_at_once() -> None:
    talk, commands = after(facts.SpeechStarted(1), SpeechPaused(1, 1), SpeechEnded(1, 1, 220), words(1), talk=greeted())
    assert commands == [facts.Transcribe(1, 1), facts.Ask(2, (WHY,)), facts.Release(2)]
    assert talk.phase is Phase.THINKING


def test_an_end_without_a_pause_is_transcribed() -> None:
    _, commands = after(facts.SpeechStarted(1), SpeechEnded(1, 1, 0), talk=greeted())
    assert commands == [facts.Transcribe(1, 1)]


def test_speech_over_the_agent_stops_it_at_once() -> None:
    talk, commands = after(facts.SpeechStarted(2, played_ms=1500), talk=speaking())
    assert commands == [facts.Suspend(2)]
    assert talk.phase is Phase.HEARING


@pytest.mark.parametrize("meaning", [Meaning.NOTHING, Meaning.BACKCHANNEL])
def test_a_cough_or_an_mm_hm_lets_the_agent_go_on(meaning: Meaning) -> None:
    talk, commands = after(
        facts.SpeechStarted(2, 1500), SpeechPaused(2, 1), words(2, 1, meaning), SpeechEnded(2, 1, 220), talk=speaking()
    )
    assert commands == [facts.Suspend(2), facts.Transcribe(2, 1), facts.Resume(2)]
    assert talk.phase is Phase.SPEAKING


def test_a_dismissed_noise_lets_the_agent_go_on() -> None:
    _, commands = after(facts.SpeechStarted(2, 1500), SpeechDismissed(2), talk=speaking())
    assert commands == [facts.Suspend(2), facts.Resume(2)]


def test_words_over_the_agent_are_answered_instead() -> None:
    _, commands = after(
        facts.SpeechStarted(2, 1500), SpeechPaused(2, 1), words(2), SpeechEnded(2, 1, 220), talk=speaking()
    )
    assert commands[1:] == [
        facts.Transcribe(2, 1),
        facts.Ask(3, (AND_TCP,)),
        facts.Drop(2, reopened=False),
        facts.Release(3),
    ]


def test_an_answer_that_was_barely_heard_came_too_soon_and_both_questions_are_asked_together() -> None:
    _, commands = after(
        facts.SpeechStarted(2, played_ms=300), SpeechPaused(2, 1), words(2), SpeechEnded(2, 1, 220), talk=speaking()
    )
    assert facts.Ask(3, (WHY, AND_TCP)) in commands
    assert facts.Drop(2, reopened=True) in commands


def test_both_questions_survive_a_second_interruption_before_the_answer() -> None:
    talk, _ = after(
        facts.SpeechStarted(2, played_ms=300), SpeechPaused(2, 1), words(2), SpeechEnded(2, 1, 220), talk=speaking()
    )
    _, commands = after(facts.SpeechStarted(3), SpeechDismissed(3), talk=talk)
    assert commands[-2:] == [facts.Ask(4, (WHY, AND_TCP)), facts.Release(4)]


def test_stop_stops_and_says_so() -> None:
    _, commands = after(
        facts.SpeechStarted(2, 1500),
        SpeechPaused(2, 1),
        words(2, 1, Meaning.STOP),
        SpeechEnded(2, 1, 220),
        talk=speaking(),
    )
    assert commands[-2:] == [facts.Drop(2), facts.Say(3, Prompt.STOPPED)]


def test_goodbye_is_said_and_then_it_hangs_up() -> None:
    talk, _ = after(
        facts.SpeechStarted(1),
        SpeechPaused(1, 1),
        words(1, 1, Meaning.GOODBYE),
        SpeechEnded(1, 1, 220),
        talk=greeted(),
    )
    talk, commands = after(facts.PlayedOut(2), talk=talk)
    assert facts.End() in commands
    assert talk.phase is Phase.ENDED


def test_words_that_do_not_come_are_asked_for_again_then_apologised_for() -> None:
    _, commands = after(
        facts.SpeechStarted(1), SpeechPaused(1, 1), SpeechEnded(1, 1, 220), facts.TranscriptFailed(1, 1),
        facts.TranscriptFailed(1, 1), talk=greeted(),
    )  # fmt: skip
    assert commands == [facts.Transcribe(1, 1), facts.Transcribe(1, 1), facts.Say(2, Prompt.NOT_UNDERSTOOD)]


def test_an_agent_that_fails_is_apologised_for() -> None:
    _, commands = after(
        facts.SpeechStarted(1),
        SpeechPaused(1, 1),
        words(1),
        SpeechEnded(1, 1, 220),
        facts.ReplyFailed(2),
        talk=greeted(),
    )
    assert commands[-2:] == [facts.Drop(2), facts.Say(3, Prompt.APOLOGY)]


def test_when_even_the_apology_fails_it_listens() -> None:
    talk, _ = after(facts.Connected(), facts.ReplyFailed(1))
    assert talk.phase is Phase.LISTENING


def test_a_silent_caller_is_asked_then_said_goodbye_to() -> None:
    talk, said = greeted(), []
    for _ in range(3):
        talk, commands = after(facts.TimeRanOut(talk.deadline), talk=talk)
        said += [each.prompt for each in commands if isinstance(each, facts.Say)]
        assert talk.reply is not None
        talk, _ = after(facts.SoundStarted(talk.reply.id), facts.PlayedOut(talk.reply.id), talk=talk)
    assert said == [Prompt.STILL_THERE, Prompt.STILL_THERE, Prompt.GOODBYE]
    assert talk.phase is Phase.ENDED


def test_a_stale_deadline_is_ignored() -> None:
    talk = greeted()
    assert after(facts.TimeRanOut(talk.deadline - 1), talk=talk) == (talk, [])


def test_keys_are_answered_and_silence_the_agent() -> None:
    _, commands = after(facts.Keyed(HM), talk=speaking())
    assert commands == [facts.Drop(2), facts.Ask(3, (HM,)), facts.Release(3)]


def test_the_agent_waits_during_hold() -> None:
    talk, commands = after(facts.PutOnHold(), facts.SpeechStarted(9), talk=speaking())
    assert commands == [facts.Drop(2)]
    assert talk.phase is Phase.ON_HOLD
    assert after(facts.TakenOffHold(), talk=talk)[1] == [facts.Say(3, Prompt.STILL_THERE)]


def test_closing_down_is_announced_and_cannot_be_interrupted() -> None:
    talk, commands = after(facts.ClosingDown(), facts.SpeechStarted(5), talk=speaking())
    assert commands == [facts.Drop(2), facts.Say(3, Prompt.DRAINING)]
    assert talk.phase is Phase.LEAVING


def test_hanging_up_drops_everything() -> None:
    talk, commands = after(facts.HungUp(), talk=speaking())
    assert commands == [facts.Drop(2), facts.CancelTimer()]
    assert talk.phase is Phase.ENDED


@pytest.mark.parametrize("start", range(0, 4000, 1000))
def test_random_conversations_keep_every_promise(start: int) -> None:
    for seed in range(start, start + 1000):
        World(seed).run()
        World(seed, luck=CALM).run()


def _without(phase: Phase, fact: type) -> Callable[[Talk, Fact], tuple[Talk, list[Command]]]:
    def faulty(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
        return (talk, []) if talk.phase is phase and isinstance(told, fact) else step(talk, told)

    return faulty


def _silent_timers(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    talk, commands = step(talk, told)
    return talk, [each for each in commands if not isinstance(each, facts.StartTimer)]


def _deaf_to_stale(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    return step(replace(talk, deadline=told.deadline) if isinstance(told, facts.TimeRanOut) else talk, told)


def _never_stops(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    talk, commands = step(talk, told)
    return talk, [each for each in commands if not isinstance(each, facts.Suspend)]


def _never_drops(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    talk, commands = step(talk, told)
    return talk, [each for each in commands if not isinstance(each, facts.Drop)]


def _keeps_suspended(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    after_, commands = step(talk, told)
    return replace(after_, suspended=after_.suspended or talk.suspended), commands


def _forgets_the_question(talk: Talk, told: Fact) -> tuple[Talk, list[Command]]:
    after_, commands = step(talk, told)
    return (replace(after_, unanswered=()) if after_.phase is Phase.THINKING else after_), commands


@pytest.mark.parametrize(
    "faulty",
    [
        _without(Phase.HEARING, SpeechEnded),
        _without(Phase.TRANSCRIBING, facts.Transcript),
        _without(Phase.SPEAKING, facts.SpeechStarted),
        _without(Phase.THINKING, facts.SoundStarted),
        _silent_timers,
        _never_stops,
        _never_drops,
        _keeps_suspended,
        _forgets_the_question,
    ],
)
def test_seeded_faults_are_caught(faulty: Callable[[Talk, Fact], tuple[Talk, list[Command]]]) -> None:
    with pytest.raises((Faulty, AssertionError)):
        for seed in range(400):
            World(seed, faulty).run()
            World(seed, faulty, CALM).run()


def test_every_phase_has_a_deadline_and_what_happens_when_it_passes() -> None:
    assert set(turns.LATE) == set(Phase) - {Phase.ENDED}
    assert not [phase for phase, _ in TABLE if phase is Phase.ENDED]


def test_keys_pressed_while_an_answer_is_due_ask_the_question_again_once() -> None:
    talk, _ = after(
        facts.SpeechStarted(1), SpeechPaused(1, 1), words(1), SpeechEnded(1, 1, 220), talk=greeted()
    )  # fmt: skip
    assert talk.phase is Phase.THINKING
    _, commands = after(facts.Keyed(AND_TCP), talk=talk)
    assert commands == [facts.Drop(2, reopened=True), facts.Ask(3, (WHY, AND_TCP)), facts.Release(3)]


def test_keys_pressed_while_we_speak_leave_what_was_heard_in_the_history() -> None:
    _, commands = after(facts.Keyed(AND_TCP), talk=speaking())
    assert commands[0] == facts.Drop(2)


def test_words_that_never_come_do_not_talk_over_who_goes_on() -> None:
    talk, _ = after(
        facts.SpeechStarted(1), SpeechPaused(1, 1), SpeechEnded(1, 1, 220), facts.SpeechStarted(2), talk=greeted()
    )
    talk, commands = after(facts.TranscriptFailed(1, 1), facts.TranscriptFailed(1, 1), talk=talk)
    assert commands == [facts.Transcribe(1, 1)]
    assert talk.phase is Phase.HEARING
    _, commands = after(SpeechPaused(2, 1), words(2), SpeechEnded(2, 1, 220), talk=talk)
    assert facts.Ask(2, (AND_TCP,)) in commands


def test_a_stalled_reply_is_apologised_for_and_a_stale_stall_is_nothing() -> None:
    talk, commands = after(facts.Stalled(2), talk=speaking())
    assert commands == [facts.Drop(2), facts.Say(3, Prompt.APOLOGY)]
    assert after(facts.Stalled(2), talk=talk)[1] == []
