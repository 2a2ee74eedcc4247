"""Links that are good once: an export waits in memory for its owner, for minutes, and is nowhere else."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

LIFETIME_S: Final = 900
BYTES_MOST: Final = 64 * 1024 * 1024  # all that waits, together


class LinksFull(Exception):
    """Too much waits to be fetched: try again when some of it was, or has expired."""

    def __init__(self) -> None:
        super().__init__("too many exports wait to be fetched: try again in a quarter of an hour")


@dataclass(frozen=True, slots=True)
class _Waiting:
    content: bytes = field(repr=False)
    due_s: int


@dataclass(slots=True)
class Links:
    """Used on one event loop. What waits is found by the hash of its token: the token is with its owner alone."""

    now: Callable[[], int]
    lifetime_s: int = LIFETIME_S
    bytes_most: int = BYTES_MOST
    _waiting: dict[str, _Waiting] = field(default_factory=dict, repr=False)

    def offer(self, content: bytes) -> str:
        """The token, 256 random bits, with which `content` can be taken once. Raises `LinksFull`."""
        self._expire()
        if sum(len(each.content) for each in self._waiting.values()) + len(content) > self.bytes_most:
            raise LinksFull
        token = secrets.token_urlsafe(32)
        self._waiting[_hash(token)] = _Waiting(content, self.now() + self.lifetime_s)
        return token

    def take(self, token: str) -> bytes | None:
        """What was offered under the token; None for one that is wrong, used or too old, which look the same."""
        self._expire()
        found = self._waiting.pop(_hash(token), None)
        return found.content if found else None

    def _expire(self) -> None:
        now_s = self.now()
        self._waiting = {name: each for name, each in self._waiting.items() if each.due_s > now_s}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
