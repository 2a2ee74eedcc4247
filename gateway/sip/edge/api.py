"""The SIP edge as the rest of the gateway sees it: settings, admission, facts.

The edge is a stateless proxy (RFC 3261 section 16.11) with one table: which cell a call lives on and over
which flow its caller is reached. It forwards to its own cells and back to callers they talk to, nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Counters = Mapping[str, int]
"""Counts by fact name, such as `request.INVITE.udp` or `answered.503`. Every part of a name comes from a closed
set, so no caller can put a word into one or make their number grow."""

Observe = Callable[[str], None]
"""Told the name of each fact, as counted. Called on the event loop; must not block or raise."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a new call is not taken: a SIP status of 400 to 699, and when to try again."""

    code: int = 503
    retry_after_s: int | None = 5


Admit = Callable[[str], Refusal | None]
"""Decides on load whether a call to a destination ("agent", "echo") may begin; None admits it. Asked once for
each new INVITE after the rate limits and before a cell is reserved, on the event loop; must not block."""


def admit_all(_destination: str) -> Refusal | None:
    """Every call is welcome."""
    return None


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `burst` at once, refilled with `per_s` a second."""

    per_s: float
    burst: int


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """How the edge listens, whom it answers and how much it bears. Every number is a bound on hostile input."""

    hosts: tuple[str, ...] = ("0.0.0.0",)  # noqa: S104 - a gateway is there to be called
    port: int = 5060  # UDP and TCP; 0 lets the system choose, for tests
    public_address: str | None = None  # the address callers from the Internet reach us by, behind 1:1 NAT
    cells_host: str = "127.0.0.1"  # cells are reached over this interface alone

    destinations: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({"agent": "agent", "echo": "echo"})
    )
    """Dialled user part in lower case to destination; the key "*" catches every other user."""
    default_destination: str | None = None  # for a Request-URI without a user part; None answers 404

    source_invites: Rate = Rate(per_s=10, burst=60)
    source_strays: Rate = Rate(per_s=10, burst=40)  # everything the edge answers by itself
    all_invites: Rate = Rate(per_s=50, burst=200)
    max_sources: int = 4096  # source addresses remembered for rate limiting
    unlimited_networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")  # and a dispatcher in front, if any
    max_waiting: int = 64  # calls that wait a moment for a cell that is starting
    max_calls: int = 4096  # entries of the call table, calls that ended lately included

    max_message_bytes: int = 16_384
    max_body_bytes: int = 8_192
    max_connections: int = 1024
    max_connections_per_source: int = 64
    max_unsent_bytes: int = 262_144  # a connection whose peer does not read is closed beyond this
    message_timeout_s: float = 10.0  # from the first byte of a message to its last (slow loris)
    first_message_timeout_s: float = 10.0
    idle_timeout_s: float = 900.0  # of a connection that no call uses

    retry_after_full_s: int = 30
    retry_after_draining_s: int = 60
