"""A cell of one's own to call from: what `sottovoce call`, the tests and the benches are built on."""

import ipaddress
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from gateway.sip.cell.cell import Cell
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.errors import CellsUnavailable
from gateway.sip.cell.pool import CellPool, PoolSettings

_HOST: Final = re.compile(r"sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;>?]+)", re.IGNORECASE)


class Dialler:
    """Makes up to four calls at once, over UDP, or TCP where the URI says `;transport=tcp`."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    async def dial(self, uri: str, *, codecs: tuple[str, ...] = (), srtp: bool = False) -> SipLeg:
        """The answered call's leg. Raises `DialFailed` with the SIP status."""
        return await self._cell.dial(uri, codecs=codecs, srtp=srtp, local_address=_our_address(uri))


@asynccontextmanager
async def dialler(listen_host: str = "0.0.0.0") -> AsyncIterator[Dialler]:  # noqa: S104 callers may be anywhere
    """A dialler on a SIP port of its own. Its calls are hung up at the end. Raises `CellsUnavailable`."""
    pool = CellPool(PoolSettings(limit_calls=0, listen_host=listen_host), on_incoming=lambda call: call.reject(480))
    await pool.start()
    try:
        cell = next(iter(pool.cells), None)
        if cell is None:
            raise CellsUnavailable
        yield Dialler(cell)
    finally:
        await pool.close()


def _our_address(uri: str) -> str:
    """Our address on the way to the URI's host: what the far end can send RTP to. No packet is sent."""
    found = _HOST.match(uri)
    host = found[1].strip("[]") if found else "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 9))
            address = str(probe.getsockname()[0])
        except OSError:
            return ""
    return address if not ipaddress.ip_address(address).is_unspecified else ""
