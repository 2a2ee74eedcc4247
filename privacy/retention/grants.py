"""Flags set by an operator on a call that is kept already: for another reason, or for longer."""

from collections.abc import Callable
from dataclasses import dataclass

from privacy.access.api import About, Act, Pass
from privacy.access.reason import Reason
from privacy.audit.api import Action, Audit, Entry
from privacy.declared.rows import Grant
from privacy.declared.terms import Basis, DataClass, Flag, Source
from privacy.keeping.reading import open_call
from privacy.keys.keyring import Keyring
from privacy.retention.rules import Rules, allowed
from privacy.store.api import Ref, Store
from privacy.store.codec import to_row


class FlagRefused(ValueError):
    """The flag cannot stand on that basis, or ends before it begins; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Granting:
    """Used on one event loop. What is over or was never kept cannot be flagged: nothing comes back.

    Raises `NotThere`, `Denied` for a pass to something else, `AuditAway`: then nothing was done, and `StoreError`.
    """

    store: Store
    keyring: Keyring
    audit: Audit
    rules: Rules
    now: Callable[[], int]

    async def flag(self, permit: Pass, call: str, flag: Flag, basis: Basis, reason: Reason) -> Grant:
        """Keep what was said in the call by this flag too. Raises `FlagRefused`."""
        permit.use(Act.SET_FLAG, About(call))
        opened = await open_call(self.store, self.keyring, call, self.now())
        kept = opened.call
        if basis is Basis.CONSENT:
            raise FlagRefused("consent is the caller's to give: name another basis")
        if not allowed(kept.region, flag, basis):
            raise FlagRefused(f"under {kept.region.value}, {flag.value} cannot stand on {basis.value}")
        due_s = self.rules.transcript_due_s(kept.began_s, flag)
        if due_s <= self.now():
            raise FlagRefused(f"the time for {flag.value} of this call is over")
        grant = Grant(
            call,
            kept.subject,
            DataClass.CHAT,
            flag,
            basis,
            Source.OPERATOR,
            kept.region,
            self.now(),
            due_s,
            str(reason),
        )
        entry = Entry(Action.FLAG_SET, permit.who.id, permit.purpose, kept.subject, call, f"{flag.value}/{basis.value}")
        await self.audit.note(entry)
        row = to_row(grant, await self.keyring.cipher(kept.subject))
        await self.store.write([row], needs=[Ref("call", call), Ref("subject", kept.subject)])
        return grant
