"""E-mail addresses: "jane.doe@example.com", "jane dot doe at example dot com", "j-d-o-e at gmail"."""

from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance
from privacy.recognisers.cues import cue_ends, may_stand_between, phrases
from privacy.recognisers.mailbox import DOTS, STOPS, TOP, mailboxes
from privacy.recognisers.sip_uri import is_sip
from privacy.spoken.runs import Sort

# After these a host is the end of an address, its "at" heard as something else: "accounts with harbour dot org".
_CUES: Final = {
    "en": phrases("email|e-mail|e mail|mail me|line at|signed up with|find me at|reply to|copy in|cc"),
    "es": phrases("correo|e-mail"),
}
_REACH: Final = 12  # words and runs


def recognise(utterance: Utterance) -> Iterator[Finding]:
    """Every user-at-host that no word makes a SIP URI, and what ends in a host after a cue of mail."""
    known = []
    for found in mailboxes(utterance):
        known.append(found.last)
        if not is_sip(utterance, found):
            yield utterance.finding(found.first, found.last, "EMAIL")
    for _, last in cue_ends(utterance, _CUES.get(utterance.language.code, {})):
        host = _host_end(utterance, last + 1)
        if host is not None and host not in known:
            first = _first(utterance, last + 1)
            if first < host:
                yield utterance.finding(first, host, "EMAIL")


def _first(utterance: Utterance, at: int) -> int:
    while at < len(utterance.items) and (
        may_stand_between(utterance, utterance.items[at]) or utterance.word(at) in STOPS
    ):
        at += 1
    return at


def _host_end(utterance: Utterance, at: int) -> int | None:
    """The place of a top-level domain behind a dot, in the same clause."""
    for place in range(at, min(at + _REACH, len(utterance.items) - 1)):
        item = utterance.items[place]
        glued = item.sort is Sort.MARK and item.end == utterance.items[place + 1].start
        if item.text in DOTS and (glued or item.sort is Sort.WORD) and utterance.word(place + 1) in TOP:
            return place + 1
        if item.sort is Sort.MASK or (item.sort is Sort.MARK and not glued):
            return None
    return None
