"""Bound sockets, or an error that says what to do."""

import errno
import ipaddress
import socket

from gateway.sip.edge.errors import EdgeAddressUnusable, EdgePortTaken

_RECEIVE_BUFFER_BYTES = 1 << 20  # a burst of a few hundred messages waits here while one is being routed
_PORT_ATTEMPTS = 20


def bind(transport: str, host: str, port: int) -> socket.socket:
    """A socket for "udp" or "tcp", bound and not blocking.

    Raises:
        EdgePortTaken: another program holds the port, or it is a privileged one.
        EdgeAddressUnusable: the host is no address of this machine.
    """
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    bound = socket.socket(_family(host), kind)
    try:
        if transport == "udp":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if bound.family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise EdgePortTaken(transport, host, port) from None
        raise EdgeAddressUnusable(host) from None
    bound.setblocking(False)
    return bound


def bind_both(hosts: tuple[str, ...], port: int) -> list[tuple[socket.socket, socket.socket]]:
    """A UDP and a TCP socket for each host, all on the same port; port 0 finds one that is free for all.

    Raises:
        EdgePortTaken, EdgeAddressUnusable: as `bind`.
    """
    for attempt in range(_PORT_ATTEMPTS):
        pairs: list[tuple[socket.socket, socket.socket]] = []
        try:
            for host in hosts:
                udp = bind("udp", host, port or (port_of(pairs[0][0]) if pairs else 0))
                pairs.append((udp, bind("tcp", host, port_of(udp))))
        except EdgePortTaken:
            _close(pairs)
            if port or attempt == _PORT_ATTEMPTS - 1:
                raise
        else:
            return pairs
    raise AssertionError("the last attempt returns or raises")


def port_of(bound: socket.socket) -> int:
    """The local port."""
    return int(bound.getsockname()[1])


def _close(pairs: list[tuple[socket.socket, socket.socket]]) -> None:
    for pair in pairs:
        for bound in pair:
            bound.close()


def _family(host: str) -> socket.AddressFamily:
    try:
        return socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        raise EdgeAddressUnusable(host) from None
