"""The ledger: what counts at which second under which text, and what goes when a yes is taken back later."""

from pathlib import Path

import pytest

from privacy.access.reason import Reason, Why
from privacy.audit.api import Action, AuditAway
from privacy.consent.ledger import Ledger, NoSuchConsent, Standing
from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Source, Speaker
from privacy.keeping.file import StoredFile
from privacy.keeping.reading import NotThere, open_call
from privacy.retention.calendar import after_months
from privacy.retention.holds import Holds
from privacy.retention.sweep import Sweeper
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words

POLICY = "ab" * 32
OFFICER = "0f" * 8


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.with_store(MemoryStore(), tmp_path)


def ledger(house: House, sha256: str = POLICY) -> Ledger:
    return Ledger(house.store, house.keyring, house.audit, sha256, lambda: house.now_s)


async def kept(house: House, call: str, *opt_ins: OptIn) -> tuple[StoredFile, str]:
    """A call that lasts, in which these were agreed to; and whose it is."""
    file = house.keeping().open(call, opening(ADA))
    file.add(Speaker.CALLER, 0, words("why do my calls fail"))
    for opt_in in opt_ins:
        await file.consent(opt_in, YES)
    assert await file.settled(5)
    (row,) = await house.rows("subject")
    return file, row.key


async def test_every_yes_of_a_person_is_listed(house: House) -> None:
    await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    house.now_s += 60
    _, ada = await kept(house, "c2c2c2c2", OptIn.TRACE, OptIn.IMPROVEMENT)
    lines = await ledger(house).of_subject(ada)
    assert [each.consent.call for each in lines] == ["c1c1c1c1", "c2c2c2c2", "c2c2c2c2"], "oldest first"
    assert lines[0].consent.opt_in is OptIn.TRANSCRIPT
    assert {each.consent.opt_in for each in lines[1:]} == {OptIn.TRACE, OptIn.IMPROVEMENT}
    assert {each.standing for each in lines} == {Standing.VALID}
    await house.keyring.drop(ada)
    assert not await ledger(house).of_subject(ada), "erased"


@pytest.mark.parametrize(("off_s", "counts"), [(-1, True), (0, False), (1, False)])
async def test_a_yes_counts_to_its_last_second(house: House, off_s: int, counts: bool) -> None:
    _, ada = await kept(house, "c1c1c1c1", OptIn.IMPROVEMENT)
    house.now_s = after_months(NOW_S, house.rules.consent_months) + off_s
    found = await ledger(house).valid(ada, OptIn.IMPROVEMENT)
    assert (found is not None) is counts
    assert await ledger(house).valid(ada, OptIn.TRACE) is None


async def test_another_text_asks_again(house: House) -> None:
    _, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    assert await ledger(house, "cd" * 32).valid(ada, OptIn.TRANSCRIPT) is None
    (line,) = await ledger(house, "cd" * 32).of_subject(ada)
    assert line.standing is Standing.OUTDATED


async def test_a_yes_taken_back_later_deletes_what_it_covered_and_no_more(house: House) -> None:
    await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT, OptIn.TRACE)
    house.now_s += 1
    _, ada = await kept(house, "c2c2c2c2", OptIn.TRANSCRIPT)
    lines_before = await ledger(house).of_subject(ada)
    (first,) = [
        each for each in lines_before if each.consent.call == "c1c1c1c1" and each.consent.opt_in is OptIn.TRANSCRIPT
    ]
    house.now_s += 60
    await ledger(house).revoke(first.consent.consent)
    assert await house.said("c1c1c1c1") == [] and await house.said("c2c2c2c2")
    opened = await open_call(house.store, house.keyring, "c1c1c1c1", house.now_s)
    assert [each.data_class for each in opened.grants] == [DataClass.DIAGNOSTIC]
    lines = {each.consent.consent: each for each in await ledger(house).of_subject(ada)}
    assert lines[first.consent.consent].consent.revoked_s == house.now_s
    noted = [each for each in house.audit.entries if each.action is Action.CONSENT_REVOKED]
    await ledger(house).revoke(first.consent.consent)
    assert [(each.call, each.detail) for each in noted] == [("c1c1c1c1", "transcript")], "once"


async def test_what_is_taken_back_elsewhere_stops_the_call_that_lasts(house: House) -> None:
    file, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT, OptIn.TRACE)
    (line,) = [each for each in await ledger(house).of_subject(ada) if each.consent.opt_in is OptIn.TRANSCRIPT]
    await ledger(house).revoke(line.consent.consent)
    file.add(Speaker.CALLER, 1, words("one more thing"))
    assert await file.settled(5)
    receipt = await file.end([words("why do my calls fail"), words("one more thing")])
    assert [part.data_class for part in receipt.kept] == [DataClass.DIAGNOSTIC]
    assert await house.said("c1c1c1c1") == []


async def test_with_the_last_reason_the_call_and_its_code_go(house: House) -> None:
    file, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    await file.end([words("why do my calls fail")])
    (line,) = await ledger(house).of_subject(ada)
    await ledger(house).revoke(line.consent.consent)
    assert await house.counts() == {"subject": 1, "alias": 1, "consent": 1}


async def test_what_stands_on_another_basis_stays(house: House) -> None:
    file, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    await file.flag(Flag.SUPPORT, Basis.CONTRACT, Source.OPERATOR, "outage 7")
    await file.end([words("why do my calls fail")])
    (line,) = await ledger(house).of_subject(ada)
    await ledger(house).revoke(line.consent.consent)
    opened = await open_call(house.store, house.keyring, "c1c1c1c1", house.now_s)
    assert [(each.flag, each.source) for each in opened.grants] == [(Flag.SUPPORT, Source.OPERATOR)]
    assert len(opened.said) == 1


async def test_under_a_hold_it_is_hidden_at_once_and_deleted_when_the_hold_is_over(house: House) -> None:
    file, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    holds = Holds(house.store, house.keyring, house.audit, lambda: house.now_s)
    await holds.place(ada, OFFICER, Reason(Why.LEGAL_CLAIM, "T-7"), NOW_S + 1000)
    await file.withdraw()
    sweeper = Sweeper(house.store, house.keyring, house.audit, house.rules, lambda: house.now_s)
    await sweeper.sweep()
    with pytest.raises(NotThere):
        await open_call(house.store, house.keyring, "c1c1c1c1", house.now_s)
    assert await house.said("c1c1c1c1"), "the hold keeps the row"
    house.now_s = NOW_S + 1000
    await sweeper.sweep()
    assert await house.said("c1c1c1c1") == []
    assert not (await file.end([])).kept


async def test_without_an_audit_nothing_is_taken_back(house: House) -> None:
    _, ada = await kept(house, "c1c1c1c1", OptIn.TRANSCRIPT)
    (line,) = await ledger(house).of_subject(ada)
    house.audit.away = True
    with pytest.raises(AuditAway):
        await ledger(house).revoke(line.consent.consent)
    assert await house.said("c1c1c1c1")


async def test_what_is_not_in_the_ledger_cannot_be_taken_back(house: House) -> None:
    with pytest.raises(NoSuchConsent):
        await ledger(house).revoke("00" * 16)
