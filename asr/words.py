"""Tokens gathered into words, and those among them that are to be believed."""

from dataclasses import dataclass, field

from asr.decoder import Decoded, Token
from asr.repeats import echo_cut
from asr.vocabulary import is_special, text_of

_PUNCTUATION = frozenset((".", "?", "!", ",", "...", "-", '"', "'", ")", '."', '?"'))


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its punctuation, and the tokens it was made of."""

    text: str = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Believed:
    """What was said once. `ending` is the token in whose place the last word had been spelled out."""

    words: tuple[Word, ...] = field(repr=False)
    ending: Token = field(repr=False)
    repeated: bool

    @property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(token for word in self.words for token in word.tokens)


def believed(decoded: Decoded) -> Believed:
    """The words of `decoded` without what only repeats them."""
    words = _words_of(decoded)
    kept = words[: echo_cut([word.text for word in words])]
    used = sum(len(word.tokens) for word in kept)
    following = decoded.tokens[min(used, len(decoded.tokens) - 1)]
    return Believed(tuple(kept), _ending(kept, following), repeated=len(kept) < len(words))


def _ending(words: list[Word], following: Token) -> Token:
    last = words[-1].tokens if words else ()
    ending = following
    for token in reversed(last[1:]):
        if token.piece not in _PUNCTUATION:
            break
        ending = token
    return ending


def _words_of(decoded: Decoded) -> list[Word]:
    """The tokens in groups that begin with a space, each a word with its punctuation."""
    groups: list[list[Token]] = []
    for token in decoded.tokens:
        if is_special(token.piece):
            continue
        if token.piece.startswith("Ġ") or not groups:
            groups.append([])
        groups[-1].append(token)
    return [Word(text_of(token.piece for token in group).strip(), tuple(group)) for group in groups]
