"""The widget in pages of others: it works where it is allowed, and touches nothing; elsewhere it is refused."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.page.conftest import PLENTY
from tests.page.visit import Visit, visiting
from tests.system.ports import free_port
from tests.system.running import Gateway, serving

PAGE = """<!doctype html><html lang="en"><head><title>A shop</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>A shop</h1><p>Things to buy.</p></main>
<script src="{gateway}/widget.js" defer></script></body></html>"""
POLICY = "default-src 'none'; script-src {gateway}; connect-src {gateway} {socket}"
OURS = "Object.keys(window).filter((name) => name === 'sottovoce').length"


@contextmanager
def shop(gateway: Gateway, port: int) -> Iterator[str]:
    """A page of somebody else, under the policy that docs/page.md asks for; its origin."""
    ours = {"gateway": f"http://127.0.0.1:{gateway.http_port}", "socket": f"ws://127.0.0.1:{gateway.http_port}"}

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = PAGE.format(**ours).encode() if self.path == "/" else b""
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(**ours))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def allowed_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def lending(tmp_path_factory: pytest.TempPathFactory, allowed_port: int) -> Iterator[Gateway]:
    """A gateway that lets one page of others embed it."""
    with serving(
        tmp_path_factory.mktemp("lending"),
        http_allowed_origins=f"http://127.0.0.1:{allowed_port}",
        http_requests_per_source=PLENTY,
        http_openings_per_source=PLENTY,
    ) as running:
        yield running


def opened(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Talk to our assistant").click()


def test_it_calls_and_writes_from_the_page_of_another(browser: Browser, lending: Gateway, allowed_port: int) -> None:
    with shop(lending, allowed_port) as origin, visiting(browser, origin) as visit:
        opened(visit)
        expect(visit.page.get_by_text("a machine, not a person")).to_be_visible()
        assert visit.context.cookies() == [], "before anybody calls or writes there is none"
        visit.audit()
        visit.button("Call").click()
        expect(visit.page.get_by_role("heading", name="Connected")).to_be_visible()
        expect(visit.page.locator(".sv-agent")).to_contain_text("automated assistant")
        visit.button("Hang up").click()
        expect(visit.page.get_by_role("region", name="Privacy receipt")).to_contain_text(
            "Nothing of this call was kept."
        )
        visit.page.get_by_role("button", name="Write", exact=True).click()
        visit.page.get_by_label("Your message").fill("What does 488 mean?")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".sv-agent").last).to_contain_text("media")
        assert visit.page.evaluate(OURS) == 1
        assert visit.page.evaluate("document.querySelectorAll('body > *').length") <= 3, "the page is left as it was"
        hosts = {url.split("/")[2] for url in visit.asked}
        assert hosts == {f"127.0.0.1:{allowed_port}", f"127.0.0.1:{lending.http_port}"}
        assert visit.complaints == []


def test_a_page_that_is_not_named_is_refused(browser: Browser, lending: Gateway) -> None:
    with shop(lending, free_port()) as origin, visiting(browser, origin) as visit:
        expect(visit.page.get_by_role("heading", name="A shop")).to_be_visible()
        visit.page.wait_for_function("window.sottovoce !== undefined")
        refused = visit.page.evaluate("window.sottovoce.ready.then(() => 'let in', () => 'refused')")
        assert refused == "refused"
        assert visit.page.get_by_role("button").count() == 0
        assert any("http.allowed_origins" in each for each in visit.complaints)


def test_the_demo_shows_it(browser: Browser, lending: Gateway) -> None:
    with visiting(browser, f"http://127.0.0.1:{lending.http_port}", "/demo") as visit:
        opened(visit)
        expect(visit.button("Call")).to_be_visible()
        visit.audit()
        visit.was_quiet()
