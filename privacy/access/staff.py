"""Who is of the staff: logins that people set up by a link, tokens for programs; no secret is ever stored or guessed.

There is no password to begin with. While nobody can log in as admin, each start makes a link for the first one and
voids the link before.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from secrets import token_hex
from typing import Final

from privacy.access import secrets
from privacy.access.api import Act, NotKnown, Now, Role, StaffRefused, Who
from privacy.access.gate import Gate
from privacy.access.throttle import Throttle
from privacy.audit.api import SYSTEM, Action, Audit, Entry
from privacy.declared.rows import Operator
from privacy.declared.terms import Purpose
from privacy.keys.keyring import Keyring
from privacy.store.api import Store
from privacy.store.codec import from_row, ref, to_row
from privacy.store.errors import Gone

LINK_S: Final = 3600
MOST_TOKEN_DAYS: Final = 366
_MARK: Final = "sotto"  # what a token begins with, so that scanners for secrets know one when they see it


class Means(Enum):
    """How somebody comes in."""

    LOGIN = "login"
    TOKEN = "token"  # noqa: S105 - no secret
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the staff, as an admin sees them: no secret."""

    id: str
    role: Role
    means: Means
    name: str = field(repr=False)
    made_s: int
    due_s: int | None


@dataclass(slots=True)
class Staff:
    """Used on one event loop. One secret is looked at at a time: hashing is made to be slow."""

    store: Store
    keyring: Keyring
    audit: Audit
    gate: Gate
    now: Now
    _throttle: Throttle = field(default_factory=Throttle)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def first_link(self) -> str | None:
        """The secret of the link for the first admin, to be shown once; None when an admin can log in."""
        async with self._one:
            operators = await self._all()
            if any(each.means == Means.LOGIN.value and each.role == Role.ADMIN.value for each in operators):
                return None
            void = [ref(each) for each in operators if each.means == Means.LINK.value and each.made_by is None]
            link, secret = await self._made(Role.ADMIN, Means.LINK, "first admin", None, self.now() + LINK_S)
            await self._note(Action.TOKEN_MADE, SYSTEM, link)
            await self.store.write([to_row(link, await self.keyring.house())], void)
            return secret

    async def invite(self, by: Who, role: Role, name: str) -> str:
        """The secret of a link by which one person makes their login. Raises `Denied`, `StaffRefused`."""
        return await self._let_in(by, role, Means.LINK, name, self.now() + LINK_S)

    async def token(self, by: Who, role: Role, name: str, days: int) -> str:
        """A token for a program, shown once, good for some days. Raises `Denied`, `StaffRefused`."""
        if not 1 <= days <= MOST_TOKEN_DAYS:
            raise StaffRefused(f"a token is good for 1 to {MOST_TOKEN_DAYS} days")
        return await self._let_in(by, role, Means.TOKEN, name, self.now() + 86_400 * days)

    async def set_up(self, link: str, name: str, password: str, source: str = "") -> Who:
        """The login that a link was for; the link is void. Raises `NotKnown`, `StaffRefused`, `TooManyTries`."""
        _check_password(name, password)
        found = await self._shown(link, Means.LINK, source)
        async with self._one:
            await self._check_name(name)
            secret = await asyncio.to_thread(secrets.hashed, password, secrets.PASSWORD)
            login = replace(
                found,
                operator=token_hex(16),
                means=Means.LOGIN.value,
                name=name,
                secret=secret,
                made_s=self.now(),
                due_s=None,
            )
            await self._note(Action.ROLE_CHANGED, login.operator, login)
            try:
                await self.store.write([to_row(login, await self.keyring.house())], [ref(found)], [ref(found)])
            except Gone:
                raise NotKnown("that link is not good, or not any more") from None
        return _who(login)

    async def log_in(self, name: str, password: str, source: str = "") -> Who:
        """Who has that name and password. Raises `NotKnown`, `TooManyTries`."""
        async with self._one:
            for key in (f"name {_plain(name)}", f"source {source}"):
                self._throttle.check(key, self.now())
            logins = [each for each in await self._all() if each.means == Means.LOGIN.value]
            found = next((each for each in logins if _plain(each.name) == _plain(name)), None)
            stored = found.secret if found else secrets.nobodys()
            right = await asyncio.to_thread(secrets.matches, password[: secrets.MOST_PASSWORD], stored)
            self._count(right and found is not None, f"name {_plain(name)}", f"source {source}")
        if found is None or not right:
            raise NotKnown("nobody has that name and password")
        return _who(found)

    async def bearer(self, token: str, source: str = "") -> Who:
        """Whose token it is. Raises `NotKnown`, `TooManyTries`."""
        return _who(await self._shown(token, Means.TOKEN, source))

    async def known(self, operator: str) -> Who:
        """An operator who came in before and may still be in: for sessions. Raises `NotKnown`."""
        row = await self.store.get("operator", operator)
        if row is None or row.clear["means"] == Means.LINK.value or _over(row.clear["due_s"], self.now()):
            raise NotKnown("that login is not there any more")
        return Who(Role(row.clear["role"]), operator)

    async def members(self, by: Who) -> tuple[Member, ...]:
        """All of the staff. Raises `Denied`."""
        await self._manage(by)
        found = await self._all()
        return tuple(Member(o.operator, Role(o.role), Means(o.means), o.name, o.made_s, o.due_s) for o in found)

    async def change(self, by: Who, operator: str, role: Role) -> None:
        """Another role for somebody else. Raises `Denied`, `StaffRefused`."""
        await self._manage(by)
        async with self._one:
            found = await self._other(by, operator)
            _check_role(role, Means(found.means))
            changed = replace(found, role=role.value)
            await self._keep_an_admin(found)
            await self._note(Action.ROLE_CHANGED, by.id, changed)
            await self.store.write([to_row(changed, await self.keyring.house())], needs=[ref(found)])

    async def revoke(self, by: Who, operator: str) -> None:
        """Somebody else, a token or a link may not come in any more. Raises `Denied`, `StaffRefused`."""
        await self._manage(by)
        async with self._one:
            found = await self._other(by, operator)
            await self._keep_an_admin(found)
            await self._note(Action.TOKEN_REVOKED, by.id, found)
            await self.store.write((), [ref(found)])

    async def _let_in(self, by: Who, role: Role, means: Means, name: str, due_s: int) -> str:
        await self._manage(by)
        _check_role(role, means)
        async with self._one:
            made, secret = await self._made(role, means, name, by.id, due_s)
            await self._note(Action.TOKEN_MADE, by.id, made)
            await self.store.write([to_row(made, await self.keyring.house())])
        return secret

    async def _made(self, role: Role, means: Means, name: str, made_by: str | None, due_s: int) -> tuple[Operator, str]:
        """A row with a random secret, and that secret with the row's id, as it is shown once."""
        ident, secret = token_hex(16), secrets.new_token()
        kept = await asyncio.to_thread(secrets.hashed, secret, secrets.TOKEN)
        row = Operator(
            operator=ident,
            role=role.value,
            name=name,
            secret=kept,
            made_s=self.now(),
            due_s=due_s,
            means=means.value,
            made_by=made_by,
        )
        return row, f"{_MARK}_{ident}_{secret}"

    async def _shown(self, given: str, means: Means, source: str) -> Operator:
        """The row of a token or link that is good now. Raises `NotKnown`, `TooManyTries`."""
        mark, _, rest = given.partition("_")
        ident, _, secret = rest.partition("_")
        async with self._one:
            self._throttle.check(f"source {source}", self.now())
            row = await self.store.get("operator", ident) if mark == _MARK else None
            found = from_row(row, Operator, await self.keyring.house()) if row else None
            if found is not None and (found.means != means.value or _over(found.due_s, self.now())):
                found = None
            right = found is not None and await asyncio.to_thread(secrets.matches, secret, found.secret)
            self._count(right, f"source {source}")
        if found is None or not right:
            raise NotKnown(f"that {means.value} is not good, or not any more")
        return found

    def _count(self, right: bool, *keys: str) -> None:
        for key in keys:
            (self._throttle.right(key) if right else self._throttle.wrong(key, self.now()))

    async def _manage(self, by: Who) -> None:
        await self.gate.allow(by, Act.MANAGE_STAFF, Purpose.MISUSE)

    async def _all(self) -> Sequence[Operator]:
        house = await self.keyring.house()
        return [from_row(row, Operator, house) for row in await self.store.all("operator")]

    async def _other(self, by: Who, operator: str) -> Operator:
        row = await self.store.get("operator", operator)
        if row is None:
            raise StaffRefused("there is nobody with that id")
        if operator == by.id:
            raise StaffRefused("nobody changes their own role or removes themselves: ask another admin")
        return from_row(row, Operator, await self.keyring.house())

    async def _keep_an_admin(self, but: Operator) -> None:
        others = (each for each in await self._all() if each.operator != but.operator)
        if not any(each.role == Role.ADMIN.value and each.means == Means.LOGIN.value for each in others):
            raise StaffRefused("that is the last admin: let another one in first")

    async def _check_name(self, name: str) -> None:
        if not _plain(name) or len(name) > 80:
            raise StaffRefused("a name has 1 to 80 characters")
        taken: Callable[[Operator], bool] = lambda each: _plain(each.name) == _plain(name)  # noqa: E731
        if any(taken(each) for each in await self._all() if each.means == Means.LOGIN.value):
            raise StaffRefused("somebody has that name already: take another")

    async def _note(self, action: Action, actor: str, about: Operator) -> None:
        await self.audit.note(Entry(action, actor, Purpose.MISUSE, detail=f"{about.role}:{about.operator}"))


def _who(operator: Operator) -> Who:
    return Who(Role(operator.role), operator.operator)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _over(due_s: object, now_s: int) -> bool:
    return isinstance(due_s, int) and due_s <= now_s


def _check_role(role: Role, means: Means) -> None:
    if role is Role.CALLER:
        raise StaffRefused("callers come in by the code of their call, not by a login")
    if means is Means.TOKEN and role is Role.ADMIN:
        raise StaffRefused("an admin is a person: a program gets another role")


def _check_password(name: str, password: str) -> None:
    if not secrets.LEAST_PASSWORD <= len(password) <= secrets.MOST_PASSWORD:
        raise StaffRefused(f"a password has {secrets.LEAST_PASSWORD} characters or more; a sentence is a good one")
    if _plain(password) == _plain(name):
        raise StaffRefused("a password is not the name")
