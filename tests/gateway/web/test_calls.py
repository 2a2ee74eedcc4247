"""Browser calls over HTTP, with callers that follow a script."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from agent.fake import ScriptedAgent
from gateway.calls.admission import RETRY_AFTER_S
from gateway.legs.api import Ending
from gateway.legs.fake import Hold, Leave, Quiet, Resume, Say, Stay, Step
from gateway.observe.events import CallEnded
from gateway.rtc.api import IceServer
from gateway.web.api import WebSettings
from privacy.keeping.fake import MemoryKeeping
from tests.gateway.calls.speech import recorded
from tests.gateway.web.site import OFFER, SDP, Site, site, told

FRAGMENT = {"Content-Type": "application/trickle-ice-sdpfrag"}


async def test_a_page_is_told_what_it_needs() -> None:
    servers = (IceServer("stun:stun.example:3478"), IceServer("turn:turn.example:3478", "us", "secret"))
    async with site(ice_servers=servers) as made:
        entry = (await made.client.post("/api/session")).json()
    assert entry["iceServers"] == [
        {"urls": ["stun:stun.example:3478"]},
        {"urls": ["turn:turn.example:3478"], "username": "us", "credential": "secret"},
    ]
    assert entry["destinations"] == ["agent", "echo"]
    assert "automated assistant" in entry["disclosure"]
    assert entry["kept"] == "nothing" and len(entry["csrf"]) > 40


async def test_who_opens_a_session_finds_everything_prepared() -> None:
    prepared = []

    async def prepare() -> None:
        prepared.append(True)

    async with site(prepare=prepare) as made:
        await made.enter()
    assert prepared


async def test_a_session_is_gone_on_with_and_a_planted_one_is_not() -> None:
    async with site() as made:
        first = await made.enter()
        assert await made.enter() == first
        made.client.cookies.clear()
        planted = await made.client.post("/api/session", headers={"Cookie": "sottovoce=planted"})
        assert "planted" not in planted.headers["Set-Cookie"]


async def test_an_offer_is_answered_and_the_call_is_told_to_its_receipt() -> None:
    async with site(script=lambda: [Quiet(400), Hold(), Quiet(200), Resume(), Quiet(200), Leave()]) as made:
        call = await made.call(await made.enter())
        events = await made.events(call)
    states = [data["state"] for name, data in events if name == "state"]
    assert states[-1] == "ended"
    name, receipt = events[-1]
    assert name == "receipt"
    assert receipt["kept"] == [] and receipt["shared"] == [] and receipt["ending"] == "caller-hung-up"
    [ended] = [each for each in made.seen if isinstance(each, CallEnded)]
    assert receipt["reference"] == ended.call_id
    assert ended.call_id not in call  # the address is a capability of its own: the id is in logs


async def test_states_follow_the_leg() -> None:
    async with site(script=lambda: [Quiet(1000), Hold(), Quiet(200), Resume(), Quiet(200), Leave()]) as made:
        call = await made.call(await made.enter())
        async with made.event_stream(call) as events:
            states = [data["state"] async for name, data in events if name == "state"]
    assert states[-4:] == ["talking", "held", "talking", "ended"]


async def test_what_is_said_is_captioned_redacted() -> None:
    agent = ScriptedAgent(otherwise=["Write to ada@example.com."])
    said = recorded("vm-goodbye")
    wide = b"".join(said[at : at + 2] * 2 for at in range(0, len(said), 2))
    script: list[Step] = [Quiet(300), Say(wide), Quiet(3500), Leave()]
    async with site(agent=agent, heard=["my card is 4111 1111 1111 1111"] * 4, script=lambda: script) as made:
        call = await made.call(await made.enter())
        events = await made.events(call)
    captions = [data for name, data in events if name == "caption"]
    caller = [each for each in captions if each["speaker"] == "caller"]
    assert caller and all("4111" not in each["text"] and each["redacted"] for each in caller)
    assert not any("ada@" in each["text"] for each in captions)
    assert any(each["speaker"] == "agent" for each in captions)


async def test_a_reader_comes_back_and_one_who_is_late_reads_it_all() -> None:
    async with site(script=lambda: [Quiet(200), Leave()]) as made:
        call = await made.call(await made.enter())
        await made.events(call)
        whole = (await made.client.get(f"{call}/events")).text
        first = re.search(r"^id: (\d+)$", whole, re.MULTILINE)
        assert first and len(told(whole)) >= 2
        assert await made.events(call, after=first[1]) == told(whole)[1:]
        nonsense = await made.client.get(f"{call}/events", headers={"Last-Event-ID": "x"})
        assert told(nonsense.text) == told(whole)


async def test_after_a_while_it_is_forgotten_but_can_be_hung_up_for_ever() -> None:
    async with site(WebSettings(afterlife_s=0.0), script=lambda: [Quiet(40), Leave()]) as made:
        proof = await made.enter()
        call = await made.call(proof)
        async with asyncio.timeout(10):
            while len(made.side.lines):  # noqa: ASYNC110 - it tells nobody; the timeout is the proof
                await asyncio.sleep(0.01)
        assert (await made.client.get(f"{call}/events")).status_code == 404
        assert (await made.client.delete(call, headers=proof)).status_code == 204


async def test_hanging_up_ends_the_call_and_does_no_harm_again() -> None:
    async with site() as made:
        proof = await made.enter()
        call = await made.call(proof)
        async with made.event_stream(call) as events:
            async for _, data in events:
                if data.get("state") == "talking":
                    assert (await made.client.delete(call, headers=proof)).status_code == 204
                last = data
        assert last["ending"] == Ending.CALLER_HUNG_UP.value
        assert (await made.client.delete(call, headers=proof)).status_code == 204


async def test_candidates_and_new_offers_reach_the_call() -> None:
    async with site() as made:
        proof = await made.enter()
        call = await made.call(proof)
        trickled = await made.client.patch(call, content="a=candidate:1", headers=proof | FRAGMENT)
        assert trickled.status_code == 204
        again = await made.client.patch(call, content=OFFER + "a=sendonly\r\n", headers=proof | SDP)
        assert again.status_code == 200 and again.headers["Content-Type"] == "application/sdp"
        [scripted] = made.calls.calls
        assert scripted.fragments == ["a=candidate:1"] and len(scripted.offers) == 2


async def test_the_etag_names_the_ice_session() -> None:
    async with site() as made:
        proof = await made.enter()
        first = OFFER + "a=ice-ufrag:one\r\n"
        opened = await made.client.post("/api/calls", content=first, headers=proof | SDP)
        call, tag = opened.headers["Location"], opened.headers["ETag"]
        held = await made.client.patch(call, content=first + "a=sendonly\r\n", headers=proof | SDP)
        assert held.headers["ETag"] == tag
        fits = proof | SDP | {"If-Match": tag}
        restarted = await made.client.patch(call, content=OFFER + "a=ice-ufrag:two\r\n", headers=fits)
        assert restarted.status_code == 200 and restarted.headers["ETag"] != tag
        late = await made.client.patch(call, content="a=candidate:1", headers=proof | FRAGMENT | {"If-Match": tag})
        assert late.status_code == 412
        anything = await made.client.patch(call, content="a=candidate:1", headers=proof | FRAGMENT | {"If-Match": "*"})
        assert anything.status_code == 204


async def test_a_button_keeps_and_takes_back() -> None:
    keeping = MemoryKeeping()
    async with site(keeping=keeping) as made:
        proof = await made.enter()
        call = await made.call(proof)
        async with asyncio.timeout(30), made.event_stream(call) as events:
            await until(events, "state", state="talking")
            assert (await made.client.put(f"{call}/kept/transcript", headers=proof)).status_code == 202
            kept = await until(events, "kept")
            assert kept["opt_ins"] == ["transcript"] and kept["reference"]
            [file] = keeping.files.values()
            assert file.parts
            assert (await made.client.delete(f"{call}/kept", headers=proof)).status_code == 202
            assert await until(events, "kept") == {"opt_ins": [], "reference": kept["reference"]}
            assert not file.parts and not file.stored
            await made.client.delete(call, headers=proof)
        over = await made.client.put(f"{call}/kept/transcript", headers=proof)
        assert over.status_code in (202, 409)


async def test_the_receipt_says_what_was_kept() -> None:
    async with site(keeping=MemoryKeeping()) as made:
        proof = await made.enter()
        call = await made.call(proof)
        async with asyncio.timeout(30), made.event_stream(call) as events:
            await until(events, "state", state="talking")
            await made.client.put(f"{call}/kept/transcript", headers=proof)
            kept = await until(events, "kept")
            await made.client.delete(call, headers=proof)
            receipt = await until(events, "receipt")
    assert receipt["reference"] == kept["reference"]
    assert receipt["kept"] == [
        {
            "what": "chat",
            "flag": "support",
            "basis": "consent",
            "source": "consent",
            "until": "1970-01-01T00:00:01+00:00",
        }
    ]


async def until(events: AsyncIterator[tuple[str, Any]], name: str, **data: object) -> Any:
    """The next event of that name and data."""
    async for found, what in events:
        if found == name and data.items() <= what.items():
            return what
    raise AssertionError(f"no event {name}")


# -- refusals --------------------------------------------------------------------------------------------------------


async def test_nobody_calls_without_a_session_and_its_token() -> None:
    async with site() as made:
        bare = await made.client.post("/api/calls", content=OFFER, headers=SDP)
        assert bare.status_code == 403 and "POST /api/session" in bare.json()["detail"]
        await made.enter()
        for wrong in ({}, {"X-CSRF": ""}, {"X-CSRF": "x" * 43}):
            refused = await made.client.post("/api/calls", content=OFFER, headers=SDP | wrong)
            assert refused.status_code == 403
        assert not made.calls.calls


async def test_another_browsers_call_does_not_exist() -> None:
    async with site() as made:
        call = await made.call(await made.enter())
        made.client.cookies.clear()
        proof = await made.enter()
        assert (await made.client.get(f"{call}/events")).status_code == 404
        assert (await made.client.patch(call, content=OFFER, headers=proof | SDP)).status_code == 404
        assert (await made.client.delete(call, headers=proof)).status_code == 404
        assert (await made.client.delete(f"{call}/kept", headers=proof)).status_code == 404
        assert not made.calls.calls[0].over


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (("POST", "/api/session"), 403),
        (("POST", "/api/calls"), 403),
        (("GET", "/api/calls/x/events"), 403),
        (("DELETE", "/api/calls/x"), 403),
    ],
)
async def test_a_foreign_page_gets_nothing(at: tuple[str, str], status: int) -> None:
    async with site() as made:
        proof = await made.enter()
        for foreign in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            response = await made.client.request(*at, headers=proof | SDP | foreign)
            assert response.status_code == status
            assert "Access-Control-Allow-Origin" not in response.headers
            assert "Set-Cookie" not in response.headers


async def test_what_cannot_be_used_is_told_as_it_is() -> None:
    async with site() as made:
        proof = await made.enter()
        call = await made.call(proof)

        async def status(method: str, at: str, content: str, kind: str) -> int:
            response = await made.client.request(method, at, content=content, headers=proof | {"Content-Type": kind})
            assert response.headers["Content-Type"] == "application/problem+json"
            return response.status_code

        assert await status("POST", "/api/calls", "hello", "application/sdp") == 422
        assert await status("POST", "/api/calls", OFFER, "text/plain") == 415
        assert await status("POST", "/api/calls", OFFER, "") == 415
        assert await status("POST", "/api/calls?destination=moon", OFFER, "application/sdp") == 422
        assert await status("PATCH", call, OFFER, "application/json") == 415
        assert await status("PATCH", call, "hello", "application/sdp") == 422
        assert await status("PATCH", call, "hello", "application/trickle-ice-sdpfrag") == 422
        assert await status("PUT", f"{call}/kept/marketing", "", "") == 422


async def test_a_call_that_is_over_cannot_be_changed() -> None:
    async with site() as made:
        proof = await made.enter()
        call = await made.call(proof)
        await made.client.delete(call, headers=proof)
        assert (await made.client.patch(call, content=OFFER, headers=proof | SDP)).status_code == 409
        assert (await made.client.patch(call, content="a=x", headers=proof | FRAGMENT)).status_code == 409


@pytest.mark.parametrize("state", ["starting", "draining"])
async def test_a_gateway_that_cannot_says_when_to_try_again(state: str) -> None:
    async with site() as made:
        proof = await made.enter()
        made.reception.admission.state = state
        refused = await made.client.post("/api/calls", content=OFFER, headers=proof | SDP)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == str(RETRY_AFTER_S[state])


async def test_one_browser_has_so_many_calls_at_once() -> None:
    async with site(script=lambda: [Stay()]) as made:
        proof = await made.enter()
        calls = [await made.call(proof, "echo") for _ in range(4)]
        refused = await made.client.post("/api/calls?destination=echo", content=OFFER, headers=proof | SDP)
        assert refused.status_code == 429 and "hang one up" in refused.json()["detail"]
        await hang_up(made, proof, calls[0])
        await made.call(proof, "echo")


async def hang_up(made: Site, proof: dict[str, str], call: str) -> None:
    """Hang up and wait until it is over."""
    await made.client.delete(call, headers=proof)
    await made.events(call)


async def test_only_so_many_read_along() -> None:
    async with site() as made:
        call = await made.call(await made.enter())
        async with AsyncExitStack() as stack:
            readers = [await stack.enter_async_context(made.event_stream(call)) for _ in range(4)]
            for each in readers:
                await anext(each)
            assert (await made.client.get(f"{call}/events")).status_code == 429
