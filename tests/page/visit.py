"""Somebody at the page, with a record of all that the browser asked for and complained of."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect

CHROMIUM = "/usr/bin/chromium"
WITHIN_MS = 30_000  # for what takes a moment, on a machine that is busy with other tests
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
LOOKS = (("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE), ("dark", PHONE))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATED = (
    "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))"
)

expect.set_options(timeout=WITHIN_MS)


def launch(playwright: Playwright, sound: Path | None = None, *arguments: str, allowed: bool = True) -> Browser:
    """Chromium with a fake microphone that plays `sound` once; `allowed`: whether a page gets it when it asks."""
    given = ["--use-fake-device-for-media-stream", *arguments]
    if sound:
        given.append(f"--use-file-for-fake-audio-capture={sound}%noloop")
    if allowed:
        given.append("--use-fake-ui-for-media-stream")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=given)


@dataclass(slots=True)
class Visit:
    """One page in a profile of its own."""

    page: Page
    context: BrowserContext
    origin: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(VIOLATED)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("console", lambda message: self._heard(message))  # noqa: PLW0108 - playwright marks the function
        self.page.on("pageerror", lambda error: self.complaints.append(error.message))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def card(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def focused(self) -> str:
        """The words of the element that has the focus, through shadow roots."""
        return str(
            self.page.evaluate(
                "() => { let at = document.activeElement; while (at.shadowRoot) at = at.shadowRoot.activeElement;"
                " return at.getAttribute('aria-label') ?? at.innerText ?? at.tagName; }"
            )
        ).strip()

    def audit(self) -> None:
        """axe finds nothing against it as it stands, and nothing runs out at the side, in each look."""
        before = self.page.viewport_size
        for scheme, size in LOOKS:
            self.look(scheme, size)
            found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert not found.response["violations"], (scheme, size, told(found.response["violations"]))
            self.fits()
        self.look("light", NARROW)
        self.fits()
        if before:
            self.look("light", {"width": before["width"], "height": before["height"]})

    def look(self, scheme: Any, size: dict[str, int]) -> None:
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half on its way to another
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})

    def fits(self) -> None:
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= room, f"{wide} px in {room}"

    def was_quiet(self, *allowed: str) -> None:
        """Nothing left the origin, one cookie at most, and no complaint but those `allowed` (patterns)."""
        site = re.sub(r"^http", "(http|ws)", re.escape(self.origin))
        assert [url for url in self.asked if not re.match(site + "/", url)] == []
        assert [each for each in self.complaints if not any(re.search(one, each) for one in allowed)] == []
        cookies = self.context.cookies()
        assert len(cookies) <= 1
        for cookie in cookies:
            assert cookie.get("name") == "sottovoce"
            assert cookie.get("httpOnly") and cookie.get("sameSite") == "Strict" and cookie.get("expires") == -1


def told(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in violations]


@contextmanager
def visiting(browser: Browser, origin: str, path: str = "/", **profile: Any) -> Iterator[Visit]:
    """A visit, whose record is the caller's to judge."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **profile)
    context.set_default_timeout(WITHIN_MS)
    try:
        visit = Visit(context.new_page(), context, origin)
        visit.page.goto(origin + path)
        yield visit
    finally:
        context.close()
