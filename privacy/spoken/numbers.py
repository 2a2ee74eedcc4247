"""Numbers in words, as people say them in codes: "four eleven" is 411, "two thousand six" 2006."""

from collections.abc import Sequence

from privacy.languages.language import Language


def read_number(words: Sequence[str], language: Language) -> tuple[str, int]:
    """The digits that the first words say and how many words that takes; ("", 0) when they say none.

    A lone digit takes one word: "four one one" is read as three numbers, which a run then joins.
    """
    value, used = _below_hundred(words, 0, language)
    if not used:
        return "", 0
    if used < len(words) and words[used] in language.hundreds and value < 100:
        return _scaled(words, value * 100, used + 1, language, limit=100)
    if used < len(words) and words[used] in language.thousands and value < 1000:
        return _scaled(words, value * 1000, used + 1, language, limit=1000)
    return _plain(words, value, used, language)


def _plain(words: Sequence[str], value: int, used: int, language: Language) -> tuple[str, int]:
    return (language.digits[words[0]], 1) if words[0] in language.digits else (str(value), used)


def _below_hundred(words: Sequence[str], at: int, language: Language) -> tuple[int, int]:
    if at >= len(words):
        return 0, 0
    word = words[at]
    if word in language.digits:
        return int(language.digits[word]), 1
    if word in language.teens:
        return language.teens[word], 1
    if word not in language.tens:
        return 0, 0
    return _tens(words, at, language)


def _tens(words: Sequence[str], at: int, language: Language) -> tuple[int, int]:
    value, after = language.tens[words[at]], at + 1
    hyphened = after + 1 < len(words) and words[after] == "-"  # "eighty-eight"
    if hyphened and language.digits.get(words[after + 1], "0") != "0":
        after += 1
    elif language.code == "es" and after < len(words) and words[after] == language.and_word:
        after += 1  # "cuarenta y dos"
    unit = language.digits.get(words[after], "0") if after < len(words) else "0"
    return (value + int(unit), after + 1 - at) if unit != "0" else (value, 1)


def _scaled(words: Sequence[str], value: int, used: int, language: Language, limit: int) -> tuple[str, int]:
    """A multiple of a hundred or a thousand with what is added to it: "four hundred and eighty eight"."""
    after = used + (used < len(words) and words[used] == language.and_word)
    rest, taken = _below_hundred(words, after, language)
    if not taken:
        return str(value), used
    if limit == 1000 and after + taken < len(words) and words[after + taken] in language.hundreds:
        inner, more = _scaled(words, rest * 100, after + taken + 1, language, limit=100)
        return str(value + int(inner)), more
    return str(value + rest), after + taken
