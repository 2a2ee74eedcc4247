"""Courtesies, and questions about the agent itself, answered truthfully."""

import re
from typing import Final

from agent.dialogue.thread import Answer, Scene, answer
from agent.phrases import phrases

_TALK: Final = (
    (
        """
        (hello|hi|hey|hello there|hi there|greetings)
        good (morning|afternoon|evening|day)
        """,
        "Hello. What can I do for you?",
    ),
    ("how (are you|are you doing|is it going|do you do) [today]", "All is well here. How can I help?"),
    (
        """
        [many|great] (thanks|thank you|cheers) [very much|so much|a lot|for that|for your help|that helped|that \
            was helpful|it works|that worked]*
        that (helped|worked|was helpful|fixed it|solved it|did it) [thanks|thank you]
        it works [now|again|thanks|thank you]*
        (perfect|wonderful|excellent)
        """,
        "You're welcome. Is there anything else?",
    ),
    (
        """
        (who|what) are you [exactly]
        who am i (talking|speaking) (to|with)
        (what is your name|what is this|introduce yourself)
        """,
        "I am Sottovoce, an automated assistant. I help with phones over the internet: error codes, sound, and set-up.",
    ),
    (
        """
        what can (you|i) (do|ask|ask you|help with|say) [for me|with]
        what do you (do|know) [about]
        [can you|how can you|please] help [me]
        what are you able to do
        i need [some|your] help
        i have a (question|problem)
        can i ask [you] (something|a question)
        """,
        "Gladly. Ask me about a SIP error code, registration, sound, or your phone's set-up. I can test this line too.",
    ),
    (
        "who (made|built|created|wrote|runs) you",
        "Sottovoce is free software. It runs on the machine of whoever operates this line.",
    ),
    (
        "[do you|can we|can you] (speak|talk) [in] (spanish|german|french|italian|chinese|another language) [please]",
        "I speak only English here. Would a person help? Then say: a person, please.",
    ),
    (
        """
        (sorry|i am sorry|never mind|nevermind|forget it|nothing)
        no [no] (thanks|thank you|nothing)
        """,
        "No problem. What else can I do?",
    ),
    (
        """
        you are (wrong|stupid|useless|an idiot|dumb|no help)
        (that|this) is (wrong|not right|not true|nonsense|useless)
        """,
        "I am sorry about that. Ask me in other words, or say: a person, please.",
    ),
    (
        "[testing|test|check|one|two|three|12|123|12 3]* (testing|test|123|12 3|check)",
        "I hear you. Your voice comes through.",
    ),
)  # fmt: skip
_RULES: Final = tuple((phrases(block), reply) for block, reply in _TALK)
_OPENING: Final = re.compile(r"^(?:(?:hello|hi|hey|okay|ok|well|so|um|uh|please|yes|no|oh) )+(?=\w)")
REPLIES: Final = tuple(reply for _, reply in _TALK)


def small_talk(scene: Scene) -> Answer | None:
    """The reply to a courtesy that is the whole utterance."""
    for words in (scene.words, _OPENING.sub("", scene.words)):
        for said, reply in _RULES:
            if said.fit(words):
                return answer(scene, reply)
    return None
