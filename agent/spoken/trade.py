"""What the trade writes in figures: status codes, RFCs, ITU-T recommendations, ports."""

import re

from agent.spoken.letters import spelled
from agent.spoken.numbers import code, pairs, part
from agent.spoken.quantities import UNIT_AHEAD
from agent.spoken.rules import Rule

_FIGURES = re.compile(r"\d+")
_RANGE = re.compile(r"(?<=\d) ?[-–] ?(?=\d)")

# The IANA registry of SIP response codes (RFC 3261 section 21 and its extensions), and a few of HTTP.
_SIP_CODES = (
    "100|180|181|182|183|199|20[0124]|30[0-5]|380|40[0-9]|41[0-7]|42[0-5]|428|429|43[0-9]|44[09]|469|470"
    "|48[0-9]|49[1-4]|50[0-5]|513|555|580|600|60[3-8]"
)
# Ports that are known by their number alone.
_PORTS = "506[0-9]|508[0-9]|3478|5349|8080|8443|808[89]|5038|5222|4569|16384|32768|4433"
_LAWS = {"711u": "mew law", "711a": "A-law"}
_JOIN = r"(?:,? (?:and|or|to|through) |, ?| ?[-–] ?)"


def _ports(match: re.Match[str]) -> str:
    """The numbers after a keyword: "ports 10000-20000" is "ports ten thousand to twenty thousand"."""
    numbers = _RANGE.sub(" to ", match[2])
    return f"{match[1]} {_FIGURES.sub(lambda found: part(found.group()), numbers)}"


def _rfc(match: re.Match[str]) -> str:
    name = spelled("RFC", plural=bool(match[1]))
    return f"{name} {_FIGURES.sub(lambda found: pairs(found.group()), match[2])}"


def _recommendation(match: re.Match[str]) -> str:
    letter, figures, annex, suffix = match.groups()
    annexed = f" point {part(annex)}" if annex else ""
    suffixed = f" {_LAWS.get(figures + suffix.lower(), suffix.upper())}" if suffix else ""
    return f"{letter.upper()} {part(figures)}{annexed}{suffixed}"


def _port_number(match: re.Match[str]) -> str:
    return pairs(match.group())


def _status(match: re.Match[str]) -> str:
    return code(match.group())


def _status_class(match: re.Match[str]) -> str:
    return f"{part(match[1])} x x"


RULES = (
    Rule(r"(?i:RFC)(s)?[ -]?(\d{3,5}(?:(?:,? and |,? or |, )\d{4,5})*)", _rfc),
    Rule(r"([GHTEXQPVY])\.(\d{2,4})(?:\.(\d{1,2}))?([a-zA-Z]{1,2})?", _recommendation),
    Rule(r"([Gg])\.?(7\d\d)(?:\.(\d))?([a-zA-Z]{1,2})?", _recommendation),
    Rule(rf"((?i:ports?)) (\d{{2,5}}(?:{_JOIN}\d{{2,5}})*)", _ports, after=r"(?!\w|[.:]\d)"),
    Rule(_PORTS, _port_number, before=r"(?<![\w.,-])", after=rf"(?![\w-]|[.,]\d|{UNIT_AHEAD})"),
    Rule(r"([1-6])xx", _status_class),
    Rule(_SIP_CODES, _status, before=r"(?<![\w.,$€£-])", after=rf"(?![\w-]|[.,:]\d|{UNIT_AHEAD})"),
)
