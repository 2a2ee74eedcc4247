"""The configurations of `sip_configs`, with a real gateway's address put where they say 192.0.2.10."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

CONFIGS = Path(__file__).parents[2] / "sip_configs"


def place(peer: str, folder: Path, gateway_port: int) -> Path:
    """A copy of a peer's folder that speaks to a gateway on loopback."""
    for source in (CONFIGS / peer).iterdir():
        text = source.read_text().replace("192.0.2.10:5060", f"127.0.0.1:{gateway_port}")
        (folder / source.name).write_text(text.replace("192.0.2.10", f"127.0.0.1:{gateway_port}"))
    return folder


def change(file: Path, old: str, new: str) -> None:
    """Replace what a test machine has not, such as a sound card."""
    text = file.read_text()
    assert old in text, f"{file.name} does not say {old!r}"
    file.write_text(text.replace(old, new))


@asynccontextmanager
async def running(*command: str, cwd: Path, home: Path | None = None) -> AsyncIterator[Process]:
    """A program that is ended with the block; what it says is read and thrown away."""
    env = {**os.environ, "HOME": str(home)} if home else None
    process = await asyncio.create_subprocess_exec(
        *command, cwd=cwd, env=env, stdin=PIPE, stdout=DEVNULL, stderr=STDOUT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()
