"""Card verification codes: three or four digits after a cue."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, digits_between, phrases
from privacy.words import words

_EN = (
    "last three|last three digits|three numbers|the three digits|final three digits|security digits|"
    "cvv|cvc|cvv2|cv2|cv 2|cvv 2|c v 2|cvc2|cvv code|cvc code|cvv number|security code|card security code|"
    "verification number|"
    "three digits on the back|three on the back|numbers on the back|number on the back|"
    "digits on the back|back of the card|on the back|csc|card verification|"
    "verification code on the back|signature strip|four on the front|c v v|c v c|three digit code"
)
_ES = "cvv|código de seguridad|codigo de seguridad|cvc"

_cued: Final = Cued("CVV", {"en": phrases(_EN), "es": phrases(_ES)}, digits_between(3, 4), firm=True)
_CODE: Final = Cued("CVV", {"en": phrases("code|and the code|code on it")}, digits_between(3, 4), firm=True)
_CARDS: Final = words("card cards visa mastercard amex expires expiry expiration expiring exp")
_ELSE: Final = words("error response sip status cause registration certificate session")


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """What a cue announces, and "the code" where the talk is of a card."""
    yield from _cued(utterance)
    said = {item.text for item in utterance.items}
    if not _CARDS.isdisjoint(said) and _ELSE.isdisjoint(said):
        yield from _CODE(utterance)
