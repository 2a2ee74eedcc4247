"""What each word of speech stands for: digits, a letter, a mark, a hesitation, or just a word.

"double five" is 55, "b as in bravo" is b, "nineteen" is 19. Whether "oh" is a zero and "for" a four is left to
`privacy.spoken.runs`, which sees the neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from privacy.languages.language import Language
from privacy.spoken.numbers import read_number
from privacy.spoken.tokens import Kind, Token
from privacy.words import words


class Role(Enum):
    DIGITS = "digits"
    MIXED = "mixed"
    LETTER = "letter"
    WEAK_LETTER = "weak letter"  # "a", "i": words unless spelled among others
    ALPHABET = "alphabet"  # a word of the spelling alphabet: "oscar", "november"
    WEAK_ZERO = "weak zero"
    HOMOPHONE = "homophone"
    SYMBOL = "symbol"
    FILLER = "filler"
    WEAK_FILLER = "weak filler"
    CASE = "case"
    WORD = "word"
    MARK = "mark"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Atom:
    """`value` is what the words stand for, `word` what was said in lower case, `spoken` whether in words."""

    role: Role
    value: str
    word: str
    start: int
    end: int
    spoken: bool = False
    capital: bool = False


_UNITS = words(
    "st nd rd th ms s k kb kbps mbps khz hz mhz ghz mb gb db dbm x am pm h m v w bit bits % second seconds p º ª"
)
_CODE_BEFORE = 3  # tokens: a hyphen, a group, a hyphen
_JOINING_MARKS = frozenset("+-./@_:#*\\")


def atoms(tokens: Sequence[Token], language: Language) -> list[Atom]:
    """The atoms of an utterance, in order; each token belongs to exactly one."""
    found: list[Atom] = []
    at = 0
    while at < len(tokens):
        atom, used = _next(tokens, at, language)
        found.append(atom)
        at += used
    return found


def _next(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int]:
    token = tokens[at]
    if token.kind is Kind.WORD:
        return _word(tokens, at, language)
    if token.kind is Kind.MIXED:
        is_quantity = _is_quantity(token.low) and not _ends_code(tokens, at)
        return _atom(Role.WORD if is_quantity else Role.MIXED, token.low, token), 1
    roles = {Kind.DIGITS: Role.DIGITS, Kind.MASK: Role.MASK}
    role = roles.get(token.kind, Role.SYMBOL if token.low in _JOINING_MARKS else Role.MARK)
    return _atom(role, token.low, token), 1


def _word(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int]:
    for reader in (_filler, _repeated, _number, _letter):
        if read := reader(tokens, at, language):
            return read
    token = tokens[at]
    for role, table in (
        (Role.WEAK_ZERO, language.weak_digits),
        (Role.HOMOPHONE, language.homophones),
        (Role.SYMBOL, language.symbols),
        (Role.ALPHABET, language.letters),
    ):
        if token.low in table:
            return _atom(role, table[token.low], token, spoken=True), 1
    return _atom(_plain_role(token.low, language), token.low, token), 1


def _plain_role(word: str, language: Language) -> Role:
    if word in language.fillers:
        return Role.FILLER
    if word in language.weak_fillers:
        return Role.WEAK_FILLER
    return Role.CASE if word in language.case_words else Role.WORD


def _filler(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int] | None:
    """ "no, sorry", "hang on"."""
    for phrase in language.filler_phrases:
        if tokens[at].low == phrase[0] and tuple(token.low for token in tokens[at : at + len(phrase)]) == phrase:
            return _joined(Role.FILLER, phrase[0], tokens, at, len(phrase)), len(phrase)
    return None


def _repeated(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int] | None:
    """ "double five" as 55, "double u" as w."""
    times = language.repeats.get(tokens[at].low)
    if times is None or at + 1 == len(tokens):
        return None
    low = tokens[at + 1].low
    if times == 2 and low in ("u", "you"):
        return _joined(Role.LETTER, "w", tokens, at, 2), 2
    digit = (
        language.digits.get(low) or language.weak_digits.get(low) or (low if len(low) == 1 and low.isdigit() else "")
    )
    if digit:
        return _joined(Role.DIGITS, digit * times, tokens, at, 2), 2
    letter = low if len(low) == 1 and low.isalpha() else language.letters.get(low, "")
    return (_joined(Role.LETTER, letter * times, tokens, at, 2), 2) if letter else None


def _number(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int] | None:
    value, used = read_number([token.low for token in tokens[at : at + 8]], language)
    return (_joined(Role.DIGITS, value, tokens, at, used), used) if used else None


def _letter(tokens: Sequence[Token], at: int, language: Language) -> tuple[Atom, int] | None:
    """A single letter, with the word that explains it: "b as in bravo", "b for bravo"."""
    low = tokens[at].low
    if len(low) != 1:
        return None
    for phrase in language.spelled_as:
        end = at + 1 + len(phrase)
        words = tuple(token.low for token in tokens[at + 1 : end])
        if words == phrase and end < len(tokens) and tokens[end].low.startswith(low) and len(tokens[end].low) > 1:
            return _joined(Role.LETTER, low, tokens, at, 2 + len(phrase)), 2 + len(phrase)
    if low in language.weak_digits:
        return _atom(Role.WEAK_ZERO, language.weak_digits[low], tokens[at]), 1
    return _atom(Role.WEAK_LETTER if low in language.weak_letters else Role.LETTER, low, tokens[at]), 1


def _is_quantity(low: str) -> bool:
    """Whether a glued word is an amount or an ordinal ("20ms", "3rd"), which is never part of a number to hide."""
    digits = low.rstrip("abcdefghijklmnopqrstuvwxyzºª")
    return digits.isdigit() and low[len(digits) :] in _UNITS


def _ends_code(tokens: Sequence[Token], at: int) -> bool:
    """The last group of "FN-2201-88K", which is no amount."""
    if at < _CODE_BEFORE:
        return False
    parts = tokens[at - _CODE_BEFORE : at + 1]
    glued = all(left.end == right.start for left, right in pairwise(parts))
    return glued and parts[0].low == parts[2].low == "-"


def _atom(role: Role, value: str, token: Token, *, spoken: bool = False) -> Atom:
    return Atom(role, value, token.low, token.start, token.end, spoken, token.text[:1].isupper())


def _joined(role: Role, value: str, tokens: Sequence[Token], at: int, used: int) -> Atom:
    first, last = tokens[at], tokens[at + used - 1]
    return Atom(role, value, first.low, first.start, last.end, spoken=True, capital=first.text[:1].isupper())
