"""How Redis is reached, and what its errors mean to us."""

import asyncio
import ssl
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from redis import exceptions
from redis.asyncio import Redis

from privacy.store.errors import StoreAway, StoreDamaged, StoreError, StoreFull, StoreRefused

Result = TypeVar("Result")

_SECONDS: Final = 2.0  # for a connection, and for an answer; a rewrite is waited for in steps


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """Where Redis is and who we are to it; TLS with `rediss://`, an ACL user with `user` and `password`."""

    url: str = field(repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""  # whom to trust; empty: the system's authorities
    cert_file: str = ""  # our own certificate, when Redis asks for one
    key_file: str = ""
    prefix: str = "sottovoce:"


def connect(settings: RedisSettings) -> Redis:
    """A client; nothing is sent yet. TLS is 1.2 or newer and checks the server's name."""
    secured: dict[str, Any] = {}
    if settings.url.startswith("rediss://"):
        secured = {
            "ssl_cert_reqs": "required",
            "ssl_check_hostname": True,
            "ssl_ca_certs": settings.ca_file or None,
            "ssl_certfile": settings.cert_file or None,
            "ssl_keyfile": settings.key_file or None,
            "ssl_min_version": ssl.TLSVersion.TLSv1_2,
        }
    return Redis.from_url(
        settings.url,
        username=settings.user or None,
        password=settings.password or None,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
        **secured,
    )


async def asked(answer: Awaitable[Result]) -> Result:
    """What Redis answers, or a `StoreError`. Its own messages are not passed on: they may hold keys."""
    try:
        return await answer
    except Exception as error:
        raise _meaning(error) from None


def _meaning(error: Exception) -> StoreError:
    """The `StoreError` for what a client raised; the order is from the special to the general."""
    for types, made in _MEANINGS:
        if isinstance(error, types):
            return made
    if isinstance(error, exceptions.ResponseError):
        return _refusal(str(error))
    return StoreError(f"Redis failed: {type(error).__name__}")


def _refusal(message: str) -> StoreError:
    if message.startswith("MISCONF"):
        return StoreFull("Redis cannot write its files: free some space on its disk")
    if message.startswith(("NOPERM", "WRONGPASS", "NOAUTH")):
        return _DENIED
    if "READONLY" in message:
        return StoreRefused("Redis is a replica that takes no writes: give the address of the primary")
    return StoreDamaged("Redis did not understand us: is it version 7?")


_DENIED: Final = StoreRefused("Redis does not let us do this: check its ACL against docs/keeping.md")
_AWAY: Final = StoreAway("Redis cannot be reached")
_MEANINGS: Final[tuple[tuple[tuple[type[Exception], ...], StoreError], ...]] = (
    ((exceptions.AuthenticationError, exceptions.NoPermissionError), _DENIED),
    ((exceptions.OutOfMemoryError,), StoreFull("Redis is out of memory: raise maxmemory")),
    ((exceptions.ReadOnlyError,), _refusal("READONLY")),
    ((exceptions.BusyLoadingError,), StoreAway("Redis is still loading its data")),
    ((exceptions.ConnectionError, exceptions.TimeoutError, OSError, asyncio.TimeoutError), _AWAY),
)
