"""The conversation as a table: a state and a fact give the next state and what to do.

No clock, no thread, no await. What a fact means in a phase is one row of `TABLE`; a pair without a row is
ignored, which is how late and stale facts end. Time comes as `TimeRanOut` for the one deadline of the phase.
"""

from collections.abc import Callable
from dataclasses import replace

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from gateway.calls import agreeing, facts
from gateway.calls.facts import Command, Fact, Meaning
from gateway.calls.moves import Step, drop_all, end, enter, listen, say
from gateway.calls.talk import Phase, Reply, Talk, Utterance
from privacy.declared.terms import OptIn


def step(talk: Talk, fact: Fact) -> Step:
    """The conversation after `fact`, and the commands to carry out in order."""
    row = TABLE.get((talk.phase, type(fact)))
    return row(talk, fact) if row else (talk, [])


# -- hearing -------------------------------------------------------------------------------------------------


def _connected(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.Connected)
    return say(replace(talk, keepable=fact.keepable), Prompt.GREETING)


def _speech_started(talk: Talk, fact: Fact) -> Step:
    """The caller speaks, into silence or on top of what was still to be answered."""
    assert isinstance(fact, facts.SpeechStarted)
    commands: list[Command] = [facts.Drop(talk.reply.id, reopened=True)] if talk.reply else []
    unanswered = (*talk.unanswered, Utterance(fact.utterance))
    return enter(replace(talk, unanswered=unanswered, reply=None, silences=0), Phase.HEARING, commands)


def _interrupted(talk: Talk, fact: Fact) -> Step:
    """The caller speaks while we do: the sound stops now, and whether for good is decided by the words."""
    assert isinstance(fact, facts.SpeechStarted)
    assert talk.reply is not None
    held = replace(talk.reply, played_ms=fact.played_ms, unplayed_ms=fact.unplayed_ms)
    heard = replace(talk, unanswered=(Utterance(fact.utterance),), reply=None, suspended=held, silences=0)
    return enter(heard, Phase.HEARING, [facts.Suspend(held.id)])


def _speech_paused(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, SpeechPaused)
    spoken = talk.utterance(fact.utterance)
    if spoken is None or spoken.ended:
        return talk, []
    paused = replace(spoken, take=fact.take, words=None, tries=0)
    return talk.with_utterance(paused), [facts.Transcribe(paused.id, paused.take)]


def _speech_resumed(talk: Talk, fact: Fact) -> Step:
    """The take is void, and so is the reply that was being prepared on it."""
    assert isinstance(fact, SpeechResumed)
    spoken = talk.utterance(fact.utterance)
    if spoken is None or spoken.ended:
        return talk, []
    resumed = talk.with_utterance(replace(spoken, take=0, words=None, meaning=Meaning.NOTHING, choice=None))
    return _unprepared(resumed)


def _unprepared(talk: Talk) -> Step:
    if talk.reply is None:
        return talk, []
    return replace(talk, reply=None), [facts.Drop(talk.reply.id, reopened=True)]


def _speech_ended(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, SpeechEnded)
    spoken = talk.utterance(fact.utterance)
    if spoken is None or spoken.ended:
        return talk, []
    fresh = spoken.take == fact.take
    ended = replace(spoken if fresh else Utterance(spoken.id), take=fact.take, ended=True)
    wanted = not ended.understood and (not fresh or ended.tries > 0)
    ask_again: list[Command] = [facts.Transcribe(ended.id, ended.take)] if wanted else []
    settled, commands = _settle(talk.with_utterance(ended))
    return settled, [*ask_again, *commands]


def _speech_dismissed(talk: Talk, fact: Fact) -> Step:
    """A noise after all."""
    assert isinstance(fact, SpeechDismissed)
    if talk.utterance(fact.utterance) is None:
        return talk, []
    quiet, commands = _unprepared(talk.without_utterance(fact.utterance))
    settled, more = _settle(quiet)
    return settled, [*commands, *more]


# -- understanding -------------------------------------------------------------------------------------------


def _transcript(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.Transcript)
    spoken = talk.utterance(fact.utterance)
    if spoken is None or spoken.take != fact.take or spoken.understood:
        return talk, []
    heard = talk.with_utterance(replace(spoken, words=fact.words, meaning=fact.meaning, choice=fact.choice))
    return _settle(heard) if talk.phase is Phase.TRANSCRIBING else _prepare(heard)


def _transcript_failed(talk: Talk, fact: Fact) -> Step:
    """Once more if the turn is over, at its end if it is not, and after the second time with an apology."""
    assert isinstance(fact, facts.TranscriptFailed)
    spoken = talk.utterance(fact.utterance)
    if spoken is None or spoken.take != fact.take or spoken.understood:
        return talk, []
    if not spoken.ended:
        return talk.with_utterance(replace(spoken, tries=1)), []
    if spoken.tries > 0:
        return _lost(talk, spoken.id)
    tried = talk.with_utterance(replace(spoken, tries=1))
    return tried, [facts.Transcribe(spoken.id, spoken.take)]


def _lost(talk: Talk, utterance: int) -> Step:
    """Words that will never be known: say so, unless the caller goes on, who is answered for the rest."""
    rest = talk.without_utterance(utterance)
    return _settle(rest) if rest.unanswered else say(talk, Prompt.NOT_UNDERSTOOD)


def _prepare(talk: Talk) -> Step:
    """A reply begun on words that may not be the last, heard by nobody until the turn has ended."""
    if talk.reply or not all(each.understood for each in talk.unanswered):
        return talk, []
    if _decisive(talk) is not Meaning.WORDS:
        return talk, []
    return _ask(talk, released=False)


def _ask(talk: Talk, *, released: bool) -> Step:
    asked = talk.question
    reply = Reply(talk.replies + 1, asked, released=released)
    words = tuple(each.words for each in asked if each.words is not None)
    return replace(talk, reply=reply, replies=reply.id), [facts.Ask(reply.id, words)]


def _decisive(talk: Talk) -> Meaning:
    """What all that is unanswered means together: the strongest of its meanings."""
    meanings = {each.meaning for each in talk.unanswered}
    for meaning in STRONGEST_FIRST:
        if meaning in meanings:
            return meaning if meaning is not Meaning.BACKCHANNEL or talk.suspended else Meaning.WORDS
    return Meaning.NOTHING


def _settle(talk: Talk) -> Step:
    """The caller has ended: wait for the words, go on with what was interrupted, or answer."""
    if not all(each.ended for each in talk.unanswered):
        return talk, []
    if not all(each.understood for each in talk.unanswered):
        return (talk, []) if talk.phase is Phase.TRANSCRIBING else enter(talk, Phase.TRANSCRIBING)
    meaning = _decisive(talk)
    if about_keeping := agreeing.settled(talk, meaning):
        return about_keeping
    return SETTLED[meaning](talk)


def _go_on(talk: Talk) -> Step:
    """Nothing was said that wants an answer: what was interrupted goes on, else there is silence."""
    if talk.suspended is None:
        return listen(talk)
    resumed = replace(talk, unanswered=(), reply=talk.suspended, suspended=None)
    return enter(resumed, Phase.SPEAKING, [facts.Resume(talk.suspended.id)])


def _answer(talk: Talk) -> Step:
    commands: list[Command] = []
    if talk.suspended:
        commands.append(facts.Drop(talk.suspended.id, reopened=talk.reopens))
    asked, more = (talk, []) if talk.reply else _ask(talk, released=False)
    assert asked.reply is not None
    released = replace(asked.reply, asked=talk.question, released=True)
    commands += [*more, facts.Release(released.id)]
    answering = replace(asked, unanswered=released.asked, reply=released, suspended=None, asking=None)
    return enter(answering, Phase.THINKING, commands)


def _stop(talk: Talk) -> Step:
    return say(talk, Prompt.STOPPED)


def _goodbye(talk: Talk) -> Step:
    return say(talk, Prompt.GOODBYE, leave=True)


def _keyed(talk: Talk, fact: Fact) -> Step:
    """Digits are an utterance that ended at once and needs no transcript."""
    assert isinstance(fact, facts.Keyed)
    pressed = Utterance(0, words=fact.words, meaning=Meaning.WORDS, choice=fact.choice, ended=True)
    quiet = replace(talk, unanswered=(*talk.unanswered, pressed), reply=None, suspended=None, silences=0)
    settled, commands = _settle(quiet)
    return settled, [*drop_all(talk, reopened=bool(talk.unanswered)), *commands]


# -- speaking ------------------------------------------------------------------------------------------------


def _current(talk: Talk, reply: int) -> Reply | None:
    return next((each for each in (talk.reply, talk.suspended) if each and each.id == reply), None)


def _with_reply(talk: Talk, reply: Reply) -> Talk:
    if talk.reply and talk.reply.id == reply.id:
        return replace(talk, reply=reply)
    return replace(talk, suspended=reply)


def _reply_piece(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.ReplyPiece)
    return talk, [facts.Speak(fact.reply, fact.text)] if _current(talk, fact.reply) else []


def _reply_ended(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.ReplyEnded)
    reply = _current(talk, fact.reply)
    if reply is None:
        return talk, []
    return _with_reply(talk, replace(reply, hang_up=fact.hang_up, person=fact.person)), []


def _reply_failed(talk: Talk, fact: Fact) -> Step:
    """A reply that was only being prepared is asked for again when the turn ends."""
    assert isinstance(fact, facts.ReplyFailed)
    reply = _current(talk, fact.reply)
    if reply is None:
        return talk, []
    if reply is talk.suspended:
        return replace(talk, suspended=None), [facts.Drop(reply.id)]
    return _unprepared(talk) if not reply.released else _give_up(talk, reply)


def _give_up(talk: Talk, reply: Reply) -> Step:
    """Say that it failed; when even a fixed sentence fails, listen rather than be silent for ever."""
    if reply.hang_up:
        return end(talk)
    return say(talk, Prompt.APOLOGY) if reply.asked else listen(talk, [facts.Drop(reply.id)])


def _stalled(talk: Talk, fact: Fact) -> Step:
    """The caller heard the beginning of a reply, and then nothing."""
    assert isinstance(fact, facts.Stalled)
    if talk.reply is None or talk.reply.id != fact.reply:
        return talk, []
    return _give_up(talk, talk.reply)


def _sound_started(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.SoundStarted)
    if talk.reply is None or talk.reply.id != fact.reply:
        return talk, []
    return enter(replace(talk, unanswered=()), Phase.SPEAKING)


def _played_out(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.PlayedOut)
    if talk.reply is None or talk.reply.id != fact.reply:
        return talk, []
    if talk.reply.hang_up:
        return end(replace(talk, reply=None))
    if talk.reply.person and agreeing.wants_to_ask(talk):
        return agreeing.ask(replace(talk, reply=None), OptIn.TRANSCRIPT)
    return listen(talk)


# -- time, hold and ends -------------------------------------------------------------------------------------


def _time_ran_out(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.TimeRanOut)
    return LATE[talk.phase](talk) if fact.deadline == talk.deadline else (talk, [])


def _silent(talk: Talk) -> Step:
    if talk.asking:
        return agreeing.refused(talk)
    if talk.silences >= talk.limits.silences:
        return say(talk, Prompt.GOODBYE, leave=True)
    return say(replace(talk, silences=talk.silences + 1), Prompt.STILL_THERE)


def _not_heard(talk: Talk) -> Step:
    return say(talk, Prompt.NOT_UNDERSTOOD)


def _not_answered(talk: Talk) -> Step:
    assert talk.reply is not None
    return _give_up(talk, talk.reply)


def _too_long(talk: Talk) -> Step:
    return listen(talk, drop_all(talk))


def _on_hold(talk: Talk, _: Fact) -> Step:
    """The agent waits: nothing is said into music on hold, and what was unanswered is asked for anew."""
    waiting = replace(talk, unanswered=(), reply=None, suspended=None, asking=None)
    return enter(waiting, Phase.ON_HOLD, drop_all(talk))


def _off_hold(talk: Talk, _: Fact) -> Step:
    return say(talk, Prompt.STILL_THERE)


def _closing_down(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.ClosingDown)
    return say(talk, fact.reason, leave=True)


def _hung_up(talk: Talk, _: Fact) -> Step:
    ended = replace(talk, phase=Phase.ENDED, unanswered=(), reply=None, suspended=None)
    return ended, [*drop_all(talk), facts.CancelTimer()]


def _leave(talk: Talk, _: Fact | None = None) -> Step:
    return end(talk)


STRONGEST_FIRST = (
    Meaning.WITHDRAWAL,
    Meaning.STOP,
    Meaning.GOODBYE,
    Meaning.KEEP,
    Meaning.WORDS,
    Meaning.KEPT_QUESTION,
    Meaning.BACKCHANNEL,
)

SETTLED: dict[Meaning, Callable[[Talk], Step]] = {
    Meaning.STOP: _stop,
    Meaning.GOODBYE: _goodbye,
    Meaning.KEEP: _answer,
    Meaning.WORDS: _answer,
    Meaning.KEPT_QUESTION: _answer,
    Meaning.BACKCHANNEL: _go_on,
    Meaning.NOTHING: _go_on,
}

LATE: dict[Phase, Callable[[Talk], Step]] = {
    Phase.LISTENING: _silent,
    Phase.HEARING: _not_heard,
    Phase.TRANSCRIBING: _not_heard,
    Phase.THINKING: _not_answered,
    Phase.SPEAKING: _too_long,
    Phase.ON_HOLD: _leave,
    Phase.LEAVING: _leave,
}

_LIVE = tuple(phase for phase in Phase if phase is not Phase.ENDED)
_OPEN = tuple(phase for phase in _LIVE if phase not in (Phase.LEAVING, Phase.ON_HOLD))
_HEARD = (Phase.HEARING, Phase.TRANSCRIBING)

_ROWS: list[tuple[tuple[Phase, ...], type, Callable[[Talk, Fact], Step]]] = [
    ((Phase.LISTENING,), facts.Connected, _connected),
    ((Phase.LISTENING, Phase.TRANSCRIBING, Phase.THINKING), facts.SpeechStarted, _speech_started),
    ((Phase.SPEAKING,), facts.SpeechStarted, _interrupted),
    ((Phase.HEARING,), SpeechPaused, _speech_paused),
    ((Phase.HEARING,), SpeechResumed, _speech_resumed),
    ((Phase.HEARING,), SpeechEnded, _speech_ended),
    ((Phase.HEARING,), SpeechDismissed, _speech_dismissed),
    (_HEARD, facts.Transcript, _transcript),
    (_HEARD, facts.TranscriptFailed, _transcript_failed),
    (_OPEN, facts.Keyed, _keyed),
    (_OPEN, facts.ReplyPiece, _reply_piece),
    (_OPEN, facts.ReplyEnded, _reply_ended),
    (_OPEN, facts.ReplyFailed, _reply_failed),
    ((Phase.LEAVING,), facts.ReplyFailed, _leave),
    ((Phase.SPEAKING,), facts.Stalled, _stalled),
    ((Phase.THINKING,), facts.SoundStarted, _sound_started),
    ((Phase.THINKING, Phase.SPEAKING, Phase.LEAVING), facts.PlayedOut, _played_out),
    (_LIVE, facts.TimeRanOut, _time_ran_out),
    (_OPEN, facts.PutOnHold, _on_hold),
    ((Phase.ON_HOLD,), facts.TakenOffHold, _off_hold),
    ((*_OPEN, Phase.ON_HOLD), facts.ClosingDown, _closing_down),
    (_LIVE, facts.HungUp, _hung_up),
    (_LIVE, facts.Kept, agreeing.kept),
    (_LIVE, facts.NotKept, agreeing.not_kept),
    (_LIVE, facts.Withdrawn, agreeing.withdrawn),
]

TABLE = {(phase, fact): row for phases, fact, row in _ROWS for phase in phases}
