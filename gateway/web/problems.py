"""Errors as RFC 9457 has them: one sentence that says what to do, and nothing of what was sent."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from gateway.observe.logs import LOGGER

MEDIA_TYPE = "application/problem+json"
NOTHING = "There is nothing here."
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


class Problem(Exception):
    """What was asked cannot be done. `detail` is for the reader: it never holds what a caller sent."""

    def __init__(self, status: int, detail: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.retry_after_s = status, detail, retry_after_s

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def response(self) -> Response:
        """The problem as it is sent."""
        body = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        headers = {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}
        return JSONResponse(body, self.status, headers, media_type=MEDIA_TYPE)


def tell_problems(app: FastAPI) -> None:
    """Let every error leave `app` as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _unserved)
    app.add_exception_handler(Exception, _fault)


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def _invalid(_: Request, error: Exception) -> Response:
    """A parameter is wrong: its name is ours and is told, its value is theirs and is not."""
    assert isinstance(error, RequestValidationError)
    names = sorted({str(each["loc"][-1]) for each in error.errors()})
    return Problem(422, f"These parameters are missing or wrong: {', '.join(names)}. See /openapi.json.").response()


async def _unserved(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    details = {404: NOTHING, 405: "This address does not know that method. See /openapi.json."}
    response = Problem(error.status_code, details.get(error.status_code, "See /openapi.json.")).response()
    response.headers.update(error.headers or {})
    return response


async def _fault(_: Request, error: Exception) -> Response:
    """A fault of ours. Its text may hold what a caller said, so its name alone is logged."""
    LOGGER.error("http-failed error=%s", type(error).__name__)
    return Problem(500, "Something went wrong here. Please try again.").response()
