"""Secrets are planted in a call; then everything that leaves the gateway is searched for them."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.gateway.sip.cell.wireua import wire_ua
from tests.system.calling import calling, spoken
from tests.system.running import Gateway, run, serving
from tests.system.watching import watching

NUMBERS = ("4155550132", "4111111111111111")
WORDS = ("zelda", "quimby", "example.org", "five five five", "one three two", "one one one", "dot org", "z e l d a")
SPOKEN = (
    "My name is Zelda Quimby, and my number is four one five, five five five, oh one three two.",
    "My card number is four one one one, one one one one, one one one one, one one one one.",
    "My e-mail is zelda dot quimby at example dot org. That is spelled Z, E, L, D, A.",
)
WRITTEN = "I am Zelda Quimby, 415-555-0132, zelda.quimby@example.org, card 4111 1111 1111 1111, why do I get a 488?"
FROM = '"Zelda Quimby" <sip:+14155550132@example.org>'


def canaries(text: str) -> list[str]:
    """Those found in the text, in whatever form; a digit or letter may stand apart from the next one."""
    found = [number for number in NUMBERS for line in text.splitlines() if number in re.sub(r"\D", "", line)]
    plain = re.sub(r"[\s\-,]+", " ", text.lower())
    return found + [word for word in WORDS if word in plain]


@pytest.mark.parametrize("line", [*SPOKEN, WRITTEN, FROM])
def test_the_search_finds_them(line: str) -> None:
    assert canaries(line)


async def called_by_name(gateway: Gateway) -> None:
    async with wire_ua(gateway.sip_port) as ua:
        reply = await ua.invite(headers={"From": FROM})
        assert reply.status == 200
        ua.send("BYE", headers={"From": FROM})
        await ua.final()


def test_nothing_that_leaves_a_gateway_tells_what_was_said_or_by_whom(tmp_path: Path) -> None:
    with serving(tmp_path, log_level="debug") as gateway, watching(gateway) as events:
        asyncio.run(called_by_name(gateway))
        with calling(gateway.uri(), *spoken(*SPOKEN, "Goodbye.")) as call:
            call.over()
        assert len(call.all("said")) == len(SPOKEN) + 1, call.out.text
        events.wait_for("event: turn-timed", 5)
        heard = " ".join(each["text"] for each in call.all("heard"))
        pages = "".join(gateway.get(page)[1] for page in ("/", "/metrics", "/healthz", "/readyz"))
        gateway.terminate()
        assert gateway.wait() == 0
        for text in (pages, events.text, gateway.out.text, gateway.err.text, call.err.text, heard):
            assert not canaries(text)


def test_asking_in_text_tells_nobody_else() -> None:
    asked = run("ask", WRITTEN, log_level="debug")
    assert asked.returncode == 0 and not asked.stderr
    piped = run("redact", stdin=WRITTEN + "\n" + "\n".join(SPOKEN))
    assert piped.returncode == 0 and not canaries(piped.stdout + piped.stderr), piped.stdout
    assert "488" in piped.stdout, "the trade's own numbers stay"
