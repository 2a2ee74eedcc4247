"""The sweeper's round, on a virtual clock: hourly, and again soon where the store was away."""

import asyncio
import contextlib
from pathlib import Path

from gateway.observe.events import Event, KeepingTroubled
from gateway.safe import Safe
from gateway.sweeping import keep_sweeping
from privacy.documents.facts import Facts
from privacy.documents.policy import policy
from privacy.keeping.api import NothingKept
from privacy.store.errors import StoreAway
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import House
from tests.virtual import run_virtual


class Counting(MemoryStore):
    """A store that counts how often it was scrubbed."""

    scrubs = 0

    async def scrub(self) -> bool:
        self.scrubs += 1
        return await super().scrub()


def swept(tmp_path: Path, hours: float, away_s: float = 0) -> tuple[int, list[Event]]:
    store, told = Counting(), list[Event]()
    house = House.with_store(store, tmp_path)
    safe = Safe(NothingKept(), policy(Facts()), house.rules, cabinet=house.cabinet)

    async def run() -> None:
        store.failing = StoreAway("gone") if away_s else None
        task = asyncio.create_task(keep_sweeping(safe, told.append))
        if away_s:
            await asyncio.sleep(away_s)
            store.failing = None
        await asyncio.sleep(hours * 3600 - away_s)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    run_virtual(run())
    return store.scrubs, told


def test_it_sweeps_at_start_and_every_hour(tmp_path: Path) -> None:
    assert swept(tmp_path, 2.5) == (3, [])


def test_a_store_that_is_away_is_told_and_tried_again(tmp_path: Path) -> None:
    scrubs, told = swept(tmp_path, 0.5, away_s=150)
    assert told == [KeepingTroubled("StoreAway")] * 3
    assert scrubs == 1
