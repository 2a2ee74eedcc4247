"""The local grammar: a few commands every caller has at any time, found by pattern and not by a model.

It hears whole utterances only: "stop" is a command, "calls stop after a minute" is a question. Courtesies around a
command ("could you please repeat that") are allowed for.
"""

import re
from enum import Enum
from typing import Final

from agent.phrases import Phrases, phrases


class Intent(Enum):
    NONE = "none"
    STOP = "stop"
    GOODBYE = "goodbye"
    REPEAT = "repeat"
    PERSON = "person"
    ROBOT_QUESTION = "robot-question"
    KEPT_QUESTION = "kept-question"
    DELETE_REQUEST = "delete-request"
    KEEP_FOR_SUPPORT = "keep-for-support"  # what to keep and what for, both said
    KEEP_REQUEST = "keep-request"
    TRACE_REQUEST = "trace-request"
    IMPROVE_REQUEST = "improve-request"
    BACKCHANNEL = "backchannel"


_BEFORE: Final = (
    "[um+|uh+|er|okay|ok|oh|well|so|and|but|hey|hello|hi|yes|yeah|no|sorry|please|now|just|actually|alright|"
    "all right|thanks|thank you|can you|could you|would you|will you|i said|i want you to|i would like you to]*"
)
_AFTER: Final = "[please|now|for me|thanks|thank you|okay|ok|then|again|sir|very much|so much|for now]*"
_DATA: Final = (
    "(my data|my call|my words|my recording|this call|this|the call|the recording|everything|what i said|it|that|me|"
    "the transcript|a transcript|my transcript)"
)
_TALK: Final = "(this|it|that|this call|the call|this conversation|my words|what i said|a transcript|the transcript)"
_SUPPORT: Final = (
    "(for|so|to) [the|your] (support|support team|support people|help desk) [team|can see it|to see|to read]"
)
_SOMEONE: Final = (
    "[a|an|the|some|your] [real|live|actual|support] "
    "(person|human|human being|operator|agent|representative|somebody|someone|supervisor|"
    "customer service) [real|human|else]"
)
_MACHINE: Final = (
    "(robot|bot|machine|computer|human|human being|person|real person|ai|a i|real|recording|automated|automated system|"
    "chatbot|voice bot)"
)

_COMMANDS: Final[tuple[tuple[Intent, Phrases], ...]] = tuple(
    (intent, phrases(block, before=_BEFORE, after=_AFTER))
    for intent, block in (
        (
            Intent.DELETE_REQUEST,
            f"""
            (delete|erase|remove|wipe|destroy) [all] [of] {_DATA}
            forget (what i said|everything|my data|this call)
            (do not|never) (save|keep|store|record) [any of] {_DATA} [for support|after all|any more|anymore]
            i [do not want you to|would rather you did not] (save|keep|store|record) [any of] {_DATA}
            (i changed my mind|i take that back|i withdraw) [do not (save|keep|store) {_DATA}|my consent]
            """,
        ),
        (
            Intent.KEEP_FOR_SUPPORT,
            f"""
            [you can|you may|i want you to] (keep|save|store) {_TALK} {_SUPPORT}
            """,
        ),
        (
            Intent.KEEP_REQUEST,
            f"""
            [you can|you may|i want you to] (keep|save|store|record) {_TALK}
            """,
        ),
        (
            Intent.TRACE_REQUEST,
            """
            [you can|you may|i want you to] (capture|record|take|make|keep|start|save) (a|the) [sip|signalling|\
                signaling] trace [of this call|of my call]
            [you can|you may|i want you to] trace (this|my|the) (call|signalling|signaling|line)
            """,
        ),
        (
            Intent.IMPROVE_REQUEST,
            """
            [you can|you may] (use|keep) (this|this call|my words|my data) to (improve|get better|improve yourself)
            """,
        ),
        (
            Intent.KEPT_QUESTION,
            """
            (what|which data|what data|what information) [exactly] (do|will|are|did) you (keep|keeping|store|\
                storing|save|record|remember) [of|about|from|on] [me|this|this call|the call]
            (are you|is this call|is this|am i|are we) [being] (recording|recorded) [this|me|my call|this call|\
                the call]
            do you (record|store|save|keep) (this|me|my|the|our|any|anything) ...
            is (anything|this|my data|any of this|the call|this call) [being] (kept|stored|saved|recorded)
            what happens (to|with) (my|this|the) (data|words|call|voice|recording)
            who [else] is listening
            """,
        ),
        (
            Intent.ROBOT_QUESTION,
            f"""
            (are you|am i talking to|am i speaking to|am i talking with|am i speaking with|is this|is it|so you \
                are|you are|is that) [really|actually|just] [a|an] [real] {_MACHINE}
            (are you|is this) [a|an] [real] {_MACHINE} or [a|an] [real] {_MACHINE}
            """,
        ),
        (
            Intent.PERSON,
            f"""
            {_SOMEONE}
            [i want|i need|i would like|i prefer|let me|can i|may i] [to] (talk|speak|chat) [to|with] {_SOMEONE}
            (i want|i need|i would like|i prefer|get me|give me|connect me to|connect me with|transfer me to|put \
                me through to|can i get|can i have|is there|hand me over to) {_SOMEONE} [there]
            """,
        ),
        (
            Intent.REPEAT,
            """
            (repeat|repeat that|repeat it|say that|say it|say|come again|pardon|pardon me|excuse me|what) [again|\
                one more time|once more]
            (one more time|once more)
            what (did you say|was that)
            i did not (hear|catch|get|understand) (that|it|you)
            repeat [the|your] [last] (answer|sentence|part)
            """,
        ),
        (
            Intent.GOODBYE,
            """
            [goodbye|good bye|bye|bye bye]* (goodbye|good bye|bye|see you|see you later|hang up|end the call)
            (that is|that was|that will be) all [goodbye|good bye|bye]
            (nothing else|i am done|we are done) [goodbye|good bye|bye]
            have a (nice|good|great) (day|one|evening|weekend) [goodbye|good bye|bye]
            """,
        ),
        (
            Intent.STOP,
            """
            (stop|stop it|stop that|stop talking|be quiet|quiet|shut up|enough|that is enough|cancel|silence|hold \
                on|wait|one moment)
            """,
        ),
    )
)  # fmt: skip
_SOUNDS: Final = (
    "(mm+|mhm+|mm hm+|mmhm+|hm+|uh huh|uhhuh|aha|ah|oh|yeah|yep|yup|yes|okay|ok|right|sure|i see|got it|alright|"
    "all right|go on|really|good|fine|great|cool|true|exactly|of course)"
)
_BACKCHANNEL: Final = phrases(_SOUNDS, after=f"[{_SOUNDS}]*")
_YES: Final = (
    "(yes|yes i do|yes i am|yes you may|yes you can|yeah|yep|yup|sure|of course|certainly|absolutely|definitely|"
    "i agree|i consent|go ahead|please do|you may|you can|that is fine|keep it|do it)"
)
_CONSENT: Final = phrases(_YES, before="[um+|uh+|er|oh|well|so]*", after=f"[{_YES}|please|thanks|thank you|sir]*")
_NO: Final = "(no|nope|nah|no way|not now|never|do not|rather not|i would rather not|i do not want that|i do not)"
_REFUSAL: Final = phrases(_NO, before="[um+|uh+|er|oh|well|so]*", after=f"[{_NO}|please|thanks|thank you|sir]*")
_PLACEHOLDER: Final = re.compile(r"\[[A-Z_]+(?:_\d+)?\]")
_WRITTEN_OUT: Final = (("what's", "what is"), ("that's", "that is"), ("don't", "do not"), ("didn't", "did not"),
                       ("dont", "do not"),
                       ("i'm", "i am"), ("i'd", "i would"), ("who's", "who is"), ("we're", "we are"))  # fmt: skip


def intent(words: str) -> Intent:
    """The command that the whole utterance is, or `Intent.NONE`."""
    plain = _plain(words)
    if _BACKCHANNEL.fit(plain):
        return Intent.BACKCHANNEL
    return next((found for found, said in _COMMANDS if said.fit(plain)), Intent.NONE)


def consents(words: str) -> bool:
    """Whether the whole utterance is a clear yes. "Okay", "mm-hm" and a yes with more behind it are not."""
    return _CONSENT.fit(_plain(words))


def refuses(words: str) -> bool:
    """Whether the whole utterance is a no."""
    return _REFUSAL.fit(_plain(words))


def _plain(words: str) -> str:
    text = _PLACEHOLDER.sub(" ", words).lower().replace("’", "'")
    for short, full in _WRITTEN_OUT:
        text = text.replace(short, full)
    return " ".join(re.findall(r"[a-z0-9]+", text))
