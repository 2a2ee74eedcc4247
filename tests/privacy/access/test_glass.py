"""Breaking the glass: two people, a reason, one call, some minutes."""

import pytest

from privacy.access.api import About, Act, Denied, Role, Who
from privacy.access.reason import Reason, Why
from privacy.audit.api import Action
from privacy.declared.terms import Purpose
from tests.privacy.access.desk import Desk

CALL = "aaaaaaaa"
REASON = Reason(Why.OUTAGE, "T-4711")


async def people(desk: Desk) -> tuple[Who, Who, Who]:
    """An admin, an officer and one of diagnostics, the two let in by a first admin who is none of them."""
    first = await desk.admin()
    admin = await desk.member(first, Role.ADMIN, "second")
    officer = await desk.member(first, Role.OFFICER, "officer")
    return admin, officer, await desk.member(first, Role.DIAGNOSTICS, "diagnostics")


async def reads(desk: Desk, who: Who, call: str = CALL) -> bool:
    try:
        await desk.gate.allow(who, Act.READ_TRANSCRIPT, Purpose.MISUSE, About(call))
    except Denied:
        return False
    return True


async def test_an_admin_reads_one_call_for_some_minutes_when_an_officer_agrees() -> None:
    desk = Desk()
    admin, officer, _ = await people(desk)
    assert not await reads(desk, admin)
    glass = await desk.glass.ask(admin, CALL, Purpose.MISUSE, REASON, minutes=10)
    assert not await reads(desk, admin)
    until_s = await desk.glass.agree(officer, glass)
    assert until_s == desk.clock.s + 600
    assert await reads(desk, admin)
    assert not await reads(desk, admin, "bbbbbbbb")
    assert not await reads(desk, officer)  # whoever agrees gains nothing
    desk.clock.s = until_s - 1
    assert await reads(desk, admin)
    desk.clock.s = until_s
    assert not await reads(desk, admin)
    assert len(desk.lines(Action.CONTENT_READ)) == 2
    assert len(desk.lines(Action.GLASS_ASKED)) == len(desk.lines(Action.GLASS_AGREED)) == 1


async def test_nobody_agrees_with_themselves_or_through_somebody_they_let_in() -> None:
    desk = Desk()
    admin, _, _ = await people(desk)
    puppet = await desk.member(admin, Role.OFFICER, "puppet")
    deeper = await desk.member(await desk.member(admin, Role.ADMIN, "third"), Role.OFFICER, "deeper puppet")
    glass = await desk.glass.ask(admin, CALL, Purpose.MISUSE, REASON, minutes=10)
    for who in (admin, puppet, deeper):
        with pytest.raises(Denied):
            await desk.glass.agree(who, glass)
    assert not await reads(desk, admin)


async def test_only_an_officer_agrees_once_and_within_an_hour() -> None:
    desk = Desk()
    admin, officer, diagnostics = await people(desk)
    glass = await desk.glass.ask(diagnostics, CALL, Purpose.DIAGNOSTICS, REASON, minutes=1)
    with pytest.raises(Denied):
        await desk.glass.agree(admin, glass)
    await desk.glass.agree(officer, glass)
    with pytest.raises(Denied, match="only once"):
        await desk.glass.agree(officer, glass)
    late = await desk.glass.ask(diagnostics, CALL, Purpose.DIAGNOSTICS, REASON, minutes=1)
    desk.clock.s += 3600
    with pytest.raises(Denied, match="ask again"):
        await desk.glass.agree(officer, late)


async def test_who_may_not_ask_is_denied_and_minutes_are_few() -> None:
    desk = Desk()
    _, officer, diagnostics = await people(desk)
    with pytest.raises(Denied):
        await desk.glass.ask(officer, CALL, Purpose.COMPLIANCE, REASON, minutes=5)
    for minutes in (0, 61):
        with pytest.raises(ValueError, match="minutes"):
            await desk.glass.ask(diagnostics, CALL, Purpose.DIAGNOSTICS, REASON, minutes)


async def test_it_can_be_closed_before_its_time_by_those_two() -> None:
    desk = Desk()
    admin, officer, diagnostics = await people(desk)
    glass = await desk.glass.ask(admin, CALL, Purpose.MISUSE, REASON, minutes=30)
    await desk.glass.agree(officer, glass)
    with pytest.raises(Denied):
        await desk.glass.close(diagnostics, glass)
    await desk.glass.close(officer, glass)
    assert not await reads(desk, admin)


async def test_whoever_is_to_agree_sees_the_reason_and_the_store_does_not() -> None:
    desk = Desk()
    admin, _, _ = await people(desk)
    glass = await desk.glass.ask(admin, CALL, Purpose.MISUSE, REASON, minutes=30)
    row = await desk.store.get("glass", glass)
    assert row is not None
    assert await desk.glass.reason_of(row) == "outage T-4711"
    assert "4711" not in str(dict(row.clear))


@pytest.mark.parametrize("case", ["asked by Ada", "Ada", "a@b.example", "+4512345678 ", "T-4711 Ada"])
def test_a_reason_is_a_word_and_a_number(case: str) -> None:
    with pytest.raises(ValueError, match="a case is a number") as refused:
        Reason(Why.MISUSE, case)
    assert case not in str(refused.value)
