"""Telephone numbers, figure by figure, in the groups they were written in."""

import re

from agent.spoken.numbers import digits
from agent.spoken.rules import Rule

_GROUP = re.compile(r"\d+")


def spoken_number(written: str) -> str:
    """The figures of a number: "+44 20 5550" is "plus four four, two oh, five five five oh"."""
    groups = [group for run in _GROUP.findall(written) for group in grouped(run)]
    plus = "plus " if written.lstrip().startswith("+") else ""
    return plus + ", ".join(digits(group) for group in groups)


def grouped(figures: str) -> list[str]:
    """A run of figures cut as people do: up to four stay together, ten are 3-3-4, others go by threes."""
    if len(figures) <= 4:
        return [figures]
    if len(figures) == 11 and figures.startswith("1"):  # North America: its country code stands alone
        return ["1", *grouped(figures[1:])]
    if len(figures) == 7:
        return [figures[:3], figures[3:]]
    last = len(figures) % 3 + 3 if len(figures) % 3 == 1 else 0
    head = figures[: len(figures) - last]
    tail = figures[len(figures) - last :]
    return [head[at : at + 3] for at in range(0, len(head), 3)] + ([tail] if tail else [])


def _number(match: re.Match[str]) -> str:
    return spoken_number(match.group())


def _extension(match: re.Match[str]) -> str:
    return f"{match[1]} {digits(match[2])}"


RULES = (
    Rule(r"\+\d(?:[ ().-]{0,2}\d){5,16}", _number),
    Rule(r"\(\d{3}\) ?\d{3}[ .-]\d{4}", _number),
    Rule(r"(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}", _number, after=r"(?![\w-])"),
    Rule(r"\d{3}-\d{4}", _number, before=r"(?<![\w-])", after=r"(?![\w-])"),
    Rule(r"0\d{2,5}[ -]\d{3,8}", _number),
    Rule(r"\d{7,}", _number, before=r"(?<![\w,.])", after=r"(?![\w]|[.,]\d)"),
    Rule(r"((?i:extension|ext\.?|dial)) (\d{2,6})", _extension, after=r"(?![\w-]|[.,]\d)"),
)
