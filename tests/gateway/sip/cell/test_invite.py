import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sip.cell.invite import read


def invite(*headers: str, uri: str = "sip:agent@192.0.2.1:5060;x=1") -> str:
    return "\r\n".join([f"INVITE {uri} SIP/2.0", *headers])


@pytest.mark.parametrize(
    ("uri", "user"),
    [
        ("sip:agent@h", "agent"),
        ("sips:echo@h:1", "echo"),
        ("sip:h", ""),
        ("sip:u:pw;x=1@h", "u"),
        ("tel:+49301", "+49301"),
    ],
)
def test_the_destination_is_the_user_that_was_dialled(uri: str, user: str) -> None:
    assert read(invite(uri=uri)).destination == user


@pytest.mark.parametrize(
    ("value", "number", "name"),
    [
        ('"Ada L." <sip:1234@h>;tag=x', "1234", "Ada L."),
        ("Ada <sip:1234@h>", "1234", "Ada"),
        ("sip:1234@h;tag=x", "1234", ""),
        ('"Løvelace" <tel:+4530>;tag=x', "+4530", "Løvelace"),
        ("<sip:anonymous@anonymous.invalid>;tag=x", "anonymous", ""),
        ('"unfinished <sip:1@h', "1", "unfinished"),
    ],
)
def test_who_calls(value: str, number: str, name: str) -> None:
    caller = read(invite(f"From: {value}")).caller
    assert (caller.number, caller.display_name) == (number, name)


def test_a_trunks_assertion_counts_more_than_from() -> None:
    head = invite("f: <sip:anonymous@h>", "P-Asserted-Identity: <tel:+4530>", "Privacy: user;id;critical")
    caller = read(head).caller
    assert caller.number == "+4530"
    assert caller.withheld


@pytest.mark.parametrize(("privacy", "withheld"), [("none", False), ("id", True), ("session", False)])
def test_privacy(privacy: str, withheld: bool) -> None:
    assert read(invite(f"Privacy: {privacy}")).caller.withheld is withheld


def test_the_transport_is_the_callers_own() -> None:
    edge = "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKa"
    assert read(invite(edge, "v: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bKb")).transport == "tcp"
    assert read(invite(edge + ", SIP/2.0/TLS h;branch=z9hG4bKb")).transport == "tls"
    assert read(invite()).transport == "udp"


def test_folded_lines_are_one() -> None:
    assert read(invite('From: "Ada"\r\n  <sip:1234@h>')).caller.number == "1234"


@given(st.text(max_size=200))
def test_nothing_makes_it_raise(head: str) -> None:
    read(head).caller.display_name.encode()
