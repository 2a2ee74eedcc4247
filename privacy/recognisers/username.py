"""User names: the word, run or chain of words after "username is" or "log in as"."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import is_common
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.spoken.runs import Item, Sort
from privacy.words import words

_CUES: Final = {
    "en": phrases(
        "username|user name|login name|login id|user id|userid|screen name|login|sip user|sip username|"
        "auth user|handle|"
        "auth username|authentication name|authorization name|auth id|authentication id|account name|log "
        "in as|logged in as|"
        "login as|signed in as|sign in as|logging in as|skype name|skype id|auth name|authorization user|"
        "registered as|"
        "portal login|off user|off id|of user|author user|authorization id|authorisation name|user handle"
    ),
    "es": phrases("usuario|nombre de usuario"),
}
_LINKS: Final = words("equals 's is was as it's that's es called : = to reads")
_SKIPS: Final = words(
    "for my the this portal um uh er so on it , account should be i use we the user you web admin "
    "which you'll have that"
)
_NO_VALUE: Final = words(
    "not wrong correct incorrect rejected right invalid required missing the a an in on blank empty "
    "same different fine my your being too never always also case what and page screen failing failed "
    "button field box form"
)
_LONGEST_ANSWER: Final = 6  # words and runs
_SAID_JOINTS: Final = words("dot underscore dash hyphen")
_JOINTS: Final = words("dot dash hyphen underscore . - _ point under score plus @ at minus guion punto")


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """The value with its joints: "j dot smith", "maria_82", "smith underscore 4"."""
    for _, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        at = _value_start(utterance, last)
        if at is not None:
            yield utterance.finding(at, _value_end(utterance, at), "USERNAME", firm=True)
    yield from _glued(utterance)
    if utterance.expects == "USERNAME":
        yield from _answer(utterance)


def _value_start(utterance: Utterance, cue: int) -> int | None:
    linked = utterance.word(cue) == "as"
    for place in range(cue + 1, min(cue + 9, len(utterance.items))):
        item = utterance.items[place]
        if item.text in _LINKS:
            linked = True
        elif item.sort is Sort.RUN and len(item.compact) > 1:
            return place
        elif item.sort is Sort.MASK or item.text in _NO_VALUE:
            return None
        elif item.text not in _SKIPS:
            linked = linked or utterance.word(place + 1) in _SAID_JOINTS
            return place if linked and item.sort is Sort.WORD else None
    return None


def _answer(utterance: Utterance) -> Iterator[Finding]:
    """All of a short answer to "your user name?", but for the words before its point."""
    places = [at for at, item in enumerate(utterance.items) if _is_telling(utterance, at, item)]
    if 0 < len(places) <= _LONGEST_ANSWER:
        yield utterance.finding(places[0], places[-1], "USERNAME")


def _is_telling(utterance: Utterance, at: int, item: Item) -> bool:
    is_here = item.start >= utterance.here
    return is_here and not (may_stand_between(utterance, item) or item.text in _NO_VALUE or item.text in _SKIPS)


def _glued(utterance: Utterance) -> Iterator[Finding]:
    """A word and digits joined by an underscore ("ines_91"): nobody writes a setting like that."""
    for at in range(1, len(utterance.items) - 1):
        if utterance.items[at].text != "_" or utterance.run(at + 1) is None:
            continue
        word, run = utterance.items[at - 1], utterance.items[at + 1]
        if word.end == utterance.items[at].start and run.start == utterance.items[at].end and not is_common(word.text):
            yield utterance.finding(at - 1, at + 1, "USERNAME")


def _value_end(utterance: Utterance, at: int) -> int:
    """The last place of a value over its joints; a full stop with space behind it is the sentence's."""
    end, place = at, at + 1
    while place < len(utterance.items):
        item = utterance.items[place]
        if item.text in _JOINTS:
            if item.text == "." and utterance.text[item.end : item.end + 1] in ("", " "):
                break
        elif item.sort is Sort.RUN or (item.sort is Sort.WORD and utterance.items[place - 1].text in _JOINTS):
            end = place
        else:
            break
        place += 1
    return end
