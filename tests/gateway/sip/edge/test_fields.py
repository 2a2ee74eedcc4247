"""The header values a proxy reads."""

import time

import pytest

from gateway.sip.edge import fields
from gateway.sip.edge.errors import Malformed
from gateway.sip.edge.head import Head, Header


def head(*lines: tuple[str, str]) -> Head:
    return Head([Header(name.lower(), name, value) for name, value in lines], b"")


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("a", ["a"]),
        ("a, b ,c", ["a", "b", "c"]),
        ('"x, y" <sip:a,b@h>;p=1, <sip:c>', ['"x, y" <sip:a,b@h>;p=1', "<sip:c>"]),
        (r'"a\", b" <sip:c>', [r'"a\", b" <sip:c>']),
    ],
)
def test_values_are_split_at_commas_outside_quotes_and_brackets(value: str, parts: list[str]) -> None:
    assert fields.split_values(value) == parts


@pytest.mark.parametrize("value", ["", ",", "a,", "a,,b", 'a "b', "<a", ", a"])
def test_lists_with_holes_or_open_ends_are_refused(value: str) -> None:
    with pytest.raises(Malformed):
        fields.split_values(value)


def test_the_first_via_is_read_wherever_it_stands() -> None:
    via = fields.top_via(head(("Via", "SIP / 2.0 / TCP  [2001:db8::1]:5070 ;branch=z9hG4bK%41+ ;RPORT, SIP/2.0/UDP b")))
    assert (via.transport, via.host, via.port, via.branch) == ("TCP", "[2001:db8::1]", 5070, "z9hG4bK%41+")
    assert via.wants_rport


@pytest.mark.parametrize(
    "text",
    ["", "UDP h", "SIP/2.0/UDP", "SIP/2.0/UDP h:0", "SIP/2.0/UDP h:70000", "SIP/2.0/UDP h;self", "SIP/2.0/UDP h;;b"],
)
def test_a_broken_via_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        fields.parse_via(text)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("SIP/2.0/UDP 10.0.0.1:5060;branch=b;rport", "SIP/2.0/UDP 10.0.0.1:5060;branch=b;rport=7;received=1.2.3.4"),
        ("SIP/2.0/UDP 1.2.3.4;rport;branch=b", "SIP/2.0/UDP 1.2.3.4;branch=b;rport=7;received=1.2.3.4"),
        ("SIP/2.0/UDP 1.2.3.4;branch=b", "SIP/2.0/UDP 1.2.3.4;branch=b"),
        ("SIP/2.0/UDP host.example;branch=b", "SIP/2.0/UDP host.example;branch=b;received=1.2.3.4"),
        ("SIP/2.0/UDP 9.9.9.9;received=6.6.6.6;branch=b", "SIP/2.0/UDP 9.9.9.9;branch=b;received=1.2.3.4"),
        ("SIP/2.0/UDP 1.2.3.4;rport=99;branch=b, SIP/2.0/UDP x", "SIP/2.0/UDP 1.2.3.4;branch=b;rport=7;received=1.2.3.4, SIP/2.0/UDP x"),  # noqa: E501
    ],
)  # fmt: skip
def test_where_a_request_came_from_is_written_into_its_via(text: str, marked: str) -> None:
    message = head(("Via", text), ("Via", "SIP/2.0/UDP untouched"))
    fields.mark_received(message, fields.top_via(message), "1.2.3.4", 7)
    assert message.values("via") == [marked, "SIP/2.0/UDP untouched"]


@pytest.mark.parametrize(
    ("address", "tag"),
    [
        ("<sip:a@h>;tag=x", "x"),
        ("sip:a@h;tag=x", "x"),
        ('"A;tag=no <sip:b>" <sip:a@h;tag=no>;p=1; TAG = x;q', "x"),
        ("Joe Q. Public <sip:a@h>", None),
        ("J\xf6rg <sip:a@h>;tag=x", "x"),
        ("<sip:a@h>;tagged=x", None),
    ],
)
def test_the_tag_is_that_of_the_address_and_no_other(address: str, tag: str | None) -> None:
    assert fields.tag(address) == tag


@pytest.mark.parametrize("address", ["", '"A <sip:a@h>;tag=x', "<sip:a", "<>", "<sip:a@h> x", "a b"])
def test_a_broken_address_is_refused(address: str) -> None:
    with pytest.raises(Malformed):
        fields.tag(address)


@pytest.mark.parametrize("value", ["", "INVITE", "1", "x INVITE", "2147483648 INVITE", "1 IN VITE", "-1 BYE"])
def test_a_broken_cseq_is_refused(value: str) -> None:
    with pytest.raises(Malformed):
        fields.cseq(head(("CSeq", value)))


@pytest.mark.parametrize("value", ["", "x", "-1", "256", "1.5", "\xb2", "70 70"])
def test_broken_max_forwards_are_refused(value: str) -> None:
    with pytest.raises(Malformed):
        fields.max_forwards(head(("Max-Forwards", value)))


@pytest.mark.parametrize("key", ["call-id", "cseq", "max-forwards", "content-length"])
def test_a_header_that_stands_once_may_not_stand_twice(key: str) -> None:
    doubled = head((key, "1"), (key, "1"))
    with pytest.raises(Malformed):
        {"cseq": fields.cseq, "max-forwards": fields.max_forwards, "content-length": fields.content_length}.get(
            key, lambda message: message.one(key)
        )(doubled)


@pytest.mark.parametrize("filler", [" ", ";", '"', "\\", "<", ",", "a-", ";a=", "=", "1.", "::", '";a="', "; rport = "])
def test_no_value_makes_a_pattern_hang(filler: str) -> None:
    """A datagram of the worst shape costs milliseconds, not seconds."""
    text = (filler * 16_384)[:16_384]
    began_s = time.process_time()
    for read in (fields.split_values, fields.parse_via, fields.tag, fields.sip_uri):
        for start in ("", "SIP/2.0/UDP h", "<sip:a@h>", "sip:"):
            for end in ("", "\x01", '"'):
                for size in (1000, 16_384):
                    try:
                        read(start + text[:size] + end)
                    except Malformed:
                        continue
    assert time.process_time() - began_s < 2.0
