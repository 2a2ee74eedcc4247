"""The impact assessment (GDPR Art. 35(7)) from the declarations, the settings and what is found wrong at this moment.

It says what the system does and which risks that leaves. Whether those may be run is for a person to decide, and
the last section leaves room for it.
"""

from collections import defaultdict
from collections.abc import Sequence

from privacy.access.permissions import PERMISSIONS
from privacy.declared.fields import KINDS
from privacy.declared.terms import DataClass
from privacy.documents.facts import Facts
from privacy.documents.risks import RISKS
from privacy.documents.text import Bullets, Document, Section, Table
from privacy.store.api import Finding

_CLASSES = {
    DataClass.CHAT: "masked words of calls and chats that are kept",
    DataClass.DIAGNOSTIC: "masked signalling and the state of the line",
    DataClass.IDENTIFIER: "keyed hashes by which a person is found again",
    DataClass.EVIDENCE: "proof of what was agreed to, asked for and decided",
    DataClass.STAFF: "who may look, and why they did",
    DataClass.STATISTIC: "counts over ten people or more",
}


def assessment(facts: Facts, findings: Sequence[Finding], today: str) -> Document:
    """The assessment as of `today`, a date such as 2026-11-24."""
    sections = (_described(facts), _necessary(facts), _risks(), _open(findings), _decided(facts))
    return Document(f"Data protection impact assessment of the voice assistant of {facts.operator}", today, sections)


def _described(facts: Facts) -> Section:
    held: dict[DataClass, list[str]] = defaultdict(list)
    for kind in KINDS.values():
        for each in {declared.data_class for declared in kind.fields.values()}:
            held[each].append(kind.name)
    rows = tuple((each.value, _CLASSES[each], ", ".join(sorted(held[each])), _term(facts, each)) for each in DataClass)
    return Section(
        "What is done",
        (
            f"An automated assistant of {facts.operator} answers calls and chats. Speech becomes text in memory and is "
            "masked before anything else sees it; voice is never kept.",
            "Nothing at all is kept: keeping is switched off."
            if not facts.keeping
            else f"Words are kept only for a recorded reason, in {facts.encrypted_store}.",
            Table(("class", "what", "rows (see the record of processing)", "kept"), rows),
            _shared(facts),
        ),
    )


def _term(facts: Facts, data_class: DataClass) -> str:
    rules = facts.rules
    return {
        DataClass.CHAT: f"{rules.support_months} months for support, {rules.compliance_months} for compliance",
        DataClass.DIAGNOSTIC: f"{rules.trace_days} days, then counted without anybody or deleted",
        DataClass.IDENTIFIER: f"{rules.account_days} days after the last of what is kept",
        DataClass.EVIDENCE: f"{rules.evidence_months} months after what it allowed ended",
        DataClass.STAFF: "while the login, token or broken glass lasts",
        DataClass.STATISTIC: f"{rules.statistic_months} months",
    }[data_class]


def _shared(facts: Facts) -> str:
    if not facts.platforms:
        return "No third party gets anything."
    return f"Masked words of the last few turns may go to {'; '.join(facts.platforms)}."


def _necessary(facts: Facts) -> Section:
    roles = tuple(
        (role.value, ", ".join(sorted(act.value for act in acts)) or "nothing") for role, acts in PERMISSIONS.items()
    )
    return Section(
        "Whether it is necessary, and no more than that",
        (
            f"Region: {facts.region.value}. Words are kept by consent, asked when it matters, or by a rule or decision "
            "whose basis is recorded; silence is a no. Purposes are a closed list without marketing.",
            *(
                f"A rule of the operator keeps calls to “{each.destination}” ({each.basis.value})."
                for each in facts.rules.tenant
            ),
            Table(("role", "may"), roles),
        ),
    )


def _risks() -> Section:
    rows = tuple((each.harm, each.likelihood, each.severity, each.measure, each.left) for each in RISKS)
    return Section("Risks to people, and what is done about each", (Table(_RISK_HEAD, rows),))


_RISK_HEAD = ("what may happen", "likelihood before", "severity", "measure", "what is left")


def _open(findings: Sequence[Finding]) -> Section:
    if not findings:
        return Section("Found on this system", ("Nothing that weakens a measure was found at the last start.",))
    return Section(
        "Found on this system", (Bullets(tuple(f"{each.level.value}: {each.sentence}" for each in findings)),)
    )


def _decided(facts: Facts) -> Section:
    return Section(
        "To be decided by a person",
        (
            f"Contact for people's requests: {facts.contact or 'none is set (privacy.contact)'}.",
            Bullets(("Advice of the data protection officer:", "Views of those concerned:", "Decision and date:")),
        ),
    )
