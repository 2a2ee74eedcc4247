"""`Keeping` over a real store: opens the files, and waits for those that are not done when the process ends."""

import asyncio
import weakref

from privacy.keeping.api import Opening
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.file import StoredFile


class StoredKeeping:
    """One for the process, owned by whoever closes it."""

    def __init__(self, cabinet: Cabinet) -> None:
        self._cabinet = cabinet
        self._files: weakref.WeakSet[StoredFile] = weakref.WeakSet()

    def open(self, call: str, opening: Opening) -> StoredFile:
        file = StoredFile(self._cabinet, call, opening)
        self._files.add(file)
        return file

    async def aclose(self, patience_s: float = 5.0) -> int:
        """Wait for what is still to be stored or deleted; how many files are not done. They are told as trouble."""
        done = await asyncio.gather(*(each.settled(patience_s) for each in tuple(self._files)))
        for file in self._files:
            file.give_up()
        for _ in range(done.count(False)):
            self._cabinet.trouble("unsettled")
        return done.count(False)
