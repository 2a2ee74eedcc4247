"""Why somebody looks or keeps: a word of a closed list and a case number. No sentence fits, so no name does."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

_CASE: Final = re.compile(r"[A-Za-z]{0,8}[-/]?[0-9][0-9-/]{0,19}|")


class Why(Enum):
    """Kinds of reasons."""

    SUPPORT_CASE = "support-case"
    OUTAGE = "outage"
    MISUSE = "misuse"
    LEGAL_CLAIM = "legal-claim"
    AUTHORITY = "authority"  # asked by one, with a right to it
    REQUEST = "request"  # of the person


@dataclass(frozen=True, slots=True)
class Reason:
    """Raises `ValueError`, which shows nothing of it, when `case` is no number such as "T-4711"."""

    why: Why
    case: str = ""

    def __post_init__(self) -> None:
        if not _CASE.fullmatch(self.case):
            raise ValueError("a case is a number, with a few letters before it at most, such as T-4711")

    def __str__(self) -> str:
        return f"{self.why.value} {self.case}".rstrip()
