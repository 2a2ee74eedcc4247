import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.rtc.candidates import MAX_MDNS, Candidate, read, usable

NAME = "12345678-9abc-def0-1234-56789abcdef0.local"


def line(host: str = "192.0.2.1", port: object = 4000, rest: str = "typ host", **other: object) -> str:
    of = {"foundation": "1", "component": 1, "transport": "udp", "priority": 2122260223} | other
    return f"candidate:{of['foundation']} {of['component']} {of['transport']} {of['priority']} {host} {port} {rest}"


@pytest.mark.parametrize("host", ["192.0.2.1", "127.0.0.1", "10.0.0.1", "2001:db8::1", "fe80::1", NAME])
def test_machines_that_can_be_reached(host: str) -> None:
    candidate = read(line(host))
    assert candidate and (candidate.host, candidate.port, candidate.type) == (host, 4000, "host")


@pytest.mark.parametrize(
    "host",
    [
        "224.0.0.1",
        "255.255.255.255",
        "0.0.0.0",
        "::",
        "ff02::1",
        "240.0.0.1",
        "localhost",
        "example.org",
        "printer.local",
        "010.0.0.1",
        "1.2.3",
        "192.0.2.1%eth0",
    ],
)
def test_groups_everybody_and_names_are_nobody(host: str) -> None:
    assert read(line(host)) is None


@pytest.mark.parametrize(
    "text",
    [
        line(transport="tcp", rest="typ host tcptype active"),
        line(component=2),
        line(port=0),
        line(port=65536),
        line(port="٤٠٠٠"),
        line(priority=0),
        line(priority=2**31),
        line(rest="typ prflx"),
        line(rest="typ hostile"),
        line(foundation="x" * 33),
        "candidate:",
        "",
    ],
)
def test_what_cannot_be_used(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("rest", ["typ host", "typ srflx raddr 0.0.0.0 rport 0", "typ relay generation 0 ufrag x"])
def test_what_follows_the_type_does_not_matter(rest: str) -> None:
    assert read(line(rest=rest)) is not None


def test_each_address_once_and_no_more_than_enough() -> None:
    lines = [line(port=port) for port in range(1, 200) for _ in range(2)]
    assert [each.port for each in usable(lines, 7)] == [1, 2, 3, 4, 5, 6, 7]


def test_few_names_are_looked_up() -> None:
    names = [line(f"{n:08x}-9abc-def0-1234-56789abcdef0.local") for n in range(20)]
    assert len(list(usable([*names, line()], 40))) == MAX_MDNS + 1


def test_what_is_written_is_read() -> None:
    candidate = Candidate("f1", 77, "192.0.2.1", 4000, "srflx", "10.0.0.1", 4001)
    assert str(candidate) == "candidate:f1 1 udp 77 192.0.2.1 4000 typ srflx raddr 10.0.0.1 rport 4001"
    assert read(str(candidate)) == Candidate("f1", 77, "192.0.2.1", 4000, "srflx")
    assert "192.0.2" not in repr(candidate) and "4000" not in repr(candidate)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    read(text)
    assert len(list(usable([text, f"candidate:{text}", line(rest=f"typ host {text}")], 5))) >= 1
