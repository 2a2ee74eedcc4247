"""Abbreviations of the trade, as words where people say them so, else letter by letter; and lone symbols."""

import re

from agent.spoken.letters import spelled
from agent.spoken.rules import Rule

# Said as words. Where the voice would get a word right by itself, the entry keeps it from being spelled.
_WORDS = {
    "SIP": "sip",
    "SIPp": "sip P",
    "PJSIP": "P-J sip",
    "pjsua": "P-J S-U-A",
    "NAT": "nat",
    "NATs": "nats",
    "NATed": "natted",
    "STUN": "stun",
    "TURN": "turn",
    "ICE": "ice",
    "MOS": "moss",
    "VoIP": "voice over I-P",
    "QoS": "quality of service",
    "OK": "okay",
    "PIN": "pin",
    "SHAKEN": "shaken",
    "STIR": "stir",
    "CNAM": "C-nam",
    "NAPTR": "nap-ter",
    "LAN": "lan",
    "WAN": "wan",
    "RAM": "ram",
    "CIDR": "cider",
    "JSON": "jason",
    "CODEC": "codec",
    "WebRTC": "web R-T-C",
    "IPv4": "I-P version four",
    "IPv6": "I-P version six",
    "iLBC": "I-L-B-C",
    "GSM": "G-S-M",
    "MP3": "M-P three",
    "MD5": "M-D five",
    "E2EE": "end to end encryption",
    "rport": "R port",
    "ptime": "P time",
    "fmtp": "F-M-T-P",
    "rtpmap": "R-T-P map",
    "sendrecv": "send receive",
    "sendonly": "send only",
    "recvonly": "receive only",
    "baresip": "bare sip",
    "MicroSIP": "micro sip",
    "FreeSWITCH": "free switch",
    "OpenSIPS": "open sips",
    "SIPconnect": "sip connect",
    "µ-law": "mew law",
    "μ-law": "mew law",
    "u-law": "mew law",
    "mu-law": "mew law",
    "a-law": "A-law",
    "ulaw": "mew law",
    "alaw": "A-law",
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "approx.": "about",
    "w/": "with",
    "w/o": "without",
    "and/or": "and or",
    # The methods of SIP: words in capitals.
    "INVITE": "invite",
    "REGISTER": "register",
    "OPTIONS": "options",
    "CANCEL": "cancel",
    "BYE": "bye",
    "ACK": "ack",
    "REFER": "refer",
    "UPDATE": "update",
    "INFO": "info",
    "NOTIFY": "notify",
    "SUBSCRIBE": "subscribe",
    "PUBLISH": "publish",
    "MESSAGE": "message",
    "PRACK": "P-rack",
}

# Spelled though they have a vowel, so that the voice does not try them as words.
_SPELLED = re.compile(
    r"PCM[UA]|UR[IL]|UDP|API|ALG|AOR|SIPS|I[DP]|ITU|I?TSP|ISP|ATA|UA[CS]?|UI|CPU|GPU|USB|S?AVPF?|VAD|AEC|AGC|IVR"
    r"|DID|DDI|IAX|LDAP|AES|SHA|RSA|HEP|EF|SDES|UTC|IETF|OSI"
)

_SYMBOLS = {
    "&": " and ",
    "→": " to ",
    "->": " to ",
    "=>": " to ",
    "=": " equals ",
    "≈": " about ",
    "~": " about ",
    "≥": " at least ",
    ">=": " at least ",
    "≤": " at most ",
    "<=": " at most ",
    "×": " times ",
    "+": " plus ",
    "±": " plus or minus ",
    "#": " pound ",
    "*": " star ",
    "@": " at ",
    "%": " percent ",
    "°": " degrees ",
    "$": " dollars ",
    "€": " euros ",
    "£": " pounds ",
    "§": " section ",
}

_FOLDED = {word.lower(): said for word, said in _WORDS.items()}
_VOWELS = re.compile(r"[AEIOUY]")
_LONGEST_WITHOUT_VOWELS = 6


def known(word: str) -> str | None:
    """How the trade says `word`, in whatever case it stands; None for a word like any other.

    For addresses, where "sip" and "rtp" are written small.
    """
    upper = word.upper()
    if word.lower() in _FOLDED:
        return _FOLDED[word.lower()]
    return spelled(upper) if _SPELLED.fullmatch(upper) else None


def _abbreviation(match: re.Match[str]) -> str:
    return _WORDS[match.group()]


def _capitals(match: re.Match[str]) -> str:
    """A run of capitals, perhaps in the plural: spelled if it is known or has no vowel, else left to the voice."""
    letters, plural = match[1], match[2]
    if letters in _WORDS:
        return _WORDS[letters] + plural.lstrip("'’")
    unsayable = not _VOWELS.search(letters) and len(letters) <= _LONGEST_WITHOUT_VOWELS
    if _SPELLED.fullmatch(letters) or unsayable:
        return spelled(letters, plural=bool(plural))
    return match.group()


def _symbol(match: re.Match[str]) -> str:
    return _SYMBOLS[match.group()]


def _either(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


RULES = (
    Rule(_either(_WORDS), _abbreviation),
    Rule(r"([A-Z]{2,})((?:['’]?s)?)", _capitals),
    Rule("-", lambda _: " ", before="(?<=[A-Z])", after="(?=[A-Z]{2})"),  # two abbreviations: DTLS-SRTP
    Rule("/", lambda _: " slash ", before=r"(?<=\w)", after=r"(?=\w)"),
    Rule(_either(_SYMBOLS), _symbol, before="", after=""),
)
