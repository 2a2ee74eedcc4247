"""A Redis server of our own on a free port, that keeps its files in a folder of the test."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def redis_server(folder: Path, *options: str, port: int | None = None) -> Iterator[int]:
    """The port of a server that answers, on `port` if given; killed at the end, with SIGKILL."""
    port = port or free_port()
    listening = () if "--tls-port" in options else ("--port", str(port))
    command = ["redis-server", *listening, "--bind", "127.0.0.1", "--dir", str(folder), *options]
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
