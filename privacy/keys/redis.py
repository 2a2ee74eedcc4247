"""The shelf in Redis, for several boxes: hashes under a prefix of their own, so that an ACL can tell them apart."""

from typing import Final, Self

from privacy.keys.shelf import Wrapped
from privacy.store.redis_link import RedisSettings, asked, connect

_ADD: Final = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'master', ARGV[1], 'blob', ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
return 1
"""
_REPLACE: Final = """
if redis.call('HGET', KEYS[1], 'blob') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'master', ARGV[2], 'blob', ARGV[3])
return 1
"""
_DROP: Final = """
redis.call('SREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
"""


class RedisShelf:
    """`Shelf` in Redis. `RedisStore.scrub` rewrites the files of both, so that `scrub` here has nothing to do."""

    def __init__(self, settings: RedisSettings) -> None:
        self._redis = connect(settings)
        self._prefix = f"{settings.prefix}key:"
        self._all = f"{settings.prefix}keys"
        self._add = self._redis.register_script(_ADD)
        self._replace = self._redis.register_script(_REPLACE)
        self._drop = self._redis.register_script(_DROP)

    @classmethod
    async def open(cls, settings: RedisSettings) -> Self:
        """A shelf whose Redis has answered. Raises `StoreError`."""
        shelf = cls(settings)
        try:
            await asked(shelf._redis.ping())
        except BaseException:
            await shelf.aclose()
            raise
        return shelf

    async def add(self, name: str, wrapped: Wrapped) -> bool:
        given: list[str | bytes] = [wrapped.master, wrapped.blob, name]
        return bool(await asked(self._add(keys=[self._prefix + name, self._all], args=given)))

    async def get(self, name: str) -> Wrapped | None:
        master, blob = await asked(self._redis.hmget(self._prefix + name, ["master", "blob"]))
        return Wrapped(_bytes(master).decode(), _bytes(blob)) if master and blob else None

    async def replace(self, name: str, old: Wrapped, new: Wrapped) -> bool:
        given: list[str | bytes] = [old.blob, new.master, new.blob]
        return bool(await asked(self._replace(keys=[self._prefix + name], args=given)))

    async def drop(self, *names: str) -> bool:
        gone = [await asked(self._drop(keys=[self._prefix + name, self._all], args=[name])) for name in names]
        return any(gone)

    async def names(self) -> frozenset[str]:
        found = await asked(self._redis.smembers(self._all))
        return frozenset(_bytes(name).decode() for name in found)

    async def scrub(self) -> bool:
        return True

    async def aclose(self) -> None:
        await self._redis.aclose()


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
