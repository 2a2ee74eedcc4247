"""The rows of the turn table about keeping: what the caller agrees to, refuses and takes back.

Three things may be agreed to, each apart. Only a clear yes counts; silence, anything unclear, a question of the
caller's own and hanging up mean no, and the conversation goes on as it would have (GDPR Art. 4(11) and 7).
"""

from dataclasses import replace

from agent.prompts import Prompt
from gateway.calls import facts
from gateway.calls.facts import Fact, Meaning
from gateway.calls.moves import Step, reply_with, say
from gateway.calls.talk import Phase, Talk, Utterance
from privacy.declared.terms import OptIn

QUESTIONS = {
    OptIn.TRANSCRIPT: Prompt.ASK_TRANSCRIPT,
    OptIn.TRACE: Prompt.ASK_TRACE,
    OptIn.IMPROVEMENT: Prompt.ASK_IMPROVEMENT,
}
CONFIRMED = {
    OptIn.TRANSCRIPT: Prompt.KEPT_TRANSCRIPT,
    OptIn.TRACE: Prompt.KEPT_TRACE,
    OptIn.IMPROVEMENT: Prompt.KEPT_IMPROVEMENT,
}


def settled(talk: Talk, meaning: Meaning) -> Step | None:
    """What keeping makes of what the caller has said; None when it is no matter of keeping."""
    if meaning is Meaning.WITHDRAWAL:
        return withdraw(talk)
    if meaning is Meaning.KEPT_QUESTION and talk.kept:
        return say(talk, Prompt.KEEPING)
    chosen = next((each for each in reversed(talk.unanswered) if each.choice), None)
    if meaning is Meaning.KEEP:
        return _wished(talk, chosen)
    return _answered(talk, chosen) if talk.asking and meaning is not Meaning.GOODBYE else None


def ask(talk: Talk, opt_in: OptIn) -> Step:
    """Put the question; whatever is not a clear yes to it is a no."""
    asking = replace(talk, asking=opt_in, asked=talk.asked | {opt_in})
    return say(asking, QUESTIONS[opt_in])


def refused(talk: Talk) -> Step:
    return say(replace(talk, asking=None), Prompt.NOT_KEPT)


def withdraw(talk: Talk) -> Step:
    """Delete first, and say so when it is done."""
    return reply_with(replace(talk, asking=None, kept=frozenset()), facts.Withdraw)


def wants_to_ask(talk: Talk) -> bool:
    """Whether a caller who was told how to reach a person should be asked to keep a transcript for that person."""
    return talk.keepable and OptIn.TRANSCRIPT not in talk.asked | talk.kept


def kept(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.Kept)
    agreed = replace(talk, kept=talk.kept | {fact.opt_in})
    return say(agreed, CONFIRMED[fact.opt_in], more=fact.reference) if _awaited(talk, fact.reply) else (agreed, [])


def not_kept(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.NotKept)
    return say(talk, Prompt.CANNOT_KEEP) if _awaited(talk, fact.reply) else (talk, [])


def withdrawn(talk: Talk, fact: Fact) -> Step:
    assert isinstance(fact, facts.Withdrawn)
    emptied = replace(talk, kept=frozenset(), asking=None)
    if not _awaited(talk, fact.reply):
        return emptied, []
    return say(emptied, Prompt.DELETED if fact.done else Prompt.DELETED_LATER)


def _awaited(talk: Talk, reply: int) -> bool:
    return talk.phase is Phase.THINKING and talk.reply is not None and talk.reply.id == reply


def _wished(talk: Talk, chosen: Utterance | None) -> Step | None:
    """The caller asks for it unasked: what is plain is done, and the rest is asked."""
    if chosen is None or chosen.choice is None or chosen.choice.opt_in is None:
        return None
    if not talk.keepable:
        return say(replace(talk, asking=None), Prompt.CANNOT_KEEP)
    if not chosen.choice.plain:
        return ask(talk, chosen.choice.opt_in)
    return _keep(talk, chosen.choice.opt_in, chosen)


def _answered(talk: Talk, chosen: Utterance | None) -> Step | None:
    """The caller was asked. A question of the caller's own is answered; a yes into the middle of ours lets it go on."""
    assert talk.asking
    rest = {each.meaning for each in talk.unanswered if each is not chosen}
    if rest - {Meaning.NOTHING, Meaning.BACKCHANNEL, Meaning.STOP}:
        return None
    choice = chosen.choice if chosen else None
    if Meaning.STOP in rest or (choice and not (choice.yes and choice.opt_in in (None, talk.asking))):
        return refused(talk)
    if chosen and choice:
        return _keep(talk, talk.asking, chosen) if choice.key or _understood(talk) else None
    return refused(talk) if Meaning.BACKCHANNEL in rest and not talk.suspended else None


def _understood(talk: Talk) -> bool:
    return talk.suspended is None or talk.suspended.unplayed_ms <= talk.limits.all_but_heard_ms


def _keep(talk: Talk, opt_in: OptIn, chosen: Utterance) -> Step:
    choice, words = chosen.choice, chosen.words
    assert choice
    said = None if choice.key else words
    return reply_with(replace(talk, asking=None), lambda reply: facts.Keep(reply, opt_in, choice, said))
