"""A call that is kept, in a process of its own, to be killed: prints each line once it is stored."""

import asyncio
import sys
from pathlib import Path

from privacy.declared.terms import OptIn, Speaker
from privacy.keys.keyring import Keyring
from privacy.keys.master import from_file
from privacy.keys.sqlite import SqliteShelf
from privacy.store.sqlite import SqliteStore
from tests.privacy.keeping.house import ADA, YES, House, opening, words


async def _talk(folder: Path) -> None:
    house = House.with_store(await SqliteStore.open(folder), folder)
    house.keyring = Keyring(await SqliteShelf.open(folder), from_file(folder / "master.key"))
    file = house.keeping().open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    for number in range(100_000):
        text = f"line {number} rings" if number < 100 else "it rings"
        file.add(Speaker.CALLER, number, words(text))
        if await file.settled(60):
            print(words(text), flush=True)


if __name__ == "__main__":
    asyncio.run(_talk(Path(sys.argv[1])))
