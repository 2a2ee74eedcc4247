"""The moves a conversation makes, whatever the reason: into a phase, to a sentence, to silence, to its end."""

from collections.abc import Callable
from dataclasses import replace

from agent.prompts import Prompt
from gateway.calls import facts
from gateway.calls.facts import Command
from gateway.calls.talk import Phase, Reply, Talk

Step = tuple[Talk, list[Command]]


def enter(talk: Talk, phase: Phase, before: list[Command] | None = None) -> Step:
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


def listen(talk: Talk, before: list[Command] | None = None) -> Step:
    return enter(replace(talk, unanswered=(), reply=None, suspended=None), Phase.LISTENING, before)


def end(talk: Talk) -> Step:
    return replace(talk, phase=Phase.ENDED), [*drop_all(talk), facts.CancelTimer(), facts.End()]


def drop_all(talk: Talk, *, reopened: bool = False) -> list[Command]:
    """End whatever is said or prepared; `reopened` when the question of `talk.reply` will be asked again."""
    held = [facts.Drop(talk.suspended.id)] if talk.suspended else []
    return [*held, *([facts.Drop(talk.reply.id, reopened)] if talk.reply else [])]


def say(talk: Talk, prompt: Prompt, *, more: str = "", leave: bool = False) -> Step:
    """A fixed sentence, after dropping whatever was being said."""
    return reply_with(talk, lambda reply: facts.Say(reply, prompt, more), leave=leave)


def reply_with(talk: Talk, command: Callable[[int], Command], *, leave: bool = False) -> Step:
    """A reply that `command` brings about, after dropping whatever was being said."""
    reply = Reply(talk.replies + 1, released=True, hang_up=leave)
    said = replace(talk, replies=reply.id, reply=reply, suspended=None, unanswered=())
    phase = Phase.LEAVING if leave else Phase.THINKING
    return enter(said, phase, [*drop_all(talk), command(reply.id)])
