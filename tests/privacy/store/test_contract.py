"""One suite over every store: in memory, SQLite, Redis."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from privacy.store.api import Ref, Store
from privacy.store.errors import Gone, StoreAway
from privacy.store.fake import MemoryStore
from privacy.store.redis import RedisStore
from privacy.store.redis_link import RedisSettings
from privacy.store.sqlite import SqliteStore
from tests.privacy.store.redis_server import redis_server
from tests.privacy.store.sealed import a_call, a_statistic, a_subject, an_utterance


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with redis_server(tmp_path_factory.mktemp("redis"), "--appendonly", "yes") as port:
        yield port


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "sqlite":
        made = await SqliteStore.open(tmp_path)
    else:
        port = request.getfixturevalue("redis_port")
        made = await RedisStore.open(RedisSettings(f"redis://127.0.0.1:{port}", prefix=f"{tmp_path.name}:"))
    yield made
    await made.aclose()


async def test_a_row_comes_back_as_it_went_in(store: Store) -> None:
    row = an_utterance("c1", "s1", 1)
    await store.write([row])
    assert await store.get("utterance", row.key) == row
    assert await store.get("utterance", "c1/other") is None


async def test_the_same_row_again_replaces_it(store: Store) -> None:
    await store.write([a_statistic("x", 10)])
    await store.write([a_statistic("x", 20)])
    assert [row.clear["due_s"] for row in await store.all("statistic")] == [20]
    assert await store.due("statistic", 10, 5) == ()


async def test_rows_are_found_by_call_and_subject_in_order(store: Store) -> None:
    await store.write([an_utterance("c1", "s1", at) for at in (10, 2, 1)])
    await store.write([an_utterance("c1-2", "s1", 1), an_utterance("c10", "s2", 1)])
    assert [row.clear["ordinal"] for row in await store.find("utterance", "call", "c1")] == [1, 2, 10]
    assert len(await store.find("utterance", "subject", "s1")) == 4
    assert await store.find("utterance", "subject", "s3") == ()


async def test_all_that_belongs_to_calls_is_found_at_once(store: Store) -> None:
    mine = [a_call("c1", "s1"), an_utterance("c1", "s1", 1), a_call("c2", "s2"), an_utterance("c2", "s2", 7)]
    await store.write([*mine, a_call("c3", "s1"), an_utterance("c10", "s1", 1), a_subject("s1")])
    found = await store.of_calls(["c1", "c2", "never"])
    assert sorted((row.kind, row.key) for row in found) == sorted((row.kind, row.key) for row in mine)
    assert all(row in mine for row in found)
    assert await store.of_calls([]) == ()


async def test_what_is_written_lazily_is_there_at_once_and_whole_or_not_at_all(store: Store) -> None:
    row = a_call("c1", "s1")
    await store.write([row], lazily=True)
    assert await store.get("call", "c1") == row
    with pytest.raises(Gone):
        await store.write([a_call("c2", "s1")], needs=[Ref("subject", "s1")], lazily=True)
    assert [row.key for row in await store.all("call")] == ["c1"]


async def test_a_write_happens_wholly_or_not_at_all(store: Store) -> None:
    await store.write([a_call("c1", "s1")])
    with pytest.raises(Gone):
        await store.write([a_call("c2", "s1")], drops=[Ref("call", "c1")], needs=[Ref("subject", "s1")])
    assert [row.key for row in await store.all("call")] == ["c1"]


async def test_what_is_due_comes_oldest_first_and_page_by_page(store: Store) -> None:
    await store.write([a_statistic(name, due_s) for name, due_s in (("d", 7), ("c", 5), ("b", 5), ("a", 5), ("e", 8))])
    first = await store.due("statistic", 7, 2)
    assert [row.key for row in first] == ["a", "b"]
    assert [row.key for row in await store.due("statistic", 7, 2, (5, "b"))] == ["c", "d"]
    assert await store.due("statistic", 4, 2) == ()


async def test_rows_without_a_due_time_are_never_due(store: Store) -> None:
    await store.write([a_subject("s1"), a_subject("s2", due_s=3)])
    assert [row.key for row in await store.due("subject", 10**10, 9)] == ["s2"]
    await store.write([a_subject("s2")])
    assert await store.due("subject", 10**10, 9) == ()


async def test_erasing_takes_all_of_one_subject_and_nothing_of_others(store: Store) -> None:
    mine = [a_subject("s1"), a_call("c1", "s1"), an_utterance("c1", "s1", 1)]
    others = [a_subject("s2"), a_call("c2", "s2"), an_utterance("c2", "s2", 1)]
    await store.write([*mine, *others])
    assert await store.erase("s1") == 3
    assert await store.erase("s1") == 0
    for gone, stays in zip(mine, others, strict=True):
        assert await store.get(gone.kind, gone.key) is None
        assert await store.get(stays.kind, stays.key) == stays
    assert await store.subjects() == {"s2"}
    assert await store.scrub()


async def test_a_dropped_row_leaves_every_index(store: Store) -> None:
    await store.write([a_statistic("x", 1), a_call("c1", "s1")])
    await store.write([], drops=[Ref("statistic", "x"), Ref("call", "c1"), Ref("call", "never")])
    assert await store.all("statistic") == await store.due("statistic", 9, 9) == ()
    assert await store.find("call", "subject", "s1") == ()


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.aclose()
    with pytest.raises(StoreAway):
        await store.write([a_call("c1", "s1")])
