"""The edge on real sockets."""

import asyncio
import logging
import socket
from dataclasses import replace

import pytest

from gateway.sip.api import LOCAL_ADDRESS_HEADER, CellAddress
from gateway.sip.edge.api import EdgeSettings
from gateway.sip.edge.errors import EdgeAddressUnusable, EdgePortTaken
from gateway.sip.edge.server import Edge
from tests.gateway.sip.edge.directory import ListedCells
from tests.gateway.sip.edge.messages import SDP, parsed_request, parsed_response, reply, request
from tests.gateway.sip.edge.peers import LOOPBACK, UdpPeer, edge_before_a_cell

VIA_TCP = "SIP/2.0/TCP 10.1.1.1:5060;branch=z9hG4bKtcp"
OPTIONS_TCP = request("OPTIONS", "sip:h", via=VIA_TCP)


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """One message without a body."""
    return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)


async def closed_by_the_edge(reader: asyncio.StreamReader) -> bytes:
    """What is read until the edge closes the connection."""
    try:
        return await asyncio.wait_for(reader.read(), 5)
    except ConnectionResetError:
        return b""


async def test_a_call_over_udp_goes_to_the_cell_and_back() -> None:
    async with edge_before_a_cell() as world:
        caller = await UdpPeer.open()
        via = "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKx;rport"
        caller.send(request(via=via, body=SDP), world.address)
        invite, edge_inside = await world.cell.receive()
        assert parsed_request(invite).headers[LOCAL_ADDRESS_HEADER] == "127.0.0.1"
        world.cell.send(reply(invite, 200), edge_inside)
        answer, sender = await caller.receive()
        assert sender == world.address
        assert parsed_response(answer).via[0].parameters["rport"] == str(caller.address[1])
        assert world.edge.counters["forwarded.INVITE"] == 1
        caller.close()


async def test_a_call_over_tcp_stays_on_its_connection_both_ways() -> None:
    async with edge_before_a_cell() as world:
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(request(via=VIA_TCP, body=SDP)[:100])
        await writer.drain()
        writer.write(request(via=VIA_TCP, body=SDP)[100:])
        invite, edge_inside = await world.cell.receive()
        world.cell.send(reply(invite, 200), edge_inside)
        assert b"SIP/2.0 200" in await read_message(reader)
        routes = tuple(f"Route: {route}" for route in parsed_request(invite).headers.getlist("Record-Route"))
        bye = request("BYE", "sip:alice@10.1.1.1", from_tag="cell-tag", to_tag="f1", extra=routes)
        world.cell.send(bye, edge_inside)
        heard = await read_message(reader)
        assert heard.startswith(b"BYE sip:alice@10.1.1.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1")
        writer.write(reply(heard, 200))
        assert (await world.cell.receive())[0].startswith(b"SIP/2.0 200")
        writer.close()


async def test_a_closed_connection_is_reported_to_the_cell_at_once() -> None:
    async with edge_before_a_cell() as world:
        _, writer = await asyncio.open_connection(*world.address)
        writer.write(request(via=VIA_TCP))
        invite, edge_inside = await world.cell.receive()
        world.cell.send(reply(invite, 200), edge_inside)
        writer.close()
        await writer.wait_closed()
        bye = request("BYE", "sip:alice@10.1.1.1", from_tag="cell-tag", to_tag="f1")
        while True:  # the edge hears of the closing in its own time
            world.cell.send(bye, edge_inside)
            if (await world.cell.receive())[0].startswith(b"SIP/2.0 430"):
                return


async def test_options_ping_and_pipelined_messages_over_tcp() -> None:
    async with edge_before_a_cell() as world:
        reader, writer = await asyncio.open_connection(*world.address)
        options = request("OPTIONS", "sip:h", via=VIA_TCP)
        writer.write(b"\r\n\r\n" + options + options)
        assert await asyncio.wait_for(reader.readexactly(2), 5) == b"\r\n"
        for _ in range(2):
            assert (await read_message(reader)).startswith(b"SIP/2.0 200")
        writer.close()


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (request("OPTIONS", via=VIA_TCP).replace(b"Content-Length: 0\r\n", b""), b"SIP/2.0 400"),
        (request("OPTIONS", via=VIA_TCP).replace(b"Content-Length: 0", b"Content-Length: 999999"), b"SIP/2.0 513"),
        (b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", b""),
        (b"A" * 20_000, b""),
    ],
)
async def test_a_stream_that_cannot_be_read_is_closed_after_an_answer(data: bytes, answer: bytes) -> None:
    async with edge_before_a_cell() as world:
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(data)
        assert (await closed_by_the_edge(reader)).startswith(answer)
        writer.close()


@pytest.mark.parametrize(
    ("settings", "sent", "fact"),
    [
        (
            replace(LOOPBACK, message_timeout_s=0.0),
            request("OPTIONS", "sip:h", via=VIA_TCP) + b"OPT",
            "connection.slow",
        ),
        (replace(LOOPBACK, first_message_timeout_s=0.0), b"\r\n", "connection.silent"),
        (replace(LOOPBACK, idle_timeout_s=0.0), request("OPTIONS", "sip:h", via=VIA_TCP), "connection.idle"),
    ],
)
async def test_who_holds_a_connection_for_nothing_loses_it(settings: EdgeSettings, sent: bytes, fact: str) -> None:
    async with edge_before_a_cell(settings) as world:
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(sent)
        await closed_by_the_edge(reader)
        assert world.edge.counters[fact] == 1
        writer.close()


async def test_a_connection_in_a_call_is_never_idle() -> None:
    async with edge_before_a_cell(replace(LOOPBACK, idle_timeout_s=0.0)) as world:
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(request(via=VIA_TCP))
        await world.cell.receive()
        idle_reader, idle_writer = await asyncio.open_connection(*world.address)
        idle_writer.write(request("OPTIONS", "sip:h", via=VIA_TCP))
        await closed_by_the_edge(idle_reader)  # a sweep has been
        writer.write(b"\r\n\r\n")
        assert await asyncio.wait_for(reader.readexactly(2), 5) == b"\r\n"
        writer.close()
        idle_writer.close()


@pytest.mark.parametrize(
    "settings", [replace(LOOPBACK, max_connections=1), replace(LOOPBACK, max_connections_per_source=1)]
)
async def test_connections_are_counted(settings: EdgeSettings) -> None:
    async with edge_before_a_cell(settings) as world:
        reader, writer = await asyncio.open_connection(*world.address)
        writer.write(b"\r\n\r\n")
        await asyncio.wait_for(reader.readexactly(2), 5)
        second_reader, second = await asyncio.open_connection(*world.address)
        assert await closed_by_the_edge(second_reader) == b""
        second.close()
        writer.close()
        await closed_by_the_edge(reader)
        while True:  # the place is free once the edge has seen the first one close
            reader, writer = await asyncio.open_connection(*world.address)
            writer.write(b"\r\n\r\n")
            if await reader.read(2) == b"\r\n":
                writer.close()
                return


async def test_who_does_not_read_is_let_go() -> None:
    async with edge_before_a_cell(replace(LOOPBACK, max_unsent_bytes=50_000)) as world:
        _, writer = await asyncio.open_connection(*world.address)
        options = request("OPTIONS", "sip:h", via=VIA_TCP) * 100
        with pytest.raises(ConnectionError):
            while True:
                writer.write(options)
                await writer.drain()
        assert world.edge.counters["connection.unread"] == 1


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
async def test_a_taken_port_is_one_clear_sentence(kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as holder:
        holder.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            holder.listen()
        port = holder.getsockname()[1]
        edge = Edge(replace(LOOPBACK, port=port), ListedCells())
        with pytest.raises(EdgePortTaken, match=f"SIP port {port} .* is taken: stop .* or choose another") as error:
            await edge.start()
        assert (error.value.host, error.value.port) == ("127.0.0.1", port)
        assert error.value.transport == ("udp" if kind is socket.SOCK_DGRAM else "tcp")
        await edge.aclose()


@pytest.mark.parametrize("host", ["192.0.2.200", "no address"])
async def test_a_foreign_address_is_one_clear_sentence(host: str) -> None:
    with pytest.raises(EdgeAddressUnusable, match="is no address of this machine"):
        await Edge(replace(LOOPBACK, hosts=(host,)), ListedCells()).start()


async def test_several_addresses_share_a_port_and_ipv6_is_one_of_them() -> None:
    async with edge_before_a_cell(replace(LOOPBACK, hosts=("127.0.0.1", "::1"))) as world:
        caller = await UdpPeer.open("::1")
        via = f"SIP/2.0/UDP [::1]:{caller.address[1]};branch=z9hG4bKx;rport"
        caller.send(request(via=via), ("::1", world.edge.port))
        invite, edge_inside = await world.cell.receive()
        assert parsed_request(invite).headers[LOCAL_ADDRESS_HEADER] == "::1"
        world.cell.send(reply(invite, 180), edge_inside)
        assert (await caller.receive())[0].startswith(b"SIP/2.0 180")
        caller.close()


async def test_a_wildcard_address_tells_each_peer_the_address_it_reaches() -> None:
    async with edge_before_a_cell(replace(LOOPBACK, hosts=("0.0.0.0",), public_address="203.0.113.9")) as world:
        caller = await UdpPeer.open()
        caller.send(request(via="SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKx;rport"), world.address)
        assert parsed_request((await world.cell.receive())[0]).headers[LOCAL_ADDRESS_HEADER] == "127.0.0.1"
        caller.close()


async def test_draining_is_a_switch() -> None:
    async with edge_before_a_cell() as world:
        caller = await UdpPeer.open()
        via = f"SIP/2.0/UDP 127.0.0.1:{caller.address[1]};branch=z9hG4bKx"
        world.edge.draining = True
        caller.send(request(via=via), world.address)
        assert (await caller.receive())[0].startswith(b"SIP/2.0 503")
        world.edge.draining = False
        caller.send(request(via=via), world.address)
        await world.cell.receive()
        caller.close()


class Broken(ListedCells):
    """A directory with a fault."""

    def assign(self, call_key: str) -> CellAddress | None:
        raise LookupError(f"secret words, {call_key}")


async def test_a_fault_costs_one_message_and_says_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    edge = Edge(LOOPBACK, Broken())
    await edge.start()
    caller = await UdpPeer.open()
    via = f"SIP/2.0/UDP 127.0.0.1:{caller.address[1]};branch=z9hG4bKx"
    with caplog.at_level(logging.DEBUG):
        caller.send(request(via=via), ("127.0.0.1", edge.port))
        caller.send(request("OPTIONS", "sip:h", via=via), ("127.0.0.1", edge.port))
        assert (await caller.receive())[0].startswith(b"SIP/2.0 200")
    assert edge.counters["failed"] == 1
    assert "LookupError" in caplog.text
    assert "secret" not in caplog.text
    caller.close()
    await edge.aclose()


async def test_facts_are_observed_as_they_are_counted() -> None:
    heard: list[str] = []
    edge = Edge(LOOPBACK, ListedCells(), observe=heard.append)
    await edge.start()
    caller = await UdpPeer.open()
    caller.send(request("OPTIONS", "sip:h", via=f"SIP/2.0/UDP 127.0.0.1:{caller.address[1]}"), ("127.0.0.1", edge.port))
    await caller.receive()
    assert heard == ["received.udp", "answered.200"]
    caller.close()
    await edge.aclose()
    await edge.aclose()
