"""A house that keeps: a store, keys, an audit and files in them, on a clock of its own."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from privacy.api import RedactionSession
from privacy.audit.fake import MemoryAudit
from privacy.declared.terms import Channel, Region
from privacy.keeping.api import Answer, Opening
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.grounds import Policy
from privacy.keeping.keeping import StoredKeeping
from privacy.keys.identifiers import Identifier, Means
from privacy.keys.keyring import Keyring
from privacy.keys.master import from_file
from privacy.keys.shelf import MemoryShelf
from privacy.redacted import Redacted
from privacy.retention.rules import Rules
from privacy.store.api import SealedRow, Store
from privacy.store.codec import from_row

NOW_S = 1_790_000_000  # September 2026
ADA = Identifier(Means.NUMBER, "+4512345678")
YES = Answer(Channel.SIP, offset_ms=4_000, confidence=0.9)


def words(text: str) -> Redacted:
    return RedactionSession().redact(text)


def opening(*identifiers: Identifier, recordable: bool = True, region: Region = Region.GDPR) -> Opening:
    return Opening(Channel.SIP, region, identifiers=identifiers, recordable=recordable)


class Troubles(list[str]):
    """What the operator was told, to be looked at and to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._came = asyncio.Event()

    def append(self, kind: str) -> None:
        super().append(kind)
        self._came.set()

    async def told(self, kind: str, patience_s: float) -> None:
        async with asyncio.timeout(patience_s):
            while kind not in self:
                self._came.clear()
                await self._came.wait()


@dataclass
class House:
    """Everything behind `Keeping`, at hand for a test."""

    store: Store
    keyring: Keyring
    shelf: MemoryShelf
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    rules: Rules = field(default_factory=Rules)
    now_s: int = NOW_S
    troubles: Troubles = field(default_factory=Troubles)

    @classmethod
    def with_store(cls, store: Store, folder: Path) -> "House":
        shelf = MemoryShelf()
        return cls(store, Keyring(shelf, from_file(folder / "master.key", make=True)), shelf)

    @property
    def cabinet(self) -> Cabinet:
        policy = Policy("2026-11", "ab" * 32)
        return Cabinet(
            self.store, self.keyring, self.audit, self.rules, policy, lambda: self.now_s, self.troubles.append
        )

    def keeping(self) -> StoredKeeping:
        return StoredKeeping(self.cabinet)

    async def rows(self, kind: str) -> tuple[SealedRow, ...]:
        return await self.store.all(kind)

    async def said(self, call: str) -> list[str]:
        """The words that are stored of a call."""
        from privacy.declared.rows import Utterance

        found = []
        for row in await self.store.find("utterance", "call", call):
            cipher = await self.keyring.cipher(str(row.clear["subject"]))
            found.append(str(from_row(row, Utterance, cipher).text))
        return found

    async def counts(self) -> dict[str, int]:
        """How many rows of each kind there are, those without any left out."""
        kinds = ("subject", "alias", "call", "grant", "utterance", "consent")
        found = {kind: len(await self.rows(kind)) for kind in kinds}
        return {kind: count for kind, count in found.items() if count}
