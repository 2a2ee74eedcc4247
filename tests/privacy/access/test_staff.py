"""How somebody of the staff comes in, and how nobody else does."""

import pytest

from privacy.access import secrets
from privacy.access.api import Denied, NotKnown, Role, StaffRefused, TooManyTries, Who
from privacy.access.staff import LINK_S
from privacy.audit.api import Action
from tests.privacy.access.desk import PASSWORD, Desk


async def test_there_is_no_way_in_but_the_first_link() -> None:
    desk = Desk()
    for name in ("", "admin", "first admin"):
        with pytest.raises(NotKnown):
            await desk.staff.log_in(name, name, source=name)
    assert (await desk.admin()).role is Role.ADMIN
    assert (await desk.staff.log_in("First ", PASSWORD)).role is Role.ADMIN


async def test_the_first_link_is_shown_until_an_admin_is_there_and_each_voids_the_one_before() -> None:
    desk = Desk()
    first, second = await desk.staff.first_link(), await desk.staff.first_link()
    assert first and second
    with pytest.raises(NotKnown):
        await desk.staff.set_up(first, "first", PASSWORD)
    await desk.staff.set_up(second, "first", PASSWORD)
    assert await desk.staff.first_link() is None


async def test_a_link_is_good_once_and_for_an_hour() -> None:
    desk = Desk()
    admin = await desk.admin()
    link = await desk.staff.invite(admin, Role.SUPPORT, "sam")
    assert (await desk.staff.set_up(link, "sam", PASSWORD)).role is Role.SUPPORT
    with pytest.raises(NotKnown):
        await desk.staff.set_up(link, "pat", PASSWORD)
    late = await desk.staff.invite(admin, Role.SUPPORT, "pat")
    desk.clock.s += LINK_S
    with pytest.raises(NotKnown):
        await desk.staff.set_up(late, "pat", PASSWORD)


async def test_a_token_is_a_token_and_a_link_is_a_link() -> None:
    desk = Desk()
    admin = await desk.admin()
    token = await desk.staff.token(admin, Role.DIAGNOSTICS, "grafana", 7)
    link = await desk.staff.invite(admin, Role.SUPPORT, "sam")
    assert (await desk.staff.bearer(token)).role is Role.DIAGNOSTICS
    with pytest.raises(NotKnown):
        await desk.staff.bearer(link)
    with pytest.raises(NotKnown):
        await desk.staff.set_up(token, "sam", PASSWORD)
    with pytest.raises(NotKnown):
        await desk.staff.log_in("grafana", token)


async def test_a_token_ends_by_itself_and_when_it_is_revoked() -> None:
    desk = Desk()
    admin = await desk.admin()
    short, other = [await desk.staff.token(admin, Role.AUDITOR, "audit", 1) for _ in range(2)]
    who = await desk.staff.bearer(short)
    await desk.staff.revoke(admin, (await desk.staff.bearer(other)).id)
    with pytest.raises(NotKnown):
        await desk.staff.bearer(other)
    desk.clock.s += 86_400
    with pytest.raises(NotKnown):
        await desk.staff.bearer(short)
    with pytest.raises(NotKnown):
        await desk.staff.known(who.id)


@pytest.mark.parametrize("given", ["", "sotto", "sotto__", "sotto_0_0", "x_y_z", "sotto_" + "0" * 32 + "_" + "A" * 43])
async def test_what_is_no_token_lets_nobody_in(given: str) -> None:
    with pytest.raises(NotKnown):
        await Desk().staff.bearer(given)


async def test_guessing_has_to_wait_and_the_right_secret_too() -> None:
    desk = Desk()
    await desk.admin()
    for _ in range(5):
        with pytest.raises(NotKnown):
            await desk.staff.log_in("first", "wrong", "192.0.2.1")
    for source in ("192.0.2.1", "192.0.2.2"):  # tries are counted by name and by source
        with pytest.raises(TooManyTries) as wait:
            await desk.staff.log_in("first", PASSWORD, source)
    desk.clock.s += wait.value.wait_s
    await desk.staff.log_in("first", PASSWORD, "192.0.2.2")


async def test_no_secret_is_stored() -> None:
    desk = Desk()
    admin = await desk.admin()
    token = await desk.staff.token(admin, Role.SUPPORT, "desk of Sam", 7)
    house = await desk.keyring.house()
    for row in await desk.store.all("operator"):
        opened = house.open(row.sealed, f"operator\0{row.key}\0".encode()).decode()
        for secret in (PASSWORD, token, token.split("_", 2)[2]):
            assert secret not in opened + str(dict(row.clear))
        assert "scrypt$" in opened and "desk of Sam" not in str(dict(row.clear)) + repr(row)


def test_each_hash_has_its_own_salt_and_only_its_secret_fits() -> None:
    first, second = (secrets.hashed("a", secrets.TOKEN) for _ in range(2))
    assert first != second
    assert secrets.matches("a", first) and not secrets.matches("b", first)
    assert not secrets.matches("", secrets.nobodys())


@pytest.mark.parametrize("password", ["short", "x" * 300, "Somebody Called Sam"])
async def test_passwords_that_are_none_are_refused_and_the_link_stays_good(password: str) -> None:
    desk = Desk()
    link = await desk.staff.first_link()
    assert link is not None
    with pytest.raises(StaffRefused) as refused:
        await desk.staff.set_up(link, "somebody called  sam", password)
    assert password not in str(refused.value)
    await desk.staff.set_up(link, "somebody called sam", PASSWORD)


async def test_only_an_admin_lets_anybody_in_changes_or_removes() -> None:
    desk = Desk()
    admin = await desk.admin()
    for role in Role:
        by = Who(role) if role is Role.CALLER else Who(role, "0123456789abcdef")
        if role is not Role.ADMIN:
            for attempt in (
                desk.staff.invite(by, Role.ADMIN, "x"),
                desk.staff.token(by, Role.SUPPORT, "x", 1),
                desk.staff.change(by, admin.id, Role.SUPPORT),
                desk.staff.revoke(by, admin.id),
                desk.staff.members(by),
            ):
                with pytest.raises(Denied):
                    await attempt
    assert len(desk.lines(Action.DENIED)) == 5 * (len(Role) - 1)


async def test_the_last_admin_stays_and_nobody_changes_themselves() -> None:
    desk = Desk()
    admin = await desk.admin()
    other = await desk.member(admin, Role.ADMIN, "second")
    with pytest.raises(StaffRefused, match="themselves"):
        await desk.staff.change(admin, admin.id, Role.AUDITOR)
    await desk.staff.change(other, admin.id, Role.AUDITOR)
    assert (await desk.staff.known(admin.id)).role is Role.AUDITOR
    with pytest.raises(StaffRefused, match="last admin"):
        await desk.staff.revoke(Who(Role.ADMIN, "0123456789abcdef"), other.id)


async def test_programs_are_no_admins_and_callers_have_no_login() -> None:
    desk = Desk()
    admin = await desk.admin()
    with pytest.raises(StaffRefused):
        await desk.staff.token(admin, Role.ADMIN, "robot", 7)
    with pytest.raises(StaffRefused):
        await desk.staff.invite(admin, Role.CALLER, "sam")
    for days in (0, 367):
        with pytest.raises(StaffRefused):
            await desk.staff.token(admin, Role.SUPPORT, "robot", days)


async def test_two_people_have_two_names() -> None:
    desk = Desk()
    admin = await desk.admin()
    with pytest.raises(StaffRefused, match="already"):
        await desk.member(admin, Role.SUPPORT, " FIRST")
    assert [each.name for each in await desk.staff.members(admin) if each.due_s is None] == ["first"]


async def test_each_change_of_the_staff_is_in_the_audit_by_ids_alone() -> None:
    desk = Desk()
    admin = await desk.admin()
    sam = await desk.member(admin, Role.SUPPORT, "sam")
    await desk.staff.change(admin, sam.id, Role.DIAGNOSTICS)
    await desk.staff.revoke(admin, sam.id)
    told = [(each.action.value, each.detail.split(":")[0]) for each in desk.audit.entries]
    assert told == [
        ("token-made", "admin"),
        ("role-changed", "admin"),
        ("token-made", "support"),
        ("role-changed", "support"),
        ("role-changed", "diagnostics"),
        ("token-revoked", "diagnostics"),
    ]
    assert "sam" not in repr(desk.audit.entries)
