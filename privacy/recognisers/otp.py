"""One-time codes: what was just sent by text, mail or an authenticator."""

from typing import Final

from privacy.recognisers.cues import Cued, characters_between, phrases

_EN = (
    "one time code|one time password|one time passcode|one-time code|one-time|otp|verification code|"
    "confirmation code|authentication code|authenticator code|security token|text message code|"
    "code you sent|code you sent me|code you texted|code i got|code i received|code i just got|"
    "code i was sent|code that came|code came through|sms code|code from the text|code from the app|"
    "code in the text|texted me|sent me|two factor code|2fa code|two factor|login code|the app says|"
    "the text says|temporary code|sign in code|code on my phone|authenticator says|authenticator shows|"
    "one time|verification|authentication code"
)
_ES = "código de verificación|codigo de verificacion|código|codigo|me enviaron"

recognise: Final = Cued("OTP", {"en": phrases(_EN), "es": phrases(_ES)}, characters_between(4, 10), firm=True)
