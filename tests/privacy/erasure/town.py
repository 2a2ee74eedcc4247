"""A town of people of whom something is kept, in SQLite; run as a program it erases one of them, to be killed."""

import asyncio
import hashlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from privacy.api import RedactionSession
from privacy.audit.erased import erased_before
from privacy.audit.file import FileAudit
from privacy.declared.rows import Alias, Call, Subject, Utterance
from privacy.declared.terms import Channel, Region, Speaker
from privacy.erasure.erase import Eraser
from privacy.keys.keyring import Keyring
from privacy.keys.master import from_file
from privacy.keys.sqlite import SqliteShelf
from privacy.store.codec import to_row
from privacy.store.sqlite import SqliteStore

NOW_S = 1_790_000_000
CANARY = "zorblatt"
SAID = RedactionSession().redact(f"the word is {CANARY}")


@dataclass
class Town:
    """Open files of one folder."""

    store: SqliteStore
    shelf: SqliteShelf
    keyring: Keyring
    audit: FileAudit
    folder: Path

    @property
    def eraser(self) -> Eraser:
        return Eraser(self.store, self.keyring, self.audit, lambda: NOW_S)

    async def settle(self, subject: str) -> None:
        """Keep a call of somebody new."""
        cipher = await self.keyring.fresh(subject)
        call = f"ca{subject}"
        said = Utterance(call, subject, 0, Speaker.CALLER, 0, SAID)
        rows = (
            Subject(subject, Region.GDPR, account=False, known_s=NOW_S, due_s=None),
            Alias(f"alias-{subject}", subject, None),
            Call(call, subject, Channel.SIP, "en", Region.GDPR, NOW_S, NOW_S, CANARY),
            said,
        )
        await self.store.write([to_row(row, cipher) for row in rows], lazily=True)

    async def replay(self) -> int:
        before = erased_before(self.folder / "audit")
        return await self.eraser.replay(before.subjects, before.calls)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    store, shelf = await SqliteStore.open(folder), await SqliteShelf.open(folder)
    keyring = Keyring(shelf, from_file(folder / "elsewhere" / "master.key", make=True))
    audit = await FileAudit.open(folder / "audit", folder / "elsewhere", await keyring.signing(), lambda: NOW_S)
    try:
        yield Town(store, shelf, keyring, audit, folder)
    finally:
        await audit.aclose()
        await keyring.aclose()
        await store.aclose()


def person(number: int) -> str:
    """An id like a random one, the same each time."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


class Steps:
    """Kills its process when so many steps were taken."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self) -> None:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1


class Mortal:
    """A port of ours; there is a step before and one behind everything it does."""

    def __init__(self, port: object, steps: Steps) -> None:
        self._port = port
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        async def done(*given: Any) -> Any:
            self._steps.take()
            result = await getattr(self._port, name)(*given)
            self._steps.take()
            return result

        return done


async def _erase(folder: Path, subject: str, steps: Steps) -> None:
    async with town(folder) as opened:
        store, keyring, audit = (
            cast(Any, Mortal(port, steps)) for port in (opened.store, opened.keyring, opened.audit)
        )
        await Eraser(store, keyring, audit, lambda: NOW_S).erase_subject(subject)
        print("erased", flush=True)


if __name__ == "__main__":
    asyncio.run(_erase(Path(sys.argv[1]), sys.argv[2], Steps(int(sys.argv[3]))))
