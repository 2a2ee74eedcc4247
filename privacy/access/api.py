"""Roles, acts, and the pass that proves an act was allowed and audited."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NoReturn

from privacy.audit.api import CALLER
from privacy.declared.terms import Purpose

_SEAL: Final = object()


class Role(Enum):
    """What somebody is to this gateway."""

    CALLER = "caller"  # about their own calls alone
    SUPPORT = "support"
    DIAGNOSTICS = "diagnostics"
    OFFICER = "privacy-officer"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Act(Enum):
    """Everything that takes a permission."""

    READ_TRANSCRIPT = "read-transcript"
    READ_TRACE = "read-trace"
    READ_RECEIPT = "read-receipt"
    READ_LEDGER = "read-ledger"
    READ_STATISTICS = "read-statistics"
    SET_FLAG = "set-flag"
    HOLD = "hold"
    EXPORT = "export"
    ERASE = "erase"
    MAKE_REQUEST = "make-request"
    ANSWER_REQUEST = "answer-request"
    READ_AUDIT = "read-audit"
    SET_RULES = "set-rules"
    SET_PLATFORMS = "set-platforms"
    SWEEP = "sweep"
    ROTATE_KEYS = "rotate-keys"
    MANAGE_STAFF = "manage-staff"
    ASK_GLASS = "ask-glass"
    AGREE_GLASS = "agree-glass"


CONTENT: Final = frozenset({Act.READ_TRANSCRIPT, Act.READ_TRACE})  # each read leaves a line in the audit


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whose identity was shown: of the staff by login or token, a caller by what finds their data."""

    role: Role
    id: str = CALLER  # random id of the operator
    calls: frozenset[str] = field(default=frozenset())  # a caller's: those they gave the code of
    subject: str | None = None  # a caller's, once they are verified for all that is kept of them

    def __post_init__(self) -> None:
        if (self.role is Role.CALLER) != (self.id == CALLER):
            raise ValueError("a caller has no operator's id, and an operator is no caller")


@dataclass(frozen=True, slots=True)
class About:
    """Whose data an act is about: random ids. Neither: nobody's in particular."""

    call: str | None = None
    subject: str | None = None


class Denied(Exception):
    """It is not allowed, and is in the audit as denied."""


class NotKnown(Exception):
    """Nobody has that name and secret. The sentence does not tell which of the two was wrong."""


class TooManyTries(Exception):
    """Wait before the next try, whether its secret is right or not."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many wrong secrets: try again in {wait_s} seconds")
        self.wait_s = wait_s


class StaffRefused(Exception):
    """A login, role or link cannot be made or changed so; the sentence says why and what to do."""


class Pass:
    """Proof that `who` may do `act` for `purpose`, once, about one call or person. Made by `privacy.access.gate` alone.

    Whoever takes a `Pass` to read content need not ask or audit again: its line is in the audit already.
    """

    __slots__ = ("_used", "about", "act", "purpose", "who")
    act: Act
    who: Who
    purpose: Purpose
    about: About

    def __init__(self, seal: object, who: Who, act: Act, purpose: Purpose, about: About) -> None:
        if seal is not _SEAL:
            raise TypeError("only the gate of privacy.access makes a Pass")
        for name, value in (("who", who), ("act", act), ("purpose", purpose), ("about", about), ("_used", False)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Pass is immutable")

    def __repr__(self) -> str:
        return f"<Pass to {self.act.value}>"

    def use(self, act: Act, about: About) -> None:
        """Spend it on what it was given for. Raises `Denied` for anything else, and the second time."""
        if self._used or act is not self.act or about != self.about:
            raise Denied(f"this pass is not good for {act.value} here")
        object.__setattr__(self, "_used", True)

    _used: bool


def give(who: Who, act: Act, purpose: Purpose, about: About) -> Pass:
    """A pass. For `privacy.access.gate` only (a test walks the tree)."""
    return Pass(_SEAL, who, act, purpose, about)


Now = Callable[[], int]  # whole seconds since 1970 UTC
