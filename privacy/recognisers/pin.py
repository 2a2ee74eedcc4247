"""Personal identification numbers, of accounts, voicemail boxes and doors."""

from typing import Final

from privacy.recognisers.cues import Cued, digits_between, phrases

_EN = (
    "pin|pin number|pin code|p i n|voicemail pin|passcode|pass code|access code|door code|gate code|"
    "unlock code|mailbox pin|alarm code|voicemail code|personal identification number|"
    "phone banking code|conference pin|keypad code|lock code"
)
# What "PIN" is heard as on a narrow line.
_HEARD = "pen|penis|my pen|pen number|pi n|my tin|voicemail pen|conference pen|ten number|10 number"
_ES = "pin|código pin|codigo pin|clave"

recognise: Final = Cued("PIN", {"en": phrases(f"{_EN}|{_HEARD}"), "es": phrases(_ES)}, digits_between(3, 10), firm=True)
