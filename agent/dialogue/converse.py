"""One turn: the first rule that has an answer gives it.

The order is the design: keys and commands first, since they must always work; then what is pending (a sentence at a
time, a clarifying question, yes and no); then this call; then follow-ups; then the library; and last, "I don't know".
"""

from collections.abc import Callable, Mapping
from typing import Final

from agent.api import Line
from agent.dialogue.commands import command, pressed_keys, private_matter, wordless
from agent.dialogue.followup import follow_up, reply_to_offer
from agent.dialogue.lookup import guess, look_up, unknown
from agent.dialogue.pace import at_this_pace
from agent.dialogue.smalltalk import small_talk
from agent.dialogue.testing import this_call
from agent.dialogue.thread import Answer, Scene, Thread
from agent.grammar import intent
from agent.heard import understood
from agent.library import Library
from agent.prompts import Prompt

Rule = Callable[[Scene], Answer | None]

RULES: Final[tuple[Rule, ...]] = (
    pressed_keys,
    private_matter,
    wordless,
    command,
    at_this_pace,
    reply_to_offer,
    small_talk,
    this_call,
    follow_up,
    look_up,
    guess,
)


def converse(
    spoken: str, thread: Thread, library: Library, prompts: Mapping[Prompt, str], line: Line | None = None
) -> Answer:
    """The answer to one turn of redacted words. Pure: the same arguments give the same answer."""
    scene = Scene(understood(spoken), spoken, intent(spoken), thread, library, prompts, line)
    for rule in RULES:
        found = rule(scene)
        if found is not None:
            return found
    return unknown(scene)
