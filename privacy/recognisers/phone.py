"""Telephone numbers: valid ones by the numbering plans (libphonenumber), and whatever a cue announces."""

from collections.abc import Iterator
from typing import Final

import phonenumbers

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, digits_between, phrases

_EN = (
    "phone number|phone|telephone|telephone number|mobile|mobile number|cell|cell number|cell phone|"
    "cellphone|"
    "callback number|call back number|contact number|home number|work number|landline|landline number|land line|"
    "call me on|"
    "call me at|call me back on|call me back at|reach me on|reach me at|ring me on|ring me at|text me on|"
    "text me at|"
    "phone me on|my number|the number|number i'm calling from|calling from|caller id|did|did number|fax|"
    "fax number|"
    "whatsapp|dial me on|daytime number|best number|office number|direct line|direct dial|mobile phone|"
    "area code|"
    "number is|get me on|reached at|reached on|contacted on|contacted at|call back on|her on|him on|them "
    "on|her at|him at|"
    "number ends|dialed|dialled|my did|ddi|back on|backup number|second number|other number|alternative "
    "number"
)
_ES = (
    "teléfono|telefono|móvil|movil|celular|número|numero|mi número|mi numero|llámeme al|llameme al|"
    "llámame al|"
    "número de teléfono|numero de telefono|fijo|contacto"
)
_cued: Final = Cued("PHONE", {"en": phrases(_EN), "es": phrases(_ES)}, digits_between(5, 18), enough=7)
_EXTENSIONS: Final = frozenset({"ext", "extension", "extn", "x"})
_LONGEST_EXTENSION: Final = 6  # digits
_SHORTEST_NUMBER: Final = 7
_REGIONS: Final = {"en": ("US", "GB"), "es": ("ES", "MX")}


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs after a cue, runs that are valid numbers, and runs that begin with a plus."""
    yield from _cued(utterance)
    regions = _REGIONS.get(utterance.language.code, ("US",))
    yield from _extensions(utterance)
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or not 7 <= len(run.digits) <= 17 or len(run.digits) != len(run.compact):
            continue
        if run.text.startswith("+") or is_phone(run.digits, regions):
            yield utterance.finding(at, at, "PHONE")


def _extensions(utterance: Utterance) -> Iterator[Finding]:
    """The extension right behind a number: "555 0148, ext. 22"."""
    for at in range(1, len(utterance.items)):
        glued = utterance.run(at)
        is_glued = glued is not None and glued.compact[:1] == "x" and glued.compact[1:].isdigit()  # "X22"
        if not is_glued and utterance.word(at) not in _EXTENSIONS:
            continue
        value = at if is_glued else _over_marks(utterance, at + 1, 1)
        run, number = utterance.run(value), utterance.run(_over_marks(utterance, at - 1, -1))
        if run and number and len(run.digits) <= _LONGEST_EXTENSION and len(number.digits) >= _SHORTEST_NUMBER:
            yield utterance.finding(value, value, "PHONE")


def _over_marks(utterance: Utterance, at: int, step: int) -> int:
    """The place, or the one behind a mark or two: "0148, ext. 22"."""
    is_mark = 0 <= at < len(utterance.items) and utterance.items[at].text in (".", ",")
    second = at + step if is_mark else at
    is_second = 0 <= second < len(utterance.items) and utterance.items[second].text in (".", ",")
    return second + step if is_second else second


def is_phone(digits: str, regions: tuple[str, ...]) -> bool:
    """Whether the digits are a valid number in any of the regions."""
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
