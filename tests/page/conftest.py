"""One gateway with real weights for all tests of the page; a browser for each module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.page.visit import launch
from tests.system.running import Gateway, serving

INSECURE = "insecure.test"  # a name that leads to the gateway without being a secure context
PLENTY = 1000


@pytest.fixture(scope="package")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """It has room for two calls, and every visit here comes from one address."""
    with serving(
        tmp_path_factory.mktemp("gateway"),
        calls_most=2,
        http_hosts=INSECURE,
        http_requests_per_source=PLENTY,
        http_openings_per_source=PLENTY,
    ) as running:
        yield running


@pytest.fixture(scope="package")
def origin(gateway: Gateway) -> str:
    return f"http://127.0.0.1:{gateway.http_port}"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """With a silent microphone. A module whose callers speak has its own."""
    running = launch(playwright)
    yield running
    running.close()
