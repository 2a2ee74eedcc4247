"""The nursery: a process that has PJSIP's bindings loaded and forks a cell for each socket it is sent.

A fork is ready in a few milliseconds and shares the interpreter's memory with its siblings, where a fresh process
would need a tenth of a second and 12 MB. The nursery itself never starts PJSIP and holds no call.
"""

import gc
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Final

from gateway.hardening import harden
from gateway.sip.cell import standing
from gateway.sip.cell.server import CellServer
from gateway.sip.cell.wire import MAX_DATAGRAM, Options, unpack

_SWITCH_INTERVAL_S: Final = 0.0002


def run(gateway: socket.socket, parent_pid: int) -> None:
    """Fork a cell for every `Options` that arrives with a socket, until the gateway closes its end."""
    standing.die_with(parent_pid)
    standing.leave_signals_to_parent()
    harden()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps
    gc.collect()
    gc.freeze()  # a collection in a cell would copy every page that it shares
    while True:
        datagram, descriptors, _, _ = socket.recv_fds(gateway, MAX_DATAGRAM, 1)
        if not datagram:
            return
        options = unpack(datagram)
        assert isinstance(options, Options)
        if os.fork() == 0:
            gateway.close()
            _be_a_cell(options, socket.socket(fileno=descriptors[0]))
        for descriptor in descriptors:
            os.close(descriptor)


def _be_a_cell(options: Options, gateway: socket.socket) -> None:
    """Never returns. Nothing of the nursery's stack may run again in a cell."""
    code = 1
    with suppress(BaseException):
        standing.die_with(os.getppid())
        harden()
        standing.come_first()
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        CellServer(options, gateway, os.getpid()).run()
        code = 0
    os._exit(code)
