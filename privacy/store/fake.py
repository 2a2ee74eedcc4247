"""A store in memory that keeps the port's promises but the one of durability; for tests of what uses a store."""

from collections.abc import Sequence
from typing import cast

from privacy.declared.fields import kind_named
from privacy.store.api import Finding, Owner, Ref, SealedRow
from privacy.store.errors import Gone, StoreAway, StoreError


class MemoryStore:
    """`Store` without a disk. `failing` is raised by every call while it is set."""

    def __init__(self) -> None:
        self.rows: dict[Ref, SealedRow] = {}
        self.failing: StoreError | None = None
        self._closed = False

    async def write(
        self, puts: Sequence[SealedRow], drops: Sequence[Ref] = (), needs: Sequence[Ref] = (), *, lazily: bool = False
    ) -> None:
        self._check()
        for need in needs:
            if need not in self.rows:
                raise Gone(f"the {need.kind} is not there any more")
        for drop in drops:
            self.rows.pop(drop, None)
        for row in puts:
            self.rows[Ref(row.kind, row.key)] = row

    async def get(self, kind: str, key: str) -> SealedRow | None:
        self._check()
        return self.rows.get(Ref(kind, key))

    async def find(self, kind: str, owner: Owner, value: str) -> tuple[SealedRow, ...]:
        self._check()
        assert owner in kind_named(kind).clear
        return tuple(row for row in self._of(kind) if row.clear[owner] == value)

    async def of_calls(self, calls: Sequence[str]) -> tuple[SealedRow, ...]:
        self._check()
        wanted = frozenset(calls)
        return tuple(row for row in self.rows.values() if row.clear.get("call") in wanted)

    async def all(self, kind: str) -> tuple[SealedRow, ...]:
        self._check()
        return tuple(self._of(kind))

    async def due(self, kind: str, at_s: int, most: int, after: tuple[int, str] | None = None) -> tuple[SealedRow, ...]:
        self._check()
        dated = [(cast(int, row.clear["due_s"]), row.key) for row in self._of(kind) if row.clear["due_s"] is not None]
        places = sorted(place for place in dated if place[0] <= at_s and place > (after or (-1, "")))
        return tuple(self.rows[Ref(kind, key)] for _, key in places[:most])

    async def subjects(self) -> frozenset[str]:
        self._check()
        return frozenset(row.key for row in self._of("subject"))

    async def erase(self, subject: str) -> int:
        self._check()
        owned = [ref for ref, row in self.rows.items() if row.clear.get("subject") == subject]
        for ref in owned:
            del self.rows[ref]
        return len(owned)

    async def scrub(self) -> bool:
        self._check()
        return True

    async def findings(self) -> tuple[Finding, ...]:
        self._check()
        return ()

    async def aclose(self) -> None:
        self._closed = True

    def _of(self, kind: str) -> list[SealedRow]:
        kind_named(kind)
        return sorted((row for ref, row in self.rows.items() if ref.kind == kind), key=lambda row: row.key)

    def _check(self) -> None:
        if self._closed:
            raise StoreAway("the store is closed")
        if self.failing is not None:
            raise self.failing
