"""Networks that an operator named, and addresses as they come out of sockets and headers."""

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Networks:
    """A set of networks that knows which addresses are in it. Raises `ValueError` for what is no network."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(network) for network in networks)

    def __contains__(self, host: str) -> bool:
        address = plain_address(host)
        return address is not None and any(address in network for network in self._networks)


def plain_address(text: str) -> Address | None:
    """The address in `text`, its scope and brackets left off and IPv4 in IPv6 unwrapped; None where there is none."""
    host = text.strip().removeprefix("[").removesuffix("]").partition("%")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
