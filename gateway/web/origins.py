"""From which pages the gateway may be asked: its own, and those that the operator named."""

from collections.abc import Iterable

from starlette.requests import HTTPConnection

from gateway.web.networks import plain_address
from gateway.web.problems import Problem

FOREIGN = "This page may not use the gateway. Its operator can name it in http.allowed_origins."
MISDIRECTED = "Without HTTPS the gateway answers to addresses, localhost and the names in http.hosts alone."
_UNSAFE_SITES = ("cross-site", "same-site")


class Origins:
    """Decides by Origin, Host and Sec-Fetch-Site. A client that is no browser sends no Origin and carries nobody else's
    cookie, so the absence of one is no danger where the other checks hold."""

    def __init__(self, allowed: Iterable[str] = (), hosts: Iterable[str] = ()) -> None:
        self._allowed = frozenset(allowed)
        self._hosts = frozenset(host.lower() for host in hosts)

    def check(self, connection: HTTPConnection, *, required: bool = False) -> None:
        """Raises `Problem` for a foreign page, or, when `required`, for none."""
        self._check_host(connection)
        origin = connection.headers.get("origin")
        if origin is None:
            alien = connection.headers.get("sec-fetch-site") in _UNSAFE_SITES
        else:
            alien = not (self.is_allowed(connection) or origin.lower() == own_origin(connection))
        if alien or (required and origin is None):
            raise Problem(403, FOREIGN)

    def is_allowed(self, connection: HTTPConnection) -> bool:
        """Whether it is asked from a foreign page that the operator named."""
        return connection.headers.get("origin") in self._allowed

    def _check_host(self, connection: HTTPConnection) -> None:
        """A page of somebody's whose name was made to lead here is its own origin to the browser (DNS rebinding). TLS
        stops it, since it has no certificate for the name; without TLS only names that nobody else can own pass."""
        if is_encrypted(connection):
            return
        host = _host_without_port(connection.headers.get("host", ""))
        local = host == "localhost" or host.endswith(".localhost")
        if not (local or host in self._hosts or plain_address(host)):
            raise Problem(421, MISDIRECTED)


def is_encrypted(connection: HTTPConnection) -> bool:
    """Whether the browser's own connection is TLS: ours, or that of a trusted proxy."""
    return connection.scope["scheme"] in ("https", "wss")


def own_origin(connection: HTTPConnection) -> str:
    """The origin of a page that was served under the name asked for (RFC 6454 section 6.2)."""
    scheme = "https" if is_encrypted(connection) else "http"
    return f"{scheme}://{connection.headers.get('host', '')}".lower()


def _host_without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() and not name.endswith(":") else host.lower()
