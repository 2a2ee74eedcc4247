"""Postal addresses of Britain and America: house number, street, town, state, postcode."""

import re
from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import kinds
from privacy.recognisers.cues import cue_ends, phrases
from privacy.spoken.runs import Item, Sort
from privacy.words import words

STREETS: Final = words(
    "street st road rd avenue ave lane ln drive dr court ct boulevard blvd way place terrace close "
    "crescent square gardens grove hill parkway highway circle row mews walk trail park view heights "
    "rise green broadway alley turnpike plaza"
)
_FOREIGN: Final = words("rue calle via avenida piazza paseo ruelle chemin")  # stand before the name
_ARTICLES: Final = words("de la du des le les del della di da los las el")
_STATES: Final = words(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii "
    "idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan "
    "minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina "
    "dakota ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia washington "
    "wisconsin wyoming al ak az ar ca co ct fl ga hi il ia ks ky md mi mn ms mo mt ne nv nh nj nm ny "
    "nc nd oh ok pa ri sc sd tn tx ut vt va wa wv wi wy england scotland wales ireland yorkshire kent "
    "essex surrey sussex devon cornwall norfolk suffolk lancashire cheshire"
)
_LEADS: Final = words("new north south east west saint st san los las el fort port lake mount upper lower great little")
_UNITS: Final = words("apartment apt flat unit suite floor building block")
_CUES: Final = phrases(
    "live at|live on|living at|address is|lives at|lives on|address|ship it to|deliver to|located at|"
    "based at|moved to|"
    "send it to|located on|post it to|house is at|home address is|billing address is|mailing address is|"
    "office is at|site is|shop is|house is|we're at|i'm at|we are at|deliver it to|come to"
)
_BLOCKS: Final = words(
    "is are was were the a an in on at to for of and or but with from my your our it this that i we "
    "you they has have had not no seconds second minutes minute hours hour days weeks months years "
    "times calls phones users handsets ms percent kilobits packets error errors code codes response "
    "port ports version over via by per when if because best only other lines channels trunks "
    "extensions sip rtp digits one ok busy ringing lanes people meters miles feet"
)
_POSTCODE: Final = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?[0-9][a-z]{2}\Z")  # BS 7666
_MOST_WORDS: Final = 4
_MOST_ANNOUNCED: Final = 7
_BOXES: Final = words("po p.o pobox office")


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """A number and a street, a street after a cue, a postcode, a state with its code, a post office box."""
    for at, item in enumerate(utterance.items):
        if item.sort is Sort.RUN:
            street = _street_end(utterance, at + 1) if _is_house(item) else None
            if street is not None:
                yield utterance.finding(at, _tail(utterance, street), "ADDRESS")
            if _POSTCODE.match(item.compact.lower()):
                yield utterance.finding(at, at, "ADDRESS")
            if len(item.compact) == 5 and item.compact.isdigit() and _is_state(utterance, at - 1):
                yield utterance.finding(_place_start(utterance, at - 1), at, "ADDRESS")
            if (unit := _unit_or_box(utterance, at - 1)) is not None:
                yield utterance.finding(unit, _tail(utterance, at), "ADDRESS")
        elif item.text in STREETS and at and utterance.word(at + 1) == "number" and utterance.run(at + 2):
            yield utterance.finding(at - 1, at + 2, "ADDRESS")
    for _, last in cue_ends(utterance, _CUES):
        street = _street_end(utterance, last + 1, announced=True)
        if street is not None and utterance.word(last + 1):
            yield utterance.finding(last + 1, _tail(utterance, street), "ADDRESS")


def _is_house(item: Item) -> bool:
    return 1 <= len(item.digits) <= 6 and len(item.compact) <= 7


def _street_end(utterance: Utterance, at: int, *, announced: bool = False) -> int | None:
    """The last place of a street's name that begins at `at`; an announced one may have a house's name before it."""
    if utterance.word(at) in _FOREIGN and utterance.word(at + 1) not in _BLOCKS | {""}:
        return _foreign_end(utterance, at + 1)
    most = _MOST_ANNOUNCED if announced else _MOST_WORDS
    first = at + (announced and utterance.word(at) == "the")
    for place in range(first, min(first + most + 1, len(utterance.items))):
        item = utterance.items[place]
        if place > at and item.text in STREETS:
            return place
        if item.sort is Sort.MASK or item.text in _BLOCKS or (item.sort is Sort.MARK and item.text not in ",."):
            return None
    return None


def _foreign_end(utterance: Utterance, at: int) -> int:
    """The end of a street whose kind stands first: "Rue de la Paix 18"."""
    while utterance.word(at) in _ARTICLES and utterance.word(at + 1):
        at += 1
    return at + 1 if utterance.run(at + 1) else at


def _tail(utterance: Utterance, at: int) -> int:
    """How far town, county, state, flat and code reach behind a street."""
    end = at
    for place in range(at + 1, min(at + 14, len(utterance.items))):
        item = utterance.items[place]
        if item.sort is Sort.MARK and item.text in ",.":
            continue
        is_house = utterance.word(place - 1) == "number" and place <= at + 3
        if (
            item.sort is Sort.RUN and (is_house or _POSTCODE.match(item.compact.lower()) or 3 <= len(item.compact) <= 9)
        ) or (item.sort is Sort.WORD and _is_place(utterance, place)):
            end = place
        elif item.text in _UNITS or item.text in ("in", "number", "zip", "code", "postcode"):
            continue
        elif not (item.sort is Sort.RUN and utterance.word(place - 1) in _UNITS):
            break
        else:
            end = place
    return end


def _is_place(utterance: Utterance, at: int) -> bool:
    word = utterance.word(at)
    flags = kinds(word)
    if word in _BLOCKS - _STATES:
        return False
    return "C" in flags or word in _STATES or word in _LEADS or ("c" in flags and utterance.items[at].capital)


def _is_state(utterance: Utterance, at: int) -> bool:
    at -= utterance.items[at].text in (",", ".") if at > 0 else 0
    return utterance.word(at) in _STATES


def _place_start(utterance: Utterance, at: int) -> int:
    start = at
    while start > 0 and at - start < 5:
        text = utterance.items[start - 1].text
        if text != "," and not _is_place(utterance, start - 1):
            break
        start -= 1
    return start + (utterance.items[start].text == ",")


def _unit_or_box(utterance: Utterance, at: int) -> int | None:
    """Where "flat 3" or "P.O. Box 557" begins, if the word at `at` is the one before its number."""
    if utterance.word(at) == "box":
        before = at - 1 - (utterance.items[at - 1].text == "." if at > 0 else 0)
        run = utterance.run(before)
        said = run.compact.lower() if run else utterance.word(before)
        return (before - (said == "office") if said in _BOXES | {"o"} else None) if before >= 0 else None
    return at if utterance.word(at) in ("apartment", "apt", "flat") else None
