"""Bounds on who asks too often, too much, too slowly, or with too many connections."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from gateway.rtc.api import MAX_SDP_BYTES
from gateway.sip.edge.api import Rate
from gateway.web import bodies
from gateway.web.api import SocketSettings, WebSettings
from gateway.web.networks import Networks
from gateway.web.protocol import Crowd
from tests.gateway.web.site import OFFER, SDP, Site, site

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
SCANT = Rate(per_s=0.001, burst=3)


async def test_who_asks_too_often_is_told_when_to_try_again() -> None:
    async with site(WebSettings(requests=SCANT)) as made:
        answers = [await made.client.post("/api/session") for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert (await made.client.get("/healthz")).status_code == 200


async def test_openings_are_counted_each_for_itself() -> None:
    async with site(WebSettings(openings=SCANT)) as made:
        proof = await made.enter()
        for _ in range(2):
            await made.enter()
        assert (await made.client.post("/api/session")).status_code == 429
        await made.call(proof)
        async with made.chat(proof) as chat:
            assert (await chat.hear())["id"] == 0


async def test_sources_behind_a_trusted_proxy_are_told_apart() -> None:
    settings = WebSettings(requests=SCANT, trusted_proxies=("127.0.0.1/32",))
    async with site(settings) as made:

        async def ask(source: str) -> int:
            return (await made.client.post("/api/session", headers={"X-Forwarded-For": source})).status_code

        assert [await ask("192.0.2.1") for _ in range(4)][-1] == 429
        assert await ask("192.0.2.2") == 200
        assert [await ask(f"2001:db8::{n}") for n in range(4)][-1] == 429  # an IPv6 host owns its /64


# -- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunked", [False, True])
async def test_an_offer_that_is_too_large_is_413(chunked: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"a=x\r\n" * 500

    async with site() as made:
        proof = await made.enter()
        content = pieces() if chunked else OFFER + "a" * MAX_SDP_BYTES
        response = await made.client.post("/api/calls", content=content, headers=proof | SDP)
        assert response.status_code == 413
        assert response.headers["Content-Type"] == "application/problem+json"
        assert not made.calls.calls
        await made.call(proof)


async def test_ten_thousand_candidates_are_413_and_the_call_goes_on() -> None:
    lines = "".join(f"a=candidate:{n} 1 udp 1 192.0.2.1 {n % 60000} typ host\r\n" for n in range(10_000))
    async with site() as made:
        proof = await made.enter()
        call = await made.call(proof)
        kind = {"Content-Type": "application/trickle-ice-sdpfrag"}
        assert (await made.client.patch(call, content=lines, headers=proof | kind)).status_code == 413
        assert (await made.client.post("/api/calls", content=OFFER + lines, headers=proof | SDP)).status_code == 413
        assert not made.calls.calls[0].over


async def test_no_body_at_all_is_told_and_other_routes_take_none_either() -> None:
    async with site() as made:
        proof = await made.enter()
        assert (await made.client.post("/api/calls", headers=proof | SDP)).status_code == 422
        huge = await made.client.post("/api/session", content=b"x" * 1_000_000)
        assert huge.status_code in (200, 413)


async def test_what_is_no_utf8_is_422() -> None:
    async with site() as made:
        proof = await made.enter()
        response = await made.client.post("/api/calls", content=b"v=0\xff\xfe", headers=proof | SDP)
        assert response.status_code == 422


async def test_a_body_that_does_not_come_is_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_WITHIN_S", 0.05)
    async with site() as made:
        proof = await made.enter()
        cookie = made.client.cookies["sottovoce"]
        head = [
            "POST /api/calls HTTP/1.1", f"Host: 127.0.0.1:{made.server.port}", "Content-Type: application/sdp",
            f"X-CSRF: {proof['X-CSRF']}", f"Cookie: sottovoce={cookie}", "Content-Length: 100",
        ]  # fmt: skip
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection("127.0.0.1", made.server.port)
            writer.write("\r\n".join([*head, "", "v=0"]).encode())
            assert b" 408 " in await reader.readline()
            writer.close()


# -- connections -----------------------------------------------------------------------------------------------------


async def closed(made: Site, sent: bytes) -> bytes:
    """What comes before the server closes the connection on which `sent` was sent."""
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", made.server.port)
        writer.write(sent)
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: "])
async def test_a_head_that_does_not_come_is_not_waited_for(sent: bytes) -> None:
    async with site(bounds=SocketSettings(head_within_s=0.1)) as made:
        assert await closed(made, sent) == b""


async def test_a_head_that_is_too_long_is_refused() -> None:
    async with site() as made:
        assert b" 400 " in await closed(made, b"GET / HTTP/1.1\r\nX: " + b"a" * 16_500)


async def test_a_request_in_time_is_served_and_so_is_the_next_one() -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    async with site(bounds=SocketSettings(head_within_s=0.5)) as made, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", made.server.port)
        for _ in range(3):
            writer.write(request)
            await reader.readuntil(b"ok\n")
        writer.close()


async def test_a_source_has_so_many_connections_and_gets_them_back() -> None:
    async with site(bounds=SocketSettings(max_connections_per_source=3)) as made:
        proof = await made.enter()
        async with made.chat(proof) as chat:  # an upgraded connection counts on, with the client's own kept alive
            await chat.hear()
            one = await asyncio.open_connection("127.0.0.1", made.server.port)
            assert await closed(made, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") == b""
            one[1].close()
            await one[1].wait_closed()
            await served(made)
        await served(made)
        await served(made)


async def served(made: Site) -> None:
    """Returns once a new connection is served: the server notices in its own time that another has gone."""
    async with asyncio.timeout(10):
        while b"ok" not in await closed(made, HEALTH):  # noqa: ASYNC110 - the timeout is the proof
            await asyncio.sleep(0.01)


async def test_who_does_not_read_is_cut_off() -> None:
    async with site(bounds=SocketSettings(unread_within_s=0.2)) as made, asyncio.timeout(20):
        loop = asyncio.get_running_loop()
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            deaf.setblocking(False)
            await loop.sock_connect(deaf, ("127.0.0.1", made.server.port))
            request = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
            with pytest.raises((ConnectionResetError, BrokenPipeError)):
                while True:
                    await loop.sock_sendall(deaf, request * 100)
                    await asyncio.sleep(0.05)


def test_a_crowd_counts_sources_and_lets_a_proxy_through() -> None:
    crowd = Crowd(most=5, most_of_one=2, unlimited=Networks(["10.0.0.0/8"]))
    assert crowd.enter("192.0.2.1") and crowd.enter("192.0.2.1") and not crowd.enter("192.0.2.1")
    assert crowd.enter("10.0.0.1") and crowd.enter("10.0.0.1") and crowd.enter("10.0.0.1")
    assert not crowd.enter("192.0.2.2")  # five are enough
    crowd.leave("192.0.2.1")
    assert crowd.enter("192.0.2.2") and len(crowd) == 5


def test_an_ipv6_host_owns_its_64() -> None:
    crowd = Crowd(most=9, most_of_one=1, unlimited=Networks([]))
    assert crowd.enter("2001:db8::1") and not crowd.enter("2001:db8::2") and crowd.enter("2001:db8:0:1::1")
