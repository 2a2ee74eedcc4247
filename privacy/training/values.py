"""Values for the slots of the phrases, made up: never anybody's."""

from typing import Final

from privacy.training.machines import Machines
from privacy.training.numbers import Numbers
from privacy.training.people import People
from privacy.training.trade import Trade

_TAGS: Final = {
    "FIRST": "PERSON",
    "LAST": "PERSON",
    "SPELLED": "PERSON",
    "LAST4": "CARD",
    "LAST4SSN": "SSN",
    "SORT": "BANK_ACCOUNT",
    "ROUTING": "BANK_ACCOUNT",
    "POSTCODE": "ADDRESS",
    "MAC": "DEVICE_ID",
}


def tag(slot: str) -> str | None:
    """The type of a slot; None for slots of the trade, which are in small letters."""
    return None if slot.islower() else _TAGS.get(slot, slot)


class Values(People, Numbers, Machines, Trade):
    """Every maker in one."""

    def say(self, slot: str) -> str:
        """A fresh value of the slot, in the voice's form. Raises AttributeError for a slot that nothing makes."""
        return " ".join(getattr(self, f"make_{slot}")().split())
