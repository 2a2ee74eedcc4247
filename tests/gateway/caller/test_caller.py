"""The test caller against scripted far ends, on a virtual clock."""

from gateway.caller.caller import Caller, Entry, Manners, Moment
from gateway.legs.api import Ending
from gateway.legs.fake import AwaitSilence, AwaitSpeech, Leave, Quiet, Say, ScriptedLeg, Step
from tests.gateway.caller.test_meter import loud
from tests.virtual import run_virtual

GREETING, LINE, ANSWER = loud(600), loud(400), loud(500)
STAYS = Quiet(60_000)


def called(*script: Step, lines: int = 1, manners: Manners | None = None) -> list[Entry]:
    """The timeline of a call whose far end follows the script."""

    async def call() -> list[Entry]:
        entries: list[Entry] = []
        await Caller(ScriptedLeg(script), [LINE] * lines, manners).call(entries.append)
        return entries

    return run_virtual(call())


def moments(entries: list[Entry]) -> list[Moment]:
    return [entry.moment for entry in entries]


def test_it_waits_its_turn_and_times_the_answer() -> None:
    entries = called(Say(GREETING), AwaitSpeech(), AwaitSilence(200), Say(ANSWER), STAYS)
    assert moments(entries) == [Moment.HEARD, Moment.SAID, Moment.ANSWERED, Moment.HEARD, Moment.ENDED]
    said, answered, ended = entries[1], entries[2], entries[-1]
    assert said.at_ms >= 600 + Manners().gap_ms
    assert 200 <= answered.latency_ms <= 260
    assert ended.ending is Ending.WE_HUNG_UP


def test_an_echo_is_an_answer_that_began_early() -> None:
    entries = called(Say(GREETING), AwaitSpeech(), Say(ANSWER), STAYS)
    answered = next(entry for entry in entries if entry.moment is Moment.ANSWERED)
    assert -400 <= answered.latency_ms < -300
    assert entries[-1].ending is Ending.WE_HUNG_UP


def test_a_far_end_that_falls_silent_under_the_line_has_not_answered() -> None:
    entries = called(Say(GREETING), AwaitSpeech(), Say(loud(100)), STAYS)
    assert Moment.ANSWERED not in moments(entries)
    assert entries[-1].ending is Ending.WE_HUNG_UP


def test_the_next_line_is_said_when_no_answer_comes() -> None:
    entries = called(Say(GREETING), Quiet(120_000), lines=2)
    assert [entry.line for entry in entries if entry.moment is Moment.SAID] == [0, 1]
    assert entries[-1].at_ms < 2 * (Manners().patience_ms + 2_000)


def test_it_talks_over_the_far_end_when_told_to() -> None:
    long_answer = (AwaitSpeech(), AwaitSilence(200), Say(loud(5_000)), STAYS)
    entries = called(Say(GREETING), *long_answer, lines=2, manners=Manners(barge_in_ms=500))
    first, second = (entry.at_ms for entry in entries if entry.moment is Moment.SAID)
    answered = next(entry.at_ms for entry in entries if entry.moment is Moment.ANSWERED)
    assert 500 <= second - answered <= 540 and second > first


def test_a_far_end_that_hangs_up_ends_the_call() -> None:
    entries = called(Say(GREETING), Leave())
    assert entries[-1].ending is Ending.CALLER_HUNG_UP
    assert entries[-2].moment is Moment.HEARD, "what was heard last is not lost"
