"""How a cell stands among other processes: it dies with its parent, and goes first where it may."""

import ctypes
import os
import signal
from contextlib import suppress
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_NICENESS: Final = -10
_LIBC: Final = ctypes.CDLL(None)


def die_with(parent_pid: int) -> None:
    """The kernel kills us when our parent dies, however it dies: no orphan answers calls."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it died before the line above
        os._exit(0)


def leave_signals_to_parent() -> None:
    """Ctrl-C and a service manager's SIGTERM reach the whole group; the gateway drains and then tells us."""
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)


def come_first() -> None:
    """Ahead of speech recognition on a busy machine, where we are allowed to be."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, _NICENESS)
