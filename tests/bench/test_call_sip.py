"""The caller's SIP: requests as text, answers taken apart."""

from bench.call_sip import Dialog, agreed, media_address, offer, parse, refusal_ack

ANSWER = (
    b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:4000;branch=z9hG4bKa\r\n"
    b"Record-Route: <sip:one;lr>\r\nRecord-Route: <sip:two;lr>\r\n"
    b"From: <sip:caller@127.0.0.1>;tag=me\r\nTo: <sip:agent@127.0.0.1>;tag=you\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
    b"Contact: <sip:agent@127.0.0.1:5071;ob>\r\n\r\nv=0\r\nc=IN IP4 127.0.0.2\r\nm=audio 20004 RTP/AVP 0\r\n"
)
DIALOG = Dialog("sip:agent@127.0.0.1", "x", "me", "127.0.0.1", 4000)


def test_an_invite_offers_mu_law() -> None:
    invite = parse(DIALOG.request("INVITE", 1, "b", offer("127.0.0.1", 6000)))
    assert invite is not None
    assert (invite.method, invite.one("cseq"), invite.one("to")) == ("INVITE", "1 INVITE", "<sip:agent@127.0.0.1>")
    assert media_address(invite.body) == ("127.0.0.1", 6000)
    assert int(invite.one("content-length")) == len(invite.body)


def test_what_follows_goes_to_the_contact_by_the_routes_in_reverse() -> None:
    answer = parse(ANSWER)
    assert answer is not None
    assert media_address(answer.body) == ("127.0.0.2", 20004)
    bye = DIALOG.established(answer).request("BYE", 2, "c")
    assert bye.startswith(b"BYE sip:agent@127.0.0.1:5071;ob SIP/2.0\r\n")
    parsed = parse(bye)
    assert parsed is not None
    assert parsed.all("route") == ["<sip:two;lr>", "<sip:one;lr>"]
    assert parsed.one("to").endswith(";tag=you")


def test_a_refusal_is_acknowledged_on_the_same_branch() -> None:
    invite = DIALOG.request("INVITE", 1, "b", offer("127.0.0.1", 6000))
    refusal = parse(b"SIP/2.0 503 Full\r\nTo: <sip:agent@127.0.0.1>;tag=no\r\n\r\n")
    assert refusal is not None
    ack = parse(refusal_ack(invite, refusal))
    assert ack is not None
    assert (ack.method, ack.one("cseq"), ack.one("content-length")) == ("ACK", "1 ACK", "0")
    assert "branch=z9hG4bKb" in ack.one("via")
    assert ack.all("to") == ["<sip:agent@127.0.0.1>;tag=no"]


def test_a_request_of_the_far_end_is_agreed_to() -> None:
    bye = parse(DIALOG.request("BYE", 7, "d"))
    assert bye is not None
    response = parse(agreed(bye))
    assert response is not None
    assert (response.status, response.one("cseq")) == (200, "7 BYE")


def test_what_is_no_sip_is_none() -> None:
    assert parse(b"") is None
    assert parse(b"\r\n\r\n") is None
    assert parse(b"SIP/2.0 what ever\r\n\r\n") is None
