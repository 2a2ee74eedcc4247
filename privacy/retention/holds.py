"""Legal holds: nothing of a person is deleted before one ends, which it does by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Final

from privacy.access.reason import Reason
from privacy.audit.api import Action, Audit, Entry
from privacy.declared.rows import Hold
from privacy.declared.terms import Purpose
from privacy.keys.keyring import Keyring
from privacy.retention.calendar import after_months
from privacy.store.api import Ref, Store
from privacy.store.codec import from_row, to_row

MONTHS_MOST: Final = 12  # a hold that has to last longer is placed again, by somebody who looks at it again


class HoldRefused(ValueError):
    """A hold cannot be placed or lifted; the sentence says why."""


async def is_held(store: Store, subject: str, now_s: int) -> bool:
    """Whether a legal hold forbids to delete anything of the person now. Raises `StoreError`."""
    return any(int(row.clear["due_s"] or 0) > now_s for row in await store.find("hold", "subject", subject))


@dataclass(frozen=True, slots=True)
class Holds:
    """Used on one event loop. Who may place one is decided before (`privacy.access`).

    Raises `StoreError`, and `AuditAway`: then nothing was done.
    """

    store: Store
    keyring: Keyring
    audit: Audit
    now: Callable[[], int]

    async def place(self, subject: str, by: str, reason: Reason, until_s: int) -> Hold:
        """A hold that lasts until `until_s`. Raises `HoldRefused`."""
        now_s = self.now()
        if not now_s < until_s <= after_months(now_s, MONTHS_MOST):
            raise HoldRefused(f"a hold ends later than now and within {MONTHS_MOST} months; it can be placed again")
        if await self.store.get("subject", subject) is None:
            raise HoldRefused("nothing is kept of that person")
        hold = Hold(token_hex(16), subject, now_s, until_s, by, str(reason))
        await self.audit.note(Entry(Action.HOLD_PLACED, by, Purpose.COMPLIANCE, subject, None, str(until_s)))
        await self.store.write([to_row(hold, await self.keyring.house())], needs=[Ref("subject", subject)])
        return hold

    async def lift(self, hold: str, by: str) -> None:
        """End it before its time. Raises `HoldRefused` when there is none of that id."""
        row = await self.store.get("hold", hold)
        if row is None:
            raise HoldRefused("there is no hold of that id: it was lifted, or its time is over")
        await self.audit.note(Entry(Action.HOLD_LIFTED, by, Purpose.COMPLIANCE, str(row.clear["subject"])))
        await self.store.write((), [Ref("hold", hold)])

    async def lasting(self) -> tuple[Hold, ...]:
        """Every hold that has not ended, the next to end first."""
        house, now_s = await self.keyring.house(), self.now()
        holds = (from_row(row, Hold, house) for row in await self.store.all("hold"))
        return tuple(sorted((each for each in holds if each.due_s > now_s), key=lambda each: each.due_s))
