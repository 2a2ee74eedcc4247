"""What a withdrawal writes and deletes, in a call that lasts or long after it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from privacy.declared.rows import Consent, Grant
from privacy.declared.terms import DataClass, OptIn, Source
from privacy.retention.holds import is_held
from privacy.retention.rules import CLASSES
from privacy.store.api import Ref, SealedRow, Store
from privacy.store.codec import Cipher, from_row, ref, to_row

_KINDS: Final = {DataClass.CHAT: ("utterance",), DataClass.DIAGNOSTIC: ("trace", "diagnosis")}
Work = tuple[list[SealedRow], list[Ref]]  # to put, to drop: one write


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Taking back yeses of one call. What stands on another basis than consent stays."""

    store: Store
    cipher: Cipher
    call: str
    subject: str
    now_s: int

    async def work(self, opt_ins: Collection[OptIn]) -> Work:
        """The lines of the ledger that are revoked, and all that only they covered. Raises `StoreError`.

        Under a legal hold nothing may be deleted: the grants end at once, so that nothing can be read any more, and
        the sweeper takes the rest when the hold is over.
        """
        lines = [replace(each, revoked_s=self.now_s) for each in await self._lines(opt_ins)]
        grants = [from_row(row, Grant, self.cipher) for row in await self.store.find("grant", "call", self.call)]
        classes = {CLASSES[each] for each in opt_ins if each in CLASSES}
        ended = [each for each in grants if each.source is Source.CONSENT and each.data_class in classes]
        puts = [to_row(each, self.cipher) for each in lines]
        if await is_held(self.store, self.subject, self.now_s):
            hidden = (replace(each, due_s=min(each.due_s, self.now_s)) for each in ended)
            return [*puts, *(to_row(each, self.cipher) for each in hidden)], []
        left = {each.data_class for each in grants if each not in ended and each.due_s > self.now_s}
        return puts, [*(ref(each) for each in ended), *await self._uncovered(classes - left, last=not left)]

    async def _lines(self, opt_ins: Collection[OptIn]) -> list[Consent]:
        rows = await self.store.find("consent", "call", self.call)
        consents = (from_row(row, Consent, self.cipher) for row in rows)
        return [each for each in consents if each.opt_in in opt_ins and each.revoked_s is None]

    async def _uncovered(self, classes: Collection[DataClass], *, last: bool) -> list[Ref]:
        """The rows of these classes; with the last grant of the call, the call and its code too."""
        kinds = [kind for each in classes for kind in _KINDS[each]] + ["alias", "call"] * last
        return [Ref(row.kind, row.key) for kind in kinds for row in await self.store.find(kind, "call", self.call)]
