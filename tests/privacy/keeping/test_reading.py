"""Reading: each part while a grant covers it, by a pass, with exactly one line in the audit."""

from pathlib import Path

import pytest

from privacy.access.api import About, Act, Denied, Pass, Role, Who
from privacy.access.gate import Gate
from privacy.audit.api import Action
from privacy.declared.rows import Trace
from privacy.declared.terms import DataClass, OptIn, Purpose, Speaker
from privacy.keeping.reading import NotThere, Reader
from privacy.retention.calendar import after_days, after_months
from privacy.store.codec import to_row
from privacy.store.fake import MemoryStore
from tests.privacy.keeping.house import ADA, NOW_S, YES, House, opening, words

CALL = "c1c1c1c1"
SUPPORT = Who(Role.SUPPORT, "05" * 8)
TECHNICIAN = Who(Role.DIAGNOSTICS, "0d" * 8)


@pytest.fixture
async def house(tmp_path: Path) -> House:
    made = House.with_store(MemoryStore(), tmp_path)
    file = made.keeping().open(CALL, opening(ADA))
    file.add(Speaker.CALLER, 0, words("why do my calls fail"))
    for opt_in in (OptIn.TRANSCRIPT, OptIn.TRACE):
        await file.consent(opt_in, YES)
    await file.end([words("why do my calls fail")])
    (row,) = await made.rows("subject")
    trace = Trace(CALL, row.key, 0, 20, inbound=True, text=words("INVITE"))
    await made.store.write([to_row(trace, await made.keyring.cipher(row.key))])
    return made


def reader(house: House) -> Reader:
    return Reader(house.store, house.keyring, lambda: house.now_s)


async def permit(house: House, act: Act = Act.READ_TRANSCRIPT) -> Pass:
    gate = Gate(house.store, house.audit, lambda: house.now_s)
    if act is Act.READ_TRACE:
        return await gate.allow(TECHNICIAN, act, Purpose.DIAGNOSTICS, About(CALL))
    return await gate.allow(SUPPORT, act, Purpose.SUPPORT, About(CALL))


async def test_each_read_shows_its_own_part_and_leaves_one_line(house: House) -> None:
    before = len(house.audit.entries)
    transcript = await reader(house).transcript(await permit(house), CALL)
    assert [str(each.text) for each in transcript.said] == ["why do my calls fail"] and not transcript.trace
    trace = await reader(house).trace(await permit(house, Act.READ_TRACE), CALL)
    assert [str(each.text) for each in trace.trace] == ["INVITE"] and not trace.said
    lines = house.audit.entries[before:]
    assert [(each.action, each.actor, each.call) for each in lines] == [
        (Action.CONTENT_READ, SUPPORT.id, CALL), (Action.CONTENT_READ, TECHNICIAN.id, CALL),
    ]  # fmt: skip
    assert "calls fail" not in repr(transcript) and "INVITE" not in repr(trace)


@pytest.mark.parametrize(("off_s", "there"), [(-1, True), (0, False), (1, False)])
@pytest.mark.parametrize("act", [Act.READ_TRANSCRIPT, Act.READ_TRACE])
async def test_what_is_over_cannot_be_read_though_it_lies_there(
    house: House, act: Act, off_s: int, there: bool
) -> None:
    trace = act is Act.READ_TRACE
    due_s = after_days(NOW_S, house.rules.trace_days) if trace else after_months(NOW_S, house.rules.support_months)
    house.now_s = due_s + off_s
    read = reader(house).trace if trace else reader(house).transcript
    if there:
        kind = DataClass.DIAGNOSTIC if trace else DataClass.CHAT
        assert (await read(await permit(house, act), CALL)).due_s(kind) == due_s
    else:
        with pytest.raises(NotThere):
            await read(await permit(house, act), CALL)
    assert await house.rows("utterance") and await house.rows("trace")


async def test_a_pass_for_one_thing_opens_no_other(house: House) -> None:
    with pytest.raises(Denied):
        await reader(house).trace(await permit(house), CALL)
    used = await permit(house)
    await reader(house).transcript(used, CALL)
    with pytest.raises(Denied):
        await reader(house).transcript(used, CALL)


async def test_who_was_erased_cannot_be_read_from_rows_that_a_backup_brought_back(house: House) -> None:
    (row,) = await house.rows("subject")
    await house.keyring.drop(row.key)
    with pytest.raises(NotThere):
        await reader(house).transcript(await permit(house), CALL)
