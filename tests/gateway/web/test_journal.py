"""The record that a call's page reads: complete, in order, bounded, and readable again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from gateway.web.journal import ALIVE_EVERY_S, Journal
from tests.virtual import run_virtual


def said(journal: Journal, after: int = 0) -> list[tuple[int, str, object]]:
    """What a reader reads of a journal that is closed."""

    async def read() -> list[tuple[int, str, object]]:
        return [parsed(text) async for text in journal.follow(after) if text.startswith("id")]

    return asyncio.run(read())


def parsed(text: str) -> tuple[int, str, object]:
    fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
    return int(fields["id"]), fields["event"], json.loads(fields["data"])


def closed(*entries: tuple[str, int], most: int = 256) -> Journal:
    async def write() -> Journal:
        journal = Journal(most)
        for number, (name, id_) in enumerate(entries, 1):
            journal.write(name, {"n": number}, id_)
        journal.close()
        return journal

    return asyncio.run(write())


def test_everything_is_read_in_order_and_then_it_ends() -> None:
    journal = closed(("state", 0), ("caption", 1), ("caption", 2))
    assert said(journal) == [(1, "state", {"n": 1}), (2, "caption", {"n": 2}), (3, "caption", {"n": 3})]


def test_a_reader_goes_on_where_it_was() -> None:
    journal = closed(("state", 0), ("caption", 1), ("caption", 2))
    assert [number for number, _, _ in said(journal, after=2)] == [3]
    assert said(journal, after=3) == []


def test_a_number_that_was_never_given_is_as_good_as_none() -> None:
    assert len(said(closed(("caption", 1)), after=99)) == 1


def test_what_grew_stands_once_where_it_grew_last() -> None:
    journal = closed(("caption", 1), ("caption", 2), ("caption", 1))
    assert said(journal) == [(2, "caption", {"n": 2}), (3, "caption", {"n": 3})]


def test_it_is_bounded_and_age_pushes_out_captions_before_the_state() -> None:
    entries = [("state", 0), ("line", 0), *(("caption", n) for n in range(20))]
    journal = closed(*entries, most=5)
    assert len(journal) == 5
    assert {name for _, name, _ in said(journal)} == {"state", "line", "caption"}


def test_nothing_is_added_after_the_end_and_the_end_is_told_once() -> None:
    async def story() -> None:
        journal, ends = Journal(), []
        journal.when_closed(lambda: ends.append(1))
        journal.close()
        journal.close()
        journal.write("caption", {"text": "late"})
        assert len(journal) == 0 and ends == [1]

    asyncio.run(story())


def test_nothing_can_break_out_of_an_entry() -> None:
    async def story() -> None:
        journal = Journal()
        journal.write("caption", {"text": "a\n\nevent: receipt\ndata: {}\r\n\u2028"})
        journal.close()

    asyncio.run(story())

    async def write() -> Journal:
        journal = Journal()
        journal.write("caption", {"text": "a\n\nevent: receipt\ndata: {}\r\r\n"})
        journal.close()
        return journal

    [(_, name, data)] = said(asyncio.run(write()))
    assert name == "caption" and data == {"text": "a\n\nevent: receipt\ndata: {}\r\r\n"}


def test_readers_hear_of_what_comes_and_of_nothing_that_they_are_still_there() -> None:
    async def story() -> list[str]:
        journal, heard = Journal(), []

        async def read() -> None:
            async for text in journal.follow():
                heard.append(text)

        async with asyncio.TaskGroup() as group:
            group.create_task(read())
            await asyncio.sleep(ALIVE_EVERY_S * 2.5)
            assert journal.readers == 1
            journal.write("state", {})
            journal.close()
        assert journal.readers == 0
        return heard

    heard = run_virtual(story())
    assert [text.split(":")[0] for text in heard] == ["retry", "", "", "id"]


def test_a_reader_who_leaves_is_counted_no_more() -> None:
    async def story() -> None:
        journal = Journal()
        follower = journal.follow()
        assert isinstance(follower, AsyncIterator)
        async with aclosing(follower) as reading:  # type: ignore[type-var]
            await anext(reading)
            assert journal.readers == 1
        assert journal.readers == 0

    run_virtual(story())


def test_what_is_forgotten_is_gone() -> None:
    journal = closed(("caption", 1))
    asyncio.run(_forget(journal))
    assert len(journal) == 0 and said(journal) == []


async def _forget(journal: Journal) -> None:
    journal.forget()
