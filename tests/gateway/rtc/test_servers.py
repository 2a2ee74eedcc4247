"""STUN and TURN: coturn on the loopback, and servers that are not there."""

import asyncio
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aioice.ice import StunProtocol

from gateway.rtc import generation
from gateway.rtc.api import IceServer
from tests.gateway.rtc.browser import LOOPBACK, becomes_true, serving
from tests.gateway.rtc.leaks import nothing_left
from tests.gateway.rtc.phone import phone
from tests.gateway.rtc.test_reconnecting import talks_both_ways

needs_coturn = pytest.mark.skipif(shutil.which("turnserver") is None, reason="needs coturn: apt install coturn")

RELAYS = (20_000, 20_999)
"""Ports that no system gives to whoever asks for any."""

CONFIG = """
listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
min-port={relays[0]}
max-port={relays[1]}
lt-cred-mech
user=ada:a-secret
realm=example.org
allow-loopback-peers
no-tls
no-dtls
no-cli
log-file=stdout
pidfile={folder}/pid
userdb={folder}/db
"""


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a coturn that is ready."""
    folder = tmp_path_factory.mktemp("coturn")
    port = free_port()
    (folder / "conf").write_text(CONFIG.format(port=port, folder=folder, relays=RELAYS))
    command = ["turnserver", "-c", str(folder / "conf")]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Returns once something answers a STUN request there."""
    request = b"\0\1\0\0\x21\x12\xa4\x42" + bytes(12)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.2)
        probe.connect(("127.0.0.1", port))
        for _ in range(100):
            try:
                probe.send(request)
                probe.recv(500)
            except OSError:
                time.sleep(0.05)  # refused at once while nobody listens
            else:
                return
    raise AssertionError("coturn does not answer")


def kinds(answer: str) -> list[str]:
    return re.findall(r" typ (\w+)", answer)


@needs_coturn
async def test_a_stun_server_tells_how_we_are_seen(coturn: int) -> None:
    settings = replace(LOOPBACK, stun=IceServer(f"stun:127.0.0.1:{coturn}"))
    async with nothing_left(), serving(settings) as calls, phone() as page:
        await page.connect(calls)
        assert page.call and kinds(page.call.answer_sdp) == ["host", "srflx"]


@needs_coturn
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_call_is_carried_by_a_relay_alone(coturn: int, transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller hears nothing but the relay, as behind a firewall: audio flows both ways all the same."""
    url = f"turn:127.0.0.1:{coturn}?transport={transport}"
    settings = replace(LOOPBACK, turn=IceServer(url, "ada", "a-secret"))
    async with nothing_left(), serving(settings) as calls, phone() as page:
        offer = await page.offer()
        page.call = call = await calls.offer(offer, "agent")
        assert kinds(call.answer_sdp) == ["host", "relay"]
        hear_relays_alone(page.connections[-1]._protocols, monkeypatch)
        connecting = asyncio.create_task(page.accept(re.sub(r"a=candidate:.* typ host\r\n", "", call.answer_sdp)))
        leg = await call.answer()
        await connecting
        await talks_both_ways(leg, leg.events(), page)
        path = call._link.path._current  # type: ignore[union-attr]
        assert path and [pair.local_candidate.type for pair in path._nominated.values()] == ["relay"]


def hear_relays_alone(protocols: list[StunProtocol], monkeypatch: pytest.MonkeyPatch) -> None:
    for protocol in protocols:
        take = protocol.datagram_received

        def from_relay(data: bytes, addr: tuple[Any, ...], take: Any = take) -> None:
            if RELAYS[0] <= addr[1] <= RELAYS[1]:
                take(data, addr)

        monkeypatch.setattr(protocol, "datagram_received", from_relay)


@needs_coturn
async def test_a_wrong_password_at_the_relay_leaves_the_direct_way(coturn: int) -> None:
    settings = replace(LOOPBACK, turn=IceServer(f"turn:127.0.0.1:{coturn}", "ada", "wrong"))
    async with nothing_left(), serving(settings) as calls, phone() as page:
        await page.connect(calls)
        assert page.call and kinds(page.call.answer_sdp) == ["host"]


@pytest.mark.parametrize("host", ["127.0.0.1:9", "nowhere.invalid:3478"])
async def test_servers_that_are_not_there_hold_up_no_call_for_long(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "_GATHER_S", 0.3)
    settings = replace(LOOPBACK, stun=IceServer(f"stun:{host}"), turn=IceServer(f"turn:{host}", "ada", "a-secret"))
    async with nothing_left(), serving(settings) as calls, phone() as page:
        await page.connect(calls)
        assert page.call and kinds(page.call.answer_sdp) == ["host"]


async def test_a_public_address_is_offered_besides_our_own() -> None:
    """A NAT in front that keeps ports: the same port at its address, after our own."""
    async with serving(replace(LOOPBACK, public_address="203.0.113.7")) as calls, phone() as page:
        call = await calls.offer(await page.offer(), "agent")
        host, public = re.findall(r"a=candidate:(.*)\r", call.answer_sdp)
        port = host.split(" ")[5]
        assert public.split(" ")[4:] == ["203.0.113.7", port, "typ", "srflx", "raddr", "127.0.0.1", "rport", port]
        assert int(public.split(" ")[3]) < int(host.split(" ")[3])


async def test_a_machine_without_a_network_is_reached_by_its_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: [])
    async with serving(replace(LOOPBACK, addresses=())) as calls, phone() as page:
        await page.offer()
        monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
        page.connections.clear()
        offer = await page.offer()
        monkeypatch.setattr("aioice.ice.get_host_addresses", lambda use_ipv4, use_ipv6: [])
        call = await calls.offer(offer, "agent")
        assert " 127.0.0.1 " in call.answer_sdp
        connecting = asyncio.create_task(page.accept(call.answer_sdp))
        await call.answer()
        await connecting


async def test_an_address_that_is_not_ours_is_left_out() -> None:
    async with serving(replace(LOOPBACK, addresses=("203.0.113.7", "127.0.0.1"))) as calls, phone() as page:
        await page.connect(calls)
        assert page.call and "203.0.113.7" not in page.call.answer_sdp
        await becomes_true(lambda: calls.live == 1)


def test_the_tests_of_relays_run_where_peers_are_installed() -> None:
    """`make test` installs coturn: it is among the peers."""
    assert re.search(r"^PEERS :=.*\bcoturn\b", Path("Makefile").read_text(), re.MULTILINE)
