"""Tickets: only what we signed, for the branch we signed it for."""

import pytest

from gateway.sip.edge.flows import Flow, ReturnPath, Tickets, ToCell

TICKETS = Tickets(b"k" * 32)
PATHS: list[ReturnPath] = [
    ToCell("c1"),
    Flow("udp", 0, "192.0.2.1", 5060),
    Flow("tcp", 2, "2001:db8::1", 65535, connection=12),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_ticket_opens_to_the_path_it_was_made_of(path: ReturnPath) -> None:
    assert TICKETS.open(TICKETS.seal(path, "z9hG4bKa"), "z9hG4bKa") == path


def test_a_ticket_is_good_for_no_other_branch_and_no_other_key() -> None:
    ticket = TICKETS.seal(ToCell("c1"), "z9hG4bKa")
    assert TICKETS.open(ticket, "z9hG4bKb") is None
    assert Tickets(b"x" * 32).open(ticket, "z9hG4bKa") is None


def test_no_changed_character_is_believed() -> None:
    ticket = TICKETS.seal(Flow("udp", 0, "192.0.2.1", 5060), "b")
    for at, old in enumerate(ticket):
        new = "A" if old != "A" else "B"
        opened = TICKETS.open(ticket[:at] + new + ticket[at + 1 :], "b")
        assert opened in (None, Flow("udp", 0, "192.0.2.1", 5060))  # unused bits of the last character


@pytest.mark.parametrize("ticket", ["", "A", "AAAA", "A" * 500, "-_-_", "cell c1"])
def test_what_is_no_ticket_is_not_believed(ticket: str) -> None:
    assert TICKETS.open(ticket, "b") is None


def test_branches_marks_and_tags_depend_on_all_they_name() -> None:
    assert TICKETS.branch("a", "b") == TICKETS.branch("a", "b")
    assert len({TICKETS.branch("a", "b"), TICKETS.branch("ab", ""), TICKETS.branch("a"), TICKETS.to_tag("a", "b")}) == 4
    assert TICKETS.route_mark("one") != TICKETS.route_mark("two")


def test_a_flow_does_not_show_its_address() -> None:
    assert "192.0.2.1" not in repr(Flow("udp", 0, "192.0.2.1", 5060))
