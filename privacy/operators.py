"""What stands where something personal stood: a placeholder, asterisks or nothing, for each type by itself."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from privacy.errors import OperatorUnusable
from privacy.words import words

TYPES: Final = words(
    "PERSON PHONE CARD CARD_EXPIRY CVV EMAIL ADDRESS ACCOUNT_ID IP DEVICE_ID DOB BANK_ACCOUNT IBAN GOV_ID SSN PASSWORD "
    "PIN OTP SIP_URI USERNAME"
)


class Operator(Enum):
    """What stands where something personal stood."""

    PLACEHOLDER = "placeholder"  # [CARD_1], the same for the same value through the call
    MASK = "mask"  # ****
    DROP = "drop"


Operators = Mapping[str, Operator]
ALL_PLACEHOLDERS: Final[Operators] = MappingProxyType({})


def parse(listed: str) -> Operators:
    """The operators of "PIN=drop CARD=mask"; types that are not named get placeholders.

    Raises OperatorUnusable with a sentence that says which word is wrong and what may stand there.
    """
    return MappingProxyType(dict(_pair(word) for word in listed.split()))


def _pair(word: str) -> tuple[str, Operator]:
    type_, equals, name = word.partition("=")
    if type_.upper() not in TYPES or not equals:
        raise OperatorUnusable(f"no type {type_!r}: write TYPE=OPERATOR, the type one of {', '.join(sorted(TYPES))}")
    try:
        return type_.upper(), Operator(name.lower())
    except ValueError:
        known = ", ".join(operator.value for operator in Operator)
        raise OperatorUnusable(f"no operator {name!r} for {type_.upper()}: it is one of {known}") from None
