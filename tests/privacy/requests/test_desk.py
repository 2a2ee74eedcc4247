"""Requests from the asking to the receipt."""

from uuid import UUID, uuid4

import pytest

from privacy.audit.api import AuditAway
from privacy.declared.terms import Channel, Region, Unwanted
from privacy.receipts.signed import Forged, verify
from privacy.requests.api import Asked, Proof, ProofWanted, RequestRefused, Right, State, Why
from privacy.requests.proportion import NEEDED, needed
from privacy.store.errors import StoreAway
from tests.privacy.requests.office import CALL, NUMBER, Office

DAY_S = 86_400


@pytest.mark.parametrize("right", Right)
async def test_every_right_is_made_carried_out_and_signed_for(right: Right) -> None:
    office = Office()
    made = await office.made(right)
    assert made.state == "pending"
    done = await office.desk.carry_out(made.request)
    assert (done.state, done.why, done.closed_s) == ("completed", "", office.s)
    assert office.told() == [("request-made", right.value), ("request-closed", f"{right.value}:done")]
    receipt = await office.desk.receipt(done)
    told = verify(receipt, (await office.keyring.signing()).public_key())
    assert (told["right"], told["state"], told["about"]) == (right.value, "completed", "everything")
    assert made.person and made.person.encode() not in receipt


# What it takes, written beside the table: for one call, and for everything.
ENOUGH = {
    Right.ACCESS: "code verified",
    Right.COPY: "code verified",
    Right.DELETION: "code verified",
    Right.WITHDRAWAL: "line code",
    Right.NO_MACHINE: "line line",
    Right.NO_SHARING: "line line",
    Right.OBJECTION: "line line",
    Right.RESTRICTION: "line line",
}


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("proof", Proof)
@pytest.mark.parametrize("call", [CALL, None])
async def test_identity_is_checked_in_proportion(right: Right, proof: Proof, call: str | None) -> None:
    office = Office()
    least = Proof[ENOUGH[right].split()[0 if call else 1].upper()]
    asked = await office.asked(right, proof, call)
    if proof >= least:
        assert (await office.desk.make(asked)).proof == proof.name.lower()
    else:
        with pytest.raises(ProofWanted) as wanted:
            await office.desk.make(asked)
        assert wanted.value.needed is least
        assert office.told() == [("denied", f"{right.value}:{proof.name.lower()}")]
        assert await office.store.all("request") == ()


def test_every_right_has_its_proof_and_everything_takes_no_less_than_one_call() -> None:
    assert set(NEEDED) == set(Right)
    assert all(needed(right, one_call=False) >= needed(right, one_call=True) > Proof.NONE for right in Right)


async def test_the_same_id_again_is_the_same_request_and_anothers_is_refused() -> None:
    office, ident = Office(), uuid4()
    asked = await office.asked(Right.ACCESS)
    first = await office.desk.make(asked, ident)
    office.s += DAY_S
    assert await office.desk.make(asked, ident) == first
    assert UUID(first.request) == ident
    with pytest.raises(RequestRefused, match="taken"):
        await office.desk.make(Asked(Right.ACCESS, Region.GDPR, Channel.CHAT, Proof.VERIFIED, "dddddddd"), ident)


async def test_nothing_is_kept_of_who_asks_is_an_answer_too() -> None:
    office = Office()
    made = await office.desk.make(Asked(Right.ACCESS, Region.GDPR, Channel.CHAT, Proof.VERIFIED, None))
    closed = await office.desk.carry_out(made.request)
    assert (closed.state, closed.why, office.done) == ("refused", "nothing-kept", [])


async def test_what_a_doer_refuses_is_refused_with_its_reason() -> None:
    office = Office(answer=Why.HOLD)
    closed = await office.desk.carry_out((await office.made(Right.DELETION)).request)
    assert (closed.state, closed.why) == ("refused", "legal-hold")
    assert office.told()[-1] == ("request-closed", "erasure:refused")


async def test_a_request_that_failed_stays_at_work_and_may_be_tried_again() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)

    async def fails(_: object) -> Why:
        raise StoreAway("the store cannot be reached")

    good = dict(office.desk.doers)
    office.desk.doers[Right.ACCESS] = fails  # type: ignore[index]
    with pytest.raises(StoreAway):
        await office.desk.carry_out(made.request)
    assert (await office.desk.one(made.request)).state == State.AT_WORK.value
    office.desk.doers[Right.ACCESS] = good[Right.ACCESS]  # type: ignore[index]
    assert (await office.desk.carry_out(made.request)).state == "completed"


async def test_what_is_answered_is_not_answered_again() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)
    await office.desk.refuse(made.request, Why.UNFOUNDED, "0123456789abcdef")
    for again in (office.desk.carry_out(made.request), office.desk.withdraw(made.request)):
        with pytest.raises(RequestRefused, match="refused already"):
            await again
    with pytest.raises(RequestRefused, match="no request"):
        await office.desk.one("00" * 16)


async def test_a_refusal_needs_a_reason_and_what_no_machine_does_waits_for_a_person() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)
    with pytest.raises(RequestRefused, match="reason"):
        await office.desk.refuse(made.request, Why.NONE, "0123456789abcdef")
    office.desk.doers.clear()  # type: ignore[attr-defined]
    with pytest.raises(RequestRefused, match="officer"):
        await office.desk.carry_out(made.request)
    assert (await office.desk.one(made.request)).state == "pending"
    assert (await office.desk.done_by_hand(made.request, "0123456789abcdef")).state == "completed"
    assert office.audit.entries[-1].actor == "0123456789abcdef"


async def test_a_request_can_be_taken_back() -> None:
    office = Office()
    made = await office.made(Right.DELETION)
    assert (await office.desk.withdraw(made.request)).state == "cancelled"
    assert office.done == []


async def test_an_answer_is_put_off_once_before_it_is_late_and_for_a_reason() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)
    with pytest.raises(RequestRefused, match="once"):
        await office.desk.put_off(made.request, Why.UNFOUNDED, "0123456789abcdef")
    later = await office.desk.put_off(made.request, Why.COMPLEX, "0123456789abcdef")
    assert later.answer_by_s == made.answer_by_s + 60 * DAY_S and later.why == "complex"
    with pytest.raises(RequestRefused, match="once"):
        await office.desk.put_off(made.request, Why.MANY, "0123456789abcdef")
    other = await office.made(Right.COPY)
    office.s = other.answer_by_s
    with pytest.raises(RequestRefused, match="once"):
        await office.desk.put_off(other.request, Why.COMPLEX, "0123456789abcdef")


async def test_the_most_urgent_comes_first_and_late_is_late_to_the_second() -> None:
    office = Office()
    slow = await office.made(Right.ACCESS, Region.CCPA)
    quick = await office.made(Right.ACCESS, Region.GDPR)
    assert [each.request for each in await office.desk.waiting()] == [quick.request, slow.request]
    office.s = quick.answer_by_s - 1
    assert await office.desk.late() == ()
    office.s += 1
    assert [each.request for each in await office.desk.late()] == [quick.request]


async def test_without_an_audit_nothing_is_taken_or_answered() -> None:
    office = Office()
    made = await office.made(Right.NO_MACHINE)
    office.audit.away = True
    with pytest.raises(AuditAway):
        await office.made(Right.ACCESS)
    with pytest.raises(AuditAway):
        await office.desk.refuse(made.request, Why.UNFOUNDED, "0123456789abcdef")
    office.audit.away = False
    assert [each.state for each in await office.desk.waiting()] == ["pending"]


async def test_a_request_outlives_the_erasure_it_asked_for_and_goes_by_itself() -> None:
    office = Office()
    made = await office.made(Right.DELETION)
    assert made.person
    await office.store.erase(made.person)
    closed = await office.desk.carry_out(made.request)
    assert closed.due_s is not None and closed.due_s > office.s + 1000 * DAY_S
    assert [row.key for row in await office.store.due("request", closed.due_s, 9)] == [made.request]
    assert await office.store.due("request", closed.due_s - 1, 9) == ()


async def test_a_receipt_that_was_changed_is_not_ours() -> None:
    office = Office()
    receipt = await office.desk.receipt(await office.made(Right.ACCESS))
    key = (await office.keyring.signing()).public_key()
    with pytest.raises(Forged):
        verify(receipt.replace(b"pending", b"completed"), key)


async def test_an_opt_out_is_known_at_the_next_call() -> None:
    office = Office()
    made = await office.desk.make(await office.asked(Right.NO_MACHINE, Proof.LINE))
    assert not await office.wishes.opted_out([NUMBER])
    await office.desk.carry_out(made.request)
    assert await office.wishes.opted_out([NUMBER])
    assert await office.wishes.standing([NUMBER]) == {Unwanted.MACHINE}
