"""The audit as a file of lines, with its checkpoints in a file elsewhere: on another disk, if the operator has one."""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from privacy.audit.api import AuditAway, Entry
from privacy.audit.chain import Head, link, read_alone, read_checkpoint, read_line, sign
from privacy.audit.lines import count_lines, last_lines, open_lines, put, whole_lines

LOG: Final = "audit.jsonl"


def checkpoints_name(key: Ed25519PublicKey) -> str:
    """The file of the checkpoints of one key: an audit begun anew has a new key, and leaves those of the old alone."""
    return f"checkpoints-{hashlib.sha256(key.public_bytes_raw()).hexdigest()[:12]}.jsonl"


class FileAudit:
    """`Audit` on one box, for every process of it: a lock on the file orders them, and each reads what others wrote.

    Written by one thread, so that the loop never waits for a disk.
    """

    def __init__(self, log: BinaryIO, checkpoints: BinaryIO, key: Ed25519PrivateKey, now: Callable[[], int]) -> None:
        self._log = log
        self._checkpoints = checkpoints
        self._key = key
        self._now = now
        self._head = Head()
        self._signed = 0  # how many lines have their checkpoint
        self._unsigned: list[Head] = []  # those behind them
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="audit")
        self._closed = False

    @classmethod
    async def open(cls, folder: Path, second: Path, key: Ed25519PrivateKey, now: Callable[[], int]) -> Self:
        """The audit in `folder`, with its checkpoints in `second`. A line that a crash cut off is removed.

        Raises `AuditAway` when a file cannot be opened or a line does not follow on the one before.
        """
        try:
            return await asyncio.to_thread(cls._opened, folder, second, key, now)
        except OSError as error:
            raise AuditAway(f"the audit in {folder} cannot be opened: {error.strerror}") from None
        except ValueError as reason:
            raise AuditAway(f"the audit in {folder} {reason}: see 'sottovoce privacy audit verify'") from None

    @classmethod
    def _opened(cls, folder: Path, second: Path, key: Ed25519PrivateKey, now: Callable[[], int]) -> Self:
        audit = cls(open_lines(folder / LOG), open_lines(second / checkpoints_name(key.public_key())), key, now)
        with audit._alone():
            audit._begin()
            audit._catch_up()
            audit._sign()
        return audit

    async def note(self, entry: Entry) -> None:
        if self._closed:
            raise AuditAway("the audit is closed")
        try:
            await asyncio.wrap_future(self._thread.submit(self._note, entry))
        except OSError as error:
            raise AuditAway(f"the audit cannot be written: {error.strerror}") from None
        except ValueError as reason:
            raise AuditAway(f"the audit {reason}: see 'sottovoce privacy audit verify'") from None

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.wrap_future(self._thread.submit(self._close))
            self._thread.shutdown(wait=False)

    # -- on the thread, or before there is one -----------------------------------------------------------------------

    def _note(self, entry: Entry) -> None:
        with self._alone():
            self._catch_up()
            self._sign()  # so that never more than one line is without its checkpoint
            line, head = link(self._head, entry, self._now())
            put(self._log, line)
            self._head = head
            self._unsigned.append(head)
            self._sign()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes meanwhile."""
        fcntl.flock(self._log, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._log, fcntl.LOCK_UN)

    def _begin(self) -> None:
        """Go to the last line that was signed, and see that it is that line. The lines before are the verifier's: a
        start must not take longer each year.
        """
        self._signed, count = count_lines(self._checkpoints), count_lines(self._log)
        self._refuse_gaps(count)
        tail = last_lines(self._log)
        signed, unsigned = tail[: len(tail) - (count - self._signed)], tail[len(tail) - (count - self._signed) :]
        if signed:
            self._head = read_checkpoint(last_lines(self._checkpoints)[-1], self._key.public_key())
            if read_alone(signed[-1])[0] != self._head or self._head.n != self._signed:
                raise ValueError(f"has another line {self._signed} than the one that was signed")
        self._log.seek(-sum(len(line) + 1 for line in unsigned), os.SEEK_CUR)

    def _refuse_gaps(self, count: int) -> None:
        """Only one line can be without a checkpoint, where a crash came between the two; a checkpoint without its line
        was never written so. Raises `ValueError`.
        """
        if self._signed > count:
            raise ValueError(f"ends with line {count}, and {self._signed} were signed")
        if count > self._signed + 1:
            raise ValueError(f"has lines from {self._signed + 2} on that were never signed")

    def _catch_up(self) -> None:
        """Read what others wrote since. Raises `ValueError` when it is not a chain with its checkpoints."""
        for line in whole_lines(self._log):
            self._head = read_line(line, self._head)
            self._unsigned.append(self._head)
        self._signed += len(whole_lines(self._checkpoints))
        self._refuse_gaps(self._head.n)
        self._unsigned = [head for head in self._unsigned if head.n > self._signed]

    def _sign(self) -> None:
        """There is a checkpoint for each line, in order."""
        while self._unsigned:
            put(self._checkpoints, sign(self._unsigned[0], self._key))
            self._signed += 1
            self._unsigned.pop(0)

    def _close(self) -> None:
        self._log.close()
        self._checkpoints.close()
