"""One thread that owns one SQLite connection, and the way to it from the event loop."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from privacy.store.errors import StoreAway, StoreBusy, StoreDamaged, StoreError, StoreFull, StoreRefused

Result = TypeVar("Result")
Job = Callable[[sqlite3.Connection], Result]

_MOST_WAITING: Final = 2000  # jobs: minutes of talk of a full house; more are refused as StoreBusy
_BUSY_MS: Final = 250  # another process may hold the lock for this long before a job fails
_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",  # one fsync a commit, so that a power cut takes nothing acknowledged either
    "secure_delete=ON",
    "temp_store=MEMORY",
    "wal_autocheckpoint=1000",
    f"busy_timeout={_BUSY_MS}",
)
_MEANINGS: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_FULL: (StoreFull, "there is no room left for the database: free some space on its disk"),
    sqlite3.SQLITE_BUSY: (StoreBusy, "another process holds the database"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "another process holds the database"),
    sqlite3.SQLITE_READONLY: (StoreRefused, "the database may not be written: check its owner and its rights"),
    sqlite3.SQLITE_CANTOPEN: (StoreRefused, "the database cannot be opened: check that its folder is there and ours"),
    sqlite3.SQLITE_PERM: (StoreRefused, "the database may not be opened: check its owner and its rights"),
    sqlite3.SQLITE_IOERR: (StoreDamaged, "the disk of the database fails"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "the database is damaged: restore it from a backup"),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, "the database file is not a database"),
}


class Desk:
    """Jobs in, results out, one after the other, each in a transaction of its own.

    The connection lives and dies on the thread; the loop never waits for the disk.
    """

    def __init__(self, path: Path, schema: Job[None]) -> None:
        self._path = path
        self._schema = schema
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"store-{path.stem}")
        self._connection: sqlite3.Connection | None = None
        self._waiting = 0
        self._closed = False

    async def open(self) -> None:
        """Raises `StoreError`; the file and its folder are then ours alone (0600, 0700)."""
        await self._run(self._connect)

    async def do(self, job: Job[Result], *, lazily: bool = False) -> Result:
        """What `job` returns, once it is committed. A cancelled caller leaves the job to finish by itself.

        With `lazily` the commit is written and not synced: the next job's sync takes it along (SQLite's WAL mode with
        `synchronous=NORMAL`).
        """
        return await self._run(lambda: self._lazily(job) if lazily else self._transact(job))

    async def look(self, job: Job[Result]) -> Result:
        """What `job` returns, outside any transaction."""
        return await self._run(lambda: job(self._connected()))

    async def truncate(self) -> bool:
        """Whether the write-ahead log is in the database and empty; False while another process reads."""
        row = await self.look(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
        return bool(row[0] == 0)

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        await asyncio.wrap_future(self._thread.submit(self._disconnect))
        self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], Result]) -> Result:
        if self._closed:
            raise StoreAway("the store is closed")
        if self._waiting >= _MOST_WAITING:
            raise StoreBusy("the disk does not keep up with what is to be stored")
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._thread.submit(self._translated, work))
        finally:
            self._waiting -= 1

    def _translated(self, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            meaning, sentence = _MEANINGS.get(code & 0xFF, (StoreError, f"SQLite failed with code {code}"))
            raise meaning(sentence) from None

    def _connect(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path.touch(mode=0o600)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=True, cached_statements=256)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            self._connection = connection
            self._transact(self._schema)
        except BaseException:
            self._connection = None
            connection.close()
            raise

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreAway("the store is not open")
        return self._connection

    def _transact(self, job: Job[Result]) -> Result:
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = job(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite rolls back by itself on a full disk
                connection.execute("ROLLBACK")
            raise
        return result

    def _lazily(self, job: Job[Result]) -> Result:
        connection = self._connected()
        connection.execute("PRAGMA synchronous=NORMAL")
        try:
            return self._transact(job)
        finally:
            connection.execute("PRAGMA synchronous=FULL")

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
