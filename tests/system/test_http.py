"""The HTTP side of a running gateway, as a monitor and a browser see it."""

import asyncio
import json
import urllib.request

import pytest

from tests.gateway.sip.cell.wireua import wire_ua
from tests.system.ports import LOOPBACK
from tests.system.running import Gateway
from tests.system.watching import watching


async def short_call(gateway: Gateway) -> None:
    async with wire_ua(gateway.sip_port) as ua:
        reply = await ua.invite(headers={"URI": gateway.uri("echo")})
        assert reply.status == 200
        await ua.talk(reply.media, 200)
        ua.send("BYE")
        assert (await ua.final()).status == 200


def test_health_and_readiness(gateway: Gateway) -> None:
    assert gateway.get("/healthz") == (200, "ok\n")
    assert gateway.get("/readyz") == (200, "ready\n")


def test_the_page_says_what_to_dial_and_nothing_foreign_is_fetched(gateway: Gateway) -> None:
    with urllib.request.urlopen(f"http://{LOOPBACK}:{gateway.http_port}/", timeout=10) as response:
        page = response.read().decode()
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["Set-Cookie"] is None
    assert gateway.uri() in page
    assert "default-src 'none'" in policy
    assert "http://" not in page and "https://" not in page


@pytest.mark.parametrize("path", ["/nothing", "/metrics/../etc/passwd", "/%00"])
def test_what_is_not_there_is_404(gateway: Gateway, path: str) -> None:
    assert gateway.get(path)[0] == 404


def test_a_call_is_told_and_counted(gateway: Gateway) -> None:
    before = gateway.metric("calls_total")
    with watching(gateway) as events:
        asyncio.run(short_call(gateway))
        events.wait_for("event: call-ended", 10)
        told = [json.loads(line.removeprefix("data: ")) for line in events.lines if line.startswith("data: ")]
    assert told[0]["destination"] == "echo" and told[0]["codec"] == "PCMU"
    assert told[-1]["ending"] == "caller-hung-up"
    assert len({each["call_id"] for each in told}) == 1
    assert gateway.metric("calls_total") == before + 1
    assert gateway.metric("live_calls") == 0
    assert gateway.metric("cells") >= 1 and gateway.metric("call_capacity") >= 1


def test_a_watcher_who_leaves_or_never_reads_costs_nothing(gateway: Gateway) -> None:
    with watching(gateway), watching(gateway):
        pass
    asyncio.run(short_call(gateway))
    assert gateway.get("/healthz")[0] == 200
