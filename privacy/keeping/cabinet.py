"""What the files of a process share, and the acts on the store that more than one of them needs."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from privacy.audit.api import Audit, AuditAway, Entry
from privacy.keeping.api import Opening
from privacy.keeping.case import Case, open_case
from privacy.keeping.grounds import Policy
from privacy.keys.errors import KeyProblem
from privacy.keys.keyring import Keyring
from privacy.retention.rules import Rules, TenantRule, allowed
from privacy.store.api import Ref, SealedRow, Store
from privacy.store.errors import StoreError, StoreRefused


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Used on one event loop. `trouble` is told the kind of each failure of the store, never a word of a call."""

    store: Store
    keyring: Keyring
    audit: Audit
    rules: Rules
    policy: Policy
    now: Callable[[], int]
    trouble: Callable[[str], None]
    opens: asyncio.Lock = field(default_factory=asyncio.Lock)  # two calls of one new caller make one subject

    async def open(self, call: str, opening: Opening, began_s: int) -> Case:
        """A case for the call. Raises `StoreError`."""
        try:
            return await open_case(self.store, self.keyring, call, opening, began_s)
        except KeyProblem as problem:
            raise StoreRefused(str(problem)) from None

    async def note(self, entry: Entry) -> None:
        """Audited, durably. Raises `StoreRefused`: then the act must not be done."""
        try:
            await self.audit.note(entry)
        except AuditAway as away:
            raise StoreRefused(str(away)) from None

    async def forget_key(self, case: Case) -> None:
        """The key of a subject that nothing was written of, as far as the store answers."""
        try:
            await self.keyring.drop(case.subject)
        except StoreError as error:
            self.trouble(type(error).__name__)

    def ordered(self, opening: Opening) -> tuple[TenantRule, ...]:
        """The rules of the tenant that keep this call; none when the caller's device asked that nothing be kept."""
        rules = self.rules.tenant if opening.recordable else ()
        return tuple(
            each
            for each in rules
            if each.destination == opening.destination and allowed(opening.region, each.flag, each.basis)
        )

    async def write(
        self,
        puts: Iterable[SealedRow],
        drops: Iterable[Ref] = (),
        needs: Iterable[Ref] = (),
        *,
        lazily: bool = False,
    ) -> None:
        await self.store.write(tuple(puts), tuple(drops), tuple(needs), lazily=lazily)
