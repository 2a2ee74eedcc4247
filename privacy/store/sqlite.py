"""The embedded store: one SQLite file in WAL mode, written by one thread, deleting by overwriting."""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Self

from privacy.declared.fields import KINDS, kind_named
from privacy.store.api import Finding, Level, Owner, Ref, SealedRow
from privacy.store.desk import Desk
from privacy.store.errors import Gone
from privacy.store.schema import columns, create

_FILE: Final = "store.db"


class SqliteStore:
    """`Store` in a folder of its own. Deleted content is overwritten with zeros (`secure_delete`)."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self._desk = desk
        self._path = path

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """The store in `folder`, made if it is not there. Raises `StoreError`."""
        path = folder / _FILE
        desk = Desk(path, create)
        try:
            await desk.open()
        except BaseException:
            await desk.aclose()
            raise
        return cls(desk, path)

    async def write(
        self, puts: Sequence[SealedRow], drops: Sequence[Ref] = (), needs: Sequence[Ref] = (), *, lazily: bool = False
    ) -> None:
        def job(connection: sqlite3.Connection) -> None:
            for need in needs:
                if connection.execute(_sql(need.kind).there, (need.key,)).fetchone() is None:
                    raise Gone(f"the {need.kind} is not there any more")
            for drop in drops:
                connection.execute(_sql(drop.kind).drop, (drop.key,))
            for row in puts:
                values = (row.key, *(row.clear[name] for name in kind_named(row.kind).clear), row.sealed)
                connection.execute(_sql(row.kind).put, values)

        if puts or drops or needs:
            await self._desk.do(job, lazily=lazily)

    async def get(self, kind: str, key: str) -> SealedRow | None:
        found = await self._select(kind, "_key = ?", (key,))
        return found[0] if found else None

    async def find(self, kind: str, owner: Owner, value: str) -> tuple[SealedRow, ...]:
        return await self._select(kind, *_owned(kind, owner, value))

    async def of_calls(self, calls: Sequence[str]) -> tuple[SealedRow, ...]:
        kinds = [kind.name for kind in KINDS.values() if "call" in kind.clear]

        def job(connection: sqlite3.Connection) -> tuple[SealedRow, ...]:
            return tuple(
                row for call in calls for kind in kinds for row in _read(connection, kind, *_owned(kind, "call", call))
            )

        return await self._desk.look(job)

    async def all(self, kind: str) -> tuple[SealedRow, ...]:
        return await self._select(kind, "1 ORDER BY _key", ())

    async def due(self, kind: str, at_s: int, most: int, after: tuple[int, str] | None = None) -> tuple[SealedRow, ...]:
        behind = after or (-1, "")
        where = "due_s <= ? AND (due_s, _key) > (?, ?) ORDER BY due_s, _key LIMIT ?"
        return await self._select(kind, where, (at_s, *behind, most))

    async def subjects(self) -> frozenset[str]:
        def job(connection: sqlite3.Connection) -> frozenset[str]:
            return frozenset(row[0] for row in connection.execute("SELECT _key FROM subject"))

        return await self._desk.look(job)

    async def erase(self, subject: str) -> int:
        def job(connection: sqlite3.Connection) -> int:
            owned = (kind.name for kind in KINDS.values() if "subject" in kind.clear)
            return sum(connection.execute(_sql(name).erase, (subject,)).rowcount for name in owned)

        return await self._desk.do(job)

    async def scrub(self) -> bool:
        return await self._desk.truncate()

    async def findings(self) -> tuple[Finding, ...]:
        """One when others may read the database's folder."""
        if self._path.stat().st_mode & 0o077:
            sentence = "others may read the database: chmod 600 it"
            return (Finding(Level.WARNING, "database-open", sentence),)
        return ()

    async def aclose(self) -> None:
        await self._desk.aclose()

    async def _select(self, kind: str, where: str, values: tuple[str | int, ...]) -> tuple[SealedRow, ...]:
        return await self._desk.look(lambda connection: tuple(_read(connection, kind, where, values)))


def _owned(kind: str, owner: Owner, value: str) -> tuple[str, tuple[str, ...]]:
    """The condition for the rows of a call or a subject, and its values."""
    if kind_named(kind).key[0] == owner:  # the key's own index serves
        return "(_key = ? OR (_key > ? AND _key < ?)) ORDER BY _key", (
            value,
            f"{value}/",
            f"{value}0",
        )  # "0" follows "/"
    return f"{owner} = ? ORDER BY _key", (value,)


def _read(connection: sqlite3.Connection, kind: str, where: str, values: tuple[str | int, ...]) -> Iterator[SealedRow]:
    clear = kind_named(kind).clear
    for row in connection.execute(f"{_sql(kind).select} WHERE {where}", values):
        yield SealedRow(kind, row[0], dict(zip(clear, row[1:-1], strict=True)), row[-1])


class _Statements:
    """The SQL of one kind; every name in it is declared."""

    def __init__(self, kind: str) -> None:
        names = columns(kind_named(kind))
        marks = ", ".join("?" * len(names))
        self.put = f'INSERT OR REPLACE INTO "{kind}" ({", ".join(names)}) VALUES ({marks})'  # noqa: S608
        self.select = f'SELECT {", ".join(names)} FROM "{kind}"'  # noqa: S608
        self.there = f'SELECT 1 FROM "{kind}" WHERE _key = ?'  # noqa: S608
        self.drop = f'DELETE FROM "{kind}" WHERE _key = ?'  # noqa: S608
        self.erase = f'DELETE FROM "{kind}" WHERE subject = ?'  # noqa: S608


@cache
def _sql(kind: str) -> _Statements:
    return _Statements(kind)
