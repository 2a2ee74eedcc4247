"""What the agent's words ask for, so that the answer is masked as that: "what's your name?" asks for a PERSON."""

import re
from typing import Final

# In order: the first that matches names the slot. TECHNICAL is the opposite of a slot.
_SLOTS: Final = (
    ("CVV", r"\b(cvv|cvc|security code|(three|four|3|4) digits? .{0,12}(back|front))\b"),
    ("CARD_EXPIRY", r"\b(expiry|expiration|expires?)\b"),
    ("CARD", r"\bcard( number)?\b|\blong number\b"),
    ("TECHNICAL", r"\b(error|response|status|sip) (code|message)|\b(port|codec|version|firmware|payload|how many)\b"),
    ("OTP", r"\b(one.time|verification|confirmation|texted|just sent|authenticat\w+)\b"),
    ("PIN", r"\b(pin|passcode)\b"),
    ("PASSWORD", r"\b(password|passphrase|memorable word|secret)\b"),
    ("SSN", r"\bsocial( security)?\b"),
    ("DOB", r"\b(date of birth|birth ?date|birthday|born)\b"),
    ("IBAN", r"\biban\b"),
    ("BANK_ACCOUNT", r"\b(sort code|routing|bank account|bank details)\b"),
    ("GOV_ID", r"\b(passport|licen[cs]e number|driv\w+ licen[cs]e|national insurance|national id)\b"),
    ("DEVICE_ID", r"\b(mac address|serial|imei|device id)\b"),
    ("SIP_URI", r"\bsip (uri|address|account)\b"),
    ("IP", r"\bip( address)?\b"),
    ("EMAIL", r"\be-?mail\b"),
    ("USERNAME", r"\b(user ?name|login|user id)\b"),
    (
        "PHONE",
        r"\b(phone|telephone|mobile|callback|call ?back|contact|cell)\b.{0,20}\bnumber\b"
        r"|\bnumber .{0,20}\b(call|reach)\b",
    ),
    (
        "ACCOUNT_ID",
        r"\b(account|customer|order|reference|case|ticket|member\w*|policy|contract|invoice)( number| id)?\b",
    ),
    ("ADDRESS", r"\b(address|postcode|zip ?code|where do you live|street)\b"),
    ("PERSON", r"\b(name|speaking with|who am i|who is (this|calling)|how do you spell)\b"),
    ("PHONE", r"\bnumber\b"),
)
_EXPRESSIONS: Final = tuple((slot, re.compile(expression, re.IGNORECASE)) for slot, expression in _SLOTS)
_REQUEST: Final = re.compile(
    r"\?|\b(please|could|can|may|what|what's|which|tell me|give me|spell|confirm|enter|repeat|go ahead|need|provide)\b",
    re.IGNORECASE,
)
_REFUSAL: Final = re.compile(r"\b(do not|don't|never|no need)\b", re.IGNORECASE)
_SECRETS: Final = frozenset({"PASSWORD", "PIN", "OTP", "USERNAME", "EMAIL", "PHONE", "ADDRESS"})
_LONGEST: Final = 400  # characters at the end of a turn that are looked at


# A question about a part of what was asked before it: "and the year?"
_PART: Final = re.compile(
    r"\W*(?:okay|ok|yes|right|thanks|thank you)?\W*(?:and )?(?:what(?:'s| is) )?(?:the )?"
    r"(?:year|month|day|rest|remaining|remainder|last|second|third|final|next|first|other|then|after that)\b"
    r"[^?.]{0,25}\?\W*",
    re.IGNORECASE,
)
# A question without its object, which the caller named: "to what?", "what is it?"
_ELLIPTIC: Final = re.compile(
    r"\b(?:to what|what (?:is|was|'s) (?:it|that|the new one)|what's (?:it|that|the new one)|what is the new one|"
    r"what (?:should|shall) it be|what (?:would|do) you (?:like|want)|go ahead|which one|tell me)\b",
    re.IGNORECASE,
)
_STALL: Final = re.compile(
    r"\W*(?:(?:uh|um|er|erm|okay|ok|yes|yeah|sure|right|well|so|now|hang on|hold on|wait|one (?:second|moment|sec)|"
    r"(?:just )?(?:a|one) (?:second|moment|minute|sec)|let me (?:see|look|check|think|find it|get it)|give me|"
    r"i'll (?:get|find|look for) it|here we go|here it is|it's)\W*){1,8}",
    re.IGNORECASE,
)


def goes_on(words: str) -> bool:
    """Whether a turn of the agent asks for more of the same."""
    return bool(_PART.fullmatch(words[-_LONGEST:]))


def stalls(words: str) -> bool:
    """Whether the caller only gains time: "hang on"."""
    return len(words) <= _LONGEST and bool(_STALL.fullmatch(words))


def named_by_caller(words: str, said: str) -> str | None:
    """The secret that the caller spoke of and an elliptic question asks for."""
    if not _ELLIPTIC.search(words[-_LONGEST:]):
        return None
    return next(
        (type_ for type_, expression in _EXPRESSIONS if type_ in _SECRETS and expression.search(said[-_LONGEST:])), None
    )


def slot(words: str) -> str | None:
    """The type that an agent's turn asks for; None when it asks for nothing personal."""
    tail = words[-_LONGEST:]
    sentences = [
        part for part in re.split(r"(?<=[.?!])\s+", tail) if _REQUEST.search(part) and not _REFUSAL.search(part)
    ]
    for sentence in reversed(sentences):
        for type_, expression in _EXPRESSIONS:
            if expression.search(sentence):
                return type_
    return None
