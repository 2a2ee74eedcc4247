"""Ports that were free a moment ago."""

import contextlib
import random
import socket

LOOPBACK = "127.0.0.1"
SIP_RANGE = range(15_000, 20_000)  # below the range from which the kernel takes ports for others
RTP_RANGE = range(20_000, 30_000, 500)


def free_port() -> int:
    """A port that is free for UDP and TCP alike."""
    for port in random.sample(SIP_RANGE, 200):
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                held.enter_context(socket.socket(socket.AF_INET, kind)).bind(("", port))
            return port
    raise AssertionError("no free port among two hundred")


def rtp_ports() -> tuple[int, int]:
    """First and last of 500 ports; cells step over the odd one that is taken."""
    first = random.choice(RTP_RANGE)
    return first, first + 499
