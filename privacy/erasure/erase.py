"""Erasing a subject or a call, and finishing at the next start what a crash or an old backup left.

The order makes each moment safe. The audit has the erasure before it begins; the key goes first, and from then on no
copy of the rows, wherever it lies, can be read; then the rows go, then their bytes. What the audit says is erased and
the store still holds, half done or brought back by a backup, is erased again at every start.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from privacy.audit.api import SYSTEM, Action, Audit, Entry
from privacy.declared.fields import KINDS
from privacy.declared.terms import Purpose
from privacy.keys.keyring import Keyring
from privacy.retention.holds import is_held
from privacy.store.api import Ref, Store
from privacy.store.errors import StoreRefused


class Held(StoreRefused):
    """A legal hold forbids it; the sentence says until when."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. `scrubbed` is False when somebody read the store just then; the next sweep does it."""

    rows: int
    scrubbed: bool


@dataclass(frozen=True, slots=True)
class Eraser:
    """Used on one event loop."""

    store: Store
    keyring: Keyring
    audit: Audit
    now: Callable[[], int]

    async def erase_subject(self, subject: str, actor: str = SYSTEM) -> Erased:
        """Everything of the subject gone, here and in every backup of the store. Idempotent.

        Raises `Held`, `AuditAway` and `StoreError`; after one of them it may be called again.
        """
        await self._refuse_held(subject)
        await self.audit.note(Entry(Action.ERASED, actor, Purpose.COMPLIANCE, subject, None, "subject"))
        return await self._finish_subject(subject)

    async def erase_call(self, call: str, actor: str = SYSTEM) -> Erased:
        """Everything of one call gone from the store. Idempotent. Raises like `erase_subject`."""
        row = await self.store.get("call", call)
        subject = str(row.clear["subject"]) if row else None
        if subject:
            await self._refuse_held(subject)
        await self.audit.note(Entry(Action.ERASED, actor, Purpose.COMPLIANCE, subject, call, "call"))
        return await self._finish_call(call)

    async def replay(self, subjects: Iterable[str], calls: Iterable[str]) -> int:
        """Erase again what the audit says is erased and is there all the same; how many rows. For the start.

        Rows whose key is gone are nobody's, and go too. Of keys that went before a crash the bytes go.
        """
        subjects = frozenset(subjects)
        if subjects:
            await self.keyring.scrub()
        stored = await self.store.subjects()  # before the keys: who is made meanwhile has a key first, then rows
        keyed = await self.keyring.subjects()
        rows = 0
        for subject in subjects & (keyed | stored) | (stored - keyed):
            rows += (await self._finish_subject(subject)).rows
        for call in calls:
            if await self.store.get("call", call):
                rows += (await self._finish_call(call)).rows
        return rows

    async def _finish_subject(self, subject: str) -> Erased:
        await self.keyring.drop(subject)
        keys_scrubbed = await self.keyring.scrub()
        rows = await self.store.erase(subject)
        return Erased(rows, await self.store.scrub() and keys_scrubbed)

    async def _finish_call(self, call: str) -> Erased:
        owned = [kind.name for kind in KINDS.values() if "call" in kind.clear and kind.name != "subject"]
        drops = [Ref(row.kind, row.key) for name in owned for row in await self.store.find(name, "call", call)]
        await self.store.write((), drops)
        return Erased(len(drops), await self.store.scrub())

    async def _refuse_held(self, subject: str) -> None:
        if await is_held(self.store, subject, self.now()):
            raise Held("a legal hold forbids the deletion until it ends: see 'sottovoce privacy hold'")
