"""Passwords, in whatever words they are said: everything from the cue to the end of the clause."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import is_common
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.spoken.runs import Sort
from privacy.words import words

_CUES: Final = {
    "en": phrases(
        "password|passphrase|pass phrase|pass word|wifi key|wpa key|secret key|pre shared key|api key|sip "
        "secret|secret|passwort|"
        "passward|pass where|pass wood|past word|passwood|pass words|memorable award|"  # what is heard of it
        "wireless key|security answer|security question|memorable word|security word|secret word|wi-fi password"
    ),
    "es": phrases("contraseña|contrasena|clave"),
}
_LINKS: Final = words(
    "'s is was to it's its that's as be are es sería equals called used set would should reads says currently "
    "still just now been : ="
)
_SKIPS: Final = words(
    "for my the this account portal router voicemail admin login i think um uh er like so on wifi "
    "all letters that changed use set you using new old web email sip trunk extension phone user it uh , page "
    "everywhere same believe should he she we they gave me has been"
)
_ENDS: Final = words(
    "and but can could please because so that which when it's its or if then what why how would will "
    "do does did i've i'm i but thanks thank is was y pero for with not since while it my the on in "
    "gives give fails fail works returns doesn't doesnt isn't isnt won't wont"
)
_NO_VALUE: Final = words(
    "not wrong correct incorrect rejected expired being reset changed right working invalid required "
    "needed missing sent stored asked accepted refused blank empty too case the a an in on for "
    "failing failed field box set saved hashed encrypted never always also only really different same fine ok "
    "okay good weak strong what something is supposed something going been already no longer"
)
_CREDENTIALS: Final = phrases(
    "plug in with|log in with|sign in with|logging in with|logged in with|credentials are|login with"
)
_ALSO_PIN: Final = phrases("passcode|pass code|wifi code|access key")
_OWNERS: Final = words("my the a an your our his her their no any it that this both either")
_LONGEST: Final = 12
_NAMING: Final = words("that's is was as for thats")
_LEADING: Final = words(
    "it was it's is its to with use try tried used uh um er so and yes no okay i set changed put says"
)
_SIGNS: Final = words("at dollar pound percent plus minus equals exclamation question hash ampersand and")
_WORDS: Final = words("at and pound plus minus equals question hash")
_COMMANDS: Final = words("use used try tried")
_FARTHEST_BEFORE: Final = 5
_MOST_BEFORE: Final = 5


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """The rest of the clause after "password is"; a sentence about passwords ("is wrong") holds none."""
    yield from _credentials(utterance)
    yield from _changes(utterance)
    for _, last in cue_ends(utterance, _ALSO_PIN):
        place = next((at for at in range(last + 1, last + 6) if _is_joined(utterance, at)), None)
        if place is not None:
            yield utterance.finding(place, _value_end(utterance, place), "PASSWORD", firm=True)
    announced = False
    for _, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        at = _value_start(utterance, last + 1)
        if at is not None:
            announced = True
            yield utterance.finding(at, _value_end(utterance, at), "PASSWORD", firm=True)
        elif (before := _value_before(utterance, last)) is not None:
            yield utterance.finding(*before, "PASSWORD", firm=True)
    if utterance.expects == "PASSWORD" and not announced:
        yield from _answer(utterance)


def _value_before(utterance: Utterance, cue: int) -> tuple[int, int] | None:
    """The first and last place of "bluebird seven seven", that's the portal password; ordinary words alone are none."""
    at = cue
    while at > cue - _FARTHEST_BEFORE and utterance.word(at) not in _NAMING:
        at -= 1
    if utterance.word(at) not in _NAMING or utterance.word(at + 1) not in _OWNERS:
        return None
    last = at - 1 - (utterance.items[at - 1].text == "," if at > 0 else 0)
    first = last
    while first > max(0, last - _MOST_BEFORE) and utterance.word(first - 1) not in _LEADING:
        if utterance.items[first - 1].sort is Sort.MARK and _stops(utterance, first - 1):
            break
        first -= 1
    value = utterance.items[first : last + 1] if last >= 0 else ()
    tells = any(item.sort is Sort.RUN or (item.sort is Sort.WORD and not is_common(item.text)) for item in value)
    return (first, last) if value and (tells or utterance.word(first - 1) in _COMMANDS) else None


def _changes(utterance: Utterance) -> Iterator[Finding]:
    """ "I changed the password from A to B"."""
    for _, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        middle = next((at for at in range(last + 2, last + 8) if utterance.word(at) == "to"), None)
        if utterance.word(last + 1) == "from" and middle is not None and middle + 1 < len(utterance.items):
            if last + 2 < middle:
                yield utterance.finding(last + 2, middle - 1, "PASSWORD", firm=True)
            yield utterance.finding(middle + 1, _value_end(utterance, middle + 1), "PASSWORD", firm=True)


def _credentials(utterance: Utterance) -> Iterator[Finding]:
    """ "Log in with anna and sesame": both, to the end of the clause; "with my password" says neither."""
    for _, last in cue_ends(utterance, _CREDENTIALS):
        if utterance.word(last + 1) in _OWNERS or last + 1 >= len(utterance.items):
            continue
        middle = _value_end(utterance, last + 1)
        if utterance.word(middle + 1) in ("and", "with") and middle + 2 < len(utterance.items):
            yield utterance.finding(last + 1, middle, "USERNAME")
            yield utterance.finding(middle + 2, _value_end(utterance, middle + 2), "PASSWORD", firm=True)
        elif any(utterance.run(at) for at in range(last + 1, middle + 1)):
            yield utterance.finding(last + 1, middle, "PASSWORD", firm=True)


def _answer(utterance: Utterance) -> Iterator[Finding]:
    """All of an answer but the words before its point; "I don't know it" is as well hidden as not."""
    places = [at for at, item in enumerate(utterance.items) if not may_stand_between(utterance, item)]
    if places:
        yield utterance.finding(places[0], places[-1], "PASSWORD", firm=True)


def _value_start(utterance: Utterance, at: int) -> int | None:
    linked = False
    for place in range(at, min(at + 9, len(utterance.items))):
        item = utterance.items[place]
        if item.text in _LINKS:
            linked = True
        elif item.text in utterance.language.case_words or _is_joined(utterance, place):
            linked = True
            if _is_joined(utterance, place):
                return place
        elif item.sort is Sort.RUN and (linked or len(item.compact) >= 4):
            return place
        elif item.sort is Sort.MASK or (item.text in _NO_VALUE and _is_remark(utterance, place)):
            return None
        elif item.text not in _SKIPS:
            followed = utterance.items[place - 1].text == "," and utterance.run(place + 1) is not None
            return place if (linked or followed) and item.sort is Sort.WORD else None
    return None


def _is_joined(utterance: Utterance, at: int) -> bool:
    """A word with a symbol behind it, which no sentence about passwords has: "bluebell underscore", "Otter$88"."""
    if at + 2 >= len(utterance.items):
        return False
    item, after = utterance.items[at], at + 1
    if utterance.word(after) in _SIGNS and utterance.word(after + 1) in ("sign", "mark", "symbol"):
        return True
    if item.sort is not Sort.WORD:
        return False
    joint = utterance.items[after]
    if utterance.word(after) in _SIGNS - _WORDS and utterance.run(after + 1):  # "otter dollar eight eight"
        return True
    said = utterance.word(after) in utterance.language.symbols and utterance.word(after) not in ("at", "dot", "point")
    glued = joint.sort is Sort.MARK and joint.start == item.end and joint.end == utterance.items[after + 1].start
    return said or (glued and joint.text not in "'’/-.,:")


def _value_end(utterance: Utterance, at: int) -> int:
    end = at
    for place in range(at + 1, min(at + _LONGEST, len(utterance.items))):
        item = utterance.items[place]
        if item.text in _ENDS and item.sort is Sort.WORD and not _goes_on(utterance, place):
            break
        if item.sort is Sort.MARK and _stops(utterance, place):
            break
        end = place
    return end


def _goes_on(utterance: Utterance, at: int) -> bool:
    """Whether a word that ends clauses is a digit or a symbol here: "40 for lower case", "gore and sign three"."""
    is_case = utterance.word(at + 1) in utterance.language.case_words | {"sign"}
    return is_case and utterance.word(at) in utterance.language.homophones.keys() | _SIGNS


def _is_remark(utterance: Utterance, at: int) -> bool:
    """Whether "wrong" or "correct" is all that is said of the password, not its first word."""
    following = utterance.word(at + 1)
    return utterance.run(at + 1) is None and (not following or following in _ENDS | _NO_VALUE | _SKIPS)


def _stops(utterance: Utterance, at: int) -> bool:
    """A mark ends the value when space follows it, a comma too."""
    item = utterance.items[at]
    return utterance.text[item.end : item.end + 1] in ("", " ") and item.text in ",.?;:!"
