"""The policy that callers are told of, from what the running system does: nothing in it is a setting of its own."""

from typing import Final

from privacy.declared.terms import Region
from privacy.documents.facts import Facts
from privacy.documents.text import Bullets, Document, Section, Table
from privacy.requests.authorities import AUTHORITIES
from privacy.requests.clocks import CLOCKS

_BASES: Final = {
    Region.GDPR: "your consent (GDPR Art. 6(1)(a)); to answer you, our contract with you or our legitimate interest in "
    "helping you (Art. 6(1)(b), (f))",
    Region.CCPA: "the business purpose of answering you (Cal. Civ. Code § 1798.140(e)); to keep anything, your "
    "consent. Nothing is sold, and you may opt out of any sharing",
    Region.PDPA: "your consent, which you may withdraw at any time (PDPA s. 13 and 16)",
}


def policy(facts: Facts) -> Document:
    """The policy of this gateway, as it is set."""
    sections = (
        _scope(facts), _handled(facts), _kept(facts), _used(facts), _shared(facts), _rights(facts), _safe(facts),
        _contact(facts),
    )  # fmt: skip
    return Document(f"Privacy policy of the voice assistant of {facts.operator}", facts.dated, sections)


def _scope(facts: Facts) -> Section:
    return Section(
        "What this is about",
        (
            f"It covers every talk with the automated assistant that {facts.operator} runs: by telephone (SIP), by "
            "voice in a browser, and in text chat. You are told first that you talk to a machine.",
        ),
    )


def _handled(facts: Facts) -> Section:
    rows = (
        ("Your voice", "turned into text in memory while you speak", "never; it is overwritten in memory"),
        (
            "Your words",
            "masked first: numbers, names, addresses, codes and passwords",
            "only as masked text, see below",
        ),
        ("Your number or address on the line", "masks itself wherever it is said", "only as a keyed hash, see below"),
        ("The quality of the line", "codec, loss, delay", "no; counted without anybody's name"),
        ("SIP messages of your call", "read to connect you", "only masked, when you agree to a trace"),
        ("One session cookie in a browser", "keeps your call together", "no; gone when you close the browser"),
    )
    return Section("What is handled, and what is kept of it", (Table(("What", "What happens to it", "Kept"), rows),))


def _kept(facts: Facts) -> Section:
    rules = facts.rules
    if not facts.keeping:
        return Section("How long it is kept", ("This gateway is set to keep nothing at all.",))
    rows = [
        ("Masked transcript, for support", f"{rules.support_months} months"),
        ("Masked transcript, for compliance", f"{rules.compliance_months} months"),
        ("Masked trace of the signalling", f"{rules.trace_days} days, then counted without you or deleted"),
        ("Counts of calls, of ten people or more together", f"{rules.statistic_months} months"),
        ("Proof of what you agreed to", f"{rules.evidence_months} months after it ended"),
        ("Keyed hashes of your number, address or code", f"{rules.account_days} days after the last of the above"),
    ]
    ruled = tuple(
        f"Calls to “{rule.destination}” are kept for {rule.flag.value} ({rule.basis.value}); you are told at once."
        for rule in rules.tenant
    )
    return Section(
        "How long it is kept",
        (
            "Unless there is a reason, nothing is left when you hang up. A reason is your own yes, asked for when it "
            "matters; or a recorded decision that support or compliance needs it.",
            *ruled,
            Table(("What", "How long"), tuple(rows)),
            "Say “don't save this” at any time, or press the button, and what was kept of the call is deleted at once.",
        ),
    )


def _used(facts: Facts) -> Section:
    return Section(
        "What it is used for, and by what right",
        (
            Bullets(
                (
                    "answering you and finding out why your calls fail",
                    "support and compliance, where something is kept for them",
                    "improvement, of counts alone, and only if you agree to that apart",
                    "protection against misuse, and the audit of who looked at what",
                )
            ),
            "Never for advertising, and never to train a model with words of yours.",
            f"The basis is {_BASES[facts.region]}.",
        ),
    )


def _shared(facts: Facts) -> Section:
    if not facts.platforms:
        return Section("Who else gets it", ("Nobody. Hearing, answering and speaking all happen on our own machines.",))
    return Section(
        "Who else gets it",
        (
            "Only the masked text of the last few turns goes to these, under an agreement, and nothing else:",
            Bullets(facts.platforms),
        ),
    )


def _rights(facts: Facts) -> Section:
    person = f" {facts.opt_out}" if facts.opt_out else ""
    return Section(
        "What you may ask for",
        (
            Bullets(
                (
                    "to see or have a copy of what is kept of you",
                    "to have it deleted, or its use restricted",
                    "to object to a use, or to take back any yes",
                    f"not to be served by a machine.{person}",
                )
            ),
            "The reference code that you were told is enough for the call it belongs to; for more, we check that it is "
            f"you. You have an answer within {CLOCKS[facts.region].days} days.",
            "You may complain to an authority:",
            Bullets(tuple(f"{each.name}, {each.page}" for each in AUTHORITIES[facts.region])),
        ),
    )


def _safe(facts: Facts) -> Section:
    return Section(
        "How it is kept safe",
        (
            f"What is kept lies in {facts.encrypted_store}, encrypted with a key of your own. When you are deleted, "
            "that key is destroyed, so that backups are unreadable too. Each act on what is kept is written into an "
            "audit that cannot be changed unseen and names nobody.",
        ),
    )


def _contact(facts: Facts) -> Section:
    where = f": {facts.contact}" if facts.contact else " in the usual way"
    return Section("Whom to ask", (f"Reach {facts.operator}{where}.",))
