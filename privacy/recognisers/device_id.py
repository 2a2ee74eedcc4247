"""What identifies a device: MAC addresses, IMEIs, serial numbers."""

import re
from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import Cued, characters_between, phrases

_cued: Final = Cued(
    "DEVICE_ID",
    {
        "en": phrases(
            "mac|mac address|imei|imei number|serial|serial number|serial no|device id|device number|imsi|"
            "iccid|sim number|"
            "sim card number|hardware address|asset tag|asset number|udid|device serial|meid|equipment id|"
            "sim|hardware id|"
            "device identifier|s n|phone serial|unit number|sim serial|unit serial"
        ),
        "es": phrases("número de serie|numero de serie|imei|mac"),
    },
    characters_between(5, 32),
    enough=10,
)
_ENDING: Final = Cued(
    "DEVICE_ID",
    {"en": phrases("mac ending|mac ends|mac address ends|mac address ending|serial ending|serial ends|imei ends")},
    characters_between(3, 12),
)
_HEX: Final = re.compile(r"[0-9a-f]{12}\Z")


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Twelve hexadecimal digits with at least four marks between, and any code that a device's cue announces."""
    yield from _cued(utterance)
    yield from _ENDING(utterance)
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or not _HEX.match(run.compact.lower()):
            continue
        marks = run.text.count(":") + run.text.count("-")
        if marks >= 4 or not run.compact.isdigit():
            yield utterance.finding(at, at, "DEVICE_ID", firm=True)
