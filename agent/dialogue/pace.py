"""Speaking slower: the voice has one pace, so the answer is given a sentence at a time."""

from typing import Final

from agent.dialogue.thread import Answer, Scene, answer
from agent.grammar import Intent
from agent.library import sentences
from agent.phrases import phrases

_SLOWER: Final = phrases(
    """
    [please|can you|could you|a bit|a little|speak|talk|say that|go|much|more]* (slower|slowly|slow down) [please]
    [not so|that is too|you are too|that was too|too|very]* fast
    """
)
_ONWARD: Final = phrases(
    "(next|go on|continue|more|and then|yes|carry on)", before="[and|ok|okay|yes|then]*", after="[please]"
)


def at_this_pace(scene: Scene) -> Answer | None:
    """One sentence at a time after "slower", the following one after "next"."""
    if _SLOWER.fit(scene.words):
        return _first_of(scene, sentences(scene.thread.said))
    if scene.thread.waiting and (scene.intent is Intent.BACKCHANNEL or _ONWARD.fit(scene.words)):
        return _sentence(scene, scene.thread.waiting)
    return None


def _first_of(scene: Scene, left: tuple[str, ...]) -> Answer:
    if not left:
        return answer(scene, "Okay. Ask me, and I will go step by step.")
    ending = " Say next for more." if len(left) > 1 else ""
    return _sentence(scene, left, "One sentence at a time, then. ", ending)


def _sentence(scene: Scene, left: tuple[str, ...], opening: str = "", ending: str = "") -> Answer:
    thread = scene.thread
    return answer(scene, f"{opening}{left[0]}{ending}", said=thread.said, waiting=left[1:], offer=thread.offer)
