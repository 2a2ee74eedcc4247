"""A signed paper: JSON in one fixed form with an Ed25519 signature (RFC 8032) over it, and its verifier."""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_DOMAIN: Final = b"sottovoce receipt\n"  # the key signs the audit too: neither signature passes for the other


class Forged(ValueError):
    """It is no receipt that this key signed."""


def sign(body: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The paper as bytes, to be kept by whom it is for. `body` is JSON."""
    signature = base64.b64encode(key.sign(_DOMAIN + _form(body))).decode("ascii")
    return json.dumps({"receipt": dict(body), "signature": signature}, indent=2, ensure_ascii=False).encode() + b"\n"


def verify(paper: bytes, key: Ed25519PublicKey) -> Mapping[str, Any]:
    """What the paper says. Raises `Forged` when a character of it is not as it was signed."""
    try:
        parsed = json.loads(paper)
        body, signature = parsed["receipt"], base64.b64decode(parsed["signature"], validate=True)
        key.verify(signature, _DOMAIN + _form(body))
    except (ValueError, KeyError, TypeError, InvalidSignature):
        raise Forged("this receipt was changed, or another gateway signed it") from None
    return dict(body)


def _form(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode("ascii")
