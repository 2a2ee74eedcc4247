"""How sure we have to be of who asks: as sure as a wrong answer would do harm, and not more (GDPR Art. 12(6)).

A stranger who reads or deletes does harm; one who says "no machine" for somebody else does little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from privacy.requests.api import Proof, Right


@dataclass(frozen=True, slots=True)
class Needed:
    """The least proof for one call, and for everything that is kept of a person."""

    one_call: Proof
    everything: Proof


_READS_OR_ENDS: Final = Needed(Proof.CODE, Proof.VERIFIED)
_SAYS_NO: Final = Needed(Proof.LINE, Proof.LINE)

NEEDED: Final[Mapping[Right, Needed]] = {
    Right.ACCESS: _READS_OR_ENDS,
    Right.COPY: _READS_OR_ENDS,
    Right.DELETION: _READS_OR_ENDS,
    Right.WITHDRAWAL: Needed(Proof.LINE, Proof.CODE),
    Right.NO_MACHINE: _SAYS_NO,
    Right.NO_SHARING: _SAYS_NO,
    Right.OBJECTION: _SAYS_NO,
    Right.RESTRICTION: _SAYS_NO,
}


def needed(right: Right, *, one_call: bool) -> Proof:
    """The least proof that is enough."""
    found = NEEDED[right]
    return found.one_call if one_call else found.everything
