"""An utterance as words and runs: a run is a stretch of digits, letters and marks that is one number or code.

"my card is four one double one" is the words *my*, *card*, *is* and the run 4111. Hesitations within a run belong to
it. A homophone ("for", "to", "ate") is a digit only among digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from privacy.languages.language import Language
from privacy.spoken.atoms import Atom, Role, atoms
from privacy.spoken.tokens import tokens
from privacy.words import words


class Sort(Enum):
    WORD = "word"
    RUN = "run"
    MARK = "mark"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Item:
    """One word, mark or run; `text` is the lower-case word or the run as written, marks kept ("192.168.1.7")."""

    sort: Sort
    text: str
    start: int
    end: int
    spoken: bool = False
    capital: bool = False
    compact: str = ""  # a run's letters and digits alone

    @property
    def digits(self) -> str:
        """The digits of a run, letters and marks left out."""
        return "".join(char for char in self.compact if char.isdigit())


_CORE = frozenset({Role.DIGITS, Role.MIXED, Role.LETTER})
_WEAK = frozenset({Role.WEAK_LETTER, Role.ALPHABET, Role.WEAK_ZERO, Role.HOMOPHONE})
_AFTER_SPELLED = words("and is at for that's from with dot")
_BETWEEN = frozenset({Role.SYMBOL, Role.FILLER, Role.WEAK_FILLER, Role.CASE, Role.MARK})
_MOST_BETWEEN = 4
_LOOK_BACK = 48  # atoms: longer than any number, and what keeps a hostile run from costing its square
_OCTET = 3  # digits of a part of an address
_NEARLY_A_CARD = 12  # digits
_ENOUGH_SPELLED = 3  # letters behind which "a" and "i" are letters too, unless a word follows that they could govern


def items(text: str, language: Language) -> list[Item]:
    """The items of `text` in order, each with its place in the original."""
    return _Reader(text, atoms(tokens(text), language), language).read()


class _Reader:
    """Joins atoms; one pass, looking at most a few atoms ahead, so linear in the length of the text."""

    def __init__(self, text: str, found: Sequence[Atom], language: Language) -> None:
        self._text = text
        self._atoms = found
        self._language = language

    def read(self) -> list[Item]:
        out: list[Item] = []
        at = 0
        while at < len(self._atoms):
            run = self._run(at)
            if run:
                out.append(self._item(run))
                at = run[-1] + 1
            else:
                out.append(_single(self._atoms[at]))
                at += 1
        return out

    def _run(self, at: int) -> list[int]:
        """The places of the atoms of a run that begins here; empty when none does."""
        if not self._starts(at):
            return []
        places = [at]
        while (following := self._following(places)) is not None:
            places += range(places[-1] + 1, following + 1)
        return [] if self._is_word(places) else places

    def _starts(self, at: int) -> bool:
        atom = self._atoms[at]
        if atom.role in _CORE:
            return True
        after = self._peek(at + 1)
        if atom.role is Role.SYMBOL:  # "+44": a plus opens a number
            return atom.value == "+" and after is not None and after.role is Role.DIGITS
        if after is None or atom.role not in _WEAK:
            return False
        if atom.role is Role.WEAK_ZERO:
            return self._is_zero(at, after)
        if atom.role is Role.ALPHABET:
            is_month = atom.word in self._language.months
            is_code = after.role is Role.DIGITS and not is_month
            return after.role in (Role.ALPHABET, Role.LETTER) or is_code or self._is_listed(at)
        return atom.role is Role.WEAK_LETTER and self._is_spelled(at)

    def _is_spelled(self, at: int) -> bool:
        """ "A-N-N-A": hyphenated or followed by two more letters."""
        nexts = [self._peek(at + step) for step in (1, 2, 3)]
        letters = (Role.LETTER, Role.WEAK_LETTER, Role.WEAK_ZERO)
        if nexts[0] and nexts[1] and nexts[0].role is Role.LETTER and nexts[1].role is Role.DIGITS:  # "i e two nine"
            return True
        if nexts[0] and nexts[0].value == "-" and nexts[1] and nexts[1].role in letters:
            return True
        return all(atom is not None and atom.role in letters for atom in nexts[:2])

    def _is_zero(self, at: int, after: Atom) -> bool:
        """An "oh" before a digit, or the first of "oh oh four"."""
        second = self._peek(at + 2)
        doubled = after.role is Role.WEAK_ZERO and second is not None and second.role is Role.DIGITS
        return after.role is Role.DIGITS or doubled

    def _is_listed(self, at: int) -> bool:
        """ "sierra, hotel, echo, india": four words of the alphabet or more; three may be people."""
        listed = [self._peek(at + step) for step in range(1, 7)]
        return all(
            atom is not None and (atom.value == "," if step % 2 == 0 else atom.role in (Role.ALPHABET, Role.LETTER))
            for step, atom in enumerate(listed)
        )

    def _peek(self, at: int) -> Atom | None:
        return self._atoms[at] if 0 <= at < len(self._atoms) else None

    def _following(self, places: list[int]) -> int | None:
        """The place of the atom that continues the run after what may stand in between; None at its end."""
        last = places[-1]
        for at in range(last + 1, min(last + 2 + _MOST_BETWEEN, len(self._atoms))):
            atom = self._atoms[at]
            between = self._atoms[last + 1 : at]
            if atom.role in _CORE or atom.role in _WEAK:
                return at if self._joins(places, between, at) else None
            if atom.role not in _BETWEEN:
                return None
        return None

    def _joins(self, places: list[int], between: Sequence[Atom], at: int) -> bool:
        last, atom = self._atoms[places[-1]], self._atoms[at]
        then = atom.role is Role.DIGITS and bool(between) and between[-1].role is Role.WEAK_FILLER
        if then and self._digits(places) >= _NEARLY_A_CARD:  # "6011 1111 1111, then 1117"
            between = between[:-1]
        opens = bool(between) and between[-1].value == "+" and not between[-1].spoken  # "the other one +44"
        if (opens and _is_digit(last) and last.spoken) or not self._may_stand_between(
            last, between, atom, dotted=self._is_dotted(places, atom)
        ):
            return False
        if atom.role in _CORE:
            return True
        if atom.role is Role.ALPHABET:
            return last.role in (Role.LETTER, Role.ALPHABET, Role.DIGITS, Role.MIXED) and not (
                atom.word in self._language.months and last.role is Role.DIGITS
            )
        if atom.role is Role.WEAK_ZERO:
            return last.role is not Role.ALPHABET
        if atom.role is Role.WEAK_LETTER:
            return self._letter_fits(places, between, at)
        return not between and self._homophone_fits(places, at)

    def _digits(self, places: list[int]) -> int:
        found = (self._atoms[place] for place in places[-_LOOK_BACK:])
        return sum(len(atom.value) for atom in found if atom.role is Role.DIGITS)

    def _is_dotted(self, places: list[int], atom: Atom) -> bool:
        """Whether an address goes on: "203.0. 113.9", as a transcriber writes it."""
        dots = sum(self._atoms[place].value == "." for place in places[-_LOOK_BACK:])
        is_digits = atom.role is Role.DIGITS is self._atoms[places[-1]].role
        return is_digits and len(atom.value) <= _OCTET and 1 <= dots <= 2

    def _may_stand_between(self, last: Atom, between: Sequence[Atom], atom: Atom, *, dotted: bool) -> bool:
        for mark in between:
            if mark.role is Role.MARK and mark.value not in (",", "…", "(", ")", "'"):
                return False
            if mark.value == "@":  # what stands on either side is a user and a host
                return False
            if mark.role is Role.WEAK_FILLER and not (_is_digit(last) and _is_digit(atom)):
                return False
            if mark.role is Role.SYMBOL and not mark.spoken and self._ends_sentence(mark, atom) and not dotted:
                return False
        return sum(mark.role is Role.SYMBOL for mark in between) <= 3

    def _ends_sentence(self, mark: Atom, atom: Atom) -> bool:
        """A full stop or colon with space behind it, unless what follows goes on digit by digit."""
        spaced = self._text[mark.end : mark.end + 1].isspace()
        return mark.value in ".:" and spaced and not (atom.role is Role.DIGITS and len(atom.value) == 1)

    def _letter_fits(self, places: list[int], between: Sequence[Atom], at: int) -> bool:
        if between and between[0].value == "-" and not between[0].spoken:
            return True
        after = self._peek(at + 1)
        letters = sum(
            self._atoms[place].role in (Role.LETTER, Role.ALPHABET, Role.WEAK_LETTER) for place in places[-_LOOK_BACK:]
        )
        if after is not None and (after.role is Role.LETTER or (after.role is Role.DIGITS and letters)):
            return True
        if letters >= _ENOUGH_SPELLED and (after is None or after.role is Role.MARK or after.word in _AFTER_SPELLED):
            return True
        return letters >= 2 and self._text[self._atoms[at].start] in "AI"

    def _homophone_fits(self, places: list[int], at: int) -> bool:
        places = places[-_LOOK_BACK:]
        before = [self._atoms[place] for place in places if self._atoms[place].role is Role.DIGITS]
        after = [atom for step in (1, 2) if (atom := self._peek(at + step)) and atom.role is Role.DIGITS]
        return (
            bool(before and after)
            and not any(self._atoms[place].value == "." for place in places)
            and self._atoms[at + 1].role is Role.DIGITS
            and all(len(atom.value) == 1 for atom in (before[-1], after[0]))
            and len(before) + len(after) >= 3
        )

    def _is_word(self, places: list[int]) -> bool:
        """A lone letter is a word, and so is a lone "one"."""
        content = [self._atoms[place] for place in places if self._atoms[place].role not in _BETWEEN]
        if len(content) != 1:
            return False
        atom = content[0]
        return atom.role in (Role.LETTER, Role.WEAK_LETTER) or (
            atom.spoken and atom.word in ("one", "un", "una", "uno")
        )

    def _item(self, places: list[int]) -> Item:
        chosen = _with_letter_o([self._atoms[place] for place in places])
        pieces, compact = [], []
        for previous, atom in zip([None, *chosen], chosen, strict=False):
            if atom.role is Role.SYMBOL:
                pieces.append(atom.value)
            elif atom.role in _CORE or atom.role in _WEAK:
                pieces.append(_gap(previous, atom) + atom.value)
                compact.append(atom.value)
        return Item(
            Sort.RUN,
            "".join(pieces),
            chosen[0].start,
            chosen[-1].end,
            spoken=any(atom.spoken for atom in chosen),
            compact="".join(compact),
        )


def _with_letter_o(chosen: list[Atom]) -> list[Atom]:
    """In a run without any other digit, "o" is the letter: "J-O-H-N"."""
    if any(atom.role in (Role.DIGITS, Role.MIXED, Role.HOMOPHONE) for atom in chosen):
        return chosen
    return [replace(atom, value="o") if atom.role is Role.WEAK_ZERO else atom for atom in chosen]


def _is_digit(atom: Atom) -> bool:
    return len(atom.value) == 1 and atom.value.isdigit()


def _gap(previous: Atom | None, atom: Atom) -> str:
    if previous is None or previous.role is Role.SYMBOL:
        return ""
    return "" if previous.end == atom.start or previous.spoken or atom.spoken else " "


def _single(atom: Atom) -> Item:
    sort = {Role.MASK: Sort.MASK, Role.MARK: Sort.MARK}.get(atom.role, Sort.WORD)
    if atom.role is Role.SYMBOL and not atom.spoken:
        sort = Sort.MARK
    return Item(sort, atom.word, atom.start, atom.end, spoken=atom.spoken, capital=atom.capital)
