"""The corner for the line, in Chromium: an echo call, measured by both ends."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.page.sounds import microphone, silence, spoken
from tests.page.visit import Visit, launch, visiting
from tests.system.running import Gateway

INTRODUCED_MS = 7_000
LOUD_WITHIN = """async () => {
    const meter = document.querySelector('[role=meter]');
    while (Number(meter.getAttribute('aria-valuenow')) < 30) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = tmp_path_factory.mktemp("sound") / "caller.wav"
    running = launch(playwright, microphone(path, silence(INTRODUCED_MS), spoken("demo-congrats")))
    yield running
    running.close()


def figure(visit: Visit, name: str) -> str:
    """The number beside a name, once it is known."""
    value = (
        visit.card("Your line").locator("dl > div").filter(has=visit.page.get_by_text(name, exact=True)).locator("dd")
    )
    expect(value).to_have_text(re.compile(r"\d"))
    return value.inner_text()


def test_my_line_is_tested(browser: Browser, origin: str, gateway: Gateway) -> None:
    with visiting(browser, origin) as visit:
        line = visit.card("Your line")
        visit.button("Test my line").click()
        expect(visit.button("Stop the test")).to_be_focused()
        expect(visit.card("Talk").get_by_role("heading", name="Testing your line")).to_be_visible()
        expect(visit.card("Talk").locator(".sv-agent")).to_contain_text("automated echo test")
        expect(line.get_by_role("status")).to_have_text(re.compile("Clear|Good"))
        assert float(figure(visit, "Estimate (MOS, to 4.4)")) > 3.5
        assert re.fullmatch(r"\d+ ms", figure(visit, "Round trip"))
        assert re.fullmatch(r"\d+ ms", figure(visit, "Jitter"))
        assert figure(visit, "Lost on the way to you") == "0.0 %"
        assert re.fullmatch(r"\d+\.\d %", figure(visit, "Lost on the way to us"))
        expect(line.locator(".sv-chart-trip")).to_have_attribute("points", re.compile(r"\S+ \S+ \S+"))
        visit.page.evaluate(LOUD_WITHIN)
        visit.audit()
        visit.button("Stop the test").click()
        expect(visit.button("Test my line")).to_be_focused()
        expect(visit.card("Talk")).to_contain_text("Nothing of this call was kept.")
        gateway.wait_for_calls(0)
        visit.was_quiet()
