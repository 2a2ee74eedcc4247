"""What in a Redis server's settings weakens a promise of the store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from redis.asyncio import Redis

from privacy.store.api import Finding, Level
from privacy.store.errors import StoreRefused
from privacy.store.redis_link import asked

_ASKED: Final = ("appendonly", "appendfsync", "save", "maxmemory", "maxmemory-policy")


@dataclass(frozen=True, slots=True)
class _Check:
    finding: Finding
    fails: Callable[[Mapping[str, str]], bool]


_CHECKS: Final = (
    _Check(
        Finding(
            Level.ERROR,
            "redis-not-persistent",
            "Redis keeps nothing on disk: set appendonly yes, or a restart loses what was acknowledged",
        ),
        lambda config: config["appendonly"] != "yes" and not config["save"],
    ),
    _Check(
        Finding(
            Level.ERROR,
            "redis-snapshots-only",
            "Redis writes snapshots only: set appendonly yes, or a crash loses what was kept since the last",
        ),
        lambda config: config["appendonly"] != "yes" and bool(config["save"]),
    ),
    _Check(
        Finding(
            Level.WARNING,
            "redis-fsync",
            "Redis syncs once a second or less: set appendfsync always, or a power cut loses a second",
        ),
        lambda config: config["appendonly"] == "yes" and config["appendfsync"] != "always",
    ),
    _Check(
        Finding(
            Level.ERROR,
            "redis-evicts",
            "Redis throws rows away when memory is short: set maxmemory-policy noeviction",
        ),
        lambda config: config["maxmemory-policy"] != "noeviction",
    ),
)


async def persistence(redis: Redis) -> tuple[Finding, ...]:
    """The findings, errors first; one alone when the ACL does not let us look."""
    try:
        answer = await asked(redis.config_get(*_ASKED))
    except StoreRefused:
        sentence = "we may not read Redis' settings: allow +config|get, or check its persistence yourself"
        return (Finding(Level.WARNING, "redis-unknown", sentence),)
    config = cast(Mapping[str, str], answer)
    found = [check.finding for check in _CHECKS if check.fails(config)]
    return tuple(sorted(found, key=lambda each: each.level is not Level.ERROR))
