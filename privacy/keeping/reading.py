"""Reading what is kept of a call, as far as it may be read at this moment.

What no grant covers, has expired or was erased is not there for a reader, whether its rows are gone or not. Reading
content takes a `Pass` of `privacy.access.gate`, whose line is in the audit by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from privacy.access.api import About, Act, Pass
from privacy.declared.rows import Call, Diagnosis, Grant, Trace, Utterance
from privacy.declared.terms import DataClass
from privacy.keys.errors import KeyGone
from privacy.keys.keyring import Keyring
from privacy.retention.visible import live_grants
from privacy.store.api import Store
from privacy.store.codec import Cipher, RowType, from_row


class NotThere(LookupError):
    """Nothing that may be read is kept under that id: never kept, expired or erased, which look the same."""

    def __init__(self) -> None:
        super().__init__("nothing that may be read is kept of that call")


@dataclass(frozen=True, slots=True)
class OpenCall:
    """What may be read of a call: each part only while a grant covers its class."""

    call: Call
    grants: tuple[Grant, ...]
    said: tuple[Utterance, ...] = field(default=(), repr=False)
    trace: tuple[Trace, ...] = field(default=(), repr=False)
    diagnosis: Diagnosis | None = None

    def due_s(self, data_class: DataClass) -> int:
        """The first second at which that class is gone; 0 when it is not kept."""
        return max((each.due_s for each in self.grants if each.data_class is data_class), default=0)


async def open_call(store: Store, keyring: Keyring, call: str, now_s: int) -> OpenCall:
    """Everything of a call that is visible now. For those who have audited it. Raises `NotThere` and `StoreError`."""
    row = await store.get("call", call)
    if row is None:
        raise NotThere
    try:
        cipher = await keyring.cipher(str(row.clear["subject"]))
    except KeyGone:
        raise NotThere from None
    grants = await live_grants(store, cipher, call, now_s)
    if not grants:
        raise NotThere
    found, covered = _Rows(store, cipher, call), {each.data_class for each in grants}
    traced = DataClass.DIAGNOSTIC in covered
    diagnoses = await found.of(Diagnosis, "diagnosis") if traced else ()
    return OpenCall(
        from_row(row, Call, cipher),
        grants,
        await found.of(Utterance, "utterance") if DataClass.CHAT in covered else (),
        await found.of(Trace, "trace") if traced else (),
        diagnoses[0] if diagnoses else None,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    store: Store
    cipher: Cipher
    call: str

    async def of(self, kind: type[RowType], name: str) -> tuple[RowType, ...]:
        return tuple(from_row(row, kind, self.cipher) for row in await self.store.find(name, "call", self.call))


@dataclass(frozen=True, slots=True)
class Reader:
    """Used on one event loop. Raises `NotThere`, `Denied` for a pass to something else, and `StoreError`."""

    store: Store
    keyring: Keyring
    now: Callable[[], int]

    async def transcript(self, permit: Pass, call: str) -> OpenCall:
        """What was said, without the trace."""
        permit.use(Act.READ_TRANSCRIPT, About(call))
        opened = await open_call(self.store, self.keyring, call, self.now())
        if not opened.due_s(DataClass.CHAT):
            raise NotThere
        return OpenCall(opened.call, opened.grants, said=opened.said)

    async def trace(self, permit: Pass, call: str) -> OpenCall:
        """The trace and the state of the line, without what was said."""
        permit.use(Act.READ_TRACE, About(call))
        opened = await open_call(self.store, self.keyring, call, self.now())
        if not opened.due_s(DataClass.DIAGNOSTIC):
            raise NotThere
        return OpenCall(opened.call, opened.grants, trace=opened.trace, diagnosis=opened.diagnosis)
