"""/openapi.json: it describes what is there, all of it, and what it allows or not never breaks anything."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.legs.fake import Leave, Quiet
from gateway.sip.edge.api import Rate
from gateway.web.api import WebSettings
from tests.gateway.web.site import OFFER, SDP, Site, site

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 40  # of each route, as a caller and as a stranger
UNLIMITED = Rate(1e6, 10**6)
ENDLESS = "/events"  # of the gateway: it never ends; test_server.py reads it
DESCRIBED = {
    ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"), ("GET", "/events"), ("POST", "/api/session"),
    ("POST", "/api/calls"), ("PATCH", "/api/calls/{id}"), ("DELETE", "/api/calls/{id}"),
    ("PUT", "/api/calls/{id}/kept/{opt_in}"), ("DELETE", "/api/calls/{id}/kept"), ("GET", "/api/calls/{id}/events"),
    ("GET", "/api/chat"),
}  # fmt: skip


async def test_every_route_is_described_and_nothing_else() -> None:
    async with site() as made:
        document = (await made.client.get("/openapi.json")).json()
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == DESCRIBED


async def test_each_problem_a_route_may_answer_with_is_described_as_one() -> None:
    async with site() as made:
        paths = (await made.client.get("/openapi.json")).json()["paths"]
    for path, methods in paths.items():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status.startswith("4") and path.startswith("/api/calls"):
                    assert list(response["content"]) == ["application/problem+json"], (path, status)


async def test_what_a_caller_must_show_is_described() -> None:
    async with site() as made:
        document = (await made.client.get("/openapi.json")).json()
    assert document["components"]["securitySchemes"] == {
        "cookie": {"type": "apiKey", "in": "cookie", "name": "sottovoce"},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF"},
    }
    opening = document["paths"]["/api/calls"]["post"]
    assert list(opening["requestBody"]["content"]) == ["application/sdp"]
    assert opening["security"] == [{"cookie": [], "csrf": []}]


@schemathesis.serializer("application/sdp", "application/trickle-ice-sdpfrag")
def as_text(_: Any, value: Any) -> Any:
    """Bodies that are text, whatever the text."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@dataclass(slots=True)
class Served:
    """A site in a thread of its own, and what a caller of it has."""

    base: str
    cookie: str
    csrf: str
    call: str  # its id

    @property
    def proof(self) -> dict[str, str]:
        return {"X-CSRF": self.csrf, "Cookie": f"sottovoce={self.cookie}"}


@contextmanager
def served() -> Iterator[Served]:
    ready, done, found = threading.Event(), threading.Event(), []

    async def serve() -> None:
        limits = WebSettings(requests=UNLIMITED, openings=UNLIMITED, afterlife_s=600)
        async with site(limits, script=lambda: [Quiet(100), Leave()]) as made:
            found.append(await caller(made))
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(30)
        yield found[0]
    finally:
        done.set()
        thread.join()


async def caller(made: Site) -> Served:
    proof = await made.enter()
    call = await made.call(proof)
    await made.events(call)
    return Served(made.origin, made.client.cookies["sottovoce"], proof["X-CSRF"], call.rpartition("/")[2])


@pytest.fixture(scope="module")
def running() -> Iterator[Served]:
    with served() as made:
        yield made


@pytest.mark.parametrize("stranger", [False, True])
def test_nothing_that_is_asked_breaks_anything(running: Served, stranger: bool) -> None:
    schema = schemathesis.openapi.from_url(f"{running.base}/openapi.json")
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert {(each.method.upper(), each.path) for each in operations} == DESCRIBED
    for operation in operations:
        if operation.path != ENDLESS:
            _ask(operation, running, stranger)
    assert httpx2.get(f"{running.base}/healthz").text == "ok\n"


def _ask(operation: Any, running: Served, stranger: bool) -> None:
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if not stranger:
            case.headers.update(running.proof)
            if "id" in case.path_parameters:
                case.path_parameters["id"] = running.call
        case.validate_response(case.call(base_url=running.base, timeout=20), checks=CHECKS)

    ask()


def test_a_call_with_everything_right_is_described_as_it_is(running: Served) -> None:
    schema = schemathesis.openapi.from_url(f"{running.base}/openapi.json")
    operation = schema["/api/calls"]["POST"]
    case = operation.Case(headers=running.proof | SDP, body=OFFER, media_type="application/sdp")
    response = case.call(base_url=running.base)
    assert response.status_code == 201
    case.validate_response(response, checks=CHECKS)


def test_the_routes_of_the_application_are_those_that_are_described() -> None:
    """A route that is left out of the document on purpose is a page or a socket."""
    from gateway.web.pages import Pages

    hidden = {route.path for route in Pages((), "").router().routes if isinstance(route, APIRoute)}
    assert hidden == {"/", "/demo", "/policy", "/widget.js", "/assets/{name:path}"}
