"""The sweeper: deletes what nothing covers any more, in small steps between which calls go on.

What has expired is invisible before it comes (`privacy.retention.visible`). Each step is one write, whole or not at
all, so that it may be killed anywhere and started again; running it twice changes nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from privacy.audit.api import SYSTEM, Action, Audit, Entry
from privacy.declared.rows import Diagnosis, Subject
from privacy.declared.terms import DataClass
from privacy.keys.errors import KeyProblem
from privacy.keys.keyring import Keyring
from privacy.retention.anonymise import counted
from privacy.retention.calendar import after_days, after_months
from privacy.retention.rules import Rules
from privacy.store.api import Ref, SealedRow, Store
from privacy.store.codec import from_row, to_row

BATCH: Final = 200  # grants a step
AT_ONCE: Final = 50  # questions that the store is asked at a time, so that calls are not kept waiting behind them
Item = TypeVar("Item")
KINDS_OF: Final = {DataClass.CHAT: ("utterance",), DataClass.DIAGNOSTIC: ("trace", "diagnosis")}


@dataclass(slots=True)
class Swept:
    """What a sweep did."""

    grants: int = 0
    calls: int = 0
    rows: int = 0
    subjects: int = 0
    statistics: int = 0
    held: int = 0  # grants that a legal hold keeps from going
    scrubbed: bool = True


@dataclass(slots=True)
class Sweeper:
    """Used by one task at a time, on one event loop. Raises `StoreError` and `AuditAway`; then it may be run again."""

    store: Store
    keyring: Keyring
    audit: Audit
    rules: Rules
    now: Callable[[], int]
    _touched: set[str] = field(default_factory=set)  # subjects that may own nothing any more
    _diagnoses: list[Diagnosis] = field(default_factory=list)
    _orphans: frozenset[str] = frozenset()  # keys without rows at the last sweep

    async def sweep(self) -> Swept:
        """Everything that is due now."""
        done = Swept()
        held = await self._held()
        await self._sweep_grants(done, held)
        for kind in ("consent", "statistic", "hold", "request", "glass", "operator"):
            await self._sweep_kind(kind, done, held)
        await self._count(done)
        await self._sweep_subjects(done, held)
        done.scrubbed = await self.store.scrub()
        return done

    async def _held(self) -> frozenset[str]:
        """The subjects of legal holds that last."""
        now_s = self.now()
        return frozenset(
            str(row.clear["subject"]) for row in await self.store.all("hold") if int(row.clear["due_s"] or 0) > now_s
        )

    # -- what a grant covered ----------------------------------------------------------------------------------------

    async def _sweep_grants(self, done: Swept, held: frozenset[str]) -> None:
        async for due in self._due("grant"):
            free = [row for row in due if str(row.clear["subject"]) not in held]
            done.held += len(due) - len(free)
            drops: list[Ref] = [Ref(row.kind, row.key) for row in free]
            calls = list(dict.fromkeys(str(row.clear["call"]) for row in free))
            for some in _some(calls):
                rows: dict[str, list[SealedRow]] = {call: [] for call in some}
                for row in await self.store.of_calls(some):
                    rows[str(row.clear["call"])].append(row)
                for call in some:
                    drops += await self._uncovered(rows[call], done)
            await self._drop(drops, free, done)
            done.grants += len(free)

    async def _uncovered(self, rows: Sequence[SealedRow], done: Swept) -> list[Ref]:
        """Those of a call's rows that no grant covers any more."""
        now_s = self.now()
        grants = [row for row in rows if row.kind == "grant"]
        live = {DataClass(row.clear["data_class"]) for row in grants if int(row.clear["due_s"] or 0) > now_s}
        gone = {kind for each, kinds in KINDS_OF.items() if each not in live for kind in kinds}
        if not live:
            done.calls += 1
            gone |= {"call", "alias"}
        dropped = [row for row in rows if row.kind in gone]
        await self._remember(dropped)
        return [Ref(row.kind, row.key) for row in dropped]

    async def _remember(self, rows: Sequence[SealedRow]) -> None:
        for row in rows:
            if row.kind == "diagnosis":
                try:
                    cipher = await self.keyring.cipher(str(row.clear["subject"]))
                except KeyProblem:
                    continue
                self._diagnoses.append(from_row(row, Diagnosis, cipher))

    # -- what has its own end ----------------------------------------------------------------------------------------

    async def _sweep_kind(self, kind: str, done: Swept, held: frozenset[str]) -> None:
        async for due in self._due(kind):
            free = [row for row in due if row.clear.get("subject") not in held]
            await self._drop([Ref(row.kind, row.key) for row in free], free, done)

    async def _count(self, done: Swept) -> None:
        """Diagnoses that went, as counts of ten people or more."""
        now_s = self.now()
        found = counted(self._diagnoses, after_months(now_s, self.rules.statistic_months))
        self._diagnoses.clear()
        if found:
            house = await self.keyring.house()
            await self.store.write([to_row(each, house) for each in found])
        done.statistics += len(found)

    async def _sweep_subjects(self, done: Swept, held: frozenset[str]) -> None:
        """Who owns nothing any more goes after the days of grace, identifiers and key with them."""
        now_s = self.now()
        due_s = after_days(now_s, self.rules.account_days)
        for some in _some(sorted(self._touched - held)):
            dated = await asyncio.gather(*(self._dated(subject, due_s) for subject in some))
            await self.store.write([row for row in dated if row])
        self._touched.clear()
        async for due in self._due("subject"):
            for rows in _some(due):
                await self._forget([row for row in rows if row.key not in held], done)
        if done.subjects:
            await self.keyring.scrub()
        await self._drop_orphans()

    async def _dated(self, subject: str, due_s: int) -> SealedRow | None:
        """The row of somebody who owns nothing, with the end of the days of grace; an active account has none."""
        row = await self.store.get("subject", subject)
        if row is None or from_row(row, Subject).account or await self._owns(subject):
            return None
        return to_row(replace(from_row(row, Subject), due_s=due_s), await self.keyring.house())

    async def _forget(self, rows: Sequence[SealedRow], done: Swept) -> None:
        """Drop who these are and how they are found. Who calls at this very moment is put back: from the drop on no
        call finds them, so that a second look is final."""
        owns = await asyncio.gather(*(self._owns(row.key) for row in rows))
        house = await self.keyring.house()
        back = [
            to_row(replace(from_row(row, Subject), due_s=None), house)
            for row, kept in zip(rows, owns, strict=True)
            if kept
        ]
        gone = [row for row, kept in zip(rows, owns, strict=True) if not kept]
        found = await asyncio.gather(*(self.store.find("alias", "subject", row.key) for row in gone))
        if gone:
            await self.audit.note(Entry(Action.SWEPT, SYSTEM, None, None, None, f"{len(gone)}/subjects"))
        drops = [Ref(row.kind, row.key) for rows in (gone, *found) for row in rows]
        await self.store.write(back, drops)
        late = [n for n, row in enumerate(gone) if await self._owns(row.key)]
        await self.store.write([row for n in late for row in (gone[n], *found[n])])
        await self.keyring.drop(*(row.key for n, row in enumerate(gone) if n not in late))
        done.subjects += len(gone) - len(late)

    async def _drop_orphans(self) -> None:
        """Keys that nothing was ever sealed with: a crash came before the first row, two sweeps ago or earlier."""
        orphans = await self.keyring.subjects() - await self.store.subjects()
        await self.keyring.drop(*(orphans & self._orphans))
        self._orphans = orphans

    async def _owns(self, subject: str) -> bool:
        kinds = ("call", "grant", "consent", "hold", "wish")
        found = await asyncio.gather(*(self.store.find(kind, "subject", subject) for kind in kinds))
        return any(found)

    # -- steps -------------------------------------------------------------------------------------------------------

    async def _due(self, kind: str) -> AsyncIterator[tuple[SealedRow, ...]]:
        """Batches of rows that are due, oldest first; those that stay are passed by."""
        now_s = self.now()
        after: tuple[int, str] | None = None
        while due := await self.store.due(kind, now_s, BATCH, after):
            yield due
            after = (int(due[-1].clear["due_s"] or 0), due[-1].key)
            await asyncio.sleep(0)

    async def _drop(self, drops: Sequence[Ref], owners: Sequence[SealedRow], done: Swept) -> None:
        if not drops:
            return
        await self.audit.note(Entry(Action.SWEPT, detail=str(len(drops))))
        await self.store.write((), drops)
        self._touched.update(str(row.clear["subject"]) for row in owners if row.clear.get("subject"))
        done.rows += len(drops)


def _some(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in pieces of `AT_ONCE`."""
    return (items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE))
