"""The sweeper: deletes what nothing covers any more, in small steps between which calls go on.

What has expired is invisible before it comes (`privacy.retention.visible`). Each step is one write, whole or not at
all, so that it may be killed anywhere and started again; running it twice changes nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

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
            for call in dict.fromkeys(str(row.clear["call"]) for row in free):
                drops += await self._uncovered(call, done)
            await self._drop(drops, free, done)
            done.grants += len(free)

    async def _uncovered(self, call: str, done: Swept) -> list[Ref]:
        """The rows of a call that no grant covers any more."""
        now_s = self.now()
        grants = await self.store.find("grant", "call", call)
        live = {DataClass(row.clear["data_class"]) for row in grants if int(row.clear["due_s"] or 0) > now_s}
        gone = [kind for each, kinds in KINDS_OF.items() if each not in live for kind in kinds]
        rows = [row for kind in gone for row in await self.store.find(kind, "call", call)]
        await self._remember(rows)
        drops = [Ref(row.kind, row.key) for row in rows]
        if not live:
            done.calls += 1
            drops += [Ref("call", call)]
            drops += [Ref(row.kind, row.key) for row in await self.store.find("alias", "call", call)]
        return drops

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
        for subject in sorted(self._touched - held):
            await self._date(subject, after_days(now_s, self.rules.account_days))
        self._touched.clear()
        async for due in self._due("subject"):
            for row in due:
                if row.key in held or await self._owns(row.key):
                    await self._date(row.key, None)
                    continue
                await self.audit.note(Entry(Action.SWEPT, SYSTEM, None, row.key, None, "subject"))
                await self.keyring.drop(row.key)
                await self.store.erase(row.key)
                done.subjects += 1
        if done.subjects:
            await self.keyring.scrub()

    async def _date(self, subject: str, due_s: int | None) -> None:
        row = await self.store.get("subject", subject)
        if row is None or (due_s is not None and await self._owns(subject)):
            return
        known = from_row(row, Subject)
        if not known.account:
            await self.store.write([to_row(replace(known, due_s=due_s), await self.keyring.house())])

    async def _owns(self, subject: str) -> bool:
        for kind in ("call", "grant", "consent", "hold", "wish"):
            if await self.store.find(kind, "subject", subject):
                return True
        return False

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
