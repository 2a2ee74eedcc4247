"""What the tagger sees of an utterance: for each item its shape, its neighbours, and the nearest cue.

A run counts as one item, so "four one one one" and "4111" look alike, and no feature holds a value: only lengths,
patterns and whether a name is in the gazetteer.
"""

from collections.abc import Sequence
from typing import Final

from stdnum import luhn

from privacy.finding import Utterance
from privacy.gazetteer import is_common, kinds
from privacy.spoken.runs import Item, Sort

_TOPICS: Final = {
    "card": "card cards visa mastercard amex debit credit",
    "expiry": "expiry expires expiring expiration exp valid expire",
    "cvv": "cvv cvc security back csc",
    "pin": "pin passcode voicemail",
    "otp": "code verification one-time authenticator texted text token sent",
    "password": "password passphrase passwd secret",
    "phone": "phone number mobile cell telephone call reach callback landline text ring dial",
    "email": "email mail e-mail inbox",
    "address": "address live lives street road house delivery ship moved",
    "account": "account customer order ticket reference case member membership policy contract invoice booking",
    "bank": "bank routing sort checking savings iban transfer",
    "ssn": "social ssn",
    "gov": "passport licence license insurance national id nhs",
    "dob": "born birth birthday dob",
    "name": "name surname named called speaking mr mrs ms",
    "user": "username login user handle",
    "device": "serial mac imei device handset",
    "ip": "ip address host server",
    "uri": "sip uri register extension",
    "trade": "port ports rfc version error codec payload response firmware kbps milliseconds ms registration expires",
}
_TOPIC: Final = {word: topic for topic, words in _TOPICS.items() for word in words.split()}


def features(utterance: Utterance) -> list[list[str]]:
    """One list of features an item."""
    own = [_own(item) for item in utterance.items]
    topics = [_TOPIC.get(item.text, "") if item.sort is Sort.WORD else "" for item in utterance.items]
    asked = [f"asked={utterance.expects}"] if utterance.expects else []
    return [
        [*own[at][1:], *_around(own, at), *_topics_near(topics, at), *asked, *_edges(at, len(own))]
        for at in range(len(own))
    ]


def _own(item: Item) -> list[str]:
    """The item's key, then its own features."""
    if item.sort is Sort.RUN:
        return _run(item)
    if item.sort is not Sort.WORD:
        key = item.text if item.sort is Sort.MARK else "[mask]"
        return [key, "w=" + key]
    flags = kinds(item.text)
    common = is_common(item.text)
    key = f"<{flags}>" if flags.isupper() else item.text
    found = [
        key,
        "w=" + key,
        "k=" + flags,
        f"k={flags}|{common}",
        "end=" + item.text[-3:],
        f"len={min(len(item.text), 9)}",
    ]
    return [*found, "Cap", "Cap|" + flags] if item.capital else found


def _run(item: Item) -> list[str]:
    digits, length = len(item.digits), len(item.compact)
    key = f"<run {_size(digits)}/{_size(length - digits)}>"
    found = [key, "w=" + key, "run", f"d={min(digits, 20)}", f"a={min(length - digits, 8)}", "p=" + _pattern(item)]
    found.append("first=" + item.text[:1] if item.text[:1] in "+0" else "first=x")
    if digits >= 13 and digits == length and luhn.is_valid(item.digits):
        found.append("luhn")
    if digits == length == 3 and "100" <= item.digits < "700":
        found.append("sip code")
    return found


def _size(count: int) -> str:
    return (
        str(count)
        if count <= 4
        else "5-6"
        if count <= 6
        else "7-9"
        if count <= 9
        else "10-12"
        if count <= 12
        else "13+"
    )


def _pattern(item: Item) -> str:
    """ "9.9.9" for a version or an address: each group of digits as one 9, of letters as one a."""
    out = ""
    for char in item.text[:24]:
        mark = "9" if char.isdigit() else "a" if char.isalpha() else char
        if not out.endswith(mark):
            out += mark
    return out[:12]


def _around(own: Sequence[list[str]], at: int) -> list[str]:
    found = []
    for step in (-4, -3, -2, -1, 1, 2, 3):
        place = at + step
        key = own[place][0] if 0 <= place < len(own) else "<edge>"
        found.append(f"{step}={key}")
    left = own[at - 1][0] if at else "<edge>"
    before = own[at - 2][0] if at > 1 else "<edge>"
    right = own[at + 1][0] if at + 1 < len(own) else "<edge>"
    return [*found, f"-1+0={left}|{own[at][0]}", f"-2-1={before}|{left}", f"0+1={own[at][0]}|{right}"]


def _topics_near(topics: Sequence[str], at: int) -> list[str]:
    """The nearest cues: the last two said before, within twelve items, and the next one."""
    found = []
    seen = 0
    for place in range(at - 1, max(-1, at - 13), -1):
        if topics[place]:
            found.append(f"topic{seen}={topics[place]}")
            found.append(f"topic{seen}={topics[place]}/{_distance(at - place)}")
            seen += 1
            if seen == 2:
                break
    for place in range(at + 1, min(at + 6, len(topics))):
        if topics[place]:
            return [*found, f"next={topics[place]}"]
    return found


def _distance(steps: int) -> str:
    return str(steps) if steps <= 3 else "far"


def _edges(at: int, length: int) -> list[str]:
    return [*(["first"] if at == 0 else []), *(["last"] if at == length - 1 else [])]
