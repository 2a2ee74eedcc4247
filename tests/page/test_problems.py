"""What goes wrong, told in plain words with a way on; each made to go wrong for real where a browser can be made to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.page.conftest import INSECURE
from tests.page.visit import Visit, launch, visiting
from tests.system.running import Gateway

REFUSED = "the server responded with a status of 503"
NO_DEVICE = """name => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
}"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = launch(playwright, None, f"--host-resolver-rules=MAP {INSECURE} 127.0.0.1")
    yield running
    running.close()


def told(visit: Visit, title: str) -> None:
    """The problem is announced, has the focus, and names a way on: try again, or write."""
    card = visit.card("Talk")
    expect(card.get_by_role("alert").get_by_role("heading", name=title)).to_be_focused()
    expect(card.get_by_role("button", name="Write instead")).to_be_visible()
    visit.audit()


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("NotFoundError", "No microphone was found"),
        ("NotReadableError", "The microphone is busy"),
        ("SomethingNew", "No microphone was found"),
    ],
)
def test_a_microphone_that_is_not_there(browser: Browser, origin: str, error: str, title: str) -> None:
    with visiting(browser, origin) as visit:
        visit.page.evaluate(NO_DEVICE, error)
        visit.button("Call").click()
        told(visit, title)
        assert not [url for url in visit.asked if "/api/" in url]
        visit.button("Write instead").click()
        expect(visit.page.get_by_label("Your message")).to_be_focused()
        visit.was_quiet()


def test_a_microphone_that_is_blocked(playwright: Playwright, origin: str) -> None:
    blocking = launch(playwright, allowed=False)
    try:
        with visiting(blocking, origin) as visit:
            visit.button("Call").click()
            told(visit, "The microphone is blocked")
            visit.button("Close").click()
            expect(visit.button("Call")).to_be_focused()
            visit.was_quiet()
    finally:
        blocking.close()


def test_a_page_without_a_secure_connection(browser: Browser, gateway: Gateway) -> None:
    with visiting(browser, f"http://{INSECURE}:{gateway.http_port}") as visit:
        visit.button("Call").click()
        told(visit, "This page has no secure connection")
        visit.was_quiet("Cross-Origin-Opener-Policy header has been ignored")  # as the browser says of such a page


def test_no_network(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        visit.context.set_offline(True)
        visit.button("Call").click()
        told(visit, "You seem to be offline")
        visit.context.set_offline(False)
        visit.button("Try again").click()
        expect(visit.card("Talk").get_by_role("heading", name="Connected")).to_be_focused()
        visit.was_quiet("ERR_INTERNET_DISCONNECTED")


def test_every_line_in_use(browser: Browser, origin: str, gateway: Gateway) -> None:
    """The gateway of these tests has room for two calls."""
    gateway.wait_for_calls(0)
    with visiting(browser, origin) as one, visiting(browser, origin) as other, visiting(browser, origin) as third:
        for visit in (one, other):
            visit.button("Test my line").click()
            expect(visit.card("Talk").get_by_role("heading", name="Testing your line")).to_be_visible()
        third.button("Call").click()
        expect(third.card("Talk").get_by_role("heading", name="All lines are busy")).to_be_focused()
        expect(third.card("Talk").get_by_role("button", name="Try again in")).to_be_disabled()
        third.audit()
        third.was_quiet(REFUSED)
