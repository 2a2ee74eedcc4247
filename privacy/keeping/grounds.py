"""What a call is kept for: the grants and consents of one call, as rows, and what they cover."""

from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final

from privacy.declared.rows import Consent, Grant
from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Purpose, Region, Source
from privacy.keeping.api import Answer, KeptPart
from privacy.keeping.case import Case
from privacy.retention.rules import CLASSES

PURPOSES: Final = {
    OptIn.TRANSCRIPT: Purpose.SUPPORT,
    OptIn.TRACE: Purpose.DIAGNOSTICS,
    OptIn.IMPROVEMENT: Purpose.IMPROVEMENT,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """The text that a yes is a yes to."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when something counts, and under whose law."""

    from_s: int
    until_s: int
    region: Region


@dataclass(frozen=True, slots=True)
class Grounds:
    """Every grant and consent of one call that stands."""

    grants: list[Grant] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    def covers(self, data_class: DataClass) -> bool:
        return any(each.data_class is data_class for each in self.grants)

    @property
    def parts(self) -> tuple[KeptPart, ...]:
        return tuple(KeptPart(g.data_class, g.flag, g.basis, g.source, g.due_s) for g in self.grants)

    def granted_by(self, opt_in: OptIn | None) -> list[Grant]:
        """The grants that a withdrawal ends: what stands on another basis than consent stays."""
        classes = set(CLASSES.values()) if opt_in is None else {CLASSES.get(opt_in)}
        return [each for each in self.grants if each.source is Source.CONSENT and each.data_class in classes]

    def given(self, opt_in: OptIn | None) -> list[Consent]:
        return [each for each in self.consents if opt_in in (None, each.opt_in)]

    def without(self, *opt_ins: OptIn | None) -> "Grounds":
        """What is left when these are taken back; None stands for every one."""
        left = self
        for each in opt_ins:
            grants, consents = left.granted_by(each), left.given(each)
            left = Grounds([g for g in left.grants if g not in grants], [c for c in left.consents if c not in consents])
        return left


def a_grant(
    case: Case, term: Term, *, data_class: DataClass, flag: Flag, basis: Basis, source: Source, reason: str = ""
) -> Grant:
    """A grant for one class of a call's data."""
    return Grant(
        call=case.call,
        subject=case.subject,
        data_class=data_class,
        flag=flag,
        basis=basis,
        source=source,
        region=term.region,
        granted_s=term.from_s,
        due_s=term.until_s,
        reason=reason,
    )


def a_consent(case: Case, term: Term, policy: Policy, *, opt_in: OptIn, answer: Answer, due_s: int) -> Consent:
    """The line of the ledger for a yes; `due_s` is when the line itself goes."""
    return Consent(
        consent=token_hex(16),
        call=case.call,
        subject=case.subject,
        opt_in=opt_in,
        purpose=PURPOSES[opt_in],
        policy_version=policy.version,
        policy_sha256=policy.sha256,
        language=answer.language,
        channel=answer.channel,
        given_s=term.from_s,
        expires_s=term.until_s,
        revoked_s=None,
        due_s=due_s,
        offset_ms=answer.offset_ms,
        confidence=answer.confidence,
        words=answer.words,
        key=answer.key,
    )
