"""SIPp (Debian's sip-tester), run on loopback as callers or as a cell."""

import asyncio
import shutil
import socket
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).with_name("scenarios")
TIMEOUT_S = 30

needs_sipp = pytest.mark.skipif(shutil.which("sipp") is None, reason="needs SIPp: apt install sip-tester")


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM) -> int:
    """A port that was free a moment ago; programs that cannot tell their own port get one this way."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scenario(name: str) -> list[str]:
    """SIPp's own by their names, ours by theirs, any other by its path."""
    if name in ("uac", "uas"):
        return ["-sn", name]
    return ["-sf", name if name.endswith(".xml") else str(SCENARIOS / f"{name}.xml")]


async def start(scenario: str, port: int, calls: int, *options: str) -> Process:
    """SIPp on a port of its own, for so many calls."""
    common = ["-i", "127.0.0.1", "-p", str(port), "-m", str(calls), "-nostdin", "-timeout", f"{TIMEOUT_S}s"]
    command = ["sipp", *_scenario(scenario), *common, "-timeout_error", "-default_behaviors", "all", *options]
    return await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=PIPE, cwd="/tmp")


async def succeeded(process: Process) -> None:
    """Wait for SIPp and fail with what it said unless every call went as its scenario has it."""
    _, said = await asyncio.wait_for(process.communicate(), TIMEOUT_S + 5)
    assert process.returncode == 0, said.decode(errors="replace")[-2000:]


async def is_up(port: int) -> None:
    """Wait until somebody holds the UDP port."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return
        await asyncio.sleep(0.01)


async def served(process: Process) -> None:
    """Let a SIPp that answers go once its callers succeeded: its own scenario lingers for seconds after a BYE."""
    if process.returncode is None:
        process.terminate()
    await process.communicate()
