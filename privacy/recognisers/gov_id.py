"""Numbers given by governments: passports, driving licences, national insurance, residence permits."""

from typing import Final

from privacy.recognisers.cues import Cued, characters_between, phrases

_EN = (
    "passport|passport number|driving licence|driving licence number|drivers license|"
    "drivers license number|driver's license|driver's license number|driver's licence|license number|"
    "licence number|national insurance|national insurance number|ni number|nino|national id|"
    "national identity number|id card number|identity card|id card|nhs number|medicare number|"
    "medicaid number|tax number|tax reference|utr|green card|green card number|visa number|"
    "residence permit|permit number|aadhaar|pan card|voter id|military id|government id|state id|"
    "licence|alien number|tax file number|sin number|social insurance number|"
    "national identification number|identification number|ein|vat number|identity number"
)
_ES = "dni|nie|pasaporte|número de pasaporte|numero de pasaporte|carnet"

recognise: Final = Cued("GOV_ID", {"en": phrases(_EN), "es": phrases(_ES)}, characters_between(4, 22), firm=True)
