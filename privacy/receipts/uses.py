"""Who read a call's words and where they went, as the audit has it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from privacy.audit.api import CALLER, Action
from privacy.audit.file import LOG

READ: Final = frozenset({Action.CONTENT_READ.value, Action.EXPORTED.value})
SENT: Final = frozenset({Action.TRANSFERRED.value})


@dataclass(frozen=True, slots=True)
class Use:
    """One line of the audit about a call's content."""

    at_s: int
    action: str
    by: str  # "caller", "system", or the random id of an operator
    purpose: str = ""
    detail: str = ""

    @property
    def by_caller(self) -> bool:
        return self.by == CALLER


def uses_of(folder: Path, call: str, subject: str | None = None) -> tuple[Use, ...]:
    """Each read, export and transfer of the call in the audit in `folder`, oldest first; with `subject`, exports of all
    that is kept of the person too. Raises `OSError`.

    Reads the whole audit: to be called off the event loop.
    """
    log = folder / LOG
    return tuple(_found(log, call, subject)) if log.exists() else ()


def _found(log: Path, call: str, subject: str | None) -> Iterator[Use]:
    marks = [f'"{each}"'.encode() for each in (call, subject) if each]
    with log.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n") and any(mark in line for mark in marks):
                entry = json.loads(line)
                ours = entry["call"] == call or (entry["call"] is None and subject and entry["subject"] == subject)
                if ours and entry["action"] in READ | SENT:
                    yield Use(entry["at_s"], entry["action"], entry["actor"], entry["purpose"] or "", entry["detail"])
