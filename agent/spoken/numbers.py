"""Numbers in English words, in the several ways people read figures."""

import re

_SMALL: list[str] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
)
_TENS: list[str] = re.findall(r"\w+", "zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_MOST = 10**15


def cardinal(number: int) -> str:
    """How many: 1234 is "one thousand two hundred thirty-four". Beyond 10^15 the figures, one by one."""
    if number < 0:
        return "minus " + cardinal(-number)
    if number >= _MOST:
        return digits(str(number))
    if number < 20:
        return _SMALL[number]
    for scale, name in _SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            return _joined(f"{cardinal(many)} {name}", rest, " ")
    return _joined(_TENS[number // 10], number % 10, "-")


def count(figures: str) -> str:
    """How many, from figures of any length. Whole hundreds as people say them: "1800" is "eighteen hundred"."""
    if len(figures) > 15:
        return digits(figures)
    if len(figures) == 4 and figures.endswith("00") and "0" not in figures[:2]:
        return f"{cardinal(int(figures[:2]))} hundred"
    return cardinal(int(figures))


def ordinal(number: int) -> str:
    """Which one: 23 is "twenty-third"."""
    words = cardinal(number)
    start = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:start] + _ordinal_word(words[start:])


def digits(figures: str) -> str:
    """One figure after the other, a nought as "oh": "408" is "four oh eight"."""
    return " ".join("oh" if figure == "0" else _SMALL[int(figure)] for figure in figures)


def amount(written: str) -> str:
    """A quantity as written, with sign, thousands separators or decimals: "-3.50" is "minus three point five oh"."""
    plain = written.replace(",", "").replace("−", "-")
    sign = "minus " if plain.startswith("-") else ""
    whole, _, decimals = plain.removeprefix("-").partition(".")
    said = sign + count(whole or "0")
    if not decimals.strip("0") and whole == "0":
        return "zero"
    return f"{said} point {digits(decimals)}" if decimals else said


def dotted(written: str, dot: str = "point") -> str:
    """The parts of a version or an address: "1.14.2" is "one point fourteen point two"."""
    return f" {dot} ".join(part(figures) for figures in written.split("."))


def part(figures: str) -> str:
    """A number inside a name: 192 is "one ninety-two", 14 is "fourteen", 007 is "oh oh seven"."""
    if figures.startswith("0") and len(figures) > 1:
        return digits(figures)
    if len(figures) == 3:
        return code(figures)
    return pairs(figures) if len(figures) in (4, 5) else count(figures)


def code(figures: str) -> str:
    """Three figures as a status code is read: "488" is "four eighty-eight", "408" "four oh eight"."""
    first, rest = figures[0], figures[1:]
    if rest == "00":
        return cardinal(int(figures))
    return f"{digits(first)} {_pair(rest)}"


def pairs(figures: str) -> str:
    """Three to five figures as a port or an RFC is read: "5060" is "fifty sixty", "3261" "thirty-two sixty-one"."""
    if len(figures) == 3:
        return code(figures)
    if figures.endswith("000"):
        return cardinal(int(figures))
    if len(figures) == 5:
        return f"{_pair(figures[:2])} {code(figures[2:])}"
    if figures.endswith("00"):
        return f"{_pair(figures[:2])} hundred"
    return f"{_pair(figures[:2])} {_pair(figures[2:])}"


def year(figures: str) -> str:
    """How a year is said: "2026" is "twenty twenty-six", "2005" "two thousand five"."""
    return cardinal(int(figures)) if figures.startswith("200") else pairs(figures)


def _pair(figures: str) -> str:
    return digits(figures) if figures.startswith("0") else cardinal(int(figures))


def _ordinal_word(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


def _joined(head: str, rest: int, link: str) -> str:
    return f"{head}{link}{cardinal(rest)}" if rest else head
