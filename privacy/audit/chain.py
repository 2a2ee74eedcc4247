"""The chain: each line holds the hash of the one before, and each is signed in a second place.

A line is JSON in one fixed form; its hash is SHA-256 over the hash before it and that form. A signature is Ed25519
(RFC 8032) over number and hash. Changing, dropping or adding a line anywhere breaks one of the two; dropping the last
lines leaves signatures of lines that are not there.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from privacy.audit.api import Entry

ORIGIN: Final = "0" * 64
_ORDER: Final = ("n", "at_s", "action", "actor", "purpose", "subject", "call", "detail", "before")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many lines it has and the hash of the last."""

    n: int = 0
    hash: str = ORIGIN


def link(head: Head, entry: Entry, at_s: int) -> tuple[bytes, Head]:
    """The next line, with its newline, and the head behind it."""
    body = {
        "n": head.n + 1,
        "at_s": at_s,
        "action": entry.action.value,
        "actor": entry.actor,
        "purpose": entry.purpose.value if entry.purpose else None,
        "subject": entry.subject,
        "call": entry.call,
        "detail": entry.detail,
        "before": head.hash,
    }
    found = _hash(body)
    return _form({**body, "hash": found}), Head(head.n + 1, found)


def sign(head: Head, key: Ed25519PrivateKey) -> bytes:
    """The checkpoint of a head, with its newline."""
    signature = base64.b64encode(key.sign(_signed(head))).decode("ascii")
    return _form({"n": head.n, "hash": head.hash, "signature": signature})


def read_line(line: bytes, before: Head) -> Head:
    """The head behind a line. Raises `ValueError` with the reason when the line does not follow on `before`."""
    head, follows = read_alone(line)
    if head.n != before.n + 1:
        raise ValueError(f"has number {head.n} where {before.n + 1} has to be")
    if follows != before.hash:
        raise ValueError("does not hold the hash of the line before it")
    return head


def read_alone(line: bytes) -> tuple[Head, str]:
    """The head behind a line, and the hash of the one it says it follows. Raises `ValueError` with the reason."""
    body = _parsed(line)
    claimed = body.pop("hash", None)
    if tuple(body) != _ORDER or not isinstance(body["n"], int) or _form({**body, "hash": claimed}) != line + b"\n":
        raise ValueError("is not in the form of the audit")
    if claimed != _hash(body):
        raise ValueError("was changed: its hash is another")
    return Head(body["n"], str(claimed)), str(body["before"])


def read_checkpoint(line: bytes, key: Ed25519PublicKey) -> Head:
    """The head that was signed. Raises `ValueError` with the reason."""
    body = _parsed(line)
    try:
        head = Head(int(body["n"]), str(body["hash"]))
        key.verify(base64.b64decode(str(body["signature"]), validate=True), _signed(head))
    except (KeyError, TypeError, ValueError, InvalidSignature):
        raise ValueError("is not signed with the key of this audit") from None
    return head


def _signed(head: Head) -> bytes:
    return f"sottovoce audit {head.n} {head.hash}".encode()


def _hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(_form(body)).hexdigest()


def _form(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode("ascii") + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except (TypeError, ValueError):
        raise ValueError("is not in the form of the audit") from None
