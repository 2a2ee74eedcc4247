"""A word nobody says, matched by its sound to one the trade does say: "camellio" to "kamailio"."""

import re
from typing import Final

# Long words of the trade that ordinary English has no neighbour for. Short ones would catch too much.
_JARGON: Final = (
    "asterisk kamailio opensips freeswitch linphone baresip microsip zoiper wireshark sngrep rtpengine "
    "transcoding packetization codecs softphone keepalive traversal session registrar websocket webrtc "
    "dispatcher fragmentation certificate bandwidth latency wideband fingerprint attestation coturn "
    "unauthorized unsupported"
)
JARGON: Final = tuple(_JARGON.split())
PLAIN: Final = frozenset({"register", "registered", "sessions", "certificates", "dispatch"})
_SOUNDS: Final = (
    (r"ph", "f"), (r"sch|sh|ch", "s"), (r"ck|[cqk]", "k"), (r"x", "ks"), (r"[zs]", "s"), (r"[bp]", "p"),
    (r"[dt]", "t"), (r"[gj]", "j"), (r"[mn]", "n"), (r"[vf]", "f"), (r"[aeiouyhw]", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip
_MIN_LETTERS: Final = 5


def nearest_jargon(tokens: list[str]) -> list[str]:
    """The tokens with each that sounds and looks like a word of `JARGON` replaced by that word."""
    return [_BY_SPELLING.get(token) or _nearest(token) for token in tokens]


def _nearest(token: str) -> str:
    if len(token) < _MIN_LETTERS or token in PLAIN or not token.isalpha():
        return token
    meant = _BY_SOUND.get(_sound(token))
    if meant is None or distance(token, meant) > len(meant) // 2:
        return token
    return meant


def _sound(word: str) -> str:
    """The skeleton of consonants, with those that a telephone line confuses made equal."""
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return word


def distance(first: str, second: str) -> int:
    """The Levenshtein distance: how many letters to insert, delete or replace."""
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(second, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


_BY_SPELLING: Final = {word: word for word in JARGON}
_BY_SOUND: Final = {_sound(word): word for word in JARGON}
