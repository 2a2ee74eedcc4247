"""The shelf in a SQLite file of its own: small, so that erasing a key can afford to write the whole file anew."""

import sqlite3
from pathlib import Path
from typing import Final, Self

from privacy.keys.shelf import Wrapped
from privacy.store.desk import Desk
from privacy.store.errors import StoreBusy

_FILE: Final = "keys.db"


def _schema(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS wrapped (name TEXT PRIMARY KEY, master TEXT NOT NULL, blob BLOB NOT NULL)"
    )


class SqliteShelf:
    """`Shelf` in `keys.db`. It is not for backups: a copy of it revives what was erased since."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """The shelf in `folder`, made if it is not there. Raises `StoreError`."""
        desk = Desk(folder / _FILE, _schema)
        try:
            await desk.open()
        except BaseException:
            await desk.aclose()
            raise
        return cls(desk)

    async def add(self, name: str, wrapped: Wrapped) -> bool:
        sql = "INSERT OR IGNORE INTO wrapped VALUES (?, ?, ?)"
        values = (name, wrapped.master, wrapped.blob)
        return await self._desk.do(lambda connection: connection.execute(sql, values).rowcount == 1)

    async def get(self, name: str) -> Wrapped | None:
        sql = "SELECT master, blob FROM wrapped WHERE name = ?"
        row = await self._desk.look(lambda connection: connection.execute(sql, (name,)).fetchone())
        return Wrapped(*row) if row else None

    async def replace(self, name: str, old: Wrapped, new: Wrapped) -> bool:
        sql = "UPDATE wrapped SET master = ?, blob = ? WHERE name = ? AND blob = ?"
        values = (new.master, new.blob, name, old.blob)
        return await self._desk.do(lambda connection: connection.execute(sql, values).rowcount == 1)

    async def drop(self, *names: str) -> bool:
        if not names:
            return False
        sql, values = "DELETE FROM wrapped WHERE name = ?", [(name,) for name in names]
        return await self._desk.do(lambda connection: connection.executemany(sql, values).rowcount > 0)

    async def names(self) -> frozenset[str]:
        sql = "SELECT name FROM wrapped"
        return await self._desk.look(lambda connection: frozenset(row[0] for row in connection.execute(sql)))

    async def scrub(self) -> bool:
        """Writes the file anew: pages that rows were moved from keep nothing either."""
        try:
            await self._desk.look(lambda connection: connection.execute("VACUUM").fetchall())
        except StoreBusy:
            return False
        return await self._desk.truncate()

    async def aclose(self) -> None:
        await self._desk.aclose()
