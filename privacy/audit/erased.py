"""What the audit says was erased: the memory that outlives every backup of the store."""

import json
from dataclasses import dataclass
from pathlib import Path

from privacy.audit.api import Action
from privacy.audit.file import LOG


@dataclass(frozen=True, slots=True)
class ErasedBefore:
    """Random ids of whom and what was erased."""

    subjects: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()


def erased_before(folder: Path) -> ErasedBefore:
    """Read from the audit in `folder`; nothing when there is none yet. Raises `OSError`."""
    log = folder / LOG
    if not log.exists():
        return ErasedBefore()
    entries = [json.loads(line) for line in log.read_bytes().split(b"\n")[:-1]]
    erased = [each for each in entries if each["action"] == Action.ERASED.value]
    return ErasedBefore(
        frozenset(each["subject"] for each in erased if each["detail"] == "subject"),
        frozenset(each["call"] for each in erased if each["detail"] == "call"),
    )
