"""The port of the audit: an entry is durable before the act it tells of is done."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from privacy.declared.terms import Purpose


class Action(Enum):
    """Everything that is audited."""

    STARTED = "started"
    CONSENT_GIVEN = "consent-given"
    CONSENT_REVOKED = "consent-revoked"
    FLAG_SET = "flag-set"
    CONTENT_READ = "content-read"
    EXPORTED = "exported"
    ERASED = "erased"
    SWEPT = "swept"
    HOLD_PLACED = "hold-placed"
    HOLD_LIFTED = "hold-lifted"
    RULES_CHANGED = "rules-changed"
    POLICY_CHANGED = "policy-changed"
    KEYS_ROTATED = "keys-rotated"
    ROLE_CHANGED = "role-changed"
    TOKEN_MADE = "token-made"  # noqa: S105 - no secret
    TOKEN_REVOKED = "token-revoked"  # noqa: S105
    GLASS_ASKED = "glass-asked"
    GLASS_AGREED = "glass-agreed"
    REQUEST_MADE = "request-made"
    REQUEST_CLOSED = "request-closed"
    PLATFORM_ENTERED = "platform-entered"
    PLATFORM_REMOVED = "platform-removed"
    TRANSFERRED = "transferred"
    TRANSFER_REFUSED = "transfer-refused"
    DENIED = "denied"


CALLER: Final = "caller"  # actors that are no operator
SYSTEM: Final = "system"
_ACTOR: Final = re.compile(r"caller|system|[0-9a-f]{8,64}")
_ID: Final = re.compile(r"[0-9a-f]{8,64}")
_DETAIL: Final = re.compile(r"[a-z0-9][a-z0-9.:/-]{0,63}|")


class AuditAway(Exception):
    """The entry is not durable: what it tells of must not be done."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. Only closed words, numbers and random ids fit in it: it survives the erasure of whom it is about.

    Raises `ValueError`, which shows nothing of the value, for anything else.
    """

    action: Action
    actor: str = SYSTEM  # "caller", "system", or the random id of an operator
    purpose: Purpose | None = None
    subject: str | None = None  # random id
    call: str | None = None  # random id
    detail: str = ""  # a closed word or a number

    def __post_init__(self) -> None:
        for name, value, form in (
            ("actor", self.actor, _ACTOR),
            ("subject", self.subject, _ID),
            ("call", self.call, _ID),
            ("detail", self.detail, _DETAIL),
        ):
            if value is not None and not form.fullmatch(value):
                raise ValueError(f"an audit entry's {name} is a closed word or a random id")


class Audit(Protocol):
    """Used on one event loop, by many tasks."""

    async def note(self, entry: Entry) -> None:
        """Durable when it returns. Raises `AuditAway`: then the act must not be done."""
        ...

    async def aclose(self) -> None:
        """Let go of it. Idempotent."""
        ...
