"""Card verification codes: three or four digits after a cue."""

from typing import Final

from privacy.recognisers.cues import Cued, digits_between, phrases

_EN = (
    "cvv|cvc|cvv2|cvv code|cvc code|cvv number|security code|card security code|verification number|"
    "three digits on the back|three on the back|numbers on the back|number on the back|"
    "digits on the back|back of the card|on the back|csc|card verification|"
    "verification code on the back|signature strip|four on the front|c v v|c v c|three digit code"
)
_ES = "cvv|código de seguridad|codigo de seguridad|cvc"

recognise: Final = Cued("CVV", {"en": phrases(_EN), "es": phrases(_ES)}, digits_between(3, 4), firm=True)
