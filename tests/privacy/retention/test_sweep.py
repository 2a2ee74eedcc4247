"""Each class under each flag, basis and region: visible to its last second, gone after the sweep, and nothing else."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from privacy.audit.api import Action
from privacy.declared.rows import Diagnosis, Hold, Statistic, Subject, Trace, Utterance
from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Region, Source, Speaker
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.case import open_case
from privacy.keeping.grounds import Term, a_grant
from privacy.retention.anonymise import counted
from privacy.retention.calendar import after_days, after_months
from privacy.retention.rules import allowed
from privacy.retention.sweep import Sweeper
from privacy.retention.visible import is_visible
from privacy.store.api import Ref, SealedRow
from privacy.store.codec import from_row, to_row
from privacy.store.errors import StoreAway
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words

CALL = "c1c1c1c1"
REGIONS = [
    (region, flag, basis)
    for region, flag, basis in itertools.product(Region, Flag, Basis)
    if allowed(region, flag, basis)
]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House.with_store(MemoryStore(), tmp_path)


def sweeper(house: House) -> Sweeper:
    return Sweeper(house.store, house.keyring, house.audit, house.rules, lambda: house.now_s)


async def keep(
    house: House, region: Region, flag: Flag, basis: Basis, classes: tuple[DataClass, ...], call: str = CALL
) -> int:
    """A call with grants for these classes; the end of the last of them."""
    cabinet: Cabinet = house.cabinet
    asked = opening(ADA, region=region)
    case = await open_case(house.store, house.keyring, call, asked, NOW_S)
    rows: list[object] = [Utterance(call, case.subject, 0, Speaker.CALLER, 0, words("why do my calls fail"))]
    rows.append(Trace(call, case.subject, 0, 0, inbound=True, text=words("INVITE")))
    rows.append(Diagnosis(call, case.subject, "2026-09", "udp", "PCMU", 200, "none", "low"))
    ends = [cabinet.rules.due_s(each, flag, NOW_S) for each in classes]
    for each, due_s in zip(classes, ends, strict=True):
        term = Term(NOW_S, due_s, region)
        rows.append(
            a_grant(case, term, data_class=each, flag=flag, basis=basis, source=Source.OPERATOR, reason="case 7")
        )
    await house.store.write([*case.who, *case.marks, *(to_row(each, case.cipher) for each in rows)])
    return max(ends)


async def seen(house: House) -> set[DataClass]:
    """The classes that may be shown of the call."""
    return {
        each
        for each in (DataClass.CHAT, DataClass.DIAGNOSTIC)
        if await is_visible(house.store, CALL, each, house.now_s)
    }


@pytest.mark.parametrize(("region", "flag", "basis"), REGIONS)
@pytest.mark.parametrize("data_class", [DataClass.CHAT, DataClass.DIAGNOSTIC])
@pytest.mark.parametrize("off_s", [-1, 0, 1])
async def test_the_matrix(
    house: House, region: Region, flag: Flag, basis: Basis, data_class: DataClass, off_s: int
) -> None:
    due_s = await keep(house, region, flag, basis, (data_class,))
    house.now_s = due_s + off_s
    assert (data_class in await seen(house)) is (off_s < 0), "whether the sweeper has come or not"
    await sweeper(house).sweep()
    kinds = ("utterance",) if data_class is DataClass.CHAT else ("trace", "diagnosis")
    for kind in kinds:
        assert bool(await house.rows(kind)) is (off_s < 0)
    assert bool(await house.rows("call")) is (off_s < 0)


@pytest.mark.parametrize(("flag", "months"), [(Flag.SUPPORT, 6), (Flag.COMPLIANCE, 12)])
async def test_a_flag_ends_to_the_second(house: House, flag: Flag, months: int) -> None:
    assert await keep(house, Region.GDPR, flag, Basis.CONTRACT, (DataClass.CHAT,)) == after_months(NOW_S, months)


async def test_what_another_reason_covers_stays(house: House) -> None:
    await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT, DataClass.DIAGNOSTIC))
    house.now_s = after_days(NOW_S, house.rules.trace_days)
    done = await sweeper(house).sweep()
    assert (done.grants, done.calls) == (1, 0)
    assert len(await house.rows("utterance")) == 1 and not await house.rows("trace")
    assert await seen(house) == {DataClass.CHAT}


async def test_a_longer_flag_covers_the_same_words(house: House) -> None:
    keeping = house.keeping()
    file = keeping.open(CALL, opening(ADA))
    file.add(Speaker.CALLER, 0, words("one"))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.flag(Flag.COMPLIANCE, Basis.CONTRACT, Source.OPERATOR, "case 7")
    await file.end([words("one")])
    house.now_s = after_months(NOW_S, 6)
    await sweeper(house).sweep()
    assert await house.said(CALL) == ["one"]
    house.now_s = after_months(NOW_S, 12)
    await sweeper(house).sweep()
    assert await house.said(CALL) == []


async def test_who_owns_nothing_any_more_goes_after_the_days_of_grace_key_and_all(house: House) -> None:
    due_s = await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT,))
    house.now_s = due_s
    await sweeper(house).sweep()
    assert await house.counts() == {"subject": 1, "alias": 1}
    house.now_s = after_days(due_s, house.rules.account_days) - 1
    await sweeper(house).sweep()
    assert await house.counts() == {"subject": 1, "alias": 1}
    house.now_s += 1
    done = await sweeper(house).sweep()
    assert done.subjects == 1
    assert await house.counts() == {} and not await house.keyring.subjects()


async def test_who_calls_again_within_the_days_of_grace_stays(house: House) -> None:
    due_s = await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT,))
    house.now_s = due_s
    await sweeper(house).sweep()
    file = house.keeping().open("c2c2c2c2", opening(ADA))
    await file.consent(OptIn.TRANSCRIPT, YES)
    await file.end([])
    house.now_s = after_days(due_s, house.rules.account_days)
    await sweeper(house).sweep()
    (row,) = await house.rows("subject")
    assert from_row(row, Subject).due_s is None


async def test_a_legal_hold_keeps_everything_until_it_ends_by_itself(house: House) -> None:
    due_s = await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT,))
    (row,) = await house.rows("subject")
    hold = Hold("ab" * 16, row.key, NOW_S, due_s + 1000, "cd" * 16, "case 7")
    await house.store.write([to_row(hold, await house.keyring.house())])
    house.now_s = due_s + 999
    done = await sweeper(house).sweep()
    assert (done.held, done.rows) == (1, 0) and len(await house.rows("utterance")) == 1
    house.now_s = due_s + 1000
    await sweeper(house).sweep()
    assert not await house.rows("utterance") and not await house.rows("hold")


async def test_a_sweep_is_idempotent_and_audited(house: House) -> None:
    house.now_s = await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT,))
    first = await sweeper(house).sweep()
    entries = [each.action for each in house.audit.entries]
    again = await sweeper(house).sweep()
    assert first.rows and not again.rows
    assert entries == [Action.SWEPT] and len(house.audit.entries) == 1


class Interrupted(MemoryStore):
    """A store that goes away at its second write from now, once."""

    def __init__(self) -> None:
        super().__init__()
        self.writes_left: int | None = None

    async def write(
        self, puts: Sequence[SealedRow], drops: Sequence[Ref] = (), needs: Sequence[Ref] = (), *, lazily: bool = False
    ) -> None:
        if self.writes_left is not None:
            self.writes_left -= 1
            if self.writes_left == 0:
                raise StoreAway("gone")
        await super().write(puts, drops, needs)


async def test_a_sweep_that_is_broken_off_is_finished_by_the_next(tmp_path: Path) -> None:
    store = Interrupted()
    house = House.with_store(store, tmp_path)
    for number in range(450):
        last_s = await keep(house, Region.GDPR, Flag.SUPPORT, Basis.CONTRACT, (DataClass.CHAT,), f"{number:08x}")
    house.now_s = last_s
    store.writes_left = 2
    with pytest.raises(StoreAway):
        await sweeper(house).sweep()
    left = len(await house.rows("utterance"))
    assert 0 < left < 450
    assert (await sweeper(house).sweep()).calls == left
    assert not await house.rows("utterance") and not await house.rows("call")


def calls(people: int, status: int = 488, codec: str = "PCMU") -> list[Diagnosis]:
    return [Diagnosis(f"{n:08x}", f"{n:032x}", "2026-09", "udp", codec, status, "low", "low") for n in range(people)]


def test_ten_people_are_a_group_and_nine_are_none() -> None:
    assert [each.calls for each in counted(calls(10), 1)] == [10]
    assert counted(calls(9), 1) == ()


def test_ten_calls_of_one_person_are_no_group() -> None:
    one = [Diagnosis(f"{n:08x}", "a" * 32, "2026-09", "udp", "PCMU", 488, "low", "low") for n in range(10)]
    assert counted(one, 1) == ()


def test_small_groups_give_up_what_tells_them_apart_until_they_are_large_enough() -> None:
    rare = [
        *calls(6, status=488),
        *[Diagnosis(f"b{n:07x}", f"b{n:031x}", "2026-09", "udp", "PCMU", 503, "low", "low") for n in range(6)],
    ]
    (group,) = counted(rare, 1)
    assert (group.calls, group.status, group.codec) == (12, "*", "PCMU")


def test_a_rare_value_is_never_counted() -> None:
    planted = Diagnosis("c" * 8, "c" * 32, "2026-09", "wss", "G729", 606, "high", "high")
    groups = counted([*calls(30), planted], 1)
    told = str([each.__class__.__slots__ for each in groups]) + str(groups)
    assert "G729" not in told and "606" not in told and "wss" not in told
    assert isinstance(groups[0], Statistic)


async def test_what_is_swept_of_ten_people_is_counted_without_them(house: House) -> None:
    for number in range(12):
        cabinet = house.cabinet
        case = await open_case(house.store, house.keyring, f"{number:08x}", opening(), NOW_S)
        due_s = cabinet.rules.due_s(DataClass.DIAGNOSTIC, Flag.SUPPORT, NOW_S)
        term = Term(NOW_S, due_s, Region.GDPR)
        grant = a_grant(
            case, term, data_class=DataClass.DIAGNOSTIC, flag=Flag.SUPPORT, basis=Basis.CONSENT, source=Source.CONSENT
        )
        diagnosis = Diagnosis(case.call, case.subject, "2026-09", "udp", "PCMU", 200, "none", "low")
        await house.store.write([*case.who, *case.marks, to_row(grant, case.cipher), to_row(diagnosis, case.cipher)])
    house.now_s = due_s
    done = await sweeper(house).sweep()
    assert (done.statistics, done.calls) == (1, 12)
    (row,) = await house.rows("statistic")
    assert (row.clear["calls"], row.clear["due_s"]) == (12, after_months(due_s, 24))
    assert not await house.rows("diagnosis")
