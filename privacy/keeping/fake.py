"""`Keeping` without a store, for tests of what uses one: a file's rows are a list, and the store can be away."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Source, Speaker
from privacy.keeping.api import Answer, KeptPart, Opening, Receipt
from privacy.keys.reference import new_reference
from privacy.redacted import Redacted
from privacy.store.errors import StoreAway

_CLASSES = {OptIn.TRANSCRIPT: DataClass.CHAT, OptIn.TRACE: DataClass.DIAGNOSTIC, OptIn.IMPROVEMENT: DataClass.STATISTIC}


@dataclass(slots=True)
class MemoryFile:
    """`CallFile`. `stored` is what a store would hold; `away` makes every use of it fail."""

    opening: Opening
    away: bool = False
    reference: str = field(default="", repr=False)
    added: list[Redacted] = field(default_factory=list)
    stored: list[Redacted] = field(default_factory=list)
    answers: list[tuple[OptIn, Answer]] = field(default_factory=list)
    parts: list[KeptPart] = field(default_factory=list)
    withdrawals: int = 0
    ended: bool = False

    @property
    def keepable(self) -> bool:
        return self.opening.recordable

    def add(self, speaker: Speaker, at_ms: int, words: Redacted) -> None:
        self.added.append(words)
        if self._keeps_words and not self.away:
            self.stored.append(words)

    async def consent(self, opt_in: OptIn, answer: Answer) -> None:
        self._reach()
        self.answers.append((opt_in, answer))
        self._grant(KeptPart(_CLASSES[opt_in], Flag.SUPPORT, Basis.CONSENT, Source.CONSENT, 1))

    async def flag(self, flag: Flag, basis: Basis, source: Source, reason: str = "") -> None:
        self._reach()
        self._grant(KeptPart(DataClass.CHAT, flag, basis, source, 1))

    async def withdraw(self, opt_in: OptIn | None = None) -> None:
        self.withdrawals += 1
        gone = _CLASSES[opt_in] if opt_in else None
        self.parts = [each for each in self.parts if gone and each.data_class is not gone]
        if opt_in is None:
            self.added.clear()
        if not self._keeps_words:
            self.stored.clear()
        self._reach()

    async def end(self, again: Sequence[Redacted]) -> Receipt:
        self.ended = True
        self.added.clear()
        if self._keeps_words:
            self.stored = list(again)
        return Receipt(tuple(self.parts), reference=self.reference if self.parts else "")

    @property
    def _keeps_words(self) -> bool:
        return any(each.data_class is DataClass.CHAT for each in self.parts)

    def _grant(self, part: KeptPart) -> None:
        self.parts.append(part)
        self.reference = self.reference or new_reference()
        if self._keeps_words:
            self.stored = list(self.added)

    def _reach(self) -> None:
        if self.away:
            raise StoreAway("the store does not answer")


@dataclass(slots=True)
class MemoryKeeping:
    """`Keeping`. The files stay here, to be looked at."""

    files: dict[str, MemoryFile] = field(default_factory=dict)
    away: bool = False

    def open(self, call: str, opening: Opening) -> MemoryFile:
        self.files[call] = MemoryFile(opening, self.away)
        return self.files[call]
