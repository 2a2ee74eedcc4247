"""The named variants an article may have a section for, and how callers refer to each.

`named` finds a variant inside any question; `reply` also accepts it as a short answer to a clarifying question,
where "me" or "the server" says enough. Both are searched in words that `agent.heard` has made plain.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Variant:
    named: re.Pattern[str]
    reply: re.Pattern[str]


def _variant(named: str, reply: str = "") -> Variant:
    return Variant(
        re.compile(rf"\b(?:{named})\b"), re.compile(rf"\b(?:{named}|{reply})\b" if reply else rf"\b(?:{named})\b")
    )


_NOT_HEAR = "(?:cannot|not|never|hardly|barely) (?:\\w+ )?hear"
_OTHERS = (
    "they|he|she|caller|callers|customer|customers|people|nobody|no one|other side|other end|other party|other person"
)

VARIANTS: Final[Mapping[str, Variant]] = {
    "udp": _variant("udp"),
    "tcp": _variant("tcp"),
    "tls": _variant("tls|encrypted signalling|encrypted signaling|sips"),
    "asterisk": _variant("asterisk|pjsip|freepbx"),
    "freeswitch": _variant("freeswitch|sofia"),
    "kamailio": _variant("kamailio"),
    "registering": _variant(
        "registering|register|registers|registration|registrations|sign in|log in", "first|former|login|account"
    ),
    "calling": _variant(
        "calling|when i call|call out|dialing|dialling|invite|outgoing call", "second|latter|call|calls|dial"
    ),
    "error-code": _variant("error code|response code", "yes|code|error|number|40[0-9]|4[0-9]{2}|50[0-9]"),
    "no-answer": _variant("no answer|nothing comes back|does not answer|no response", "nothing|no|none|timeout|silent"),
    "they-cannot-hear": _variant(
        rf"(?:{_OTHERS}) (?:\w+ )?{_NOT_HEAR} me|(?:nobody|no one) (?:can )?hears? me|i can hear (?:them|him|her)|"
        rf"i hear them",
        "me|mine|myself|they cannot|my (?:voice|side|end|audio)|i am not heard|from me",
    ),
    "i-cannot-hear": _variant(
        rf"i (?:\w+ )?{_NOT_HEAR}|they (?:can )?hear me|i hear nothing",
        "them|other|far|remote|caller|they|him|her|their|i cannot|i do not",
    ),
    "i-hear-echo": _variant("i (?:can )?hear (?:myself|my own|my voice|an echo|echo)", "me|i do|i hear|myself|my side"),
    "they-hear-echo": _variant(
        "(?:they|he|she|other side) (?:can )?hears? (?:themselves|themself|himself|herself|an echo|echo)",
        "them|they|other|far|he|she",
    ),
    "by-registration": _variant(
        "by registration|with registration|uses registration", "registration|register|password|user|first"
    ),
    "by-address": _variant("by address|ip authentication|by ip|static ip", "ip|address|second|fixed"),
}  # fmt: skip


def named_variant(words: str, among: Iterable[str]) -> str:
    """The first of `among` that the words mention, or an empty string."""
    return next((name for name in among if name in VARIANTS and VARIANTS[name].named.search(words)), "")


def chosen_variant(words: str, among: Iterable[str]) -> str:
    """The one of `among` that a short reply picks, or an empty string. A full mention beats a hint."""
    options = tuple(among)
    return named_variant(words, options) or next((name for name in options if VARIANTS[name].reply.search(words)), "")
