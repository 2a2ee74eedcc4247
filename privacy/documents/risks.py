"""The risks that the design was made against. Each measure is one that docs/privacy.md proves."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Risk:
    """A harm, its weight without the measure, and what the measure leaves of it."""

    harm: str
    likelihood: str
    severity: str
    measure: str
    left: str


RISKS: Final = (
    Risk(
        "secrets that a caller says reach a log, a page or a model",
        "high",
        "high",
        "words are masked before any of these; a type lets nothing else through; what goes wrong masks the whole",
        "a share of unusual names and codes is not recognised: see docs/redaction.md for the measured share",
    ),
    Risk(
        "a call is recorded without its caller's will",
        "medium",
        "high",
        "sound lives in memory alone; words are forgotten at hang-up unless there is a recorded reason",
        "an operator's rule keeps calls without a yes where a law lets it; callers are told at once",
    ),
    Risk(
        "the database or a backup is stolen",
        "medium",
        "high",
        "each person's rows are encrypted with a key of their own, wrapped by one that lies elsewhere",
        "times, ids and closed words lie in clear: how often somebody called, not who",
    ),
    Risk(
        "staff read what they have no business with",
        "medium",
        "high",
        "a table denies what it does not allow; each read is audited; breaking the glass takes two people",
        "whoever has root and the master key can read: that is for the operator's own rules",
    ),
    Risk(
        "traces of misuse are removed",
        "low",
        "high",
        "the audit is a chain whose lines are signed in a second place",
        "whoever rules both places and the key can write another one: keep the second place apart",
    ),
    Risk(
        "somebody gets or deletes what is another's",
        "medium",
        "high",
        "a code of forty random bits for one call, a verified person for everything; tries are throttled",
        "a code that its caller gives away",
    ),
    Risk(
        "words leave for a third party that uses them for itself",
        "medium",
        "high",
        "no byte passes without an agreement in the register; then only masked words of the last few turns",
        "what the third party does against its agreement",
    ),
    Risk(
        "a machine decides and nobody can be reached",
        "medium",
        "medium",
        "callers are told it is a machine, may ask for a person at any time, and may be put through at once ever after",
        "hours in which no person is there",
    ),
)
