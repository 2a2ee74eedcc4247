"""Legal holds: audited, bounded, over by themselves."""

from pathlib import Path

import pytest

from privacy.access.reason import Reason, Why
from privacy.audit.api import Action
from privacy.declared.terms import OptIn
from privacy.retention.calendar import after_months
from privacy.retention.holds import HoldRefused, Holds, is_held
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening

OFFICER = "0f" * 8
WHY = Reason(Why.LEGAL_CLAIM, "T-7")


@pytest.fixture
async def house(tmp_path: Path) -> House:
    made = House.with_store(MemoryStore(), tmp_path)
    file = made.keeping().open("c1c1c1c1", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([])
    return made


def holds(house: House) -> Holds:
    return Holds(house.store, house.keyring, house.audit, lambda: house.now_s)


async def ada(house: House) -> str:
    (row,) = await house.rows("subject")
    return row.key


async def test_a_hold_lasts_to_its_last_second(house: House) -> None:
    subject = await ada(house)
    hold = await holds(house).place(subject, OFFICER, WHY, NOW_S + 100)
    assert (hold.reason, hold.by) == ("legal-claim T-7", OFFICER)
    for off_s, lasts in ((-1, True), (0, False), (1, False)):
        house.now_s = NOW_S + 100 + off_s
        assert await is_held(house.store, subject, house.now_s) is lasts
        assert bool(await holds(house).lasting()) is lasts


async def test_placing_and_lifting_are_audited_without_the_reason(house: House) -> None:
    hold = await holds(house).place(await ada(house), OFFICER, WHY, NOW_S + 100)
    await holds(house).lift(hold.hold, OFFICER)
    assert not await is_held(house.store, hold.subject, house.now_s)
    placed, lifted = house.audit.entries[-2:]
    assert (placed.action, lifted.action) == (Action.HOLD_PLACED, Action.HOLD_LIFTED)
    assert placed.actor == lifted.actor == OFFICER and placed.detail == str(NOW_S + 100)
    with pytest.raises(HoldRefused, match="no hold of that id"):
        await holds(house).lift(hold.hold, OFFICER)


@pytest.mark.parametrize("until_s", [0, NOW_S, after_months(NOW_S, 12) + 1])
async def test_a_hold_without_a_sensible_end_is_refused(house: House, until_s: int) -> None:
    with pytest.raises(HoldRefused, match="within 12 months"):
        await holds(house).place(await ada(house), OFFICER, WHY, until_s)
    await holds(house).place(await ada(house), OFFICER, WHY, after_months(NOW_S, 12))


async def test_nobody_is_held_of_whom_nothing_is_kept(house: House) -> None:
    with pytest.raises(HoldRefused, match="nothing is kept"):
        await holds(house).place("ab" * 16, OFFICER, WHY, NOW_S + 100)
