"""Calls and chats of a browser with a gateway as an operator runs it: real HTTP, real WebRTC, real weights."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from asr import whisper
from tests.gateway.rtc.browser import RATE_HZ
from tests.system.calling import FOUR_EIGHTY_EIGHT, says
from tests.system.planted import SPOKEN, WRITTEN, canaries
from tests.system.running import Gateway, serving
from tests.system.visiting import finished, heard, said, visiting
from tests.system.waiting import until
from tests.system.watching import watching

HERE = {"rtc_addresses": "127.0.0.1"}
QUESTION = "Why do my calls fail with four eighty-eight?"
OFFERS = (
    "v=0\r\n" + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n" * 10_000,
    "v=0",
    "\0" * 1000,
    "<sdp/>",
)


@pytest.fixture(autouse=True, scope="module")
def loopback_only() -> Iterator[None]:
    """The visitor too is at 127.0.0.1."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
        yield


@dataclass(slots=True)
class Told:
    """All that became of one visit: a question and secrets spoken in a call, secrets typed in a chat."""

    greeting: bytes
    answer: bytes
    states: list[str]
    captions: list[str]  # of the caller
    cut: int  # answers that the caller spoke over
    receipt: dict[str, Any]
    received: str  # every event, frame, header and body
    events: str  # of the gateway
    logged: str
    printed: str
    started: list[dict[str, Any]]
    kept: list[bytes]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, loopback_only: None) -> Told:
    """Played once for all tests that look at it."""
    lines = said(QUESTION, *SPOKEN[:2])
    with serving(tmp_path_factory.mktemp("visited"), log_level="debug", **HERE) as gateway:
        with watching(gateway) as events:
            visited = asyncio.run(visit_once(gateway, lines))
            events.wait_for("event: chat-ended", 5)
        gateway.terminate()
        assert gateway.wait() == 0
        started = gateway.events("call-started")
        kept = [path.read_bytes() for path in gateway.data.rglob("*") if path.is_file()]
        return Told(*visited, events.text, gateway.err.text, gateway.out.text, started, kept)


async def visit_once(
    gateway: Gateway, lines: list[bytes]
) -> tuple[bytes, bytes, list[str], list[str], int, dict[str, Any], str]:
    async with visiting(gateway) as visit:
        async with visit.call() as browser:
            greeting = await finished(browser, 0)
            at = len(browser.pcm)
            browser.speak(lines[0])
            assert (await visit.wait_for("turn"))["audio_ms"] > 0
            answer = await heard(browser, at, seconds=5)
            for line in lines[1:]:
                await visit.said(browser, line)  # over the answer before it, as people do
            await visit.wait_for("line")
            await visit.hang_up()
            receipt = await visit.wait_for("receipt")
        async with visit.chat() as chat:
            for text in (WRITTEN, *SPOKEN):
                await chat.ask(text)
            await chat.leave()
        for path in ("/", "/policy", "/metrics", "/healthz", "/openapi.json"):
            page = await visit.client.get(path)
            visit.received.append(f"{page.headers} {page.text}")
        states = [each["state"] for each in visit.told("state")]
        cut = sum(each["interrupted"] for each in visit.told("caption"))
        return greeting, answer, states, visit.captions("caller"), cut, receipt, "\n".join(visit.received)


def in_words(pcm: bytes) -> str:
    return whisper.load("tiny.en", lanes=1).transcribe(pcm, RATE_HZ).words


def test_who_speaks_is_said_first_and_a_question_is_answered_aloud(told: Told) -> None:
    assert says("automated assistant", in_words(told.greeting))
    assert says(FOUR_EIGHTY_EIGHT, in_words(told.answer))


def test_what_the_caller_says_is_captioned(told: Told) -> None:
    assert says("488|four.eighty", told.captions[0]), told.captions
    assert len(told.captions) >= 3
    assert told.states[-2:] == ["talking", "ended"]


def test_who_is_spoken_over_stops_and_the_captions_say_so(told: Told) -> None:
    assert told.cut >= 1


def test_the_receipt_says_that_nothing_was_kept(told: Told) -> None:
    assert told.receipt["kept"] == [] and told.receipt["shared"] == []
    assert told.receipt["turns"] >= 1 and told.receipt["ending"] == "caller-hung-up"
    [started] = told.started
    assert started["call_id"] == told.receipt["reference"]
    assert (started["kind"], started["codec"], started["encrypted"]) == ("browser", "opus", True)


def test_nothing_that_reaches_the_page_or_an_operator_tells_what_was_said(told: Told) -> None:
    for text in (told.received, told.events, told.logged, told.printed):
        assert not canaries(text)
    assert "[CARD_1]" in told.received, "it was masked, not lost"
    for each in told.kept:
        assert not canaries(each.decode("utf-8", "replace"))


def test_no_offer_no_address_and_no_token_is_logged(told: Told) -> None:
    assert not re.search(r"candidate:|ice-ufrag|fingerprint|127\.0\.0\.1|csrf|cookie|api/", told.logged + told.events)


async def attacked(gateway: Gateway) -> None:
    """Nonsense and floods of one visitor, beside the call of another that goes on."""
    async with visiting(gateway) as victim, victim.call("echo") as browser:
        await finished(browser, 0)
        async with visiting(gateway) as attacker:
            for offer in OFFERS:
                headers = attacker.proof | {"Content-Type": "application/sdp"}
                refused = await attacker.client.post("/api/calls", content=offer, headers=headers)
                assert refused.status_code in (413, 422)
            async with attacker.chat() as chat:
                for _ in range(200):
                    await chat.socket.send("x" * 1000)
                assert (await chat.hear_out())[-1]["ending"] == "flooded"
            assert (await attacker.client.delete(victim.call_url, headers=attacker.proof)).status_code == 404
        at = len(browser.pcm)
        browser.speak(b"\x00\x20\x00\xe0" * (RATE_HZ // 4))
        await finished(browser, at)
        await victim.hang_up()


async def sees_off(gateway: Gateway) -> tuple[list[str], list[dict[str, Any]]]:
    """What the events of a call and a chat tell when the gateway is told to end in their middle."""
    async with visiting(gateway) as visit, visit.chat() as chat, visit.call("echo"):
        await visit.wait_for("caption")
        await chat.hear()
        gateway.terminate()
        chatted = await chat.hear_out()
        await visit.wait_for("receipt")
        return [name for name, _ in visit.events], chatted


def test_hostile_visitors_disturb_no_call_and_at_the_end_all_are_seen_off(tmp_path: Path) -> None:
    with serving(tmp_path, calls_drain_seconds=1, **HERE) as gateway, watching(gateway):
        asyncio.run(attacked(gateway))
        until("no browser call is left", lambda: gateway.metric("browser_calls") == 0)
        assert gateway.metric("http_refused_total") >= len(OFFERS) + 1
        names, chatted = asyncio.run(sees_off(gateway))
        assert gateway.wait(20) == 0
        assert names[-1] == "receipt"
        assert [each["type"] for each in chatted] == ["caption", "receipt"] and chatted[-1]["ending"] == "draining"
        assert gateway.events("call-ended")[-1]["ending"] == "we-hung-up"
