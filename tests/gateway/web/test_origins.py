"""From which pages the gateway may be asked."""

import pytest
from starlette.requests import HTTPConnection

from gateway.web.origins import Origins
from gateway.web.problems import Problem

SHOP = "https://shop.example"
ORIGINS = Origins([SHOP], ["Box.Example"])


def asked(scheme: str = "https", host: str = "voice.example", **headers: str) -> HTTPConnection:
    given = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    return HTTPConnection({"type": "http", "scheme": scheme, "headers": raw})


@pytest.mark.parametrize(
    "connection",
    [
        asked(),  # no browser
        asked(origin="https://voice.example"),
        asked(origin="https://VOICE.example"),
        asked(host="voice.example:8443", origin="https://voice.example:8443"),
        asked(origin=SHOP),
        asked(origin=SHOP, sec_fetch_site="cross-site"),
        asked(sec_fetch_site="same-origin"),
        asked(sec_fetch_site="none"),  # typed by hand
        asked("http", "localhost:8080", origin="http://localhost:8080"),
        asked("http", "a.localhost"),
        asked("http", "127.0.0.1:8080"),
        asked("http", "192.0.2.7"),
        asked("http", "[::1]:8080", origin="http://[::1]:8080"),
        asked("http", "[::1]"),
        asked("http", "box.example:8080"),
        asked("ws", "127.0.0.1", origin="http://127.0.0.1"),
        asked("wss", origin="https://voice.example"),
    ],
)
def test_our_own_pages_and_those_that_are_named_may_ask(connection: HTTPConnection) -> None:
    ORIGINS.check(connection)


@pytest.mark.parametrize(
    "connection",
    [
        asked(origin="https://evil.example"),
        asked(origin="http://voice.example"),
        asked(origin="https://voice.example:444"),
        asked(origin="https://shop.example.evil.example"),
        asked(origin="null"),
        asked(origin=""),
        asked(sec_fetch_site="cross-site"),
        asked(sec_fetch_site="same-site"),
        asked("http", "127.0.0.1", origin="https://127.0.0.1"),
    ],
)
def test_a_foreign_page_is_refused(connection: HTTPConnection) -> None:
    with pytest.raises(Problem) as refused:
        ORIGINS.check(connection)
    assert refused.value.status == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""])
def test_a_name_that_was_made_to_lead_here_is_refused(host: str) -> None:
    with pytest.raises(Problem) as refused:
        ORIGINS.check(asked("http", host, origin=f"http://{host}"))
    assert refused.value.status == 421


def test_an_origin_can_be_demanded() -> None:
    with pytest.raises(Problem):
        ORIGINS.check(asked(), required=True)
    ORIGINS.check(asked(origin=SHOP), required=True)
