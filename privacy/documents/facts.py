"""What the documents are made from: the running configuration, in the privacy officer's terms."""

from dataclasses import dataclass, field

from privacy.declared.terms import Region
from privacy.retention.rules import Rules


@dataclass(frozen=True, slots=True)
class Facts:
    """Whoever runs the gateway, and what it is set to do."""

    operator: str = "the operator of this line"
    contact: str = ""  # an address for requests: mail, page or number
    region: Region = Region.GDPR
    keeping: bool = True  # whether anything may be kept at all
    encrypted_store: str = "SQLite on this machine"
    rules: Rules = field(default_factory=Rules)
    platforms: tuple[str, ...] = ()  # third parties that may get words, by name
    opt_out: str = ""  # how a call reaches a person
    dated: str = "2026-11-24"  # when the text last changed
