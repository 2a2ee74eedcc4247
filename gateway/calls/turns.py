"""The conversation as a table: a state and a fact give the next state and what to do.

No clock, no thread, no await. What a fact means in a phase is one row of `TABLE`; a pair without a row is
ignored, which is how late and stale facts end. Time comes as `TimeRanOut` for the one deadline of the phase.
"""

from collections.abc import Callable
from dataclasses import replace

from agent.prompts import Prompt
from asr.api import SpeechDismissed, SpeechEnded, SpeechPaused, SpeechResumed
from gateway.calls import facts
from gateway.calls.facts import Command, Fact, Meaning
from gateway.calls.talk import Phase, Reply, Talk, Utterance

Step = tuple[Talk, list[Command]]


def step(talk: Talk, fact: Fact) -> Step:
    """The conversation after `fact`, and the commands to carry out in order."""
    row = TABLE.get((talk.phase, type(fact)))
    return row(talk, fact) if row else (talk, [])


# -- phases and deadlines ------------------------------------------------------------------------------------


def _enter(talk: Talk, phase: Phase, before: list[Command] | None = None) -> Step:
    """`phase` begun, its deadline started."""
    limits = talk.limits
    ms = {
        Phase.LISTENING: limits.silence_ms,
        Phase.HEARING: limits.hearing_ms,
        Phase.TRANSCRIBING: limits.transcribing_ms,
        Phase.THINKING: limits.thinking_ms,
        Phase.SPEAKING: limits.speaking_ms,
        Phase.ON_HOLD: limits.hold_ms,
        Phase.LEAVING: limits.leaving_ms,
    }[phase]
    entered = replace(talk, phase=phase, deadline=talk.deadline + 1)
    return entered, [*(before or []), facts.StartTimer(entered.deadline, ms)]


def _listen(talk: Talk, before: list[Command] | None = None) -> Step:
    return _enter(replace(talk, unanswered=(), reply=None, suspended=None), Phase.LISTENING, before)


def _end(talk: Talk) -> Step:
    return replace(talk, phase=Phase.ENDED), [*_drop_all(talk), facts.CancelTimer(), facts.End()]


def _drop_all(talk: Talk, *, reopened: bool = False) -> list[Command]:
    """End whatever is said or prepared; `reopened` when the question of `talk.reply` will be asked again."""
    held = [facts.Drop(talk.suspended.id)] if talk.suspended else []
    return [*held, *([facts.Drop(talk.reply.id, reopened)] if talk.reply else [])]


def _say(talk: Talk, prompt: Prompt, *, leave: bool = False) -> Step:
    """A fixed sentence, after dropping whatever was being said."""
    reply = Reply(talk.replies + 1, released=True, hang_up=leave)
    said = replace(talk, replies=reply.id, reply=reply, suspended=None, unanswered=())
    phase = Phase.LEAVING if leave else Phase.THINKING
    return _enter(said, phase, [*_drop_all(talk), facts.Say(reply.id, prompt)])


# -- hearing -------------------------------------------------------------------------------------------------


def _connected(talk: Talk, _: Fact) -> Step:
    return _say(talk, Prompt.GREETING)


def _speech_started(talk: Talk, fact: Fact) -> Step:
    """The caller speaks, into silence or on top of what was still to be answered."""
    assert isinstance(fact, facts.SpeechStarted)
    commands: list[Command] = [facts.Drop(talk.reply.id, reopened=True)] if talk.reply else []
    unanswered = (*talk.unanswered, Utterance(fact.utterance))
    return _enter(replace(talk, unanswered=unanswered, reply=None, silences=0), Phase.HEARING, commands)


def _interrupted(talk: Talk, fact: Fact) -> Step:
    """The caller speaks while we do: the sound stops now, and whether for good is decided by the words."""
    assert isinstance(fact, facts.SpeechStarted)
    assert talk.reply is not None
    held = replace(talk.reply, played_ms=fact.played_ms)
    heard = replace(talk, unanswered=(Utterance(fact.utterance),), reply=None, suspended=held, silences=0)
    return _enter(heard, Phase.HEARING, [facts.Suspend(held.id)])


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
    resumed = talk.with_utterance(replace(spoken, take=0, words=None, meaning=Meaning.NOTHING))
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
    heard = talk.with_utterance(replace(spoken, words=fact.words, meaning=fact.meaning))
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
    return _settle(rest) if rest.unanswered else _say(talk, Prompt.NOT_UNDERSTOOD)


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
    for meaning in (Meaning.STOP, Meaning.GOODBYE, Meaning.WORDS, Meaning.BACKCHANNEL):
        if meaning in meanings:
            return meaning if meaning is not Meaning.BACKCHANNEL or talk.suspended else Meaning.WORDS
    return Meaning.NOTHING


def _settle(talk: Talk) -> Step:
    """The caller has ended: wait for the words, go on with what was interrupted, or answer."""
    if not all(each.ended for each in talk.unanswered):
        return talk, []
    if not all(each.understood for each in talk.unanswered):
        return (talk, []) if talk.phase is Phase.TRANSCRIBING else _enter(talk, Phase.TRANSCRIBING)
    meaning = _decisive(talk)
    if meaning is Meaning.STOP:
        return _say(talk, Prompt.STOPPED)
    if meaning is Meaning.GOODBYE:
        return _say(talk, Prompt.GOODBYE, leave=True)
    if meaning is Meaning.WORDS:
        return _answer(talk)
    return _go_on(talk)


def _go_on(talk: Talk) -> Step:
    """Nothing was said that wants an answer: what was interrupted goes on, else there is silence."""
    if talk.suspended is None:
        return _listen(talk)
    resumed = replace(talk, unanswered=(), reply=talk.suspended, suspended=None)
    return _enter(resumed, Phase.SPEAKING, [facts.Resume(talk.suspended.id)])


def _answer(talk: Talk) -> Step:
    commands: list[Command] = []
    if talk.suspended:
        commands.append(facts.Drop(talk.suspended.id, reopened=talk.reopens))
    asked, more = (talk, []) if talk.reply else _ask(talk, released=False)
    assert asked.reply is not None
    released = replace(asked.reply, asked=talk.question, released=True)
    commands += [*more, facts.Release(released.id)]
    answering = replace(asked, unanswered=released.asked, reply=released, suspended=None)
    return _enter(answering, Phase.THINKING, commands)


def _keyed(talk: Talk, fact: Fact) -> Step:
    """Digits are an utterance that ended at once and needs no transcript."""
    assert isinstance(fact, facts.Keyed)
    pressed = Utterance(0, words=fact.words, meaning=Meaning.WORDS, ended=True)
    quiet = replace(talk, unanswered=(*talk.unanswered, pressed), reply=None, suspended=None, silences=0)
    settled, commands = _settle(quiet)
    return settled, [*_drop_all(talk, reopened=bool(talk.unanswered)), *commands]


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
    if reply is None or not fact.hang_up:
        return talk, []
    return _with_reply(talk, replace(reply, hang_up=True)), []


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
        return _end(talk)
    return _say(talk, Prompt.APOLOGY) if reply.asked else _listen(talk, [facts.Drop(reply.id)])


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
    return _enter(replace(talk, unanswered=()), Phase.SPEAKING)


def _played_out(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.PlayedOut)
    if talk.reply is None or talk.reply.id != fact.reply:
        return talk, []
    if talk.reply.hang_up:
        return _end(replace(talk, reply=None))
    return _listen(talk)


# -- time, hold and ends -------------------------------------------------------------------------------------


def _time_ran_out(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.TimeRanOut)
    return LATE[talk.phase](talk) if fact.deadline == talk.deadline else (talk, [])


def _silent(talk: Talk) -> Step:
    if talk.silences >= talk.limits.silences:
        return _say(talk, Prompt.GOODBYE, leave=True)
    return _say(replace(talk, silences=talk.silences + 1), Prompt.STILL_THERE)


def _not_heard(talk: Talk) -> Step:
    return _say(talk, Prompt.NOT_UNDERSTOOD)


def _not_answered(talk: Talk) -> Step:
    assert talk.reply is not None
    return _give_up(talk, talk.reply)


def _too_long(talk: Talk) -> Step:
    return _listen(talk, _drop_all(talk))


def _on_hold(talk: Talk, _: Fact) -> Step:
    """The agent waits: nothing is said into music on hold, and what was unanswered is asked for anew."""
    waiting = replace(talk, unanswered=(), reply=None, suspended=None)
    return _enter(waiting, Phase.ON_HOLD, _drop_all(talk))


def _off_hold(talk: Talk, _: Fact) -> Step:
    return _say(talk, Prompt.STILL_THERE)


def _closing_down(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.ClosingDown)
    return _say(talk, fact.reason, leave=True)


def _hung_up(talk: Talk, _: Fact) -> Step:
    ended = replace(talk, phase=Phase.ENDED, unanswered=(), reply=None, suspended=None)
    return ended, [*_drop_all(talk), facts.CancelTimer()]


def _leave(talk: Talk, _: Fact | None = None) -> Step:
    return _end(talk)


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
]

TABLE = {(phase, fact): row for phases, fact, row in _ROWS for phase in phases}
