"""Requests in the terms of OpenDSR 2.0 (formerly OpenGDPR), for the systems of an operator that pass them on.

Whoever calls this API has shown by a token that they are that system; it vouches for who asked.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from privacy.declared.rows import Request
from privacy.declared.terms import Region
from privacy.keys.identifiers import Identifier, Means
from privacy.requests.api import Right, State
from privacy.requests.receipt import when

VERSION: Final = "2.0"
_TYPES: Final = {each.value: each for each in Right}
_MEANS: Final = {
    "controller_customer_id": Means.ACCOUNT,
    "phone_number": Means.NUMBER,
    "sip_uri": Means.SIP_URI,
    "reference_code": Means.REFERENCE,
}
_STATUS: Final = {
    State.RECEIVED: "pending",
    State.AT_WORK: "in_progress",
    State.DONE: "completed",
    State.REFUSED: "cancelled",
    State.WITHDRAWN: "cancelled",
}
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Malformed(ValueError):
    """It is no request of OpenDSR; the sentence names the field and shows nothing of its value."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that another system passes on."""

    request: UUID
    right: Right
    region: Region
    identifiers: tuple[Identifier, ...] = field(repr=False)


def read(body: object) -> Passed:
    """The request in a JSON body. Raises `Malformed`."""
    if not isinstance(body, Mapping):
        raise Malformed("the body is a JSON object")
    ident = body.get("subject_request_id")
    if not isinstance(ident, str) or not _UUID.fullmatch(ident):
        raise Malformed("subject_request_id is a UUID of version 4, in small letters")
    right = _TYPES.get(str(body.get("subject_request_type")))
    if right is None:
        raise Malformed(f"subject_request_type is one of {', '.join(_TYPES)}")
    region = {each.value: each for each in Region}.get(str(body.get("regulation")))
    if region is None:
        raise Malformed(f"regulation is one of {', '.join(each.value for each in Region)}")
    return Passed(UUID(ident), right, region, _identities(body.get("subject_identities")))


def _identities(given: object) -> tuple[Identifier, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= 20:
        raise Malformed("subject_identities is a list of 1 to 20 identities")
    return tuple(_identity(each) for each in given)


def _identity(given: object) -> Identifier:
    means = _MEANS.get(str(given.get("identity_type"))) if isinstance(given, Mapping) else None
    if means is None or not isinstance(given, Mapping):
        raise Malformed(f"identity_type is one of {', '.join(_MEANS)}")
    if given.get("identity_format") != "raw":
        raise Malformed("identity_format is raw: others' hashes cannot be matched with keyed ones")
    value = given.get("identity_value")
    if not isinstance(value, str) or not 1 <= len(value) <= 256:
        raise Malformed("identity_value is a string of 1 to 256 characters")
    return Identifier(means, value)


def discovery(certificate: str) -> dict[str, Any]:
    """What `/discovery` answers; `certificate` is where the signing key can be had."""
    return {
        "api_version": VERSION,
        "supported_identities": [{"identity_type": each, "identity_format": "raw"} for each in _MEANS],
        "supported_subject_request_types": list(_TYPES),
        "processor_certificate": certificate,
    }


def received(request: Request, controller: str, body: bytes) -> dict[str, Any]:
    """The answer to a request that was taken; `body` is what came in, which is repeated and not kept."""
    return {
        "controller_id": controller,
        "expected_completion_time": when(request.answer_by_s),
        "received_time": when(request.made_s),
        "encoded_request": base64.b64encode(body).decode("ascii"),
        "subject_request_id": str(UUID(request.request)),
    }


def status(request: Request, controller: str) -> dict[str, Any]:
    """The answer to a question after a request."""
    return {
        "controller_id": controller,
        "expected_completion_time": when(request.answer_by_s),
        "subject_request_id": str(UUID(request.request)),
        "request_status": _STATUS[State(request.state)],
        "api_version": VERSION,
    }


def refusal(sentence: str) -> dict[str, Any]:
    """The body of a 400."""
    error = {"domain": "Validation", "reason": "Malformed", "message": sentence}
    return {"error": {"code": 400, "message": sentence, "errors": [error]}}
