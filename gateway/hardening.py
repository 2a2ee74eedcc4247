"""What keeps audio and words in memory, and memory to ourselves."""

import contextlib
import ctypes
import ctypes.util
import os
import resource
from dataclasses import dataclass

_PR_SET_DUMPABLE = 4
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Hardened:
    """What could be done. Memory is locked where the operating system allows it (RLIMIT_MEMLOCK)."""

    core_dumps_off: bool
    not_dumpable: bool
    memory_locked: bool


def harden() -> Hardened:
    """No core dumps, no ptrace by the same user (prctl(2)), no page of ours in swap (mlockall(2)).

    Pages are locked as they are touched (MCL_ONFAULT), so that locking costs no memory. Never raises: an
    operating system that refuses is reported by `sottovoce doctor` and at start.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    not_dumpable = libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
    return Hardened(True, not_dumpable, _lock(libc))


def _lock(libc: ctypes.CDLL) -> bool:
    if not _may_lock():
        return False
    return bool(libc.mlockall(_MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT) == 0)


def _may_lock() -> bool:
    """A limited budget would make later allocations fail: lock everything or nothing (mlockall(2))."""
    if os.geteuid() == 0:
        return True
    with contextlib.suppress(OSError, ValueError):
        soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
        if hard == resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
            return True
        return soft == resource.RLIM_INFINITY
    return False
