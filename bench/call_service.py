"""The gateway as its users have it: started by its command, watched from outside through /proc and its HTTP port."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

READY_WITHIN_S = 60
STOPPED_WITHIN_S = 45
_CLOCK_HZ = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Service:
    """A gateway that runs."""

    pid: int
    sip_port: int
    http_port: int
    ready_s: float

    def uri(self, destination: str = "agent") -> str:
        return f"sip:{destination}@127.0.0.1:{self.sip_port}"

    def memory_mb(self) -> float:
        """Proportional set size of the gateway and every process below it, in MB (proc(5), smaps_rollup)."""
        return sum(_pss_kb(pid) for pid in tree(self.pid)) / 1024

    def cpu_s(self) -> float:
        """Processor time of the gateway and every process below it, those that ended included."""
        return sum(_cpu_s(pid) for pid in tree(self.pid))

    def metric(self, name: str) -> float:
        """A number from /metrics, summed over its labels; 0 where there is none."""
        with urlopen(f"http://127.0.0.1:{self.http_port}/metrics", timeout=5) as page:
            text = page.read().decode()
        return sum(float(value) for value in re.findall(rf"^{name}(?:{{.*}})? (\S+)$", text, re.MULTILINE))

    async def settle(self, most_s: float = 90.0) -> None:
        """Wait until the gateway has no work of its own left: it makes likely answers ahead of time."""
        until, idle = time.monotonic() + most_s, 0
        while idle < 4 and time.monotonic() < until:
            busy = await asyncio.to_thread(self.metric, "sottovoce_speech_jobs")
            idle = 0 if busy else idle + 1
            await asyncio.sleep(0.5)


@asynccontextmanager
async def service(settings: Mapping[str, str] | None = None) -> AsyncIterator[Service]:
    """`sottovoce serve` with `settings` such as {"calls.most": "64"}, ready for calls; stopped in order afterwards."""
    sip_port, http_port = _free_ports()
    given = {f"SOTTOVOCE_{key.upper().replace('.', '_', 1)}": value for key, value in (settings or {}).items()}
    with tempfile.TemporaryDirectory() as folder:
        ports = ("--sip-port", str(sip_port), "--http-port", str(http_port))
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("sottovoce")),
            *("serve", *ports, "--data-dir", folder),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | given,
        )
        assert process.stdout
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                while b"Ready for calls" not in (line := await process.stdout.readline()):
                    assert line, "the gateway ended before it was ready"
            yield Service(process.pid, sip_port, http_port, time.monotonic() - began)
        finally:
            await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.communicate(), STOPPED_WITHIN_S)
    except TimeoutError:
        process.kill()
        await process.wait()


def tree(pid: int) -> Iterator[int]:
    """The process and every one below it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (stat := _stat(int(path.name))):
            parents.setdefault(int(stat[1]), []).append(int(path.name))
    waiting = [pid]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += parents.get(each, [])


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the command's name; [] when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu_s(pid: int) -> float:
    """Its own time and that of its children that ended (fields 14 to 17)."""
    return sum(int(ticks) for ticks in _stat(pid)[11:15]) / _CLOCK_HZ


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def _free_ports() -> tuple[int, int]:
    """A port free for UDP and TCP, and one free for TCP."""
    with socket.socket() as web, socket.socket() as sip:
        web.bind(("127.0.0.1", 0))
        sip.bind(("127.0.0.1", 0))
        return sip.getsockname()[1], web.getsockname()[1]
