"""The audit as a stream in Redis, one chain for all boxes; each keeps signatures of its own lines elsewhere.

A signature covers every line before it, so that those of any box prove the lines of all. How durable a line is, the
findings of the store tell.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.audit.api import AuditAway, Entry
from privacy.audit.chain import Head, link, sign
from privacy.audit.file import checkpoints_name
from privacy.audit.lines import open_lines, put, whole_lines
from privacy.store.errors import StoreError
from privacy.store.redis_link import RedisSettings, asked, connect

# The line goes behind the head it was made for, or nowhere: another box was first.
_APPEND: Final = """
if (redis.call('HGET', KEYS[2], 'hash') or ARGV[1]) ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[1], '*', 'line', ARGV[2])
redis.call('HSET', KEYS[2], 'n', ARGV[3], 'hash', ARGV[4])
return 1
"""
_TRIES: Final = 100  # boxes that were first; each try that fails is a line of somebody else
_PAGE: Final = 1000  # lines read at once


class RedisAudit:
    """`Audit` for several boxes. Used on one event loop."""

    def __init__(
        self, settings: RedisSettings, checkpoints: BinaryIO, key: Ed25519PrivateKey, now: Callable[[], int]
    ) -> None:
        self._redis = connect(settings)
        self._stream, self._head = f"{settings.prefix}audit", f"{settings.prefix}audit-head"
        self._append = self._redis.register_script(_APPEND)
        self._checkpoints = checkpoints
        self._key = key
        self._now = now
        self._one = asyncio.Lock()
        self._closed = False

    @classmethod
    async def open(cls, settings: RedisSettings, second: Path, key: Ed25519PrivateKey, now: Callable[[], int]) -> Self:
        """The audit in Redis, with the signatures of this box in `second`. Raises `AuditAway`."""
        try:
            checkpoints = await asyncio.to_thread(open_lines, second / checkpoints_name(key.public_key()))
            await asyncio.to_thread(whole_lines, checkpoints)
        except OSError as error:
            raise AuditAway(f"the audit's checkpoints in {second} cannot be opened: {error.strerror}") from None
        audit = cls(settings, checkpoints, key, now)
        try:
            await audit._read_head()
        except StoreError as error:
            await audit.aclose()
            raise AuditAway(f"the audit cannot be opened: {error}") from None
        return audit

    async def note(self, entry: Entry) -> None:
        if self._closed:
            raise AuditAway("the audit is closed")
        try:
            async with self._one:
                head = await self._add(entry)
                await asyncio.to_thread(put, self._checkpoints, sign(head, self._key))
        except StoreError as error:
            raise AuditAway(f"the audit cannot be written: {error}") from None
        except OSError as error:
            raise AuditAway(f"the audit cannot be signed: {error.strerror}") from None

    async def log(self) -> bytes:
        """Every line, as the verifier takes them. Raises `AuditAway`."""
        found: list[bytes] = []
        after = "-"
        try:
            while page := await self._page(after):
                found += [fields[b"line"] for _, fields in page]
                after = "(" + page[-1][0].decode()
        except StoreError as error:
            raise AuditAway(f"the audit cannot be read: {error}") from None
        return b"".join(found)

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._checkpoints.close()
            await self._redis.aclose()

    async def _add(self, entry: Entry) -> Head:
        """The head behind the new line."""
        for _ in range(_TRIES):
            before = await self._read_head()
            line, head = link(before, entry, self._now())
            given: list[str | bytes | int] = [before.hash, line, head.n, head.hash]
            if await asked(self._append(keys=[self._stream, self._head], args=given)):
                return head
        raise AuditAway("other boxes write the audit faster than this one")

    async def _read_head(self) -> Head:
        n, found = await asked(self._redis.hmget(self._head, ["n", "hash"]))
        return Head(int(n), _text(found)) if n and found else Head()

    async def _page(self, after: str) -> Sequence[tuple[bytes, dict[bytes, bytes]]]:
        return cast(Sequence[tuple[bytes, dict[bytes, bytes]]], await asked(self._xrange(after)))

    def _xrange(self, after: str) -> Any:
        return self._redis.xrange(self._stream, min=after, max="+", count=_PAGE)


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
