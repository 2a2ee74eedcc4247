"""Cues: the words that announce a value ("card number", "my pin is") and where the value stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from privacy.finding import Finding, Utterance
from privacy.gazetteer import is_common
from privacy.spoken.runs import Item, Sort
from privacy.spoken.tokens import tokens
from privacy.veto import is_trade
from privacy.words import listed, words

Accepts = Callable[[Item], bool]
Phrases = dict[str, list[tuple[str, ...]]]

_NO_PREFIX = words("ssn pin cvv cvc iban otp dob mac imei ip ext sim aba rma nhs nino zip sn pan aor cseq rseq ssrc")
_REACH = 9
_LEAST_ASKED = 2  # characters of an answer; "one" alone is a word
_LONGEST_PREFIX = 4
_LONGEST_SAID = 2  # digits of a word that is no number: the ten that "PIN" is heard as
_NUMBERS = dict(zip(listed("one two three four six eight ten"), listed("1 2 3 4 6 8 10"), strict=True))
_MOST_PARTS = 3  # runs that a transcriber's full stops and commas made of one: "4 409", "104. 6629"
_LONGEST_CODE = 24  # characters on either side of a run that may be the rest of its code
_BACKWARD_LINKS = frozenset({"is", "was", "as", "for", "that's", "thats", "being", "were"})
_BACKWARD_OWNERS = frozenset({"my", "the", "our", "his", "her", "their", "your", "a"})


def phrases(listed: str) -> Phrases:
    """Cues from a list separated by bars, "card number|driver's license", in the tokens of an utterance."""
    table: Phrases = {}
    for phrase in listed.split("|"):
        words = tuple(_NUMBERS.get(token.low, token.low) for token in tokens(phrase))
        table.setdefault(words[0], []).append(words)
    return table


def cue_ends(utterance: Utterance, cues: Phrases) -> Iterator[tuple[int, int]]:
    """The first and last place of every cue in the utterance; the longest that fits at each place."""
    for at in range(len(utterance.items)):
        said = _said(utterance, at)
        opened = [*cues.get(said, ()), *cues.get(said.removesuffix("s"), ())] if said else ()
        if lengths := [len(words) for words in opened if _matches(utterance, at, words)]:
            yield at, at + max(lengths) - 1


def _matches(utterance: Utterance, at: int, words: tuple[str, ...]) -> bool:
    """Whether the words stand there; the last may have an "s", as a transcriber writes "the code's"."""
    last = at + len(words) - 1
    heads = all(_said(utterance, at + step) == word for step, word in enumerate(words[:-1]))
    return heads and _said(utterance, last) in (words[-1], words[-1] + "s")


def _said(utterance: Utterance, at: int) -> str:
    """The word at a place, or what is spelled there: "p i n", "cvv2", the two of "c v two"."""
    run = utterance.run(at)
    is_cue = run is not None and (len(run.compact) <= _LONGEST_SAID or not run.compact.isdigit())
    return run.compact if run is not None and is_cue else utterance.word(at)


@dataclass(frozen=True, slots=True, eq=False)
class Cued:
    """Finds runs that a cue announces, before them or after ("4321 is my pin"). `accepts` says which runs fit."""

    type: str
    cues: Mapping[str, Phrases]  # by language
    accepts: Accepts
    firm: bool = False
    enough: int = 0  # characters below which the following run is taken too

    def __call__(self, utterance: Utterance) -> Iterator[Finding]:
        for first, last in cue_ends(utterance, self.cues.get(utterance.language.code, {})):
            value = value_after(utterance, last + 1)
            end = None if value is None else self._accepted(utterance, value)
            if value is not None and end is not None:
                yield utterance.finding(
                    with_prefix(utterance, value), self._end(utterance, end), self.type, firm=self.firm
                )
            value = value_before(utterance, first - 1)
            if value is not None and self._accepted(utterance, value) == value:
                yield utterance.finding(with_prefix(utterance, value), value, self.type, firm=self.firm)
        yield from self._spelled(utterance)
        if utterance.expects == self.type:
            yield from self._expected(utterance)

    def _spelled(self, utterance: Utterance) -> Iterator[Finding]:
        """ "p i n 4 4 7 1", "cvv2 440": the cue's letters and the value in one run."""
        cues = self.cues.get(utterance.language.code, {})
        for item in utterance.items:
            cue = item.compact.rstrip("0123456789")
            if cue == item.compact or (cue,) not in cues.get(cue, ()) or not item.text.startswith((cue, " ".join(cue))):
                continue
            if self.accepts(replace(item, compact=item.compact[len(cue) :])):
                start = _behind_letters(utterance.text, item, len(cue))
                yield Finding(start, item.end, self.type, self.firm)

    def _accepted(self, utterance: Utterance, at: int) -> int | None:
        """The last place of a run that fits, by itself, with the rest of its code, or with the runs behind it."""
        item = utterance.items[at]
        if self.accepts(item) or self.accepts(replace(item, compact=code_around(utterance.text, item))):
            return at
        for _ in range(_MOST_PARTS):
            following = value_after(utterance, at + 1, reach=2)
            if following is None or is_trade(utterance, following):
                return None
            at = following
            item = replace(item, compact=item.compact + utterance.items[at].compact)
            if self.accepts(item):
                return at
        return None

    def _expected(self, utterance: Utterance) -> Iterator[Finding]:
        is_all = _is_all_runs(utterance)
        for at, item in enumerate(utterance.items):
            is_enough = len(item.compact) >= _LEAST_ASKED or is_all
            if item.sort is Sort.RUN and is_enough and not is_trade(utterance, at):
                yield utterance.finding(with_prefix(utterance, at), at, self.type, firm=self.firm)

    def _end(self, utterance: Utterance, at: int) -> int:
        """The last run of a value that a pause cut in several."""
        length = len(utterance.items[at].compact)
        while length < self.enough:
            following = value_after(utterance, at + 1, reach=2)
            if following is None:
                break
            length += len(utterance.items[following].compact)
            at = following
        return at


def _behind_letters(text: str, item: Item, letters: int) -> int:
    """Where the value begins in a run that starts with the letters of its cue: the 4 of "S.S.N. 457"."""
    at = item.start
    while letters:
        letters -= text[at].isalpha()
        at += 1
    while at < item.end and not text[at].isalnum():
        at += 1
    return at


def code_around(text: str, item: Item) -> str:
    """The letters and digits of the code that a run is part of, over hyphens without space: "2201" of "FN-2201-88K"."""
    start, end = item.start, item.end
    while start > max(0, item.start - _LONGEST_CODE) and (text[start - 1].isalnum() or text[start - 1] in "-_"):
        start -= 1
    while end < min(len(text), item.end + _LONGEST_CODE) and (text[end].isalnum() or text[end] in "-_"):
        end += 1
    return item.compact if text[start:end].isdigit() else "".join(c for c in text[start:end] if c.isalnum())


def _is_all_runs(utterance: Utterance) -> bool:
    """Whether an answer says nothing but numbers and letters: "uh, eight"."""
    here = [item for item in utterance.items if item.start >= utterance.here and item.sort is not Sort.MARK]
    return all(item.sort is Sort.RUN or item.text in utterance.language.fillers for item in here)


def value_after(utterance: Utterance, at: int, reach: int = _REACH) -> int | None:
    """The place of the first run from `at` on, over the words that may stand between a cue and its value."""
    for place in range(at, min(at + reach, len(utterance.items))):
        item = utterance.items[place]
        if item.sort is Sort.RUN:
            return place
        if (
            is_prefix(utterance, place)
            or _is_hyphened_prefix(utterance, place)
            or item.text in utterance.language.weak_letters
        ):
            continue
        if item.sort is Sort.MASK or not may_stand_between(utterance, item):
            return None
    return None


def is_prefix(utterance: Utterance, at: int) -> bool:
    """Whether an item is the letters that a code begins with: "VX" of "VX 55120934"."""
    word = utterance.word(at)
    if not 1 < len(word) <= _LONGEST_PREFIX or utterance.run(at + 1) is None:
        return False
    is_written = utterance.text[utterance.items[at].start : utterance.items[at].end].isupper()
    return (
        word.isalpha()
        and (is_written or not is_common(word))
        and word not in _NO_PREFIX
        and word not in utterance.language.copulas
    )


def with_prefix(utterance: Utterance, at: int) -> int:
    """The first place of a code whose run is at `at`."""
    spelled = utterance.word(at - 1) in utterance.language.weak_letters and not utterance.items[at].compact.isdigit()
    if spelled or is_prefix(utterance, at - 1):
        return at - 1
    return at - 2 if _is_hyphened_prefix(utterance, at - 2) else at


def _is_hyphened_prefix(utterance: Utterance, at: int) -> bool:
    """ "QT" of "QT-58820"."""
    word = utterance.word(at)
    if not 1 <= len(word) <= _LONGEST_PREFIX or not word.isalpha() or utterance.run(at + 2) is None:
        return False
    if utterance.items[at + 1].text != "-":
        return False
    return utterance.items[at].end == utterance.items[at + 1].start == utterance.items[at + 2].start - 1


def value_before(utterance: Utterance, at: int) -> int | None:
    """The place of a run that the cue names afterwards: "4321 is my pin"."""
    place = at
    while place > at - 3 and utterance.word(place) in _BACKWARD_OWNERS:
        place -= 1
    if utterance.word(place) not in _BACKWARD_LINKS:
        return None
    place -= place > 0 and utterance.items[place - 1].text in (",", ".")
    return place - 1 if utterance.run(place - 1) else None


def may_stand_between(utterance: Utterance, item: Item) -> bool:
    """Whether an item may stand between a cue and its value: copulas, hesitations, commas, colons."""
    if item.sort is Sort.MARK:
        return item.text not in "?!"
    return item.text in utterance.language.copulas or item.text in utterance.language.fillers


def digits_between(least: int, most: int) -> Accepts:
    """Accepts runs of `least` to `most` digits and no letters."""
    return lambda item: least <= len(item.compact) <= most and item.compact.isdigit()


def characters_between(least: int, most: int) -> Accepts:
    """Accepts runs of `least` to `most` letters and digits, at least one of them a digit."""
    return lambda item: least <= len(item.compact) <= most and bool(item.digits)
