"""What is written down whole, in any language: e-mail addresses, SIP and tel URIs, IPv6 and MAC addresses.

No expression here has two unbounded parts that can match the same characters, so none can be made to hang.
"""

import re
from collections.abc import Iterator
from typing import Final

from privacy.finding import Finding, Utterance

_EXPRESSIONS: Final = (
    (
        "SIP_URI",
        re.compile(
            r"\b(?:sips?|tel|xmpp):[^\s,;<>\"'\[\]]{2,200}(?:;[\w-]{1,40}(?:=[\w.-]{1,80})?){0,8}", re.IGNORECASE
        ),
    ),
    ("EMAIL", re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("DEVICE_ID", re.compile(r"\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b", re.IGNORECASE)),
    ("DEVICE_ID", re.compile(r"\b[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}\b", re.IGNORECASE)),
    (
        "IP",
        re.compile(
            r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?(?![\w:])", re.IGNORECASE
        ),
    ),
)


def literals(utterance: Utterance) -> Iterator[Finding]:
    """Every address and URI written as such; a full stop at the end is the sentence's."""
    for type_, expression in _EXPRESSIONS:
        for match in expression.finditer(utterance.text):
            end = match.start() + len(match[0].rstrip(".!?:"))
            if type_ != "IP" or _is_ipv6(match[0]):
                yield Finding(match.start(), end, type_, firm=True)


def _is_ipv6(text: str) -> bool:
    """Not a time of day: some group has letters, or there are more groups than a time has."""
    return "::" in text or text.count(":") >= 5
