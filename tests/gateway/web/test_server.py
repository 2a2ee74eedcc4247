"""The HTTP socket: what stands in its way is told as it is; a watcher who leaves is forgotten."""

import asyncio
import socket

import pytest

from gateway.errors import PortTaken, SettingsError
from gateway.observe.events import PartRestarted
from gateway.web.server import WebServer
from tests.gateway.web.site import site


def test_a_port_that_is_taken_is_called_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortTaken, match="is taken"):
        WebServer("127.0.0.1", other.getsockname()[1])


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_that_is_not_ours_is_not_called_taken(host: str) -> None:
    with pytest.raises(SettingsError, match=r"http\.host"):
        WebServer(host, 0)


async def test_a_watcher_who_leaves_is_forgotten() -> None:
    async with asyncio.timeout(10), site() as made:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.server.port)
        writer.write(b"GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
        await reader.readuntil(b": watching")
        made.hub.emit(PartRestarted("speech"))
        await reader.readuntil(b"part-restarted")
        assert made.hub.watchers == 1
        writer.close()
        await writer.wait_closed()
        while made.hub.watchers:  # noqa: ASYNC110 - the server notices in its own time; the timeout is the proof
            await asyncio.sleep(0)
