"""The receipt of a request: what was asked, by when it is answered, what became of it; signed with Ed25519."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from privacy.declared.rows import Request
from privacy.declared.terms import Region
from privacy.requests.authorities import AUTHORITIES
from privacy.requests.clocks import CLOCKS


@dataclass(frozen=True, slots=True)
class Receipt:
    """`text` is JSON in one fixed form; `signature` is base64 over its bytes."""

    text: str
    signature: str

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(base64.b64decode(self.signature, validate=True), _signed(self.text))
        except (InvalidSignature, ValueError):
            return False
        return True


def receipt(request: Request, key: Ed25519PrivateKey) -> Receipt:
    """The receipt of a request as it stands."""
    text = json.dumps(told(request), separators=(",", ":"), sort_keys=True)
    return Receipt(text, base64.b64encode(key.sign(_signed(text))).decode("ascii"))


def told(request: Request) -> dict[str, Any]:
    """What a person is told of their request: no id of theirs."""
    region = Region(request.region)
    return {
        "request": request.request,
        "right": request.right,
        "about": "one call" if request.about else "everything",
        "law": CLOCKS[region].law,
        "received": when(request.made_s),
        "answered_before": when(request.answer_by_s),
        "put_off": request.extended,
        "state": request.state,
        "why": request.why,
        "answered": when(request.closed_s) if request.closed_s is not None else None,
        "complaints": [{"to": each.name, "page": each.page} for each in AUTHORITIES[region]],
    }


def when(at_s: int) -> str:
    """RFC 3339, in UTC."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _signed(text: str) -> bytes:
    return b"sottovoce receipt of a request\n" + text.encode()
