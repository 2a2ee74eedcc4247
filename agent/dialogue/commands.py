"""The commands of the local grammar, and key presses."""

import re
from typing import Final

from agent.api import Action
from agent.dialogue.thread import Answer, Scene, answer
from agent.grammar import Intent
from agent.prompts import Prompt

_KEYS: Final = re.compile(r"\s*DTMF\b(.*)", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"\[[A-Z_]+(?:_\d+)?\]")
_KEY_NAMES: Final = {"*": "star", "#": "hash"}
_TOLD: Final = {
    Intent.ROBOT_QUESTION: (Prompt.ROBOT, Action.NONE),
    Intent.KEPT_QUESTION: (Prompt.KEPT, Action.NONE),
    Intent.DELETE_REQUEST: (Prompt.DELETED, Action.DELETE),
    Intent.KEEP_FOR_SUPPORT: (Prompt.CANNOT_KEEP, Action.NONE),  # where something can be, its caller is asked before us
    Intent.KEEP_REQUEST: (Prompt.CANNOT_KEEP, Action.NONE),
    Intent.TRACE_REQUEST: (Prompt.CANNOT_KEEP, Action.NONE),
    Intent.IMPROVE_REQUEST: (Prompt.CANNOT_KEEP, Action.NONE),
    Intent.PERSON: (Prompt.PERSON, Action.PERSON),
    Intent.GOODBYE: (Prompt.GOODBYE, Action.HANG_UP),
    Intent.STOP: (Prompt.STOPPED, Action.NONE),
}


def pressed_keys(scene: Scene) -> Answer | None:
    """Confirms the keys that arrived. Keys that were masked are confirmed without being said."""
    found = _KEYS.match(scene.spoken)
    if found is None:
        return None
    keys = re.findall(r"[0-9A-D*#]", _PLACEHOLDER.sub(" ", found.group(1)))
    if not keys:
        return answer(scene, "Your keys arrived. I keep them to myself, since they look private.")
    named = " ".join(_KEY_NAMES.get(key, key) for key in keys)
    return answer(scene, f"I got {named}. Your keys reach me as RFC 4733 events.")


def private_matter(scene: Scene) -> Answer | None:
    """A polite stop for a card number, and for a turn that is nothing but masked values: we need neither."""
    if re.search(r"\[(?:CARD|CVV|EXPIRY)", scene.spoken):
        return answer(scene, scene.prompts[Prompt.NO_CARDS], said=scene.thread.said, offer=scene.thread.offer)
    if _PLACEHOLDER.search(scene.spoken) and not scene.words:
        return answer(scene, "Thank you. I do not need that, and it is masked. What can I do?")
    return None


def wordless(scene: Scene) -> Answer | None:
    """What is said when no word was heard. Nothing that was pending is lost."""
    if scene.words:
        return None
    thread = scene.thread
    return answer(scene, scene.prompts[Prompt.NOT_UNDERSTOOD], said=thread.said, offer=thread.offer)


def command(scene: Scene) -> Answer | None:
    """What the caller may ask for at any time."""
    if scene.intent is Intent.REPEAT:
        return _again(scene)
    if scene.intent not in _TOLD:
        return None
    prompt, action = _TOLD[scene.intent]
    return answer(scene, scene.prompts[prompt], action=action)


def _again(scene: Scene) -> Answer:
    """The last answer once more, with whatever it left pending."""
    text = scene.thread.said or scene.prompts[Prompt.GREETING]
    return answer(scene, text, offer=scene.thread.offer)
