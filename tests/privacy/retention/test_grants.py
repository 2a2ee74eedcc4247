"""Flags of operators: with a role, a reason and a basis, on what is kept, never on what is over."""

from pathlib import Path

import pytest

from privacy.access.api import About, Act, Denied, Pass, Role, Who
from privacy.access.gate import Gate
from privacy.access.reason import Reason, Why
from privacy.audit.api import Action, AuditAway
from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Purpose, Region, Source, Speaker
from privacy.keeping.reading import NotThere, open_call
from privacy.retention.calendar import after_months
from privacy.retention.grants import FlagRefused, Granting
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words

OFFICER = Who(Role.OFFICER, "0f" * 8)
WHY = Reason(Why.LEGAL_CLAIM, "T-7")
CALL = "c1c1c1c1"


async def kept(house: House, region: Region = Region.GDPR) -> None:
    file = house.keeping().open(CALL, opening(ADA, region=region))
    file.add(Speaker.CALLER, 0, words("why do my calls fail"))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([words("why do my calls fail")])


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.with_store(MemoryStore(), tmp_path)


def granting(house: House) -> Granting:
    return Granting(house.store, house.keyring, house.audit, house.rules, lambda: house.now_s)


async def permit(house: House, call: str = CALL) -> Pass:
    gate = Gate(house.store, house.audit, lambda: house.now_s)
    return await gate.allow(OFFICER, Act.SET_FLAG, Purpose.COMPLIANCE, About(call))


async def test_a_flag_keeps_it_longer(house: House) -> None:
    await kept(house)
    grant = await granting(house).flag(await permit(house), CALL, Flag.COMPLIANCE, Basis.CONTRACT, WHY)
    assert (grant.due_s, grant.source, grant.reason) == (
        after_months(NOW_S, 12), Source.OPERATOR, "legal-claim T-7",
    )  # fmt: skip
    line = house.audit.entries[-1]
    assert (line.action, line.actor, line.detail) == (Action.FLAG_SET, OFFICER.id, "compliance/contract")
    house.now_s = after_months(NOW_S, 6)
    opened = await open_call(house.store, house.keyring, CALL, house.now_s)
    assert opened.due_s(DataClass.CHAT) == grant.due_s and len(opened.said) == 1


async def test_what_is_over_does_not_come_back(house: House) -> None:
    await kept(house)
    house.now_s = after_months(NOW_S, 6)
    with pytest.raises(NotThere):
        await granting(house).flag(await permit(house), CALL, Flag.COMPLIANCE, Basis.CONTRACT, WHY)
    with pytest.raises(NotThere):
        await granting(house).flag(await permit(house, "00" * 8), "00" * 8, Flag.COMPLIANCE, Basis.CONTRACT, WHY)


@pytest.mark.parametrize(
    ("region", "basis", "sentence"),
    [
        (Region.GDPR, Basis.CONSENT, "caller's to give"),
        (Region.GDPR, Basis.BUSINESS_PURPOSE, "under gdpr"),
        (Region.PDPA, Basis.LEGITIMATE_INTEREST, "under pdpa"),
    ],
)
async def test_a_basis_that_does_not_hold_is_refused(house: House, region: Region, basis: Basis, sentence: str) -> None:
    await kept(house, region)
    with pytest.raises(FlagRefused, match=sentence):
        await granting(house).flag(await permit(house), CALL, Flag.COMPLIANCE, basis, WHY)
    assert len(await house.rows("grant")) == 1


async def test_without_a_pass_for_this_call_or_an_audit_nothing_is_flagged(house: House) -> None:
    await kept(house)
    with pytest.raises(Denied):
        await granting(house).flag(await permit(house, "00" * 8), CALL, Flag.COMPLIANCE, Basis.CONTRACT, WHY)
    allowed = await permit(house)
    house.audit.away = True
    with pytest.raises(AuditAway):
        await granting(house).flag(allowed, CALL, Flag.COMPLIANCE, Basis.CONTRACT, WHY)
    assert len(await house.rows("grant")) == 1
