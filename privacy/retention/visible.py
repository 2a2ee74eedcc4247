"""What may be read at this moment: what has expired is invisible, whether the sweeper has come or not."""

from privacy.declared.rows import Grant
from privacy.declared.terms import DataClass
from privacy.store.api import Store
from privacy.store.codec import Cipher, from_row


async def live_grants(store: Store, cipher: Cipher, call: str, now_s: int) -> tuple[Grant, ...]:
    """The grants of a call that have not ended."""
    rows = await store.find("grant", "call", call)
    return tuple(from_row(row, Grant, cipher) for row in rows if int(row.clear["due_s"] or 0) > now_s)


async def is_visible(store: Store, call: str, data_class: DataClass, now_s: int) -> bool:
    """Whether this class of the call's data may be shown to anybody."""
    rows = await store.find("grant", "call", call)
    return any(int(row.clear["due_s"] or 0) > now_s and row.clear["data_class"] == data_class.value for row in rows)
