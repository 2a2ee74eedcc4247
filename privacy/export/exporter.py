"""The exporter: a copy of what is kept of a person or a call, audited, and made in memory alone."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from privacy.access.api import About, Act, Pass
from privacy.audit.api import Action, Audit, Entry
from privacy.declared.rows import Consent
from privacy.export.page import page
from privacy.export.parts import Part, zipped
from privacy.export.vcon import vcon
from privacy.keeping.reading import NotThere, open_call
from privacy.keys.errors import KeyGone
from privacy.keys.keyring import Keyring
from privacy.receipts.receipt import receipt_of
from privacy.receipts.signed import sign
from privacy.receipts.uses import uses_of
from privacy.store.api import Store
from privacy.store.codec import from_row


@dataclass(frozen=True, slots=True)
class Exporter:
    """Used on one event loop. `audit_folder` is where the receipts learn of reads.

    Raises `NotThere`, `Denied` for a pass to something else, `AuditAway`: then there is no export, and `StoreError`.
    """

    store: Store
    keyring: Keyring
    audit: Audit
    audit_folder: Path
    now: Callable[[], int]

    async def of_subject(self, permit: Pass, subject: str) -> bytes:
        """A zip of everything that may be read of the person: each call as a vCon with its consents and its signed
        receipt, a page for people, and a manifest with hashes."""
        permit.use(Act.EXPORT, About(subject=subject))
        consents = await self._consents(subject)
        calls = [row.key for row in await self.store.find("call", "subject", subject)]
        parts = [each for call in calls if (each := await self._part(call, consents)) is not None]
        if not parts and not consents:
            raise NotThere
        return await self._zip(permit, Entry(Action.EXPORTED, subject=subject, detail="subject"), parts, consents)

    async def of_call(self, permit: Pass, call: str) -> bytes:
        """The same of one call."""
        permit.use(Act.EXPORT, About(call))
        opened = await open_call(self.store, self.keyring, call, self.now())
        consents = [each for each in await self._consents(opened.call.subject) if each.call == call]
        part = await self._part(call, consents)
        if part is None:
            raise NotThere
        entry = Entry(Action.EXPORTED, subject=opened.call.subject, call=call, detail="call")
        return await self._zip(permit, entry, [part], consents)

    async def _part(self, call: str, consents: Iterable[Consent]) -> Part | None:
        """The call, or None when nothing of it may be read."""
        try:
            opened = await open_call(self.store, self.keyring, call, self.now())
        except NotThere:
            return None
        uses = await asyncio.to_thread(uses_of, self.audit_folder, call, opened.call.subject)
        receipt = receipt_of(call, opened.grants, uses, self.now(), opened.call.reference)
        return Part(opened, receipt, tuple(each for each in consents if each.call == call))

    async def _consents(self, subject: str) -> list[Consent]:
        try:
            cipher = await self.keyring.cipher(subject)
        except KeyGone:
            raise NotThere from None
        rows = await self.store.find("consent", "subject", subject)
        found = (from_row(row, Consent, cipher) for row in rows if int(row.clear["due_s"] or 0) > self.now())
        return sorted(found, key=lambda each: (each.given_s, each.offset_ms))

    async def _zip(self, permit: Pass, entry: Entry, parts: list[Part], consents: list[Consent]) -> bytes:
        made_s, key = self.now(), await self.keyring.signing()
        files = {"index.html": page(parts, consents, made_s).encode()}
        for number, part in enumerate(parts, 1):
            files[f"calls/{number:04d}.vcon.json"] = _json(vcon(part.opened, part.consents, made_s))
            files[f"receipts/{number:04d}.json"] = sign(part.receipt.body, key)
        content = await asyncio.to_thread(zipped, files, made_s)
        await self.audit.note(
            Entry(entry.action, permit.who.id, permit.purpose, entry.subject, entry.call, entry.detail)
        )
        return content


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
