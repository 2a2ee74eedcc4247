"""What the web side is made with: whom it believes and how much it bears."""

from dataclasses import dataclass

from gateway.sip.edge.api import Rate

LOOPBACK = ("127.0.0.0/8", "::1/128")
REQUESTS = Rate(per_s=20, burst=100)
OPENINGS = Rate(per_s=1, burst=30)


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Every number is a bound on hostile input."""

    allowed_origins: tuple[str, ...] = ()  # pages of others that may embed the widget
    hosts: tuple[str, ...] = ()  # names that lead here without TLS
    trusted_proxies: tuple[str, ...] = ()  # networks whose X-Forwarded-For and -Proto are believed
    monitors: tuple[str, ...] = LOOPBACK  # networks that may read /metrics and /events

    requests: Rate = REQUESTS  # of one source, everything below /api
    openings: Rate = OPENINGS  # of one source: sessions, calls and chats, each for itself
    max_sources: int = 4096  # source addresses remembered for rate limiting

    max_sessions: int = 4096
    session_idle_s: float = 7200.0

    max_chats: int = 64
    chat_idle_s: float = 300.0
    chat_longest_s: float = 3600.0
    afterlife_s: float = 60.0  # how long the events of a call that is over can be read again


@dataclass(frozen=True, slots=True)
class SocketSettings:
    """What one listener bears."""

    certificate: str = ""  # PEM files; both or none
    key: str = ""
    max_connections: int = 512
    max_connections_per_source: int = 64
    unlimited_networks: tuple[str, ...] = ()  # trusted proxies, who connect for many
    head_within_s: float = 10.0  # from the first byte of a request to the end of its headers (slow loris)
    unread_within_s: float = 30.0  # a connection whose peer does not read is closed
    max_head_bytes: int = 16_384
    max_message_bytes: int = 32_768  # of a WebSocket
