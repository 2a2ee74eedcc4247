"""What /openapi.json says beyond what the code itself tells: bodies that are no JSON, problems, how a session proves
itself."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.web import problems
from gateway.web.bodies import FRAGMENT, SDP
from gateway.web.door import COOKIE

_PROBLEM_SENTENCES = {
    400: "Something is missing.",
    403: "No session, no token, or a foreign page.",
    404: "This browser has no such call.",
    408: "The body did not come in time.",
    409: "The call is over.",
    412: "The ETag is of an ICE session before.",
    413: "Too large.",
    415: "The wrong type of body.",
    421: "This name is not ours without HTTPS.",
    422: "Not understood.",
    429: "Too often: wait for Retry-After.",
    503: "Full, busy or stopping: wait for Retry-After.",
}
_TEXT = {"schema": {"type": "string"}}
_EVENT = {  # one of a stream (WHATWG HTML section 9.2.6); docs/web.md tells what is in `data`
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "id": {"type": "string"},
        "event": {"enum": ["state", "caption", "turn", "line", "kept", "receipt"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with."""
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _PROBLEM_SENTENCES[status], "content": content} for status in statuses}


def _body(*types: str) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": dict.fromkeys(types, _TEXT)}}


_PROVEN: dict[str, Any] = {"security": [{"cookie": [], "csrf": []}]}
_SDP_ANSWER = {"description": "The SDP answer.", "content": {SDP: _TEXT}}
SESSION: dict[str, Any] = {"responses": refusals(403, 421, 429)}
OPEN: dict[str, Any] = {
    "responses": {201: _SDP_ANSWER} | refusals(403, 408, 413, 415, 421, 422, 429, 503),
    "openapi_extra": _body(SDP) | _PROVEN,
}
CHANGE: dict[str, Any] = {
    "responses": {200: _SDP_ANSWER, 204: {"description": "The candidates were taken in."}}
    | refusals(403, 404, 408, 409, 412, 413, 415, 421, 422, 429),
    "openapi_extra": _body(FRAGMENT, SDP) | _PROVEN,
}
HANG_UP: dict[str, Any] = {"responses": refusals(403, 404, 421, 422, 429), "openapi_extra": _PROVEN}
KEEP: dict[str, Any] = {"responses": refusals(403, 404, 409, 421, 422, 429), "openapi_extra": _PROVEN}
EVENTS: dict[str, Any] = {
    "responses": {
        200: {"description": "Events, one after the other.", "content": {"text/event-stream": {"schema": _EVENT}}}
    }
    | refusals(403, 404, 421, 422, 429),
    "openapi_extra": {"security": [{"cookie": []}]},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`; `app.openapi` is replaced with this."""
    if not app.openapi_schema:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        parts = document.setdefault("components", {})
        parts.setdefault("schemas", {})["Problem"] = problems.SCHEMA
        parts["securitySchemes"] = {
            "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
        }
        app.openapi_schema = document
    return app.openapi_schema
