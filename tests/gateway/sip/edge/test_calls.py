"""The call table: bounded, and forgetting in time."""

from gateway.sip.edge.calls import LINGER_S, TIMER_C_S, Call, Calls, Phase


def call(key: str, phase: Phase = Phase.RINGING) -> Call:
    return Call(key, "c1", "tag", "branch", None, ("192.0.2.1", 5060), phase, 0.0)


def test_a_call_that_is_over_lingers_and_is_forgotten() -> None:
    calls = Calls(10)
    calls.add(call("a", Phase.OVER))
    assert calls.sweep(LINGER_S) == []
    assert calls.find("a") is not None
    calls.sweep(LINGER_S + 1)
    assert calls.find("a") is None


def test_an_invite_or_a_bye_never_answered_is_over_in_the_end() -> None:
    calls = Calls(10)
    calls.add(call("ringing"))
    calls.add(call("ending", Phase.ENDING))
    calls.add(call("talking", Phase.TALKING))
    assert [late.key for late in calls.sweep(LINGER_S + 1)] == ["ending"]
    assert [late.key for late in calls.sweep(TIMER_C_S + 1)] == ["ringing"]
    calls.sweep(1e6)
    calls.sweep(2e6)
    assert [kept.key for kept in calls] == ["talking"]


def test_nothing_wakes_a_call_that_is_over() -> None:
    calls, over = Calls(10), call("a", Phase.OVER)
    calls.add(over)
    calls.enter(over, Phase.TALKING, 5.0)
    assert (over.phase, over.since_s) == (Phase.OVER, 0.0)


def test_a_full_table_makes_room_by_forgetting_what_is_over_and_nothing_else() -> None:
    calls = Calls(2)
    calls.add(call("a", Phase.TALKING))
    calls.add(call("b", Phase.OVER))
    assert calls.has_room()
    assert calls.find("b") is None
    calls.add(call("c"))
    assert not calls.has_room()
    assert len(calls) == 2
