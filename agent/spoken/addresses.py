"""Addresses of every kind, said from left to right: placeholders for them, URIs, mail, hosts, IP, MAC."""

import re

from agent.spoken.letters import spelled
from agent.spoken.names import known
from agent.spoken.numbers import cardinal, digits, dotted, part
from agent.spoken.phones import spoken_number
from agent.spoken.rules import Rule

_PLACEHOLDERS = {
    "PERSON": "the name",
    "NAME": "the name",
    "PHONE": "the phone number",
    "CARD": "the card number",
    "EXPIRY": "the expiry date",
    "CVV": "the security code",
    "EMAIL": "the e-mail address",
    "ADDRESS": "the address",
    "ACCOUNT": "the account number",
    "IP": "the IP address",
    "MAC": "the device address",
    "DATE_OF_BIRTH": "the date of birth",
    "DOB": "the date of birth",
    "BANK": "the bank account",
    "IBAN": "the bank account",
    "DEVICE": "the device number",
    "PASSWORD": "the password",
    "PIN": "the PIN",
    "CODE": "the code",
    "OTP": "the one-time code",
    "SIP_URI": "the SIP address",
    "URI": "the address",
    "USERNAME": "the user name",
}

_SIGNS = {
    ".": "dot",
    "@": "at",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "+": "plus",
    "?": "question mark",
    "=": "equals",
    "&": "and",
    "%": "percent",
    "#": "hash",
    ";": "semicolon",
    "~": "tilde",
    "*": "star",
    ",": "comma",
    "!": "exclamation mark",
}
_TOKEN = re.compile(r"(?<=:)\d{2,5}(?=$|[/;?])|[A-Za-z]+|\d+|\S")
_VOWELS = frozenset("aeiouyAEIOUY")


def spoken_address(written: str) -> str:
    """Every sign said: "pbx.example.com:5061" is "P-B-X dot example dot com port fifty sixty-one"."""
    said: list[str] = []
    for token in _TOKEN.finditer(written):
        piece, port = token.group(), _is_port(written, token)
        if port:
            said[-1] = "port"
        said.append(part(piece) if port else _piece(piece))
    return " ".join(said)


def _is_port(written: str, token: re.Match[str]) -> bool:
    """Whether these figures stand after the colon of a host."""
    start, stop = token.span()
    ends = stop == len(written) or written[stop] in "/;?"
    return token.group().isdigit() and 2 <= stop - start <= 5 and written[start - 1 : start] == ":" and ends


def _piece(piece: str) -> str:
    if piece.isdigit():
        return cardinal(int(piece)) if len(piece) < 3 and not piece.startswith("0") else digits(piece)
    if not piece.isalpha():
        return _SIGNS.get(piece, "")
    name = known(piece)
    if name:
        return name
    return piece if _VOWELS & set(piece) and len(piece) > 1 else spelled(piece)


def _placeholder(match: re.Match[str]) -> str:
    kind = match[1]
    return _PLACEHOLDERS.get(kind, "the " + kind.lower().replace("_", " "))


def _uri(match: re.Match[str]) -> str:
    scheme, address = match[1].lower(), match[2]
    if scheme == "tel":
        return spoken_number(address)
    lead = {"sip": "sip ", "sips": "sips "}.get(scheme, "")
    return lead + spoken_address(address)


def _ip(match: re.Match[str]) -> str:
    octets, port, prefix = match.groups()
    said = dotted(octets, "dot")
    said += f" port {part(port)}" if port else ""
    return said + (f" slash {cardinal(int(prefix))}" if prefix else "")


def _hexadecimal(match: re.Match[str]) -> str:
    """IPv6 and MAC addresses: each group by its signs, a pause after each."""
    address, _, prefix = match.group().partition("/")
    groups = re.split(r"(::|[:-])", address)
    said = ", ".join(_hexadecimal_group(group) for group in groups if group and group not in ":-")
    return said + (f", slash {cardinal(int(prefix))}" if prefix else "")


def _hexadecimal_group(group: str) -> str:
    if group == "::":
        return "double colon"
    return " ".join(digits(sign) if sign.isdigit() else spelled(sign) for sign in group)


def _whole(match: re.Match[str]) -> str:
    return spoken_address(match.group())


_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
_TAIL = r"(?::\d{2,5})?(?:/[^\s<>\"')\]]*[\w/])?"

RULES = (
    Rule(r"\[([A-Z][A-Z_]*[A-Z])(?:_\d+)?\]", _placeholder, before="", after=""),
    Rule(
        r"<?((?i:sips?|tel|https?|wss?|mailto|stuns?|turns?|xmpp|ftp)):(?://)?([^\s<>\"'\]]*[^\s<>\"'\].,;:!?)])>?",
        _uri,
        after="",
    ),
    Rule(rf"[\w.+%-]{{1,64}}@(?:{_HOST}|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|[A-Za-z][\w-]*)(?::\d{{2,5}})?", _whole),
    Rule(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}", _hexadecimal),
    Rule(r"(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?:/\d{1,3})?", _hexadecimal),
    Rule(
        r"(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?(?:/\d{1,3})?",
        _hexadecimal,
        before=r"(?<![\w:])",
        after=r"(?![\w:])",
    ),
    Rule(r"(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?(?:/(\d{1,2}))?", _ip, after=r"(?![\w]|\.\d)"),
    Rule(r"((?:192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)(?:\.\d{1,3})?)()()", _ip, after=r"(?![\w]|\.\d)"),
    Rule(r"(?:_[a-z]+\.)+[\w.-]*\w", _whole),  # a service in DNS: _sips._tcp.example.com (RFC 2782)
    Rule(_HOST + _TAIL, _whole, before=r"(?<![\w@-])"),
)
