"""Measures, money, dates, times, versions, ranges, fractions and plain numbers."""

import re

from agent.spoken.numbers import amount, cardinal, digits, dotted, ordinal, pairs, year
from agent.spoken.rules import Rule

_UNITS = {  # written: (one, several)
    "ms": ("millisecond", "milliseconds"),
    "µs": ("microsecond", "microseconds"),
    "μs": ("microsecond", "microseconds"),
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"),
    "bps": ("bit per second", "bits per second"),
    "kbps": ("kilobit per second", "kilobits per second"),
    "kbit/s": ("kilobit per second", "kilobits per second"),
    "kb/s": ("kilobit per second", "kilobits per second"),
    "Mbps": ("megabit per second", "megabits per second"),
    "Mbit/s": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"),
    "Gbit/s": ("gigabit per second", "gigabits per second"),
    "kB": ("kilobyte", "kilobytes"),
    "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"),
    "KiB": ("kilobyte", "kilobytes"),
    "MiB": ("megabyte", "megabytes"),
    "GiB": ("gigabyte", "gigabytes"),
    "dB": ("decibel", "decibels"),
    "dBm": ("d-B-m", "d-B-m"),
    "dBFS": ("decibel full scale", "decibels full scale"),
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "km": ("kilometer", "kilometers"),
    "x": ("time", "times"),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))

# What follows a quantity rather than a status code or a port, one space or none between.
UNIT_AHEAD = (
    rf" ?(?:{_UNIT})(?!\w)| (?:milli|micro|kilo|mega|giga)?(?:seconds?|hertz|bits?|bytes?|minutes?|hours?|days?|calls?"
    r"|callers?|users?|packets?|samples?|times?|percent|degrees?|decibels?|dollars?|euros?|people|phones|lines|channels"
    r"|extensions?|meters|frames|more|or more)\b"
)

_WHOLE = r"\d+(?:,\d{3})*"
_NUMBER = rf"[-−]?{_WHOLE}(?:\.\d+)?"
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = _MONTH.split("|")
_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
}
_FRACTIONS = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def _measure(match: re.Match[str]) -> str:
    low, high, unit = match.groups()
    one, several = _UNITS[unit]
    name = one if low == "1" and not high else several
    return f"{amount(low)} to {amount(high)} {name}" if high else f"{amount(low)} {name}"


def _money(match: re.Match[str]) -> str:
    sign, whole, small, scale = match.groups()
    one, several, part_one, part_several = _CURRENCIES[sign]
    if scale:
        return f"{amount(f'{whole}.{small}' if small else whole)} {scale} {several}"
    said = f"{amount(whole)} {one if whole == '1' else several}"
    if not small or small == "00":
        return said
    return f"{said} and {cardinal(int(small))} {part_one if small == '01' else part_several}"


def _iso_date(match: re.Match[str]) -> str:
    written_year, month, day = match.groups()
    return f"{_MONTHS[int(month) - 1]} {ordinal(int(day))}, {year(written_year)}"


def _month_day(match: re.Match[str]) -> str:
    month, day, written_year = match.groups()
    return f"{month} {ordinal(int(day))}" + (f", {year(written_year)}" if written_year else "")


def _day_month(match: re.Match[str]) -> str:
    day, month, written_year = match.groups()
    return f"{ordinal(int(day))} of {month}" + (f" {year(written_year)}" if written_year else "")


def _word_year(match: re.Match[str]) -> str:
    return f"{match[1]} {year(match[2])}"


def _time(match: re.Match[str]) -> str:
    hour, minute, second, half = match.groups()
    said = cardinal(int(hour))
    if minute != "00":
        said += f" {digits(minute) if minute.startswith('0') else cardinal(int(minute))}"
    elif not half:
        said += " o'clock" if 0 < int(hour) <= 12 else " hundred hours"
    if second:
        said += f" and {cardinal(int(second))} seconds"
    return said + _half(half)


def _hour(match: re.Match[str]) -> str:
    return cardinal(int(match[1])) + _half(match[2])


def _half(written: str | None) -> str:
    return f" {written.strip()[0].upper()}-M" if written else ""


def _version(match: re.Match[str]) -> str:
    name = "version" if match[1] in ("v", "V") else match[1].strip()
    return f"{name} {dotted(match[2])}"


def _fraction(match: re.Match[str]) -> str:
    top, bottom = int(match[1]), int(match[2])
    if (top, bottom) == (24, 7):
        return "twenty-four seven"
    if 0 < top < bottom <= 10:
        one, several = _FRACTIONS.get(bottom, (ordinal(bottom), ordinal(bottom) + "s"))
        return f"{cardinal(top)} {one if top == 1 else several}"
    return f"{cardinal(top)} over {cardinal(bottom)}"


def _range(match: re.Match[str]) -> str:
    return f"{amount(match[1])} to {amount(match[2])}"


def _integer(match: re.Match[str]) -> str:
    written = match.group()
    if written.startswith("0") and len(written) > 1:
        return digits(written)
    return amount(written)


def _mixed(match: re.Match[str]) -> str:
    """Letters and figures in one word: "B2B", "CS3", "x86": each run by itself."""
    runs = re.findall(r"\d+|[^\d]+", match.group())
    return " ".join(_run(run) for run in runs)


def _run(run: str) -> str:
    if not run.isdecimal():
        return run
    return pairs(run) if len(run) in (3, 4) and not run.startswith("0") else _figures(run)


def _figures(run: str) -> str:
    return cardinal(int(run)) if len(run) < 3 and not run.startswith("0") else digits(run)


_START = r"(?<![\w.,])"
_YEAR = r"(?:19|20)\d\d"
_HALF = r" ?[ap]m|[ap]\.m\."

RULES = (
    Rule(r"([$€£]) ?(\d[\d,]*)(?:\.(\d\d))?(?: (million|billion|thousand))?", _money, after=r"(?!\w)"),
    Rule(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", _iso_date),
    Rule(rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ({_YEAR}))?", _month_day),
    Rule(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH}),?(?: ({_YEAR}))?", _day_month),
    Rule(rf"({_MONTH}|(?i:in|since|year)) ({_YEAR})", _word_year, after=rf"(?![\w]|[.,]\d|{UNIT_AHEAD})"),
    Rule(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?( ?[ap]m| ?[ap]\.m\.?)?", _time),
    Rule(r"(1[0-2]|[1-9])( ?[ap]m| ?[ap]\.m\.?)", _hour),
    Rule(r"((?i:version|release|firmware) |[vV])(\d+(?:\.\d+)*)", _version, after=r"(?!\w)"),
    Rule(rf"({_NUMBER})(?: ?[-–] ?({_NUMBER}))? ?({_UNIT})", _measure, before=_START, after=r"(?!\w)"),
    Rule(r"\d+(?:\.\d+){2,}", lambda match: dotted(match.group())),
    Rule(r"(\d{1,2})/(\d{1,2})", _fraction, before=r"(?<![\w/])", after=r"(?![\w/])"),
    Rule(r"(\d{1,9})(?:st|nd|rd|th)", lambda match: ordinal(int(match[1]))),
    Rule(r"(\d+(?:\.\d+)?)(?:-| ?– ?)(\d+(?:\.\d+)?)", _range, before=r"(?<![\w-])", after=r"(?![\w-])"),
    Rule(r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−]?\d+\.\d+", lambda match: amount(match.group())),
    Rule(r"[-−]?\d+", _integer),
)

# After every name: whatever still holds a figure.
REST = (
    Rule(r"\w*\d\w*", _mixed),
    Rule(r"\d+", lambda match: digits(match.group()), before="", after=""),
)
