"""Every cell of a gateway: started when needed, one kept warm, replaced when one dies. The edge's directory."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.sip.api import CellAddress
from gateway.sip.cell.cell import Cell, IncomingCall
from gateway.sip.cell.errors import CellsUnavailable
from gateway.sip.cell.nest import Nest
from gateway.sip.cell.wire import Options

RESERVED_S: Final = 32.0  # RFC 3261's Timer B: nobody retransmits an INVITE for longer
_START_S: Final = 5.0
_LONGEST_WAIT_S: Final = 10.0
_USUAL_CAPACITY: Final = 4  # what the wheel takes; each cell says the truth when it is ready
_PORTS_A_CELL: Final = 24  # four calls of two ports, twice over while old sockets close, and some to spare
_LEAST_PORTS_A_CELL: Final = 8


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How many calls, and what each cell is told."""

    limit_calls: int = 40
    rtp_first_port: int = 0  # 0: any port
    rtp_port_count: int = 0
    media_timeout_s: float = 30.0
    srtp: bool = True
    listen_host: str = "127.0.0.1"


@dataclass(slots=True)
class _Slot:
    """A call's place in a cell: reserved by the edge's `assign`, claimed when the cell reports the call."""

    cell: Cell
    expiry: asyncio.TimerHandle | None


class CellPool:
    """Implements `CellDirectory`. Owned by the event loop that awaited `start`.

    `on_incoming` is called for every call that rings. A cell's death ends its own calls with `LEG_LOST` and
    costs no other call anything.
    """

    def __init__(self, settings: PoolSettings, on_incoming: Callable[[IncomingCall], None]) -> None:
        self._settings = settings
        self._on_incoming = on_incoming
        self._nest = Nest()
        self._cells: dict[int, Cell] = {}  # by place, which is also its window of RTP ports
        self._slots: dict[str, _Slot] = {}
        self._has_cell = asyncio.Event()
        self._started = 0
        self._failures = 0  # starts in a row that came to nothing
        self._retry: asyncio.TimerHandle | None = None
        self._draining = False
        self._closed = False

    async def start(self) -> None:
        """Have a first cell ready. Raises `CellsUnavailable`."""
        self._keep_one_warm()
        try:
            async with asyncio.timeout(_START_S):
                await self._has_cell.wait()
        except TimeoutError:
            await self.close(grace_s=0)
            raise CellsUnavailable from None

    def drain(self) -> None:
        """Take no further call; those under way go on."""
        self._draining = True

    async def close(self, grace_s: float = 2.0) -> None:
        """Hang up what is left and end every process. Returns when none is left."""
        self._draining = self._closed = True
        if self._retry is not None:
            self._retry.cancel()
        cells = list(self._cells.values())
        for cell in cells:
            cell.shut_down()
        waits = [asyncio.ensure_future(cell.lost.wait()) for cell in cells]
        if waits:
            _, unfinished = await asyncio.wait(waits, timeout=grace_s)
            for wait in unfinished:
                wait.cancel()
        for cell in cells:
            cell.close()
        for key in list(self._slots):
            self._free(key)
        await self._nest.close()

    # --- what the edge asks ---

    def assign(self, call_key: str) -> CellAddress | None:
        slot = self._slots.get(call_key)
        if slot is not None:
            return slot.cell.address
        if self.free_calls <= 0:
            return None
        cell = self._fullest_with_room()
        if cell is None:
            return None
        expiry = asyncio.get_running_loop().call_later(RESERVED_S, self.release, call_key)
        self._slots[call_key] = _Slot(cell, expiry)
        self._keep_one_warm()
        return cell.address

    def expecting(self) -> bool:
        return self.free_calls > 0 and len(self._cells) > sum(cell.ready.is_set() for cell in self._cells.values())

    def find(self, cell_id: str) -> CellAddress | None:
        return next((cell.address for cell in self._cells.values() if cell.id == cell_id), None)

    def release(self, call_key: str) -> None:
        slot = self._slots.get(call_key)
        if slot is not None and slot.expiry is not None:
            self._free(call_key)

    # --- what operators ask ---

    @property
    def calls(self) -> int:
        """Calls under way and places reserved."""
        return len(self._slots)

    @property
    def free_calls(self) -> int:
        """How many more calls would be taken."""
        return 0 if self._draining else max(0, self._settings.limit_calls - len(self._slots))

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(self._cells.values())

    # --- cells ---

    def _taken(self, cell: Cell) -> int:
        reserved = sum(slot.cell is cell for slot in self._slots.values())
        return max(reserved, cell.calls)

    def _fullest_with_room(self) -> Cell | None:
        """The fullest, so that as few cells as possible have work and one stays idle."""
        room = [cell for cell in self._cells.values() if cell.ready.is_set() and self._taken(cell) < cell.capacity]
        return max(room, key=self._taken, default=None)

    def _keep_one_warm(self) -> None:
        """Have one cell more than the calls need, as far as the limit can ever need it."""
        if self._closed:
            return
        idle = [place for place, cell in self._cells.items() if not self._taken(cell)]
        if not idle and len(self._cells) < self._most_cells():
            self._start_cell()
        for place in idle[2:]:
            self._cells[place].shut_down()

    def _most_cells(self) -> int:
        return -(-self._settings.limit_calls // _USUAL_CAPACITY) + 1

    def _start_cell(self) -> None:
        place = next(n for n in range(len(self._cells) + 1) if n not in self._cells)
        self._started += 1
        options = self._options(place)
        try:
            connection = self._nest.hatch(options)
        except OSError:
            self._try_again_later()
            return
        self._cells[place] = self._adopt(options, connection)

    def _adopt(self, options: Options, connection: socket.socket) -> Cell:
        return Cell(
            options,
            connection,
            on_ready=self._cell_ready,
            on_incoming=self._ring,
            on_call_over=self._call_over,
            on_lost=self._cell_lost,
        )

    def _options(self, place: int) -> Options:
        settings = self._settings
        first, count = settings.rtp_first_port, 0
        if first:
            fair = settings.rtp_port_count // self._most_cells() // 2 * 2
            count = max(_LEAST_PORTS_A_CELL, min(_PORTS_A_CELL, fair))
            first += place * count
        return Options(
            cell_id=f"c{self._started}",
            listen_host=settings.listen_host,
            rtp_first_port=first,
            rtp_port_count=count,
            media_timeout_s=settings.media_timeout_s,
            srtp=settings.srtp,
        )

    def _cell_ready(self, _: Cell) -> None:
        self._failures = 0
        self._has_cell.set()

    def _ring(self, cell: Cell, call: IncomingCall) -> None:
        slot = self._slots.setdefault(call.call_key, _Slot(cell, None))
        if slot.expiry is not None:
            slot.expiry.cancel()
            slot.expiry = None
        slot.cell = cell
        self._keep_one_warm()
        self._on_incoming(call)

    def _call_over(self, cell: Cell, call_key: str) -> None:
        slot = self._slots.get(call_key)
        if slot is not None and slot.cell is cell:
            self._free(call_key)

    def _free(self, call_key: str) -> None:
        slot = self._slots.pop(call_key)
        if slot.expiry is not None:
            slot.expiry.cancel()
        self._keep_one_warm()

    def _cell_lost(self, lost: Cell) -> None:
        self._failures += not lost.ready.is_set()
        self._cells = {place: cell for place, cell in self._cells.items() if cell is not lost}
        for key in [key for key, slot in self._slots.items() if slot.cell is lost]:
            self._free(key)
        if self._failures:
            self._try_again_later()
        else:
            self._keep_one_warm()

    def _try_again_later(self) -> None:
        """A machine that cannot start cells is not helped by our trying in a tight loop."""
        if self._retry is not None:
            self._retry.cancel()
        wait_s = min(_LONGEST_WAIT_S, 0.25 * 2**self._failures)
        self._retry = asyncio.get_running_loop().call_later(wait_s, self._keep_one_warm)
