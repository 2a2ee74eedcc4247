from gateway.rtc.lag import WINDOW_S, Lag


def test_nothing_ticked() -> None:
    assert Lag().worst_ms(1000.0) == 0.0


def test_the_worst_of_the_last_ten_seconds() -> None:
    lag = Lag()
    for now_s, late_s in ((100.1, 0.010), (100.9, 0.200), (100.95, 0.030), (105.0, 0.050)):
        lag.note(now_s, late_s)
    assert lag.worst_ms(105.0) == 200.0
    assert lag.worst_ms(100.9 + WINDOW_S) == 50.0
    assert lag.worst_ms(200.0) == 0.0


def test_it_does_not_grow() -> None:
    lag = Lag()
    for second in range(1000):
        lag.note(second, 0.001 * (second % 7))
    assert len(lag._worst) == WINDOW_S
    assert lag.worst_ms(999.0) == 6.0
