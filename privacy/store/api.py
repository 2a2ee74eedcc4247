"""The port that SQLite and Redis are behind: rows go in whole, come out whole, and go for good.

Rows arrive sealed (`privacy.store.codec`), so a store sees ids, times and closed words, never what was said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol

from privacy.declared.fields import Undeclared, kind_named

Scalar = str | int | None
Owner = Literal["call", "subject"]


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One row as it lies in a store: declared clear fields, and the rest encrypted.

    Raises `Undeclared` when made of a kind or of fields that are not declared, so that no store has to look.
    """

    kind: str
    key: str
    clear: Mapping[str, Scalar] = field(repr=False)
    sealed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        declared = kind_named(self.kind)
        for name in self.clear:
            if name not in declared.fields or declared.fields[name].sealed:
                raise Undeclared(self.kind, name)
        if len(self.clear) != len(declared.clear):
            raise Undeclared(self.kind, "a row with fields missing")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """The name of a row."""

    kind: str
    key: str


class Level(Enum):
    """How much a finding matters: with an ERROR a promise is broken, with a WARNING one may be."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the store's surroundings that an operator should know."""

    level: Level
    code: str
    sentence: str


class Store(Protocol):
    """Every method raises a `StoreError` when it did nothing, and returns only when the work is durable.

    Used on one event loop; safe to call from many tasks. A cancelled caller does not know whether the work was done;
    every write may be repeated, since a row put twice is one row.
    """

    async def write(
        self, puts: Sequence[SealedRow], drops: Sequence[Ref] = (), needs: Sequence[Ref] = (), *, lazily: bool = False
    ) -> None:
        """All of it or nothing; raises `Gone` when a needed row is not there.

        With `lazily` it outlives the process at once, and a power cut with the next write that is not lazy: for what
        is not acknowledged to anybody by itself.
        """
        ...

    async def get(self, kind: str, key: str) -> SealedRow | None:
        """The row, or None."""
        ...

    async def find(self, kind: str, owner: Owner, value: str) -> tuple[SealedRow, ...]:
        """The rows of that kind that belong to a call or a subject, in order of their keys."""
        ...

    async def of_calls(self, calls: Sequence[str]) -> tuple[SealedRow, ...]:
        """Every row of every kind that belongs to one of these calls, in no order."""
        ...

    async def all(self, kind: str) -> tuple[SealedRow, ...]:
        """Every row of a kind of which there are few."""
        ...

    async def due(self, kind: str, at_s: int, most: int, after: tuple[int, str] | None = None) -> tuple[SealedRow, ...]:
        """At most `most` rows whose `due_s` is `at_s` or earlier, oldest first, behind the place `after`."""
        ...

    async def subjects(self) -> frozenset[str]:
        """The ids of all subjects that own a row of the kind `subject`."""
        ...

    async def erase(self, subject: str) -> int:
        """Every row of the subject dropped at once; how many. `scrub` then takes the bytes."""
        ...

    async def scrub(self) -> bool:
        """Whether the bytes of all dropped rows have left the store's files; False when someone reads just then."""
        ...

    async def findings(self) -> tuple[Finding, ...]:
        """What about the store's own settings weakens a promise."""
        ...

    async def aclose(self) -> None:
        """Let go of the store. Idempotent."""
        ...
