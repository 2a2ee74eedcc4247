"""What a call knows of keeping: a file that holds its redacted words in memory, and stores them when it may."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from privacy.declared.terms import Basis, Channel, DataClass, Flag, OptIn, Region, Source, Speaker
from privacy.keys.identifiers import Identifier
from privacy.redacted import Redacted
from privacy.store.errors import StoreRefused


@dataclass(frozen=True, slots=True)
class Answer:
    """A caller's answer to one opt-in, as the ledger records it. `words` is None for a key or a button."""

    channel: Channel
    offset_ms: int  # after the beginning of the call
    words: Redacted | None = field(default=None, repr=False)
    key: str = ""  # the key or button, when it was one
    confidence: float = 1.0  # of the recogniser, 0 to 1
    language: str = "en"


@dataclass(frozen=True, slots=True)
class KeptPart:
    """One thing that was kept: which, why, and the first second at which it is gone."""

    data_class: DataClass
    flag: Flag
    basis: Basis
    source: Source
    due_s: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a call's words. Empty `kept` is the rule; `shared` names platforms that were sent any."""

    kept: tuple[KeptPart, ...] = ()
    shared: tuple[str, ...] = ()
    reference: str = field(default="", repr=False)  # the code that finds the call again; "" when nothing is kept


@dataclass(frozen=True, slots=True)
class Opening:
    """What a file is opened with. Identifiers are hashed when something is kept, and let go of when not."""

    channel: Channel
    region: Region
    destination: str = "agent"  # whom the caller dialled
    language: str = "en"
    identifiers: Sequence[Identifier] = field(default=(), repr=False)
    recordable: bool = True  # False: the caller's device asked that nothing be kept


class CallFile(Protocol):
    """One call's file, used on the event loop by one conversation."""

    @property
    def keepable(self) -> bool:
        """Whether anything may be kept at all if the caller agrees."""
        ...

    @property
    def reference(self) -> str:
        """The code by which the caller finds the call again; "" while nothing is kept."""
        ...

    def add(self, speaker: Speaker, at_ms: int, words: Redacted) -> None:
        """One stretch of speech, final. Returns at once, never raises; what a grant covers is stored soon."""
        ...

    async def consent(self, opt_in: OptIn, answer: Answer) -> None:
        """A clear yes: recorded, and when this returns all that was said so far is durable. What follows is stored as
        it comes. Raises `StoreError`: then nothing is kept."""
        ...

    async def flag(self, flag: Flag, basis: Basis, source: Source, reason: str = "") -> None:
        """Keep the words for another reason than consent. Raises `StoreError`: then nothing is kept by this flag."""
        ...

    async def withdraw(self, opt_in: OptIn | None = None) -> None:
        """Take back one yes, or all of them, and delete what was kept under it; with all of them, forget what was added
        so far. Raises `StoreError` when the store does not answer: then nothing more is stored, and the deletion is
        done as soon as it does."""
        ...

    async def end(self, again: Sequence[Redacted]) -> Receipt:
        """The call is over. `again` holds each stretch added since the last withdrawal of everything, in order, masked
        with all that was learned later.

        Never raises. Without a grant nothing of the call is left anywhere when this returns.
        """
        ...


class Keeping(Protocol):
    """Opens the files. One for the process."""

    def open(self, call: str, opening: Opening) -> CallFile: ...


class NothingKept:
    """`CallFile` and `Keeping` of a gateway that keeps nothing whatever a caller says."""

    keepable = False
    reference = ""

    def open(self, call: str, opening: Opening) -> CallFile:
        return self

    def add(self, speaker: Speaker, at_ms: int, words: Redacted) -> None: ...

    async def consent(self, opt_in: OptIn, answer: Answer) -> None:
        raise StoreRefused("this gateway keeps nothing")

    async def flag(self, flag: Flag, basis: Basis, source: Source, reason: str = "") -> None:
        raise StoreRefused("this gateway keeps nothing")

    async def withdraw(self, opt_in: OptIn | None = None) -> None: ...

    async def end(self, again: Sequence[Redacted]) -> Receipt:
        return Receipt()
