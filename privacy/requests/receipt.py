"""The receipt of a request: what was asked, by when it is answered, what became of it; signed with Ed25519."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.declared.rows import Request
from privacy.declared.terms import Region
from privacy.receipts.signed import sign
from privacy.requests.authorities import AUTHORITIES
from privacy.requests.clocks import CLOCKS


def receipt(request: Request, key: Ed25519PrivateKey) -> bytes:
    """The receipt of a request as it stands, to be kept by the person; `privacy.receipts.signed.verify` reads it."""
    return sign(told(request), key)


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
