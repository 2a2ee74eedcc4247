"""United States social security numbers, whole or the last four digits."""

from typing import Final

from privacy.recognisers.cues import Cued, digits_between, phrases

_EN = (
    "social security|social security number|social|ssn|s s n|last four of my social|social number|"
    "last four of social|tax id|itin"
)
_ES = "seguro social|número de seguro social|numero de seguro social"

recognise: Final = Cued("SSN", {"en": phrases(_EN), "es": phrases(_ES)}, digits_between(4, 9), firm=True, enough=9)
