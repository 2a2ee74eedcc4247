"""The callers' media: every line's packets in one thread, on its own clock, with arrivals stamped by the kernel."""

import contextlib
import heapq
import itertools
import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Self

from bench.call_line import TICK_NS, Line
from bench.call_scripts import AnyScript

_SO_TIMESTAMPNS: Final = 35  # socket(7); Python has no name for it
_TIMESPEC: Final = struct.Struct("qq")
_PHASES: Final = 10  # lines tick at one of ten moments, 2 ms apart: neither all at once nor each for itself
_PRIORITY: Final = -10
_BUFFER_BYTES: Final = 1 << 19

Done = Callable[[Any], object]


@dataclass(order=True, slots=True)
class _Tick:
    due_ns: int
    number: int
    player: "_Player" = field(compare=False)


@dataclass(slots=True)
class _Player:
    line: Line
    sock: socket.socket
    far_end: tuple[str, int]
    script: AnyScript
    done: Done
    hung_up: bool = False


class Media:
    """Plays scripts on lines. `add` and `hang_up` are called on any thread; `done` is called on the media thread."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._ticks: list[_Tick] = []
        self._change = threading.Condition()
        self._players: dict[Line, _Player] = {}
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="media", daemon=True)
        self.late_ms: list[float] = []  # of each tick: how far the callers' own clock can be trusted

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._closed = True
            self._change.notify()
        self._thread.join()

    def add(self, line: Line, sock: socket.socket, far_end: tuple[str, int], script: AnyScript, done: Done) -> None:
        """Play `script` on `line` until it returns; then `done` is told what."""
        number = next(self._numbers)
        player = _Player(line, sock, far_end, script, done)
        due_ns = (time.time_ns() // TICK_NS + 1) * TICK_NS + number % _PHASES * TICK_NS // _PHASES
        with self._change:
            self._players[line] = player
            heapq.heappush(self._ticks, _Tick(due_ns, number, player))
            self._change.notify()

    def hang_up(self, line: Line) -> None:
        """The call is over before its script: `done` is told None."""
        if player := self._players.get(line):
            player.hung_up = True

    def _run(self) -> None:
        with contextlib.suppress(PermissionError):  # else the callers' clock is as good as its share of the cores
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _PRIORITY)
        while tick := self._next():
            late_ns = time.time_ns() - tick.due_ns
            if late_ns < 0:
                time.sleep(-late_ns / 1e9)
                late_ns = time.time_ns() - tick.due_ns
            self.late_ms.append(late_ns / 1e6)
            self._play(tick)

    def _next(self) -> _Tick | None:
        with self._change:
            while not self._ticks and not self._closed:
                self._change.wait()
            return None if self._closed else heapq.heappop(self._ticks)

    def _play(self, tick: _Tick) -> None:
        player = tick.player
        _receive(player)
        packet = player.line.send(time.time_ns())
        with contextlib.suppress(OSError):  # the far end's port is closed: the script's patience ends
            player.sock.sendto(packet, player.far_end)
        if player.hung_up:
            self._end(player, None)
            return
        try:
            next(player.script)
        except StopIteration as end:
            self._end(player, end.value)
            return
        tick.due_ns += TICK_NS
        with self._change:
            heapq.heappush(self._ticks, tick)

    def _end(self, player: _Player, result: Any) -> None:
        self._players.pop(player.line, None)
        player.done(result)


def _receive(player: _Player) -> None:
    while True:
        try:
            octets, ancillary, _, _ = player.sock.recvmsg(2048, 64)
        except OSError:
            return
        player.line.receive(octets, _stamped_ns(ancillary))


def _stamped_ns(ancillary: list[tuple[int, int, bytes]]) -> int:
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS):
            seconds, nanoseconds = _TIMESPEC.unpack(data)
            return int(seconds * 1_000_000_000 + nanoseconds)
    return time.time_ns()


def rtp_socket(host: str) -> socket.socket:
    """A socket for RTP whose packets are stamped by the kernel as they arrive, however late we read them."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
    sock.bind((host, 0))
    return sock
