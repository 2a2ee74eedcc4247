"""Payment cards: 13 to 19 digits that pass Luhn (ISO/IEC 7812-1), or any such run after a cue; last digits too."""

from collections.abc import Iterator
from typing import Final

from stdnum import luhn

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, digits_between, phrases

_EN = (
    "card number|card no|credit card|debit card|card|visa|mastercard|amex|american express|card ending|pan|"
    "the long number|long number on the front|long card number"
)
_ES = (
    "tarjeta|número de tarjeta|numero de tarjeta|tarjeta de crédito|tarjeta de credito|tarjeta de débito|"
    "visa|mastercard"
)

_cued: Final = Cued("CARD", {"en": phrases(_EN), "es": phrases(_ES)}, digits_between(4, 30), firm=True, enough=15)
# "last four one two oh nine": the four is read as the first digit.
_LAST: Final = Cued(
    "CARD",
    {"en": phrases("last")},
    lambda item: item.spoken and item.compact[:1] == "4" and item.compact.isdigit() and len(item.compact) == 5,
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs as long as a card's, valid or not (a digit misheard breaks Luhn), and shorter ones that a cue announces."""
    yield from _cued(utterance)
    yield from _LAST(utterance)
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or not 13 <= len(run.digits) <= 19:
            continue
        if len(run.digits) == len(run.compact):
            yield utterance.finding(at, at, "CARD", firm=bool(luhn.is_valid(run.digits)))
