"""By which of our addresses a peer reaches us: what SDP and Record-Route must say to it."""

import ipaddress
import socket
from collections import OrderedDict

_REMEMBERED = 1024
_ANY_PORT = 9  # discard; connecting a datagram socket sends nothing


class LocalAddresses:
    """Finds and remembers, for each peer, the local address the system would speak to it from.

    A peer on the Internet is told `public_address` when there is one; a peer in a private network (RFC 1918,
    loopback, RFC 4193) reaches us directly and is told the address of the interface it uses.
    """

    def __init__(self, public_address: str | None) -> None:
        self._public_address = public_address
        self._known: OrderedDict[str, str] = OrderedDict()

    def towards(self, peer: str, bound: str) -> str:
        """Our address as that peer sees it, for a socket bound to `bound`."""
        if self._public_address and ipaddress.ip_address(peer.partition("%")[0]).is_global:
            return self._public_address
        if not ipaddress.ip_address(bound).is_unspecified:
            return bound
        if peer not in self._known:
            self._known[peer] = _source_address(peer) or bound
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[peer]

    def forget(self) -> None:
        """Look again: interfaces and routes change while a gateway runs."""
        self._known.clear()


def _source_address(peer: str) -> str | None:
    family = socket.AF_INET6 if ":" in peer else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((peer, _ANY_PORT))
        except OSError:  # no route: an answer could not reach the peer either
            return None
        return str(probe.getsockname()[0])
