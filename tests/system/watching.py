"""The gateway's event stream, read as a browser reads it."""

import contextlib
import socket
from collections.abc import Iterator

from tests.system.output import Output
from tests.system.ports import LOOPBACK
from tests.system.running import Gateway


@contextlib.contextmanager
def watching(gateway: Gateway) -> Iterator[Output]:
    """What /events tells, from here on; HTTP 1.0, so that it comes without chunks between."""
    with socket.create_connection((LOOPBACK, gateway.http_port)) as stream:
        stream.sendall(b"GET /events HTTP/1.0\r\nHost: localhost\r\n\r\n")
        output = Output(stream.makefile("r", encoding="utf-8"))
        output.wait_for(": watching", 5)
        yield output
        with contextlib.suppress(OSError):
            stream.shutdown(socket.SHUT_RDWR)  # ends the reading thread
