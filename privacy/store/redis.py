"""The shared store: Redis 7, for several boxes that answer as one."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Self, cast

from privacy.declared.fields import kind_named
from privacy.store import lua
from privacy.store.api import Finding, Owner, Ref, SealedRow
from privacy.store.errors import Gone, StoreAway, StoreError
from privacy.store.redis_findings import persistence
from privacy.store.redis_link import RedisSettings, asked, connect

_REWRITE_STEP_S: Final = 0.05
_REWRITE_STEPS: Final = 1200  # a minute; a larger set is finished by the next sweep


class RedisStore:
    """`Store` in Redis. Acknowledged is what Redis acknowledged: how durable that is, `findings` tells."""

    def __init__(self, settings: RedisSettings) -> None:
        self._redis = connect(settings)
        self._prefix = settings.prefix
        self._write = self._redis.register_script(lua.WRITE)
        self._erase = self._redis.register_script(lua.ERASE)
        self._closed = False

    @classmethod
    async def open(cls, settings: RedisSettings) -> Self:
        """A store whose Redis has answered. Raises `StoreError`."""
        store = cls(settings)
        try:
            await asked(store._redis.ping())
        except BaseException:
            await store.aclose()
            raise
        return store

    async def write(
        self, puts: Sequence[SealedRow], drops: Sequence[Ref] = (), needs: Sequence[Ref] = (), *, lazily: bool = False
    ) -> None:
        todo = {
            "needs": [(need.kind, need.key) for need in needs],
            "drops": [(drop.kind, drop.key) for drop in drops],
            "puts": [_described(row) for row in puts],
        }
        self._check()
        missing = await asked(self._write(args=[self._prefix, json.dumps(todo), *(row.sealed for row in puts)]))
        if missing:
            raise Gone(f"the {missing.decode()} is not there any more")

    async def get(self, kind: str, key: str) -> SealedRow | None:
        found = await self._read(kind, [key])
        return found[0] if found else None

    async def find(self, kind: str, owner: Owner, value: str) -> tuple[SealedRow, ...]:
        assert owner in kind_named(kind).clear
        self._check()
        members = await asked(self._redis.smembers(f"{self._prefix}{owner}:{value}"))
        named = (_text(member).split(":", 1) for member in members)
        return await self._read(kind, sorted(key for of, key in named if of == kind))

    async def of_calls(self, calls: Sequence[str]) -> tuple[SealedRow, ...]:
        self._check()
        async with self._redis.pipeline(transaction=False) as pipe:
            for call in calls:
                pipe.smembers(f"{self._prefix}call:{call}")
            members = await asked(pipe.execute())
        keys: dict[str, list[str]] = {}
        for member in (each for found in members for each in found):
            kind, key = _text(member).split(":", 1)
            keys.setdefault(kind, []).append(key)
        return tuple([row for kind, named in keys.items() for row in await self._read(kind, named)])

    async def all(self, kind: str) -> tuple[SealedRow, ...]:
        self._check()
        members = await asked(self._redis.smembers(f"{self._prefix}all:{kind}"))
        return await self._read(kind, sorted(_text(member) for member in members))

    async def due(self, kind: str, at_s: int, most: int, after: tuple[int, str] | None = None) -> tuple[SealedRow, ...]:
        self._check()
        low, key_after = after or (-1, "")
        keys: list[str] = []
        start = 0
        while len(keys) < most:  # rows of the same second come in order of their keys, some before `after`
            page = await asked(
                self._redis.zrangebyscore(f"{self._prefix}due:{kind}", low, at_s, start, most, withscores=True)
            )
            found = ((int(score), _text(key)) for key, score in cast(Sequence[tuple[bytes, float]], page))
            keys += [key for score, key in found if (score, key) > (low, key_after)]
            start += len(page)
            if len(page) < most:
                break
        return await self._read(kind, keys[:most])

    async def subjects(self) -> frozenset[str]:
        self._check()
        return frozenset(_text(key) for key in await asked(self._redis.smembers(f"{self._prefix}all:subject")))

    async def erase(self, subject: str) -> int:
        self._check()
        return int(await asked(self._erase(args=[self._prefix, subject])))

    async def scrub(self) -> bool:
        """Rewrites the append-only file and the dump, and waits until the old ones are gone."""
        self._check()
        info = await self._info("persistence")
        if info["aof_enabled"]:
            await self._renew(self._redis.bgrewriteaof, "aof_rewrite_in_progress", "aof_last_bgrewrite_status")
        await self._renew(self._redis.bgsave, "rdb_bgsave_in_progress", "rdb_last_bgsave_status")
        return True

    async def findings(self) -> tuple[Finding, ...]:
        self._check()
        return await persistence(self._redis)

    async def aclose(self) -> None:
        self._closed = True
        await self._redis.aclose()

    async def _renew(self, command: Callable[[], Awaitable[Any]], running: str, status: str) -> None:
        """Start a rewrite when none runs, and wait for one that began after we asked."""
        await self._until_idle(running)
        await asked(command())
        await self._until_idle(running)
        if (await self._info("persistence"))[status] != "ok":
            raise StoreError("Redis could not rewrite its files: what was erased may still lie in them")

    async def _until_idle(self, running: str) -> None:
        for _ in range(_REWRITE_STEPS):
            info = await self._info("persistence")
            if not info[running] and not info.get("aof_rewrite_scheduled") and not info["rdb_bgsave_in_progress"]:
                return
            await asyncio.sleep(_REWRITE_STEP_S)  # Redis tells of the end of a rewrite to nobody
        raise StoreAway("Redis takes longer than a minute to rewrite its files")

    async def _info(self, section: str) -> dict[str, Any]:
        return cast(dict[str, Any], await asked(self._redis.info(section)))

    async def _read(self, kind: str, keys: Sequence[str]) -> tuple[SealedRow, ...]:
        kind_named(kind)
        self._check()
        if not keys:
            return ()
        async with self._redis.pipeline(transaction=False) as pipe:
            for key in keys:
                pipe.hmget(f"{self._prefix}row:{kind}:{key}", ["clear", "sealed"])
            found = await asked(pipe.execute())
        read = ((key, *parts) for key, parts in zip(keys, found, strict=True))
        return tuple(SealedRow(kind, key, json.loads(clear), sealed) for key, clear, sealed in read if clear)

    def _check(self) -> None:
        if self._closed:
            raise StoreAway("the store is closed")


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _described(row: SealedRow) -> dict[str, Any]:
    """What the script needs to know of a row to put it and to index it."""
    owners = {name: row.clear[name] for name in ("call", "subject", "due_s") if row.clear.get(name) is not None}
    return {"kind": row.kind, "key": row.key, "clear": json.dumps(dict(row.clear)), **owners}
