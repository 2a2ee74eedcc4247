"""A whole call in Chromium: greeted, asked, answered, interrupted, hung up; a recorded person speaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.page.sounds import microphone, silence, spoken
from tests.page.visit import PHONE, Visit, launch, visiting
from tests.system.running import Gateway

QUESTION = ("number", "digits/4", "digits/8", "digits/8")
TELEPHONE = ("telephone-number", *(f"digits/{digit}" for digit in "2025550143"))
GREETED_MS = 10_000  # the greeting takes 8 s
HEARD_MS = 4_000  # of an answer of 12 s


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = tmp_path_factory.mktemp("sound") / "caller.wav"
    sound = microphone(path, silence(GREETED_MS), spoken(*QUESTION), silence(HEARD_MS), spoken(*TELEPHONE))
    running = launch(playwright, Path(sound))
    yield running
    running.close()


def test_a_call_from_the_button_to_the_receipt(browser: Browser, origin: str, gateway: Gateway) -> None:
    with visiting(browser, origin) as visit:
        page, card = visit.page, visit.card("Talk")
        assert visit.context.cookies() == []
        expect(page.get_by_role("main")).to_contain_text("It is automated: a machine, not a person.")
        visit.button("Call").click()

        said = card.get_by_role("log").locator(".sv-said")
        expect(said.first).to_contain_text("automated assistant")
        expect(card.get_by_role("heading", name="Connected")).to_be_focused()
        expect(card.get_by_role("meter", name="Microphone level")).to_be_visible()

        caller = card.locator(".sv-said.sv-caller")
        expect(caller.first).to_be_visible()
        expect(card.get_by_text("The last answer came after")).to_be_visible()
        expect(card.get_by_text("You interrupted here").first).to_be_visible()
        expect(card.locator(".sv-caller .sv-hidden").first).to_contain_text("(hidden)")
        expect(card.locator(".sv-caller").get_by_text("Private details were hidden").first).to_be_visible()
        assert "555" not in card.inner_text()
        line_was_measured(visit)
        controls_work(visit, gateway)
        visit.audit()

        visit.button("Hang up").click()
        receipt = page.get_by_role("region", name="Privacy receipt")
        expect(receipt.get_by_role("heading")).to_be_focused()
        expect(receipt).to_contain_text("Nothing of this call was kept.")
        expect(receipt).to_contain_text("You hung up")
        card.get_by_text("What was said").click()
        expect(said.first).to_be_visible()
        visit.audit()
        gateway.wait_for_calls(0)
        visit.button("Done").click()
        expect(visit.button("Call")).to_be_focused()
        assert said.count() == 0
        visit.was_quiet()


def line_was_measured(visit: Visit) -> None:
    line = visit.card("Your line")
    expect(line.get_by_role("status")).to_have_text("Clear")
    expect(line.locator("dd").last).to_have_text("opus")


def controls_work(visit: Visit, gateway: Gateway) -> None:
    """Keys are told to the gateway, mute silences the meter, hold counts once the gateway says so."""
    card = visit.card("Talk")
    visit.button("Keypad").click()
    expect(visit.button("Keypad")).to_have_attribute("aria-expanded", "true")
    card.get_by_role("button", name="5", exact=True).click()
    visit.page.keyboard.press("#")
    expect(card.get_by_label("Keys pressed")).to_have_text("5#")
    expect(card.get_by_role("log").get_by_text("I got 5")).to_be_visible()
    visit.button("Mute").click()
    expect(visit.button("Mute")).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("meter")).to_be_hidden()
    visit.button("Mute").click()
    expect(card.get_by_role("meter")).to_be_visible()
    visit.button("Hold").click()
    expect(card.get_by_role("heading", name="On hold")).to_be_visible()
    visit.button("Hold").click()
    expect(card.get_by_role("heading", name="Connected")).to_be_visible()


def test_leaving_the_page_hangs_up(browser: Browser, origin: str, gateway: Gateway) -> None:
    with visiting(browser, origin) as visit:
        visit.look("dark", PHONE)
        visit.button("Call").click()
        gateway.wait_for_calls(1)
        visit.page.goto(origin + "/policy")
        gateway.wait_for_calls(0)
        visit.was_quiet()
