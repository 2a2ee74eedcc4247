"""Internet addresses, written or said digit by digit. Loopback and "any" are the trade's own words and stay."""

import ipaddress
from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.veto import LOCAL, TECHNICAL
from privacy.words import words

_VERSIONS: Final = words(
    "version versions firmware release build v asterisk freeswitch kamailio kernel driver software opensips"
)


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Runs of four numbers below 256 with dots between, unless a version was announced."""
    for at in range(len(utterance.items)):
        run = utterance.run(at)
        if run is None or run.text.count(".") != 3:
            continue
        address = run.text.replace(" ", "").replace("-", "")
        if _is_address(address) and address not in LOCAL and not _is_version(utterance, at):
            yield utterance.finding(at, at, "IP")


def _is_address(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text.split(":", maxsplit=1)[0].split("/", maxsplit=1)[0])
    except ValueError:
        return False
    return True


def _is_version(utterance: Utterance, at: int) -> bool:
    """Whether a version was announced, or asked for and nothing else is said."""
    if utterance.expects == TECHNICAL and utterance.items[at].spoken and len(utterance.items) == 1:
        return True
    return any(utterance.word(at - step) in _VERSIONS for step in (1, 2))
