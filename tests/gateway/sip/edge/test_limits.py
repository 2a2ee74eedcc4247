"""Token buckets, by a clock that the test turns."""

from gateway.sip.edge.api import Rate
from gateway.sip.edge.limits import Bucket, SourceLimits

RATE = Rate(per_s=2, burst=3)


def taken(limits: SourceLimits, host: str, now_s: float, times: int = 10) -> int:
    return sum(limits.take(host, now_s) for _ in range(times))


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket(RATE.burst, 0.0)
    assert [bucket.take(RATE, 0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(RATE, 0.5) for _ in range(2)] == [True, False]
    assert sum(bucket.take(RATE, 1000.0) for _ in range(10)) == 3


def test_a_clock_that_steps_back_gives_nothing() -> None:
    bucket = Bucket(0.0, 100.0)
    assert not bucket.take(RATE, 50.0)


def test_sources_do_not_share_a_bucket() -> None:
    limits = SourceLimits(RATE, 10, ())
    assert taken(limits, "192.0.2.1", 0.0) == 3
    assert taken(limits, "192.0.2.2", 0.0) == 3
    assert taken(limits, "192.0.2.1", 0.5) == 1


def test_an_ipv6_network_is_one_source_and_a_mapped_address_its_ipv4() -> None:
    limits = SourceLimits(RATE, 10, ())
    assert taken(limits, "2001:db8::1", 0.0) == 3
    assert taken(limits, "2001:db8::2", 0.0) == 0
    assert taken(limits, "2001:db8:0:1::2", 0.0) == 3
    assert taken(limits, "::ffff:192.0.2.1", 0.0) == 3
    assert taken(limits, "192.0.2.1", 0.0) == 0
    assert taken(limits, "fe80::1%eth0", 0.0) == 3


def test_unlimited_networks_are_not_even_remembered() -> None:
    limits = SourceLimits(RATE, 10, ("127.0.0.0/8",))
    assert taken(limits, "127.9.9.9", 0.0, 100) == 100
    assert len(limits) == 0


def test_the_table_is_bounded_and_forgets_the_longest_unheard() -> None:
    limits = SourceLimits(RATE, 2, ())
    for host in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.3"):
        taken(limits, host, 0.0)
    assert len(limits) == 2
    assert taken(limits, "192.0.2.1", 0.0) == 0
