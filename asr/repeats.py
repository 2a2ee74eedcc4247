"""Guards against a decoder that talks on: how many tokens speech can hold, and where it says it all again."""

from collections.abc import Sequence

_LEAST_TOKENS = 8
_TOKENS_A_SECOND = 6.0
_DIGITS = frozenset("0123456789")


def token_budget(seconds: float) -> int:
    """The most tokens that `seconds` of speech are believed to hold."""
    return _LEAST_TOKENS + round(_TOKENS_A_SECOND * seconds)


def echo_cut(words: Sequence[str]) -> int:
    """How many of `words` to keep: the position from which they only say again what they began with.

    A window shorter than the 30 s Whisper was trained on makes it repeat itself. Where the words from position
    p on equal the words from 0 on, up to the end of either, everything from p is an echo. A doubled single word
    ("no no") and digits ("4 4 4") are kept: people say those.
    """
    plain = [_plain(word) for word in words]
    for start in range(1, len(plain)):
        length = min(start, len(plain) - start)
        if plain[start : start + length] == plain[:length] and _is_echo(plain, start, length):
            return start
    return len(plain)


def _is_echo(plain: list[str], start: int, length: int) -> bool:
    if all(set(word) <= _DIGITS for word in plain[:start]):
        return False
    whole_first = length == start
    return length >= 3 or (whole_first and length >= 2) or (length >= 2 and start + length == len(plain) > 4)


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())
