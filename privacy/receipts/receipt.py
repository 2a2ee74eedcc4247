"""The receipt of a call as data, as JSON and in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from privacy.declared.rows import Grant
from privacy.declared.terms import Basis, DataClass, Flag, Source
from privacy.keeping.api import KeptPart
from privacy.receipts.uses import READ, SENT, Use


@dataclass(frozen=True, slots=True)
class CallReceipt:
    """What became of a call at the second `made_s`."""

    call: str
    made_s: int
    kept: tuple[KeptPart, ...] = ()
    uses: tuple[Use, ...] = ()
    reference: str = field(default="", repr=False)

    @property
    def body(self) -> dict[str, Any]:
        """For machines, and to be signed. Operators are named by random ids, which lead to a name for the gateway's
        privacy officer alone."""
        return {
            "about": "call",
            "call": self.call,
            "reference": self.reference,
            "made": when(self.made_s),
            "kept": [_kept(each) for each in self.kept],
            "uses": [_used(each) for each in self.uses],
        }

    @property
    def words(self) -> tuple[str, ...]:
        """Sentences for the caller, to be shown or read out."""
        return (*self._kept_words(), *self._used_words())

    def _kept_words(self) -> Iterator[str]:
        if not self.kept:
            yield "Nothing of this call is kept."
        for each in self.kept:
            why = ", ".join(part for part in (_SOURCES[each.source], _BASES[each.basis]) if part)
            yield f"Kept: {_CLASSES[each.data_class]}, for {_FLAGS[each.flag]}, {why}, until {day(each.due_s)}."

    def _used_words(self) -> Iterator[str]:
        reads = [each for each in self.uses if each.action in READ]
        if self.kept and not reads:
            yield "Nobody has read it."
        for each in reads:
            who = "you" if each.by_caller else "our staff"
            yield f"Read by {who} on {day(each.at_s)}{_purpose(each)}."
        sent = [each for each in self.uses if each.action in SENT]
        if not sent:
            yield "No other company was sent any of it."
        for name in dict.fromkeys(each.detail for each in sent):
            yield f"Redacted words were sent to {name}."


def receipt_of(
    call: str, grants: Iterable[Grant], uses: Iterable[Use], made_s: int, reference: str = ""
) -> CallReceipt:
    """The receipt of a call that is kept; of one that is not, without grants."""
    kept = tuple(KeptPart(g.data_class, g.flag, g.basis, g.source, g.due_s) for g in grants)
    return CallReceipt(call, made_s, kept, tuple(uses), reference)


def when(at_s: int) -> str:
    """RFC 3339, in UTC."""
    return datetime.fromtimestamp(at_s, UTC).isoformat().replace("+00:00", "Z")


def day(at_s: int) -> str:
    """Such as "24 November 2026"."""
    at = datetime.fromtimestamp(at_s, UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _kept(part: KeptPart) -> dict[str, str]:
    return {
        "what": part.data_class.value,
        "flag": part.flag.value,
        "basis": part.basis.value,
        "source": part.source.value,
        "until": when(part.due_s),
    }


def _used(use: Use) -> dict[str, str]:
    return {"at": when(use.at_s), "what": use.action, "by": use.by, "purpose": use.purpose, "detail": use.detail}


def _purpose(use: Use) -> str:
    return f", for {use.purpose}" if use.purpose else ""


# strftime's names depend on the locale
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_CLASSES: Final = {
    DataClass.CHAT: "what was said, with everything personal masked",
    DataClass.DIAGNOSTIC: "the trace of the call",
    DataClass.STATISTIC: "counts",
    DataClass.IDENTIFIER: "what finds you again",
    DataClass.EVIDENCE: "the proof of what you agreed to",
    DataClass.STAFF: "who of our staff looked",
}
_FLAGS: Final = {Flag.SUPPORT: "support", Flag.COMPLIANCE: "compliance"}
_SOURCES: Final = {
    Source.CONSENT: "because you agreed",
    Source.OPERATOR: "because a person of our staff decided so",
    Source.RULE: "because of a rule for calls like this",
}
_BASES: Final = {
    Basis.CONSENT: "",
    Basis.CONTRACT: "as our contract needs",
    Basis.LEGITIMATE_INTEREST: "for a legitimate interest of ours",
    Basis.BUSINESS_PURPOSE: "for a purpose of our business",
}
