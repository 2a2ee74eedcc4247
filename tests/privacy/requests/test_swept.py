"""What the sweeper takes of requests and staff, and whom it leaves because they do not want something."""

from privacy.access.api import Role
from privacy.declared.terms import Unwanted
from privacy.requests.api import Right
from privacy.retention.calendar import DAY_S
from privacy.retention.rules import Rules
from privacy.retention.sweep import Sweeper
from tests.privacy.access.desk import Desk
from tests.privacy.requests.office import NUMBER, Office


async def sweep(office: Office) -> None:
    await Sweeper(office.store, office.keyring, office.audit, Rules(), office.now).sweep()


async def test_who_does_not_want_a_machine_is_remembered_for_years() -> None:
    office = Office()
    await office.desk.carry_out((await office.made(Right.NO_MACHINE)).request)
    for _ in range(3):
        office.s += 400 * DAY_S
        await sweep(office)
    assert await office.wishes.opted_out([NUMBER])


async def test_who_changed_their_mind_and_owns_nothing_else_goes_with_the_next_sweep() -> None:
    office = Office()
    person = await office.person()
    for unwanted in (Unwanted.MACHINE, Unwanted.SHARING):
        await office.wishes.add(person, unwanted)
    await office.wishes.drop(person, Unwanted.MACHINE)
    await sweep(office)
    assert await office.store.subjects() == {person}
    await office.wishes.drop(person, Unwanted.SHARING)
    await sweep(office)
    assert await office.store.subjects() == frozenset()
    assert await office.keyring.subjects() == frozenset()


async def test_who_was_noted_for_a_wish_that_never_came_goes_after_a_day() -> None:
    office = Office()
    await office.person()
    office.s += DAY_S - 1
    await sweep(office)
    assert len(await office.store.subjects()) == 1
    office.s += 1
    await sweep(office)
    assert await office.store.all("alias") == ()


async def test_an_answered_request_goes_when_its_time_is_over_and_an_open_one_stays() -> None:
    office = Office()
    closed = await office.desk.carry_out((await office.made(Right.ACCESS)).request)
    waiting = await office.made(Right.COPY)
    assert closed.due_s is not None
    office.s = closed.due_s - 1
    await sweep(office)
    assert len(await office.store.all("request")) == 2
    office.s += 1
    await sweep(office)
    assert [row.key for row in await office.store.all("request")] == [waiting.request]


async def test_links_and_tokens_go_when_they_are_over_and_logins_stay() -> None:
    desk = Desk()
    admin = await desk.admin()
    await desk.staff.token(admin, Role.SUPPORT, "robot", days=1)
    await desk.staff.invite(admin, Role.SUPPORT, "sam")
    desk.clock.s += DAY_S
    await Sweeper(desk.store, desk.keyring, desk.audit, Rules(), desk.clock).sweep()
    assert [row.key for row in await desk.store.all("operator")] == [admin.id]
