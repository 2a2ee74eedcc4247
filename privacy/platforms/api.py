"""What the register says of a platform, the port to one, and why the gate stays shut."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol

from privacy.declared.terms import Purpose, Region

MOST_TURNS: Final = 8  # of a conversation; no agreement can raise it


class TransferBasis(Enum):
    """By what right words of a region go to a platform."""

    SAME_REGION = "same-region"  # they stay where that law is at home
    ADEQUACY = "adequacy"  # GDPR Art. 45
    CLAUSES = "standard-clauses"  # GDPR Art. 46(2)(c)
    SERVICE_PROVIDER = "service-provider"  # CCPA § 1798.140(ag): for our business purpose alone, no sale, no sharing
    COMPARABLE = "comparable-protection"  # PDPA s. 26: a contract that binds the recipient


# What each region's law takes as a basis.
ACCEPTED: Final = {
    Region.GDPR: frozenset({TransferBasis.SAME_REGION, TransferBasis.ADEQUACY, TransferBasis.CLAUSES}),
    Region.CCPA: frozenset({TransferBasis.SERVICE_PROVIDER}),
    Region.PDPA: frozenset({TransferBasis.SAME_REGION, TransferBasis.COMPARABLE}),
}


class Field(Enum):
    """Everything that can leave. There is no field for a number, a name, an address or a header."""

    WORDS = "words"  # redacted text of the last few turns
    SPEAKER = "speaker"  # caller or agent, beside the words
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Entry:
    """One platform as the register has it. An entry that cannot be good is refused when it is read."""

    ident: str
    name: str
    operator: str  # the company, as the policy names it
    country: str
    agreement: str  # where the signed agreement is filed
    bases: tuple[tuple[Region, TransferBasis], ...]
    purposes: frozenset[Purpose]
    fields: frozenset[Field]
    turns: int
    from_s: int
    until_s: int  # first second at which the agreement is over
    url: str = ""
    key_file: str = field(default="", repr=False)

    def basis_for(self, region: Region) -> TransferBasis | None:
        return dict(self.bases).get(region)


class Shut(Enum):
    """Why nothing left."""

    UNKNOWN = "no-entry"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    PURPOSE = "purpose"
    REGION = "region"
    FIELD = "field"
    WISH = "wish"  # the caller does not want it
    EMPTY = "empty"


class TransferRefused(Exception):
    """Nothing left. The sentence names the platform by its short name, and why."""

    def __init__(self, ident: str, why: Shut) -> None:
        super().__init__(f"nothing goes to platform '{ident}': {_SENTENCES[why]}")
        self.ident = ident
        self.why = why


class PlatformAway(Exception):
    """The platform did not answer as it should; its own words are not passed on."""


_SENTENCES: Final = {
    Shut.UNKNOWN: "the register has no entry for it",
    Shut.NOT_YET: "its agreement has not begun",
    Shut.EXPIRED: "its agreement is over",
    Shut.PURPOSE: "its agreement is not for this purpose",
    Shut.REGION: "its agreement has no basis for the region of this caller",
    Shut.FIELD: "its agreement does not cover words",
    Shut.WISH: "the caller does not want it",
    Shut.EMPTY: "there are no words to send",
}


class Transport(Protocol):
    """The way to platforms. Used by the gate alone."""

    async def exchange(self, entry: Entry, body: bytes) -> bytes:
        """What the platform answers to exactly these bytes. Raises `PlatformAway`."""
        ...
