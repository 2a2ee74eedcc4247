"""The commands of the local grammar, and key presses."""

import re
from typing import Final

from agent.api import Action
from agent.dialogue.thread import Answer, Scene, answer
from agent.grammar import Intent
from agent.prompts import Prompt

_KEYS: Final = re.compile(r"\s*DTMF\b(.*)", re.DOTALL)
_KEY_NAMES: Final = {"*": "star", "#": "hash"}
_TOLD: Final = {
    Intent.ROBOT_QUESTION: (Prompt.ROBOT, Action.NONE),
    Intent.KEPT_QUESTION: (Prompt.KEPT, Action.NONE),
    Intent.DELETE_REQUEST: (Prompt.DELETED, Action.DELETE),
    Intent.PERSON: (Prompt.PERSON, Action.PERSON),
    Intent.GOODBYE: (Prompt.GOODBYE, Action.HANG_UP),
    Intent.STOP: (Prompt.STOPPED, Action.NONE),
}


def pressed_keys(scene: Scene) -> Answer | None:
    """Confirms the keys that arrived. Keys that were masked are confirmed without being said."""
    found = _KEYS.match(scene.spoken)
    if found is None:
        return None
    keys = re.findall(r"[0-9A-D*#]", re.sub(r"\[[A-Z_]+(?:_\d+)?\]", " ", found.group(1)))
    if not keys:
        return answer(scene, "Your keys arrived. I keep them to myself, since they look private.")
    named = " ".join(_KEY_NAMES.get(key, key) for key in keys)
    return answer(scene, f"I got {named}. Your keys reach me as RFC 4733 events.")


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
