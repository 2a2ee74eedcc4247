"""Rights, states, and how sure we have to be of who asks. The words are those of OpenDSR 2.0, where it has any."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, IntEnum

from privacy.declared.rows import Request
from privacy.declared.terms import Channel, Region


class Right(Enum):
    """What may be asked for. Complaints go to an authority (`privacy.requests.authorities`), not to us."""

    ACCESS = "access"  # GDPR Art. 15, CCPA § 1798.110, PDPA s. 21
    COPY = "portability"  # GDPR Art. 20
    DELETION = "erasure"  # GDPR Art. 17, CCPA § 1798.105
    NO_MACHINE = "opt-out-of-automated-decisions"  # GDPR Art. 22
    NO_SHARING = "opt-out-of-sharing"  # CCPA § 1798.120
    OBJECTION = "objection"  # GDPR Art. 21
    RESTRICTION = "restriction"  # GDPR Art. 18
    WITHDRAWAL = "withdrawal-of-consent"  # GDPR Art. 7(3), PDPA s. 16


class Proof(IntEnum):
    """How it was shown who asks, from nothing to certainty."""

    NONE = 0
    LINE = 1  # the call, chat or number that it is about
    CODE = 2  # the reference code of the call
    VERIFIED = 3  # a login, a call back, or papers that an officer looked at


class State(Enum):
    """Where a request is. OpenDSR's word for the last two is the same."""

    RECEIVED = "pending"
    AT_WORK = "in_progress"
    DONE = "completed"
    REFUSED = "refused"
    WITHDRAWN = "cancelled"


class Why(Enum):
    """Why a request is refused, or takes longer."""

    NONE = ""
    HOLD = "legal-hold"
    NOTHING_KEPT = "nothing-kept"
    OTHERS = "rights-of-others"
    UNFOUNDED = "unfounded"  # GDPR Art. 12(5)
    COMPLEX = "complex"
    MANY = "many-requests"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it comes in. `call` None: about everything that is kept of the person."""

    right: Right
    region: Region
    channel: Channel
    proof: Proof
    subject: str | None  # random id; None when nothing is kept of who asks
    call: str | None = None


class ProofWanted(Exception):
    """Who asks has to be shown better; the sentence says how."""

    def __init__(self, needed: Proof) -> None:
        super().__init__(f"to answer this we need {_PROOFS[needed]}")
        self.needed = needed


class RequestRefused(Exception):
    """The request cannot be taken or changed so; the sentence says why."""


_PROOFS = {
    Proof.NONE: "nothing",
    Proof.LINE: "you to ask from the line or page that it is about",
    Proof.CODE: "the reference code of the call",
    Proof.VERIFIED: "to know that it is you: log in, or let us call you back",
}

# What carries a right out. Returns why it was refused, or `Why.NONE`. May be called again after it failed.
Doer = Callable[[Request], Awaitable[Why]]
