"""The audit as a file of lines, with its checkpoints in a file elsewhere: on another disk, if the operator has one."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.audit.api import AuditAway, Entry
from privacy.audit.chain import Head, link, read_line, sign

LOG: Final = "audit.jsonl"
CHECKPOINTS: Final = "checkpoints.jsonl"


class FileAudit:
    """`Audit` on one box. Written by one thread, so that the loop never waits for a disk."""

    def __init__(
        self, log: BinaryIO, checkpoints: BinaryIO, head: Head, key: Ed25519PrivateKey, now: Callable[[], int]
    ):
        self._log = log
        self._checkpoints = checkpoints
        self._head = head
        self._unsigned: list[Head] = []
        self._key = key
        self._now = now
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="audit")
        self._closed = False

    @classmethod
    async def open(cls, folder: Path, second: Path, key: Ed25519PrivateKey, now: Callable[[], int]) -> Self:
        """The audit in `folder`, with its checkpoints in `second`. A line that a crash cut off is removed.

        Raises `AuditAway` when a file cannot be opened or its last line does not follow on the one before.
        """
        try:
            return await asyncio.to_thread(cls._opened, folder, second, key, now)
        except OSError as error:
            raise AuditAway(f"the audit in {folder} cannot be opened: {error.strerror}") from None
        except ValueError as reason:
            raise AuditAway(f"the end of {folder / LOG} {reason}: see 'sottovoce privacy audit verify'") from None

    @classmethod
    def _opened(cls, folder: Path, second: Path, key: Ed25519PrivateKey, now: Callable[[], int]) -> Self:
        log, checkpoints = _append(folder / LOG), _append(second / CHECKPOINTS)
        _mend(log)
        signed = _mend(checkpoints)
        head = _head(log)
        audit = cls(log, checkpoints, head, key, now)
        if signed == head.n - 1:  # the crash came between the line and its checkpoint
            audit._unsigned.append(head)
            audit._sign()
        return audit

    async def note(self, entry: Entry) -> None:
        if self._closed:
            raise AuditAway("the audit is closed")
        try:
            await asyncio.wrap_future(self._thread.submit(self._note, entry))
        except OSError as error:
            raise AuditAway(f"the audit cannot be written: {error.strerror}") from None

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.wrap_future(self._thread.submit(self._close))
            self._thread.shutdown(wait=False)

    def _note(self, entry: Entry) -> None:
        line, head = link(self._head, entry, self._now())
        self._put(self._log, line)
        self._head = head
        self._unsigned.append(head)
        self._sign()

    def _sign(self) -> None:
        """Those that could not be signed before, too: there is a checkpoint for each line, in order."""
        while self._unsigned:
            self._put(self._checkpoints, sign(self._unsigned[0], self._key))
            self._unsigned.pop(0)

    def _put(self, file: BinaryIO, line: bytes) -> None:
        """The whole line durable, or nothing of it."""
        end = file.seek(0, os.SEEK_END)
        try:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise

    def _close(self) -> None:
        self._log.close()
        self._checkpoints.close()


def _append(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(handle, "r+b", buffering=0)


def _mend(file: BinaryIO) -> int:
    """How many whole lines the file has; what is behind the last was never acknowledged and is removed."""
    content = file.read()
    file.truncate(content.rfind(b"\n") + 1)
    return content.count(b"\n")


def _head(log: BinaryIO) -> Head:
    """The end of the chain. Raises `ValueError` when the last two lines are not links of one."""
    log.seek(0)
    lines = log.read().split(b"\n")[:-1]
    head = Head()
    for line in lines:
        head = read_line(line, head)
    return head
