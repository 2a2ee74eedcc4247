"""Admission: refused at the door rather than made to wait inside."""

from gateway.calls.admission import Admission


def opened(lanes: int = 2, most: int = 32) -> Admission:
    return Admission(lanes, most, state="open")


def test_two_lanes_bear_some_thirty_callers() -> None:
    assert 25 <= opened(most=400).capacity <= 40


def test_the_limit_is_a_limit() -> None:
    refusal = opened(most=2).refusal(2)
    assert refusal
    assert (refusal.reason, refusal.retry_after_s) == ("full", 30)
    assert opened(most=2).refusal(1) is None


def test_turns_that_cost_more_leave_room_for_fewer() -> None:
    admission = opened(most=400)
    before = admission.capacity
    for _ in range(100):
        admission.measured(3000)
    assert admission.capacity < before / 4
    refusal = admission.refusal(admission.capacity)
    assert refusal
    assert refusal.reason == "busy"


def test_one_call_is_always_possible() -> None:
    admission = opened()
    for _ in range(200):
        admission.measured(1e9)
    assert admission.refusal(0) is None


def test_it_takes_no_calls_before_it_is_open_or_while_it_drains() -> None:
    for state in ("starting", "draining"):
        refusal = Admission(2, 32, state=state).refusal(0)
        assert refusal
        assert refusal.reason == state
