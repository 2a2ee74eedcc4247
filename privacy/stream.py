"""Redaction of lines: what `sottovoce redact` does.

Lines are taken as they arrive. Those that are there together are one batch, and turns of a dialogue in one batch are
masked again with what its later turns show; a line that arrives alone is answered at once.
"""

import json
import os
import select
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import IOBase
from typing import Any, Final, TextIO

from privacy.errors import StreamError
from privacy.redacted import Redacted
from privacy.session import AGENT, RedactionSession
from privacy.words import words

_AGENTS: Final = words("agent assistant bot system ivr operator rep representative support")
_MOST_DIALOGUES: Final = 10_000  # sessions kept; the oldest is wiped for another
_MOST_BYTES: Final = 1 << 20  # of one batch
_LONGEST_LINE: Final = 16 << 20  # bytes; an utterance is masked whole long before


Sessions = Callable[[], RedactionSession]


def plain(lines: Iterable[str], sessions: Sessions = RedactionSession) -> Iterator[str]:
    """Each line redacted, all of them as one call; wiped at the end."""
    session = sessions()
    try:
        for line in lines:
            yield session.redact(line.rstrip("\r\n")).text
    finally:
        session.wipe()


def jsonl(lines: TextIO | Iterable[str], new: Sessions = RedactionSession) -> Iterator[str]:
    """For each JSON object with a "text", one with "id", "text" and "spans" on the original, in the same order.

    Objects with the same "dialogue" share a session. Raises StreamError, with the line's number and none of its
    content, for a line that is no such object; what stood before it has been answered by then.
    """
    dialogues = _Dialogues(new)
    try:
        for batch in _batches(lines):
            yield from dialogues.answer(batch)
    finally:
        dialogues.wipe()


@dataclass(slots=True)
class _Dialogues:
    """The sessions of one stream."""

    new: Sessions
    sessions: dict[str, RedactionSession] = field(default_factory=dict)
    line: int = 0

    def answer(self, batch: Sequence[str]) -> Iterator[str]:
        """One line out for each line in, blank ones left out."""
        read, problem = self._read(batch)
        turns = Counter(key for key, _ in read if key)
        first = [self._redacted(key, record) for key, record in read]
        final = {key: list(self.sessions[key].finalize()[-count:]) for key, count in turns.items() if count > 1}
        for (key, record), redacted in zip(read, first, strict=True):
            yield _written(record, final[key].pop(0) if key in final else redacted)
        if problem:
            raise problem

    def _read(self, batch: Sequence[str]) -> tuple[list[tuple[str, dict[str, Any]]], StreamError | None]:
        """The records with their dialogue's key, up to the first line that is none."""
        read: list[tuple[str, dict[str, Any]]] = []
        for line in batch:
            self.line += 1
            if not line.strip():
                continue
            try:
                record = _record(self.line, line)
            except StreamError as problem:
                return read, problem
            dialogue = record.get("dialogue")
            read.append(("" if dialogue in (None, "") else json.dumps(dialogue), record))
        return read, None

    def _redacted(self, key: str, record: dict[str, Any]) -> Redacted:
        session = self._session(key) if key else self.new()
        speaker = str(record.get("speaker") or "caller").lower()
        return session.redact(record["text"], AGENT if speaker in _AGENTS else "caller")

    def _session(self, key: str) -> RedactionSession:
        if key not in self.sessions:
            if len(self.sessions) >= _MOST_DIALOGUES:
                self.sessions.pop(next(iter(self.sessions))).wipe()
            self.sessions[key] = self.new()
        return self.sessions[key]

    def wipe(self) -> None:
        for session in self.sessions.values():
            session.wipe()


def _record(number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line.removeprefix("\ufeff"), parse_constant=_refused)
    except (ValueError, RecursionError):  # the error's own message may quote the line
        raise StreamError(number, "not a JSON object") from None
    if not isinstance(record, dict):
        raise StreamError(number, "not a JSON object")
    if not isinstance(record.get("text"), str):
        raise StreamError(number, 'no "text" that is a string')
    return record


def _refused(constant: str) -> Any:
    """JSON has no NaN and no infinity (RFC 8259 section 6), and what we write back must be JSON."""
    raise ValueError(constant)


def _written(record: dict[str, Any], redacted: Redacted) -> str:
    spans = [{"start": span.start, "end": span.end, "type": span.type} for span in redacted.spans]
    return json.dumps({"id": record.get("id"), "text": redacted.text, "spans": spans}, ensure_ascii=False)


def _batches(lines: TextIO | Iterable[str]) -> Iterator[Sequence[str]]:
    """Lines in the batches they arrive in; one by one where that cannot be seen."""
    if isinstance(lines, list | tuple):
        yield lines
        return
    descriptor = _descriptor(lines)
    if descriptor is None:
        yield from ([line] for line in lines)
    else:
        yield from _arriving(descriptor)


def _descriptor(lines: object) -> int | None:
    """What stands behind a file; None where nothing does, as behind one in memory."""
    if not isinstance(lines, IOBase):
        return None
    try:
        return lines.fileno()
    except OSError:
        return None


def _arriving(descriptor: int) -> Iterator[list[str]]:
    """Whole lines from a file descriptor, as many at a time as are there."""
    rest, at_end, lines = b"", False, 0
    while not at_end:
        block = os.read(descriptor, _MOST_BYTES)
        while block and len(block) < _MOST_BYTES and _is_ready(descriptor):
            more = os.read(descriptor, _MOST_BYTES)
            if not more:
                break
            block += more
        at_end = not block
        complete, mark, rest = (rest + block).rpartition(b"\n") if block else (rest, b"", b"")
        lines += complete.count(b"\n") + len(mark)
        if len(rest) > _LONGEST_LINE:
            raise StreamError(lines + 1, "longer than 16 MB")
        if complete or mark:
            yield complete.decode("utf-8", "replace").split("\n")


def _is_ready(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])
