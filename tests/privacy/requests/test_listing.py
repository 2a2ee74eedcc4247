"""Whoever answers requests sees what is urgent, and nothing of who asks."""

from privacy.requests.api import Right, Why
from privacy.requests.listing import listing
from tests.privacy.requests.office import Office

DAY_S = 86_400


async def test_time_runs_out_day_by_day() -> None:
    office = Office()
    made = await office.made(Right.ACCESS)
    told = {}
    for left_s in (10 * DAY_S, DAY_S, DAY_S - 1, 1, 0, -DAY_S):
        (told[left_s],) = listing([made], made.answer_by_s - left_s)
    assert "within 10 days, before 2027-02-15T00:00:00Z" in told[10 * DAY_S]
    assert "within a day" in told[DAY_S]
    assert "today" in told[DAY_S - 1] and "today" in told[1]
    assert told[0] == told[-DAY_S] == f"{made.request}  access, everything, gdpr: LATE since 2027-02-15T00:00:00Z"
    assert made.person and made.person not in "".join(told.values())


async def test_what_is_answered_says_how() -> None:
    office = Office()
    done = await office.desk.carry_out((await office.made(Right.NO_MACHINE)).request)
    refused = await office.desk.refuse((await office.made(Right.COPY)).request, Why.UNFOUNDED, "0123456789abcdef")
    first, second = listing([done, refused], office.s)
    assert first.endswith("completed on 2027-01-15T08:00:00Z")
    assert second.endswith("refused (unfounded) on 2027-01-15T08:00:00Z")


def test_nothing_to_do_is_said() -> None:
    assert listing([], 0) == ["No request waits for an answer."]
