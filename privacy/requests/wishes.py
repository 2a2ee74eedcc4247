"""What people do not want, kept so that it is heeded at their next call before the agent says a word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Final

from privacy.declared.rows import Alias, Subject, Wish
from privacy.declared.terms import Region, Unwanted
from privacy.keys.identifiers import Identifier, alias_of
from privacy.keys.keyring import Keyring
from privacy.requests.api import Right
from privacy.retention.calendar import DAY_S
from privacy.store.api import Ref, Store
from privacy.store.codec import from_row, key, to_row

OF_RIGHT: Final = {
    Right.NO_MACHINE: Unwanted.MACHINE,
    Right.NO_SHARING: Unwanted.SHARING,
    Right.OBJECTION: Unwanted.USE,
    Right.RESTRICTION: Unwanted.CHANGE,
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """Used on one event loop. Raises `StoreError` and `KeyProblem`."""

    store: Store
    keyring: Keyring
    now: Callable[[], int]

    async def of(self, subject: str) -> frozenset[Unwanted]:
        """What a person does not want."""
        rows = await self.store.find("wish", "subject", subject)
        return frozenset(Unwanted(row.clear["wish"]) for row in rows)

    async def standing(self, identifiers: Sequence[Identifier]) -> frozenset[Unwanted]:
        """What anybody who is found by one of these does not want; nothing for a caller who is not known."""
        found: frozenset[Unwanted] = frozenset()
        for subject in await self._subjects(identifiers):
            found |= await self.of(subject)
        return found

    async def opted_out(self, identifiers: Sequence[Identifier]) -> bool:
        """Whether this caller is to be put through to a person before the agent speaks."""
        return Unwanted.MACHINE in await self.standing(identifiers)

    async def add(self, subject: str, unwanted: Unwanted) -> None:
        """Durable when it returns. Idempotent. Raises `Gone` for a person who is not known any more."""
        if await self.store.get("wish", key(subject, unwanted)) is None:
            row = to_row(Wish(subject, unwanted, self.now()), await self.keyring.house())
            await self.store.write([row], needs=[Ref("subject", subject)])

    async def drop(self, subject: str, unwanted: Unwanted) -> None:
        """They changed their mind. Idempotent. Who owns nothing else goes with the next sweep."""
        row = await self.store.get("subject", subject)
        known = from_row(row, Subject) if row else None
        puts = [replace(known, due_s=self.now())] if known and not known.account else []
        house = await self.keyring.house()
        await self.store.write([to_row(each, house) for each in puts], [Ref("wish", key(subject, unwanted))])

    async def person(self, identifiers: Sequence[Identifier], region: Region) -> str | None:
        """The random id of who has these, made when nobody has: a wish needs somebody whose it is.

        None without an identifier: nobody could be recognised by it. Who owns nothing a day later is swept.
        """
        if not identifiers:
            return None
        known = await self._subjects(identifiers)
        if known:
            return known[0]
        subject, pepper = token_hex(16), await self.keyring.pepper()
        cipher = await self.keyring.fresh(subject)
        aliases = [Alias(alias, subject, None) for alias in {alias_of(pepper, each) for each in identifiers}]
        who = Subject(subject, region, account=False, known_s=self.now(), due_s=self.now() + DAY_S)
        await self.store.write([to_row(each, cipher) for each in (who, *aliases)])
        return subject

    async def _subjects(self, identifiers: Sequence[Identifier]) -> list[str]:
        pepper = await self.keyring.pepper()
        rows = [await self.store.get("alias", alias_of(pepper, each)) for each in identifiers]
        return list(dict.fromkeys(str(row.clear["subject"]) for row in rows if row is not None))
