"""What the kernel knows of processes: sessions, children, threads' commands, memory."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Seen:
    """One process at the moment it was looked at."""

    pid: int
    parent: int
    session: int
    command: str


def everyone() -> Iterator[Seen]:
    """Every process that has not ended; those that wait to be reaped have."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                _, _, rest = (entry / "stat").read_text().rpartition(") ")
                state, parent, _, session = rest.split()[:4]
                if state not in "ZX":
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                    yield Seen(int(entry.name), int(parent), int(session), command)


def in_session(session: int) -> list[Seen]:
    return [each for each in everyone() if each.session == session]


def children_of(parent: int) -> list[Seen]:
    return [each for each in everyone() if each.parent == parent]


def memory_mb(pids: list[int]) -> float:
    """Proportional set size of the processes together; their anonymous pages where the kernel shows it to root alone
    (processes that are not dumpable belong to root in /proc)."""
    return sum(_memory_kb(pid) for pid in pids) / 1024


def _memory_kb(pid: int) -> int:
    name, field = ("smaps_rollup", "Pss:") if os.geteuid() == 0 else ("status", "RssAnon:")
    for line in (PROC / str(pid) / name).read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    return 0


def limits(pid: int) -> dict[str, list[str]]:
    """Soft and hard limit by name, as in /proc/PID/limits."""
    lines = (PROC / str(pid) / "limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[:2] for line in lines}


def owner(pid: int) -> tuple[int, int]:
    """Who owns /proc/PID/maps: root, whoever runs it, when the process is not dumpable (proc(5))."""
    about = (PROC / str(pid) / "maps").stat()
    return about.st_uid, about.st_gid
