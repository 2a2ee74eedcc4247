"""Card verification codes: three or four digits after a cue."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, digits_between, phrases
from privacy.spoken.runs import Item
from privacy.words import words

_EN = (
    "last three|last three digits|three numbers|the three digits|final three digits|security digits|"
    "cvv|cvc|ccv|ccv number|c c v|cvv2|cv2|cv 2|cvv 2|c v 2|cvc2|cvv code|cvc code|cvv number|security code|"
    "card security code|"
    "verification number|"
    "three digits on the back|three on the back|numbers on the back|number on the back|"
    "digits on the back|back of the card|on the back|csc|card verification|"
    "verification code on the back|signature strip|four on the front|c v v|c v c|three digit code"
)
_ES = "cvv|código de seguridad|codigo de seguridad|cvc"

# What "CVV" and "CVC" are heard as on a narrow line.
_HEARD = "cbb|cbc|cbv|cvb|cdv|cvd|cbb2|cbb number|cbb2 number|on the front|on the reverse|strip"


def _is_code(item: Item) -> bool:
    """Three or four digits; a letter before them is what is left of "says"."""
    digits = item.compact.removeprefix("s")
    return 3 <= len(digits) <= 4 and digits.isdigit()


_cued: Final = Cued("CVV", {"en": phrases(f"{_EN}|{_HEARD}"), "es": phrases(_ES)}, _is_code, firm=True)
_CODE: Final = Cued("CVV", {"en": phrases("code|and the code|code on it")}, digits_between(3, 4), firm=True)
_CARDS: Final = words("card cards visa mastercard amex expires expiry expiration expiring exp")
_ELSE: Final = words("error response sip status cause registration certificate session")


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """What a cue announces, and "the code" where the talk is of a card."""
    yield from _cued(utterance)
    said = {item.text for item in utterance.items}
    if not _CARDS.isdisjoint(said) and _ELSE.isdisjoint(said):
        yield from _CODE(utterance)
