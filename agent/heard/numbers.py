"""Spoken numbers as digits: "four oh eight", "4 88" and "for 22" are one number each."""

from itertools import pairwise
from typing import Final

UNITS: Final = {
    "zero": 0, "oh": 0, "o": 0, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
HOMOPHONES: Final = {
    "for": "4", "fore": "4", "to": "2", "too": "2", "ate": "8", "won": "1",
    "tree": "3", "trees": "3", "free": "3", "sicks": "6", "fife": "5",
}  # fmt: skip
_MEASURES: Final = (
    "seconds second minutes minute hours hour days day milliseconds ms percent calls call users people phones "
    "channels megabits kilobits bytes dollars euros years bucks"
)
MEASURES: Final = frozenset(_MEASURES.split())
NUMBERED: Final = frozenset({"extension", "port", "type", "room", "channel", "number", "than", "over", "about"})
# The response codes of the IANA registry "Session Initiation Protocol (SIP) Parameters".
_SIP_CODES: Final = (
    "100 180 181 182 183 199 200 202 204 300 301 302 305 380 400 401 402 403 404 405 406 407 408 410 412 413 "
    "414 415 416 417 420 421 422 423 424 425 428 429 430 433 436 437 438 439 440 469 470 480 481 482 483 484 "
    "485 486 487 488 489 491 493 494 500 501 502 503 504 505 513 555 580 600 603 604 606 607 608"
)
SIP_CODES: Final = frozenset(_SIP_CODES.split())


def join_numbers(tokens: list[str]) -> list[str]:
    """The tokens with each run of number words as one token of digits.

    A lone "one" to "nine" stays a word ("one way audio"). A number of three or more digits stands alone.
    """
    result: list[str] = []
    run: list[str] = []
    for token in [*_hundreds(tokens), ""]:
        if _is_number(token):
            run.append(token)
            continue
        result.extend(_read(run))
        run = []
        if token:
            result.append(token)
    return _codes_with_homophones(result)


def _is_number(token: str) -> bool:
    return token in UNITS or token in TEENS or token in TENS or (token.isdigit() and len(token) <= 2)


def _read(run: list[str]) -> list[str]:
    """A run of small numbers as one string of digits, or the run itself where that would be too bold."""
    if len(run) == 1 and run[0] in UNITS:
        return run
    digits = ""
    skip = False
    for word, after in pairwise([*run, ""]):
        if skip:
            skip = False
        elif word in TENS and 0 < UNITS.get(after, 0) < 10:
            digits += str(TENS[word] + UNITS[after])
            skip = True
        else:
            digits += _digits(word)
    return [digits] if digits else []


def _digits(word: str) -> str:
    return word if word.isdigit() else str(UNITS.get(word, TEENS.get(word, TENS.get(word, ""))))


def _hundreds(tokens: list[str]) -> list[str]:
    """The tokens with "four hundred", "a hundred" and "five hundred and three" in digits."""
    result: list[str] = []
    position = 0
    while position < len(tokens):
        if position + 1 < len(tokens) and tokens[position + 1] == "hundred":
            number, position = _hundred_at(tokens, position)
            result.append(number)
        else:
            result.append(tokens[position])
            position += 1
    return result


def _hundred_at(tokens: list[str], position: int) -> tuple[str, int]:
    """The number that "N hundred" at `position` begins, and where it ends."""
    first = tokens[position]
    hundreds = 1 if first == "a" else UNITS.get(first, int(first) if first.isdigit() else 0)
    if not 1 <= hundreds <= 9:
        return first, position + 1
    end = position + 2
    start = end + 1 if tokens[end : end + 1] == ["and"] else end
    rest = start
    while rest < len(tokens) and rest < start + 2 and _is_number(tokens[rest]):
        rest += 1
    tail = "".join(_read(tokens[start:rest])) if rest > start + 1 else "".join(map(_digits, tokens[start:rest]))
    if not tail or len(tail) > 2:
        return f"{hundreds}00", end
    return str(hundreds * 100 + int(tail)), rest


def _codes_with_homophones(tokens: list[str]) -> list[str]:
    """The tokens with "for 22" as 422 and "500 trees" as 503, where that makes a SIP code and no quantity
    follows ("for 20 minutes" stays)."""
    result: list[str] = []
    for position, token in enumerate(tokens):
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        code = _code_of_pair(result[-1] if result else "", token)
        if code and following not in MEASURES:
            result[-1] = code
        else:
            result.append(token)
    return result


def _code_of_pair(first: str, second: str) -> str:
    """The SIP code that two tokens sound like together, or nothing."""
    code = ""
    if first in HOMOPHONES and second.isdigit() and len(second) == 2:
        code = HOMOPHONES[first] + second
    elif first.isdigit() and first.endswith("00") and (second in {"tree", "trees"} or second.isdigit()):
        code = first[:-1] + HOMOPHONES.get(second, second)
    elif first.isdigit() and len(first) == 2 and second in {"ate", "tree", "won"}:
        code = first + HOMOPHONES[second]
    return code if code in SIP_CODES else ""


def sip_codes(words: str) -> tuple[str, ...]:
    """The SIP response codes named in plain words, in order; "200 calls" and "extension 200" name none."""
    tokens = words.split()
    around = zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False)
    return tuple(
        token
        for before, token, after in around
        if token in SIP_CODES and before not in NUMBERED and after not in MEASURES
    )
