"""The chat beside the call, in Chromium: told first, answered, masked, ended with a receipt; nothing is markup."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.page.visit import Visit, visiting

CARD = "4111 1111 1111 1111"
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def write(visit: Visit, text: str) -> None:
    visit.page.get_by_label("Your message").fill(text)
    visit.page.keyboard.press("Enter")


def answers(visit: Visit) -> Locator:
    return visit.card("Write").locator(".sv-agent:not(.sv-growing)")


def test_a_chat_from_the_first_question_to_the_receipt(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        write(visit, "What does 488 mean?")
        expect(answers(visit).first).to_contain_text("automated assistant")
        expect(answers(visit).nth(1)).to_contain_text("no common ground for media")
        write(visit, f"my card is {CARD}")
        mine = visit.card("Write").locator(".sv-caller").nth(1)
        expect(mine).to_contain_text("card (hidden)")
        expect(mine).to_contain_text("Private details were hidden")
        expect(answers(visit).nth(2)).to_be_visible()
        assert "4111" not in visit.page.content()
        visit.audit()

        visit.button("End chat").click()
        receipt = visit.card("Write").get_by_role("region", name="Privacy receipt")
        expect(receipt).to_contain_text("Nothing of this chat was kept.")
        expect(receipt).to_contain_text("You ended it")
        expect(receipt.get_by_role("heading")).to_be_focused()
        visit.audit()
        visit.button("New chat").click()
        expect(visit.page.get_by_label("Your message")).to_be_focused()
        expect(visit.card("Write").locator(".sv-said")).to_have_count(0)
        visit.was_quiet()


def test_a_goodbye_ends_the_chat_with_its_receipt(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        write(visit, "goodbye")
        expect(visit.card("Write").get_by_role("region", name="Privacy receipt")).to_contain_text("said goodbye")
        visit.was_quiet()


def test_what_is_typed_is_text_and_never_markup(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        visit.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        write(visit, MARKUP)
        expect(answers(visit).nth(1)).to_be_visible()
        expect(visit.card("Write").locator(".sv-caller .sv-words")).to_contain_text(re.compile("img src"))
        assert visit.card("Write").locator("img, script").count() == 0
        visit.was_quiet()


def test_a_gateway_that_forgot_the_session_is_asked_for_another(browser: Browser, origin: str) -> None:
    with visiting(browser, origin) as visit:
        write(visit, "hello")
        expect(answers(visit).nth(1)).to_be_visible()
        visit.button("End chat").click()
        visit.button("New chat").click()
        visit.context.clear_cookies()
        write(visit, "hello again")
        expect(answers(visit).nth(1)).to_be_visible()
        visit.was_quiet("WebSocket connection to .* failed")  # the refused handshake
