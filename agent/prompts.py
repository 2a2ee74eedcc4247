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
    Prompt.NO_CARDS: "Please do not tell me card numbers. I do not need them, and I mask them.",
}


def prompts(operator: Operator | None = None) -> Mapping[Prompt, str]:
    """The text of every fixed prompt. All of them can be spoken once at start-up and played from memory."""
    who = operator or Operator()
    assistant = f"{who.name}, an automated assistant" if who.name else "an automated assistant"
    settable = {
        Prompt.DISCLOSURE: f"You are talking to {assistant}. I transcribe live, in memory, and keep nothing.",
        Prompt.GREETING: who.welcome,
        Prompt.PERSON: who.person,
        Prompt.KEPT: who.kept,
    }
    return MappingProxyType(_FIXED | settable)
