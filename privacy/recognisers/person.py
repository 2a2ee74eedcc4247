"""People's names: after a cue ("my name is"), before one ("Anna speaking"), and first and last name side by side."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.gazetteer import is_common, kinds
from privacy.recognisers.cues import cue_ends, phrases
from privacy.spoken.runs import Sort
from privacy.words import words

_SURE: Final = {
    "en": phrases(
        "my name is|my name's|name is|name's|first name's|last name's|surname's|first name is|last "
        "name is|surname is|full name is|my first "
        "name is|"
        "my last name is|my surname is|mr|mrs|ms|miss|mister|missus|maiden name is|name on the card is|"
        "name on the account is|"
        "cardholder is|under the name|in the name of|account holder is|named|name was|middle name is|name "
        "on the account|"
        "cardholder name is|goes by|married name is|professor"
    ),
    "es": phrases("me llamo|mi nombre es|señor|señora|soy"),
}
_HINTS: Final = {
    "en": phrases(
        "this is|i'm|i am|it's|it is|here is|speak to|speak with|talk to|talk with|spoke to|spoke with|"
        "spoken to|ask for|call me|"
        "asking for|with|for|from|by|to|hi|hello|hey|thanks|thank you|dear|and|my colleague|my wife|my "
        "husband|my son|"
        "my daughter|my boss|my manager|tell|contact|dr|doctor|sir|speaking to|is|me|yes|no|name|surname|"
        "manager|technician|"
        "engineer|colleague|brother|sister|mother|father|partner|friend|neighbour|neighbor|agent|holder|"
        "on behalf of|by the name"
    ),
    "es": phrases("habla|con|soy|hola"),
}
_RELATIONS: Final = {
    "en": phrases(
        "my colleague|my wife|my husband|my son|my daughter|my boss|my manager|my brother|my sister|my mother|"
        "my father|"
        "my mum|my mom|my dad|my partner|"
        "my friend|my neighbour|my neighbor|my assistant|my uncle|my aunt|speak to|"
        "speak with|talk to|talk with|spoke to|spoke with|spoken to|ask for|asking for|speaking to|message for|"
        "message with|on behalf of|signed by|signed for by|booking for|call me|late husband|late wife"
    ),
    "es": phrases("mi esposa|mi esposo|mi hijo|mi hija|hablar con"),
}
_INTRODUCED: Final = words("from calling again speaking")  # "this is mark from accounts"
_AFTER: Final = frozenset({"speaking", "here", "calling", "habla"})
_PARTICLES: Final = words("van von der den de la del el al bin ibn da dos di le o' mc mac st san")
_NOT_NAMES: Final = words(
    "not on in the a an my your is was it that this what who how where when why and or but i you we "
    "they he she me him her calling speaking here from with for to at by of as so very really just "
    "still also always never no yes sorry sure having getting trying using looking going unable able "
    "afraid happy wondering experiencing seeing hearing about registered wrong right correct spelled "
    "spelt showing displayed missing asterisk kamailio freeswitch linphone zoiper sip rtp opus codec "
    "server trunk phone line account system office company support technical service customer okay ok "
    "well then there uh um er erm like only being been have has had do does did can could would "
    "should will one two name surname first last please thanks thank hi hello hey good morning "
    "afternoon evening friday monday tuesday wednesday thursday saturday sunday urgent because if "
    "since now again back up down out off over under all any some it's i'm that's new old monday's "
    "running behind set set-up configured nothing something everything anyone someone"
)
_SAYING: Final = words("said says told tells asked asks promised mentioned reckons thinks thought rang phoned emailed")
_DOING: Final = words("has had is was does did can could would rang called set changed installed rebooted")
_CLAUSE_STARTS: Final = words("and but that because think believe then so when while if")
_MODALS: Final = words("will may")
_SPEAKING: Final = words("spoke speak spoken speaking talk talked talking")
_THEN: Final = words("yesterday today earlier again please about last this from in at on who and before then")
_SHORTEST_ALONE: Final = 4
_BEFORE_INITIALS: Final = frozenset({"by", "for", "with", "to", "from", "is", "mr", "mrs", "ms", "dr"})
_SHORTEST_O: Final = 5
_MOST: Final = 5


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Names by cue and by gazetteer; a common word is a name only after a sure cue or in capitals."""
    code = utterance.language.code
    for _, last in cue_ends(utterance, _SURE.get(code, {})):
        if utterance.word(last) == "ms" and utterance.run(last - 1):  # "20 ms frames"
            continue
        yield from _after(utterance, last, sure=True)
    for _, last in cue_ends(utterance, _HINTS.get(code, {})):
        yield from _after(utterance, last, sure=False)
    yield from _relations(utterance)
    yield from _initials(utterance)
    yield from _pairs(utterance)
    yield from _announced(utterance)
    yield from _acting(utterance)
    yield from _alone(utterance)
    if utterance.expects == "PERSON":
        yield from _expected(utterance)


def _after(utterance: Utterance, cue: int, *, sure: bool) -> Iterator[Finding]:
    at = cue + 1
    while at < len(utterance.items) and (utterance.items[at].text in ".,:" or utterance.word(at) in ("uh", "um", "er")):
        at += 1
    end = _name_end(utterance, at, sure=sure)
    if end is not None:
        yield utterance.finding(at, end, "PERSON")


def _name_end(utterance: Utterance, at: int, *, sure: bool) -> int | None:
    """The last place of the name that begins at `at`."""
    run = utterance.run(at)
    if sure and run is not None and not run.digits:
        return at
    if not _is_name(utterance, at, sure=sure):
        return None
    end = at
    for place in range(at + 1, min(at + _MOST, len(utterance.items))):
        if utterance.word(place) in _PARTICLES or utterance.items[place].text in ("-", "."):
            continue
        led = utterance.word(place - 1) in _PARTICLES and utterance.word(place) not in _NOT_NAMES | {""}
        announced = sure and (_is_unknown(utterance, place) or _ends_as_name(utterance, place))
        if not (led or _continues(utterance, place) or announced):
            break
        end = place
    return end


def _is_name(utterance: Utterance, at: int, *, sure: bool) -> bool:
    word = utterance.word(at)
    if not word or word in _NOT_NAMES or len(word) < 2:
        return False
    flags = kinds(word)
    if sure:
        return True
    if "F" in flags:
        return True
    if "f" not in flags.lower() or at == 0:
        return False
    introduced = utterance.word(at - 1) in ("is", "i'm", "am", "it's") and utterance.word(at + 1) in _INTRODUCED
    return introduced or (utterance.items[at].capital and _continues(utterance, at + 1))


def _ends_as_name(utterance: Utterance, at: int) -> bool:
    """Whether a last name that is a word as well ends the clause: "rose field"."""
    is_last = at + 1 >= len(utterance.items) or utterance.items[at + 1].sort is Sort.MARK
    return is_last and "l" in kinds(utterance.word(at)) and utterance.word(at) not in _NOT_NAMES


def _is_unknown(utterance: Utterance, at: int) -> bool:
    """Whether a word is on no list: after a first name that was announced, the last name."""
    word = utterance.word(at)
    return len(word) > 1 and word.isalpha() and word not in _NOT_NAMES and not is_common(word)


def _continues(utterance: Utterance, at: int) -> bool:
    word = utterance.word(at)
    if not word or word in _NOT_NAMES:
        return False
    flags = kinds(word)
    capital = utterance.items[at].capital
    return "L" in flags or "F" in flags or (capital and bool(flags))


def _relations(utterance: Utterance) -> Iterator[Finding]:
    """ "My colleague Ignatius", "speak to Femi": any word that is no ordinary one, on a list or not."""
    for _, last in cue_ends(utterance, _RELATIONS.get(utterance.language.code, {})):
        if _is_unknown(utterance, last + 1):
            more = _is_unknown(utterance, last + 2) or _continues(utterance, last + 2)
            yield utterance.finding(last + 1, last + 1 + more, "PERSON")


def _initials(utterance: Utterance) -> Iterator[Finding]:
    """ "T. Wojnarowski", and "O'Rourke" wherever it stands."""
    for at in range(len(utterance.items)):
        word = utterance.word(at)
        if word.startswith("o'") and len(word) >= _SHORTEST_O and word != "o'clock":
            yield utterance.finding(at, at, "PERSON")
        letter = at - 1 - (utterance.items[at - 1].text == ".")
        initial = utterance.word(letter) if letter >= 0 else ""
        is_article = initial in utterance.language.weak_letters and not utterance.items[letter].capital
        if len(initial) != 1 or not initial.isalpha() or is_article:
            continue
        if (
            len(word) > _SHORTEST_ALONE
            and _is_unknown(utterance, at)
            and (
                utterance.items[letter].capital
                or utterance.word(letter - 1) in _BEFORE_INITIALS
                or _is_initial(utterance, letter - 2)
            )
        ):
            yield utterance.finding(letter, at, "PERSON")


def _is_initial(utterance: Utterance, at: int) -> bool:
    """The "t." of "t. j. okafor"."""
    return at >= 0 and len(utterance.word(at)) == 1 and utterance.items[at + 1].text == "."


def _pairs(utterance: Utterance) -> Iterator[Finding]:
    """ "Priya Natarajan": two words from the gazetteer, at most one of them a common word, and that in capitals."""
    for at in range(len(utterance.items) - 1):
        first, second = kinds(utterance.word(at)), kinds(utterance.word(at + 1))
        if not first or not second or utterance.word(at + 1) in _NOT_NAMES or utterance.word(at) in _NOT_NAMES:
            continue
        capitals = utterance.items[at].capital and utterance.items[at + 1].capital
        firm = "F" in first and ("L" in second or ("l" in second and capitals))
        loose = "f" in first and "L" in second and capitals
        if firm or loose:
            yield utterance.finding(at, at + 1, "PERSON")


def _alone(utterance: Utterance) -> Iterator[Finding]:
    """A first name that is no word and no town, wherever it stands."""
    for at in range(len(utterance.items)):
        word = utterance.word(at)
        flags = kinds(word)
        if len(word) >= _SHORTEST_ALONE and "F" in flags and "C" not in flags and not is_common(word):
            yield utterance.finding(at, at, "PERSON")


def _announced(utterance: Utterance) -> Iterator[Finding]:
    """ "Anna here", "Anna Kovacs speaking"."""
    for at in range(1, len(utterance.items)):
        if utterance.word(at) not in _AFTER:
            continue
        start = at
        while start > 0 and at - start < 3 and set("fl") & set(kinds(utterance.word(start - 1)).lower()):
            if utterance.word(start - 1) in _NOT_NAMES:
                break
            start -= 1
        is_sure = utterance.word(at) == "speaking" or "F" in kinds(utterance.word(start))
        if start < at and is_sure:
            yield utterance.finding(start, at - 1, "PERSON")


def _acting(utterance: Utterance) -> Iterator[Finding]:
    """A name that is a word as well, where only a person fits: "grace said", "I think Will has", "ask for mark"."""
    for at in range(len(utterance.items)):
        if "f" not in kinds(utterance.word(at)) or utterance.word(at) in _NOT_NAMES - _MODALS:
            continue
        before, after = utterance.word(at - 1) if at else "", utterance.word(at + 1)
        is_start = at == 0 or utterance.items[at - 1].sort is Sort.MARK or before in _CLAUSE_STARTS
        says = is_start and after in _SAYING
        does = utterance.items[at].capital and before in _CLAUSE_STARTS and after in _DOING
        asked = before == "for" and utterance.word(at - 2) in ("ask", "asking", "asked")
        spoke = before == "to" and utterance.word(at - 2) in _SPEAKING and (not after or after in _THEN)
        if says or does or asked or spoke:
            yield utterance.finding(at, at, "PERSON")


def _expected(utterance: Utterance) -> Iterator[Finding]:
    """The answer to "your name, please?": every word that may be one, and what is spelled."""
    for at, item in enumerate(utterance.items):
        spelled = item.sort is Sort.RUN and not item.digits
        if spelled or (utterance.word(at) not in _NOT_NAMES and kinds(item.text)):
            yield utterance.finding(at, at, "PERSON")
