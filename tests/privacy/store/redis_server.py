"""A Redis server of our own on a free port, that keeps its files in a folder of the test."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def redis_server(folder: Path, *options: str) -> Iterator[int]:
    """The port of a server that answers; killed at the end."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            for line in server.stdout:
                if "Ready to accept connections" in line:
                    break
            else:
                raise AssertionError("redis-server did not start")
            yield port
        finally:
            server.kill()
