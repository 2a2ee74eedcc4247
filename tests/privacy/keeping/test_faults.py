"""What goes wrong with stores while somebody talks: the call goes on, nothing acknowledged is lost, it is told."""

import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from privacy.declared.terms import OptIn, Speaker
from privacy.keeping.file import StoredFile
from privacy.keys import master
from privacy.keys.keyring import Keyring
from privacy.keys.sqlite import SqliteShelf
from privacy.store.errors import StoreBusy, StoreFull
from privacy.store.redis import RedisStore
from privacy.store.redis_link import RedisSettings
from privacy.store.sqlite import SqliteStore
from tests.privacy.keeping.house import ADA, YES, House, opening, words
from tests.privacy.store.redis_server import free_port, redis_server

CALL = "c1c1c1c1"
PATIENCE_S = 60  # on a busy machine; a store that is back is caught up with in some seconds


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    store = await SqliteStore.open(tmp_path)
    yield House.with_store(store, tmp_path)
    await store.aclose()


async def kept(house: House) -> StoredFile:
    file = house.keeping().open(CALL, opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    return file


# -- SQLite ----------------------------------------------------------------------------------------------------------

_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process holds the database."""
    command = [sys.executable, "-c", _LOCK, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"locked\n"
        try:
            yield
        finally:
            other.kill()


async def test_a_database_that_another_process_holds_is_caught_up_with(house: House, tmp_path: Path) -> None:
    file = await kept(house)
    with locked(tmp_path / "store.db"):
        for text in ("one", "two"):
            file.add(Speaker.CALLER, 0, words(text))
        await house.troubles.told("StoreBusy", PATIENCE_S)
        receipt = await file.end([words("one"), words("two")])
        assert receipt.kept, "the end of a call does not wait for it"
    assert await file.settled(PATIENCE_S)
    assert await house.said(CALL) == ["one", "two"]


async def test_a_yes_that_the_database_cannot_take_is_no_yes(house: House, tmp_path: Path) -> None:
    file = house.keeping().open(CALL, opening(ADA))
    file.add(Speaker.CALLER, 0, words("one"))
    with locked(tmp_path / "store.db"), pytest.raises(StoreBusy, match="another process holds"):
        await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words("one")])
    assert await house.counts() == {} and await house.keyring.subjects() == frozenset()


async def limit(store: SqliteStore, spare_pages: int) -> None:
    """As if the disk had room for so many pages more."""
    await store._desk.look(
        lambda connection: connection.execute(
            f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + spare_pages}"
        ).fetchall()
    )


async def test_a_full_disk_loses_nothing_that_is_there_and_is_caught_up_with(house: House) -> None:
    store = house.store
    assert isinstance(store, SqliteStore)
    file = await kept(house)
    file.add(Speaker.CALLER, 0, words("before"))
    assert await file.settled(PATIENCE_S)
    await limit(store, 0)
    long = "it rings and rings " * 600
    for _ in range(20):
        file.add(Speaker.CALLER, 0, words(long))
    await house.troubles.told("StoreFull", PATIENCE_S)
    assert (await house.said(CALL))[0] == "before"
    receipt = await file.end([words("before")] + [words(long)] * 20)
    assert receipt.kept
    await limit(store, 10_000)
    assert await file.settled(PATIENCE_S)
    assert len(await house.said(CALL)) == 21


async def test_a_full_disk_at_the_yes_keeps_nothing_not_even_a_key(house: House) -> None:
    store = house.store
    assert isinstance(store, SqliteStore)
    file = house.keeping().open(CALL, opening(ADA))
    long = "it rings and rings " * 600
    for _ in range(20):
        file.add(Speaker.CALLER, 0, words(long))
    await limit(store, 0)
    with pytest.raises(StoreFull, match="free some space"):
        await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words(long)] * 20)
    assert await house.counts() == {} and await house.keyring.subjects() == frozenset()


@pytest.mark.parametrize("lines", [1, 7, 23])
async def test_a_process_that_is_killed_leaves_every_acknowledged_line_and_no_half_one(
    tmp_path: Path, lines: int
) -> None:
    command = [sys.executable, "-m", "tests.privacy.keeping.talker", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as talker:  # noqa: ASYNC220 - nothing else runs
        assert talker.stdout is not None
        acknowledged = [talker.stdout.readline().strip() for _ in range(lines)]
        talker.send_signal(signal.SIGKILL)
        acknowledged += talker.stdout.read().split("\n")[:-1]
    store = await SqliteStore.open(tmp_path)
    house = House.with_store(store, tmp_path)
    house.keyring = Keyring(await SqliteShelf.open(tmp_path), master.from_file(tmp_path / "master.key"))
    said = await house.said(CALL)
    assert said[: len(acknowledged)] == acknowledged and len(said) <= len(acknowledged) + 1
    assert await house.counts() == {
        "subject": 1, "alias": 2, "call": 1, "grant": 1, "utterance": len(said), "consent": 1
    }  # fmt: skip
    await house.keyring.aclose()
    await store.aclose()


async def test_the_master_key_is_changed_in_mid_call(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    store, shelf = await SqliteStore.open(tmp_path), await SqliteShelf.open(tmp_path)
    house = House.with_store(store, tmp_path)
    house.keyring = Keyring(shelf, master.from_file(path))
    file = await kept(house)
    file.add(Speaker.CALLER, 0, words("one"))
    house.keyring = Keyring(shelf, master.rotate_file(path))
    assert await house.keyring.rotate() >= 1
    house.keyring = Keyring(shelf, master.forget_previous(path))
    file.add(Speaker.CALLER, 0, words("two"))
    await file.end([words("one"), words("two")])
    assert await house.said(CALL) == ["one", "two"]
    await house.keyring.aclose()
    await store.aclose()


# -- Redis -----------------------------------------------------------------------------------------------------------


async def test_redis_is_killed_in_mid_call_and_comes_back(tmp_path: Path) -> None:
    port, options = free_port(), ("--appendonly", "yes", "--appendfsync", "always", "--save", "")
    store = RedisStore(RedisSettings(f"redis://127.0.0.1:{port}"))
    house = House.with_store(store, tmp_path)
    with redis_server(tmp_path, *options, port=port):
        file = await kept(house)
        file.add(Speaker.CALLER, 0, words("one"))
        assert await file.settled(PATIENCE_S)
    file.add(Speaker.CALLER, 0, words("two"))
    await house.troubles.told("StoreAway", PATIENCE_S)
    with redis_server(tmp_path, *options, port=port):
        assert await file.settled(PATIENCE_S)
        assert await house.said(CALL) == ["one", "two"]
        assert (await file.end([words("one"), words("and two")])).kept
        assert await house.said(CALL) == ["one", "and two"]
        await store.aclose()
