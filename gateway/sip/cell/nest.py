"""The gateway's hold on the nursery: starts it, asks it for cells, and starts it again when it is gone."""

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import suppress

from gateway.sip.cell.wire import Options, pack

_EXIT_S = 2.0


class Nest:
    """Owns the nursery process. Used from one event loop; `close` ends the nursery and every cell left in it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._nursery: socket.socket | None = None

    def hatch(self, options: Options) -> socket.socket:
        """Our end of a new cell's socket; the cell says `Ready` on it. Raises `OSError` where none can start."""
        ours, theirs = _pair()
        with theirs:
            try:
                self._ask(options, theirs)
            except OSError:  # the nursery died since we last spoke to it
                self._let_go()
                self._ask(options, theirs)
        return ours

    def _ask(self, options: Options, cell_end: socket.socket) -> None:
        if self._nursery is None:
            self._start()
        assert self._nursery is not None
        socket.send_fds(self._nursery, [pack(options)], [cell_end.fileno()])

    def _start(self) -> None:
        ours, theirs = _pair()
        with theirs:
            command = [sys.executable, "-m", "gateway.sip.cell"]
            command += ["--fd", str(theirs.fileno()), "--parent", str(os.getpid())]
            self._process = subprocess.Popen(  # noqa: S603 nothing of it comes from outside
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._nursery = ours

    def _let_go(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def close(self) -> None:
        """End the nursery; the kernel ends with it whatever cells are left."""
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None
        process = self._process
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(process.wait, _EXIT_S)
        self._let_go()


def _pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
