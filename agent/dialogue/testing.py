"""The call in progress: what it uses, how it sounds, and how to test a softphone with it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from agent.api import Line
from agent.dialogue.thread import Answer, Offer, Scene, answer
from agent.line.report import advice, codec_sentence, health_sentences, transport_sentence
from agent.phrases import phrases

_CODEC: Final = phrases(
    """
    (what|which) codec (am i|are we|is this|is the call|does this call|do we|are you|is my|i am|we are) ...
    (what|which) codec [is] [being] [used|selected|negotiated|running|in use] [here|now|in this call|on this call]
    what is (my|our|this call) codec
    (am i|are we|is this) (on|using|in) (g711|g722|g729|hd|hd voice|wideband|opus) [now|here]
    """
)
_MEASURE: Final = (
    "(quality|call quality|line quality|audio quality|mos|mos score|jitter|packet loss|loss|latency|delay|sound|audio)"
)
_HEALTH: Final = phrases(
    f"""
    [so|and|hey] how (is|good is|bad is|are) (my|this|our|the) (line|call|connection|{_MEASURE}) [now|today|doing]
    (what is|what about|check|test|measure|rate|tell me|show me|can you check|can you test|please check) (my|this|\
        our) (line|call|connection|{_MEASURE}) [now|please|like]
    what is the {_MEASURE} of (my|this|our|the) (line|call|connection)
    how do (i|we) sound [to you]
    how does (this|it|this call|my voice) sound [to you]
    how (much|high) (jitter|loss|packet loss|latency|delay) (do i have|is there|am i getting) [on my line|on this \
        line|on this call]
    is there [any|much] (packet loss|jitter|loss|delay) on (my|this|the) (line|call)
    """
)  # fmt: skip
_SECURE: Final = phrases(
    """
    (is this|is my|is the) (call|line|connection|audio) (encrypted|secure|private|safe)
    (am i|are we) (encrypted|secure|safe|using tls|using srtp|using encryption|on udp|on tcp|on tls|using udp|\
        using tcp)
    (what|which) transport (am i|is this|are we|do i) ...
    """
)
_LENGTH: Final = phrases(
    """how long (have we been|have i been|has this|has this call|is this call) [been] \
    (talking|on the phone|on the line|going|lasted|now)"""
)
_HEAR_ME: Final = phrases(
    """
    (can|do|are) you (hear|hearing|understand) (me|my voice) [now|well|okay|clearly]*
    am i (audible|coming through|loud and clear)
    [is] [there] (anybody|anyone|somebody) (there|here)
    are you [still] (there|listening)
    """
)
_ECHO_TEST: Final = phrases(
    """
    ... echo (test|server|service|extension|number) ...
    ... hear (myself|my own voice) (back|to test|for a test) ...
    """
)
_WISH: Final = (
    "[i want to|i would like to|can i|can you|help me|help me to|let us|could you|please|how do i|how can i|we]*"
)
_TEST: Final = phrases(
    """
    (test|try out|check|try) [my|this|the|a|with] (softphone|phone|headset|microphone|sip client|set up|setup|\
        client|device|handset|mic) [with you|here|out]
    """,
    before=_WISH,
)
_TEST_KEYS: Final = phrases(
    """
    (test|try|check) [my|the|a|some] (dtmf|keys|key presses|keypad|tones|touch tones|digits|buttons) [with you|\
        here|out]
    (did you get|can you hear|do you get|do you hear) my (keys|tones|digits|dtmf|key presses)
    """,
    before=_WISH,
)
_GUIDE: Final = (
    "Let us test three things. First press a few keys, and I tell you which arrived. Then ask how your line is. "
    "Last, dial echo on this system and listen to yourself."
)
_HEARD: Final = "Yes, I hear you. What can I do for you?"
_PRESS: Final = "Press some keys. I tell you which ones arrived."
_ECHO: Final = "Dial echo on this system. You hear a short introduction, and then your own voice. Nothing is kept."
REPLIES: Final = (_GUIDE, _HEARD, _PRESS, _ECHO)
_COUNTED: Final = phrases(r"[i am saying|counting|testing] \d+")


def this_call(scene: Scene) -> Answer | None:
    """The answer to a question about the call itself, or the echo of digits said as a test."""
    digits = scene.words.split()[-1:]
    if _COUNTED.fit(scene.words) and len(digits[0]) > 3:
        return answer(scene, f"I heard {' '.join(digits[0])}. Your voice comes through.")
    return next((reply(scene) for asked, reply in _ASKED if asked.fit(scene.words)), None)


def _from_line(describe: Callable[[Line], str]) -> Callable[[Scene], Answer]:
    """A reply made from the line; honest when nothing is known of it, as in a text chat."""

    def reply(scene: Scene) -> Answer:
        if scene.line is None:
            return answer(scene, "I cannot see a line here. That works in a call.")
        return answer(scene, describe(scene.line))

    return reply


def _health(scene: Scene) -> Answer:
    """The state of the line, with the article on what is worst about it kept at hand for "yes" and "what next?"."""
    report = _from_line(health_sentences)(scene)
    worst = advice(scene.line) if scene.line is not None else ""
    if not worst:
        return report
    offered = answer(scene, f"{report.text} Shall I say what to check?", offer=Offer.STEP)
    return replace(offered, thread=replace(offered.thread, article=worst, section="", step=0))


def _hear(scene: Scene) -> Answer:
    line = scene.line
    if line is not None and line.loss_fraction >= 0.02:
        return answer(scene, f"Yes, but {100 * line.loss_fraction:.0f} percent of your packets are lost.")
    return answer(scene, _HEARD)


def _length(line: Line) -> str:
    minutes, seconds = divmod(round(line.seconds), 60)
    if not minutes:
        return f"For {seconds} seconds."
    return f"For {minutes} minute{'s' if minutes > 1 else ''} and {seconds} seconds."


def _say(text: str) -> Callable[[Scene], Answer]:
    return lambda scene: answer(scene, text)


_ASKED: Final = (
    (_CODEC, _from_line(codec_sentence)),
    (_SECURE, _from_line(transport_sentence)),
    (_LENGTH, _from_line(_length)),
    (_HEAR_ME, _hear),
    (_ECHO_TEST, _say(_ECHO)),
    (_TEST_KEYS, _say(_PRESS)),
    (_TEST, _say(_GUIDE)),
    (_HEALTH, _health),
)
