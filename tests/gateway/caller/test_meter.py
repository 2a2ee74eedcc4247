"""The meter of the test caller: latencies in samples, exact to a block of 5 ms."""

from gateway.caller.meter import Meter, last_loud_ms, loud_blocks

RATE = 8000
LOUD = b"\x00\x20\x00\xe0"  # a square wave at -12 dBFS


def loud(ms: int) -> bytes:
    return LOUD * (RATE * ms // 2000)


def quiet(ms: int) -> bytes:
    return bytes(RATE * ms // 1000 * 2)


def test_loud_and_quiet() -> None:
    assert loud_blocks(quiet(10) + loud(5) + quiet(5), RATE) == [False, False, True, False]
    assert last_loud_ms(loud(35) + quiet(100), RATE) == 35
    assert last_loud_ms(quiet(100), RATE) == 0


def test_a_latency_is_exact() -> None:
    meter = Meter(RATE)
    line = loud(50) + quiet(50)
    meter.say(line)
    heard = quiet(20 * 15) + quiet(10) + loud(200) + quiet(1000)
    played = 0
    ended = None
    for at in range(0, len(heard), 320):
        played = min(played + 160, len(line) // 2)
        ended = meter.hear(heard[at : at + 320], played) or ended
    assert meter.said_ms == 50
    assert ended is not None
    assert (ended.start_ms, ended.end_ms) == (310, 510)


def test_a_second_line_is_timed_from_its_own_end() -> None:
    meter = Meter(RATE)
    for played in (160, 320):
        meter.hear(quiet(20), played)
    meter.say(loud(30))
    meter.hear(quiet(20), 480)
    assert meter.said_ms is None
    meter.hear(quiet(20), 560)
    assert meter.said_ms == 70
