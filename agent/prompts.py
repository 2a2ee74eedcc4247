"""Every fixed sentence the gateway says, by key, and the few words an operator may set.

The disclosure cannot be set: whoever calls is told at once that this is an automated assistant
(Regulation (EU) 2024/1689, article 50) and what happens to their words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final


class Prompt(Enum):
    DISCLOSURE = "disclosure"
    GREETING = "greeting"
    STILL_THERE = "still-there"
    NOT_UNDERSTOOD = "not-understood"
    APOLOGY = "apology"
    ONE_MOMENT = "one-moment"
    GOODBYE = "goodbye"
    DRAINING = "draining"
    TOO_LONG = "too-long"
    ECHO_INTRO = "echo-intro"
    STOPPED = "stopped"
    ROBOT = "robot"
    KEPT = "kept"
    DELETED = "deleted"
    DELETED_LATER = "deleted-later"
    ASK_TRANSCRIPT = "ask-transcript"
    ASK_TRACE = "ask-trace"
    ASK_IMPROVEMENT = "ask-improvement"
    KEPT_TRANSCRIPT = "kept-transcript"
    KEPT_TRACE = "kept-trace"
    KEPT_IMPROVEMENT = "kept-improvement"
    NOT_KEPT = "not-kept"
    CANNOT_KEEP = "cannot-keep"
    KEEPING = "keeping"
    NO_MACHINE = "no-machine"
    PERSON = "person"
    NO_CARDS = "no-cards"


@dataclass(frozen=True, slots=True)
class Operator:
    """What whoever runs the gateway may set. `person` must say truthfully how a person can be reached."""

    name: str = ""  # what the assistant calls itself
    welcome: str = "How can I help?"  # what follows the disclosure
    person: str = "I cannot connect you from here. Please reach the operator of this line in the usual way."
    kept: str = (
        "Nothing of this call is kept. I turn your words into text in memory, answer, and forget them when you hang up."
    )
    transcript_months: int = 6  # how long a transcript is kept by consent
    trace_days: int = 30  # and a trace
    ruled: str = ""  # what is kept of every call by a rule of the operator, such as "for compliance, for 12 months"


_FIXED: Final = {
    Prompt.STILL_THERE: "Are you still there?",
    Prompt.NOT_UNDERSTOOD: "Sorry, I did not catch that. Could you say it again?",
    Prompt.APOLOGY: "Sorry, something went wrong here. Please ask me again.",
    Prompt.ONE_MOMENT: "One moment, please.",
    Prompt.GOODBYE: "Goodbye.",
    Prompt.DRAINING: "I have to end this call, since the service is restarting. Please call again soon. Goodbye.",
    Prompt.TOO_LONG: "This call has reached its longest time. Please call again if you need more. Goodbye.",
    Prompt.ECHO_INTRO: "This is an automated echo test. You will hear what you say, and nothing is kept.",
    Prompt.STOPPED: "Okay.",
    Prompt.ROBOT: "Yes, I am a machine. I am an automated assistant, and no person is listening.",
    Prompt.DELETED: "Done. Nothing of this call is stored, and I forget what was said so far.",
    Prompt.DELETED_LATER: "I stop keeping this call at once. What was stored is deleted as soon as the store answers.",
    Prompt.ASK_IMPROVEMENT: "May I use this call, made anonymous, to get better? Say yes, or press one. "
    "Anything else means no.",
    Prompt.KEPT_IMPROVEMENT: "Thank you. I count this call among others, without anything that tells who you are. "
    'Say "don\'t save this", and I do not.',
    Prompt.NOT_KEPT: "Okay, I keep nothing of it.",
    Prompt.CANNOT_KEEP: "I cannot keep anything of this call, so nothing is kept.",
    Prompt.NO_CARDS: "Please do not tell me card numbers. I do not need them, and I mask them.",
}


def prompts(operator: Operator | None = None) -> Mapping[Prompt, str]:
    """The text of every fixed prompt. All of them can be spoken once at start-up and played from memory."""
    who = operator or Operator()
    assistant = f"{who.name}, an automated assistant" if who.name else "an automated assistant"
    settable = {
        Prompt.DISCLOSURE: f"You are talking to {assistant}. {_disclosed(who)}",
        Prompt.GREETING: who.welcome,
        Prompt.PERSON: who.person,
        Prompt.NO_MACHINE: f"You asked not to be served by a machine. {who.person} Goodbye.",
        Prompt.KEPT: f"{_ruled(who)} It was told at the beginning." if who.ruled else who.kept,
        **_about_keeping(f"{who.transcript_months} months", f"{who.trace_days} days"),
    }
    return MappingProxyType(_FIXED | settable)


def _disclosed(who: Operator) -> str:
    return _ruled(who) if who.ruled else "I transcribe live, in memory, and keep nothing."


def _ruled(who: Operator) -> str:
    return f"I transcribe live, and a masked transcript is kept {who.ruled}."


def _about_keeping(transcript: str, trace: str) -> Mapping[Prompt, str]:
    """What is asked, promised and told of keeping, with how long it lasts."""
    gone = 'Say "don\'t save this" at any time, and it is gone.'
    kept = f"a transcript of this call for support, for {transcript}, with everything personal masked"
    return {
        Prompt.ASK_TRANSCRIPT: f"May I keep {kept}? Say yes, or press one. Anything else means no.",
        Prompt.KEPT_TRANSCRIPT: f"Thank you. I keep {kept}. {gone} This is your reference code.",
        Prompt.KEEPING: f"I keep what you agreed to: {kept}, or a trace of its signalling for {trace}. {gone}",
        Prompt.ASK_TRACE: f"May I keep a masked trace of this call's signalling for {trace}, to find the fault? "
        "Say yes, or press one. Anything else means no.",
        Prompt.KEPT_TRACE: f"Thank you. I keep a masked trace of the signalling for {trace}. {gone} "
        "This is your reference code.",
    }
