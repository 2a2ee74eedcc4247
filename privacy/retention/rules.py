"""The rules: an operator chooses within what the policy promises, and nothing outside it can be configured.

The bounds are the policy's: chat logs six to twelve months, diagnostics twelve to twenty-four months once they are
anonymised, identifiers while an account is active. They are not settings.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Region
from privacy.retention.calendar import after_days, after_months


class RulesRefused(ValueError):
    """Rules that the policy does not allow, with the sentence that says what it does allow."""


@dataclass(frozen=True, slots=True)
class TenantRule:
    """Calls to one destination are kept for a reason of the operator's own, whatever their callers answer."""

    destination: str
    flag: Flag
    basis: Basis


@dataclass(frozen=True, slots=True)
class Rules:
    """How long each thing stays. Raises `RulesRefused` when made outside the policy's bounds."""

    support_months: int = 6  # transcripts kept for support
    compliance_months: int = 12  # transcripts kept for compliance
    trace_days: int = 30  # traces and diagnoses with a caller, until they are deleted or counted
    statistic_months: int = 24  # what was counted of them
    consent_months: int = 12  # how long a yes counts when nothing else ends it
    evidence_months: int = 36  # consents, grants and holds, after what they allow has ended
    account_days: int = 30  # identifiers, after an account is closed or the last thing kept is gone
    tenant: tuple[TenantRule, ...] = ()

    def __post_init__(self) -> None:
        for name, (least, most) in BOUNDS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                raise RulesRefused(f"{name} must be a whole number from {least} to {most}: the policy promises that")
        for rule in self.tenant:
            _check(rule)

    def transcript_due_s(self, began_s: int, flag: Flag) -> int:
        """The first second at which a transcript kept by this flag is gone."""
        return after_months(began_s, self.support_months if flag is Flag.SUPPORT else self.compliance_months)

    def due_s(self, data_class: DataClass, flag: Flag, began_s: int) -> int:
        """The first second at which what a grant covers is gone; ages count from the beginning of the call."""
        if data_class is DataClass.DIAGNOSTIC:
            return after_days(began_s, self.trace_days)
        return self.transcript_due_s(began_s, flag)

    def evidence_due_s(self, ended_s: int) -> int:
        """When a proof itself goes, counted from the end of what it allowed."""
        return after_months(ended_s, self.evidence_months)


BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "support_months": (6, 12),
    "compliance_months": (6, 12),
    "trace_days": (1, 90),
    "statistic_months": (12, 24),
    "consent_months": (1, 24),
    "evidence_months": (6, 72),
    "account_days": (0, 90),
}

# What each region lets a flag stand on. Consent is always good; the others are the operator's to justify.
BASES: Final[Mapping[Region, Mapping[Flag, frozenset[Basis]]]] = {
    Region.GDPR: {
        Flag.SUPPORT: frozenset({Basis.CONSENT, Basis.CONTRACT, Basis.LEGITIMATE_INTEREST}),
        Flag.COMPLIANCE: frozenset({Basis.CONSENT, Basis.CONTRACT, Basis.LEGITIMATE_INTEREST}),
    },
    Region.CCPA: {
        Flag.SUPPORT: frozenset({Basis.CONSENT, Basis.CONTRACT, Basis.BUSINESS_PURPOSE}),
        Flag.COMPLIANCE: frozenset({Basis.CONSENT, Basis.CONTRACT, Basis.BUSINESS_PURPOSE}),
    },
    Region.PDPA: {
        Flag.SUPPORT: frozenset({Basis.CONSENT}),
        Flag.COMPLIANCE: frozenset({Basis.CONSENT, Basis.CONTRACT}),
    },
}

CLASSES: Final[Mapping[OptIn, DataClass]] = {
    OptIn.TRANSCRIPT: DataClass.CHAT,
    OptIn.TRACE: DataClass.DIAGNOSTIC,
}


def allowed(region: Region, flag: Flag, basis: Basis) -> bool:
    """Whether, in that region, a flag may be set on that basis."""
    return basis in BASES[region][flag]


def from_file(path: Path) -> Rules:
    """The rules of a TOML file. Raises `RulesRefused`, also for what is no TOML or cannot be read."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesRefused(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesRefused(f"{path} is not TOML: {error}") from None
    return from_mapping(given)


def from_mapping(given: Mapping[str, Any]) -> Rules:
    """The rules of a table: `[retention]` and any number of `[[keep]]`. Raises `RulesRefused`."""
    if unknown := set(given) - {"retention", "keep"}:
        raise RulesRefused(f"{_words(unknown)}: only [retention] and [[keep]] are known")
    terms = _table(given.get("retention", {}), "[retention]")
    if unknown := set(terms) - set(BOUNDS):
        raise RulesRefused(f"[retention] has no {_words(unknown)}; it has {_words(BOUNDS)}")
    keep = given.get("keep", [])
    if not isinstance(keep, list):
        raise RulesRefused("keep is a list of tables: write [[keep]]")
    return Rules(**terms, tenant=tuple(_tenant_rule(_table(each, "[[keep]]")) for each in keep))


def _tenant_rule(given: Mapping[str, Any]) -> TenantRule:
    wanted = {each.name for each in fields(TenantRule)}
    if set(given) != wanted:
        raise RulesRefused(f"[[keep]] has {_words(wanted)}, all of them and nothing else")
    try:
        return TenantRule(str(given["destination"]), Flag(given["flag"]), Basis(given["basis"]))
    except ValueError:
        raise RulesRefused(
            f"[[keep]]: flag is {_words(each.value for each in Flag)}; basis is {_words(each.value for each in Basis)}"
        ) from None


def _check(rule: TenantRule) -> None:
    if rule.basis is Basis.CONSENT:
        raise RulesRefused("[[keep]]: consent is a caller's, and no rule can give it; name another basis")
    if not any(allowed(region, rule.flag, rule.basis) for region in Region):
        raise RulesRefused(f"[[keep]]: no region lets {rule.flag.value} stand on {rule.basis.value}")


def _table(given: object, where: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise RulesRefused(f"{where} is a table")
    return given


def _words(names: Any) -> str:
    return ", ".join(sorted(str(each) for each in names))
