"""One-time codes: what was just sent by text, mail or an authenticator."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, characters_between, digits_between, phrases

_EN = (
    "one time code|one time password|one time passcode|one-time code|one-time|otp|verification code|"
    "confirmation code|authentication code|authenticator code|security token|text message code|"
    "code you sent|code you sent me|code you texted|code i got|code i received|code i just got|"
    "code i was sent|code that came|code came through|sms code|code from the text|code from the app|"
    "code in the text|texted me|sent me|two factor code|2fa code|two factor|login code|the app says|"
    "the text says|temporary code|sign in code|code on my phone|authenticator says|authenticator shows|"
    "one time pass|one time pass code|logging code|login codes|"
    "one time|verification|authentication code"
)
_ES = "código de verificación|codigo de verificacion|código|codigo|me enviaron"

_cued: Final = Cued("OTP", {"en": phrases(_EN), "es": phrases(_ES)}, characters_between(4, 10), firm=True)
_CODES: Final = Cued(
    "OTP",
    {"en": phrases("code|codes|digits|the digits are|six digits|token")},
    digits_between(6, 8),  # a response code has three, an area or country code fewer than five
    firm=True,
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Codes that were announced as sent, and any code of six to eight digits."""
    yield from _cued(utterance)
    yield from _CODES(utterance)
