"""Passwords, in whatever words they are said: everything from the cue to the end of the clause."""

from collections.abc import Iterator
from typing import Final

from privacy.recognisers.cues import cue_ends, phrases
from privacy.recognisers.finding import Finding, Utterance
from privacy.spoken.runs import Sort
from privacy.words import words

_CUES: Final = {
    "en": phrases(
        "password|passphrase|pass phrase|pass word|wifi key|wpa key|secret key|pre shared key|api key|sip "
        "secret|secret|passwort|"
        "wireless key|security answer|memorable word|security word|secret word|wi-fi password"
    ),
    "es": phrases("contraseña|contrasena|clave"),
}
_LINKS: Final = words(
    "is was to it's its that's as be are es sería called used set would should reads says currently "
    "still just now been : ="
)
_SKIPS: Final = words(
    "for my the this account portal router voicemail admin login i think um uh er like so on wifi "
    "that changed use set you using new old web email sip trunk extension phone user it uh , page "
    "believe should he she we they gave me has been"
)
_ENDS: Final = words(
    "and but can could please because so that which when it's its or if then what why how would will "
    "do does did i've i'm i but thanks thank is was y pero for with not since while it my the on in"
)
_NO_VALUE: Final = words(
    "not wrong correct incorrect rejected expired being reset changed right working invalid required "
    "needed missing sent stored asked accepted refused blank empty too case the a an in on for "
    "failing failed set saved hashed encrypted never always also only really different same fine ok "
    "okay good weak strong what something is supposed something going been already no longer"
)
_LONGEST: Final = 12


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """The rest of the clause after "password is"; a sentence about passwords ("is wrong") holds none."""
    for _, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        at = _value_start(utterance, last + 1)
        if at is not None:
            yield utterance.finding(at, _value_end(utterance, at), "PASSWORD", firm=True)
    if utterance.expects == "PASSWORD" and utterance.items:
        yield utterance.finding(0, len(utterance.items) - 1, "PASSWORD", firm=True)


def _value_start(utterance: Utterance, at: int) -> int | None:
    linked = False
    for place in range(at, min(at + 9, len(utterance.items))):
        item = utterance.items[place]
        if item.text in _LINKS:
            linked = True
        elif item.sort is Sort.RUN and (linked or len(item.compact) >= 4):
            return place
        elif item.sort is Sort.MASK or item.text in _NO_VALUE:
            return None
        elif item.text not in _SKIPS:
            return place if linked and item.sort is Sort.WORD else None
    return None


def _value_end(utterance: Utterance, at: int) -> int:
    end = at
    for place in range(at + 1, min(at + _LONGEST, len(utterance.items))):
        item = utterance.items[place]
        if item.text in _ENDS and item.sort is Sort.WORD:
            break
        if item.sort is Sort.MARK and _stops(utterance, place):
            break
        end = place
    return end


def _stops(utterance: Utterance, at: int) -> bool:
    """A mark ends the value when space follows it, a comma too."""
    item = utterance.items[at]
    return utterance.text[item.end : item.end + 1] in ("", " ") and item.text in ",.?;:!"
