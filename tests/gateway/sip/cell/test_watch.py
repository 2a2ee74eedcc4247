from gateway.sip.cell.watch import HELD_PATIENCE, Watch

S = 1_000_000_000


def test_a_line_is_looked_at_every_two_seconds() -> None:
    watch = Watch(30)
    looks = [second for second in range(11) if watch.is_due(1, second * S)]
    assert looks == [2, 4, 6, 8, 10]


def dead_after(watch: Watch, *, held: bool = False, until: int = 3000) -> int | None:
    watch.is_due(1, 0)
    dead = (second for second in range(1, until) if watch.is_dead(1, 0, second * S, held=held))
    return next(dead, None)


def test_silence_ends_a_line() -> None:
    assert dead_after(Watch(30)) == 30


def test_a_holding_caller_is_given_longer() -> None:
    assert dead_after(Watch(30), held=True) == 30 * HELD_PATIENCE


def test_zero_means_never() -> None:
    assert dead_after(Watch(0)) is None


def test_every_packet_is_a_sign_of_life() -> None:
    watch = Watch(30)
    watch.is_due(1, 0)
    assert not any(watch.is_dead(1, packets, packets * 10 * S, held=False) for packets in range(1, 20))
