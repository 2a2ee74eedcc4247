"""Breaking the glass: one person asks to look into one call for some minutes, another one agrees."""

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Final

from privacy.access.api import About, Act, Denied, Now, Who
from privacy.access.gate import Gate
from privacy.access.reason import Reason
from privacy.audit.api import Action, Audit, Entry
from privacy.declared.rows import Glass
from privacy.declared.terms import Purpose
from privacy.keys.keyring import Keyring
from privacy.store.api import Ref, SealedRow, Store
from privacy.store.codec import from_row, ref, to_row

MOST_MINUTES: Final = 60
_TO_AGREE_S: Final = 3600  # how long a request waits for another person


@dataclass(frozen=True, slots=True)
class GlassCase:
    """Used on one event loop. A glass that was never agreed to opens nothing and goes with its `due_s`."""

    store: Store
    keyring: Keyring
    audit: Audit
    gate: Gate
    now: Now

    async def ask(self, who: Who, call: str, purpose: Purpose, reason: Reason, minutes: int) -> str:
        """The id that another person agrees to. Raises `Denied`, `ValueError` for minutes that are too many."""
        if not 1 <= minutes <= MOST_MINUTES:
            raise ValueError(f"the glass is broken for 1 to {MOST_MINUTES} minutes")
        await self.gate.allow(who, Act.ASK_GLASS, purpose, About(call))
        now_s = self.now()
        glass = Glass(
            glass=token_hex(16),
            about=call,
            asked_by=who.id,
            agreed_by=None,
            asked_s=now_s,
            due_s=now_s + _TO_AGREE_S,
            minutes=minutes,
            reason=str(reason),
        )
        await self.audit.note(Entry(Action.GLASS_ASKED, who.id, purpose, None, call, glass.glass))
        await self.store.write([to_row(glass, await self.keyring.house())])
        return glass.glass

    async def agree(self, who: Who, glass: str) -> int:
        """When the glass closes by itself. Raises `Denied` for one who asked, whom that one let in, or too late."""
        row = await self.store.get("glass", glass)
        if row is None or int(row.clear["due_s"] or 0) <= self.now():
            raise Denied("nobody asks for that any more: ask again")
        found = from_row(row, Glass, await self.keyring.house())
        await self.gate.allow(who, Act.AGREE_GLASS, Purpose.COMPLIANCE, About(found.about))
        if found.agreed_by is not None or found.asked_by in await self._line_of(who.id):
            await self._deny(who, found)
        until_s = self.now() + 60 * found.minutes
        agreed = replace(found, agreed_by=who.id, due_s=until_s)
        await self.audit.note(Entry(Action.GLASS_AGREED, who.id, Purpose.COMPLIANCE, None, found.about, glass))
        await self.store.write([to_row(agreed, await self.keyring.house())], needs=[ref(found)])
        return until_s

    async def close(self, who: Who, glass: str) -> None:
        """Before its time: whoever asked or agreed is done. Raises `Denied`."""
        row = await self.store.get("glass", glass)
        if row is None or who.id not in (row.clear["asked_by"], row.clear["agreed_by"]):
            raise Denied("it is not yours to close")
        await self.store.write((), [Ref("glass", glass)])

    async def reason_of(self, row: SealedRow) -> str:
        """Why a glass is asked for, for the one who is to agree."""
        return from_row(row, Glass, await self.keyring.house()).reason

    async def _line_of(self, operator: str) -> set[str]:
        """That operator, whoever let them in, and so on: nobody agrees with themselves under a second name."""
        line: set[str] = set()
        each: str | None = operator
        while each is not None and each not in line:
            line.add(each)
            row = await self.store.get("operator", each)
            each = str(row.clear["made_by"]) if row and row.clear["made_by"] else None
        return line

    async def _deny(self, who: Who, glass: Glass) -> None:
        denied = Entry(Action.DENIED, who.id, Purpose.COMPLIANCE, None, glass.about, Act.AGREE_GLASS.value)
        await self.audit.note(denied)
        raise Denied("another person has to agree: not the one who asked, nor one they let in, and only once")
