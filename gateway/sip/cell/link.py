"""The gateway's end of a cell's socket: datagrams in, datagrams out, on the event loop and without waiting."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from gateway.sip.cell.wire import (
    MAX_DATAGRAM,
    PLAY_PIECE_BYTES,
    Clear,
    Command,
    Fact,
    Heard,
    Play,
    WireError,
    pack,
    unpack,
)

_READS_AT_ONCE = 64


class Link:
    """Owned by the loop it is made on. What the socket does not take is queued; only speech is ever much, and
    the legs bound that to a minute each. `on_lost` is called once, when the cell is gone or `close` was called.
    """

    def __init__(
        self,
        cell: socket.socket,
        on_message: Callable[[Fact | list[Heard]], None],
        on_lost: Callable[[], None],
    ) -> None:
        cell.setblocking(False)
        self._cell = cell
        self._loop = asyncio.get_running_loop()
        self._on_message = on_message
        self._on_lost = on_lost
        self._waiting: deque[Command] = deque()
        self._closed = False
        self._loop.add_reader(cell, self._read)

    def send(self, command: Command) -> None:
        """Send in order; speech in pieces of at most a second. Does nothing once the cell is gone."""
        if isinstance(command, Play):
            pieces = range(0, len(command.pcm), PLAY_PIECE_BYTES)
            self._waiting.extend(Play(command.leg, command.pcm[at : at + PLAY_PIECE_BYTES]) for at in pieces)
        elif isinstance(command, Clear):
            self._forget_speech(command.leg)
            self._waiting.append(command)
        else:
            self._waiting.append(command)
        self._write()

    def close(self) -> None:
        """Let go of the cell, which ends it."""
        if not self._closed:
            self._closed = True
            self._loop.remove_reader(self._cell)
            self._loop.remove_writer(self._cell)
            self._cell.close()
            self._waiting.clear()
            self._on_lost()

    def _forget_speech(self, leg: int) -> None:
        kept = [command for command in self._waiting if not (isinstance(command, Play) and command.leg == leg)]
        self._waiting = deque(kept)

    def _write(self) -> None:
        while self._waiting and not self._closed:
            try:
                self._cell.send(pack(self._waiting[0]))
            except BlockingIOError:
                self._loop.add_writer(self._cell, self._write)
                return
            except OSError:
                self.close()
                return
            self._waiting.popleft()
        if not self._closed:
            self._loop.remove_writer(self._cell)

    def _read(self) -> None:
        for _ in range(_READS_AT_ONCE):  # then the loop's other work has its turn
            datagram = b""
            try:
                datagram = self._cell.recv(MAX_DATAGRAM)
            except BlockingIOError:
                return
            except OSError:
                pass
            if not datagram:
                self.close()
                return
            with suppress(WireError):
                self._on_message(unpack(datagram))  # type: ignore[arg-type]
            if self._closed:
                return
