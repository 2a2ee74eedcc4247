from hypothesis import given
from hypothesis import strategies as st

from gateway.sip.cell.pacer import TICK_NS, Pacer

MS = 1_000_000


def test_a_late_tick_delays_no_other() -> None:
    pacer = Pacer(0)
    assert pacer.wait_ns(0) == TICK_NS
    pacer.tick(TICK_NS + 5 * MS)
    assert pacer.wait_ns(TICK_NS + 5 * MS) == 15 * MS
    assert pacer.worst_late_ns == 5 * MS


@given(st.lists(st.integers(0, 60 * MS), min_size=1, max_size=100))
def test_there_is_no_drift(delays_ns: list[int]) -> None:
    pacer = Pacer(0)
    now_ns = ticks = 0
    for delay_ns in delays_ns:
        now_ns += pacer.wait_ns(now_ns) + delay_ns
        pacer.tick(now_ns)
        ticks += 1
        while not pacer.wait_ns(now_ns):  # what was missed is made up for
            pacer.tick(now_ns)
            ticks += 1
    assert ticks + pacer.skipped == now_ns // TICK_NS


def test_after_a_long_stop_the_missed_ticks_are_given_up() -> None:
    pacer = Pacer(0)
    pacer.tick(TICK_NS + 1000 * MS)
    assert pacer.skipped == 50
    assert 0 < pacer.wait_ns(TICK_NS + 1000 * MS) <= TICK_NS
