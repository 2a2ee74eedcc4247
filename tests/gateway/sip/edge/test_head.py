"""Messages are taken apart and printed without changing what a proxy does not own."""

import pytest

from gateway.sip.edge.errors import Malformed
from gateway.sip.edge.head import MAX_HEADER_LINES, Request, Response, parse


def test_a_message_is_printed_as_it_came() -> None:
    data = (
        b"INVITE sip:a;x=%41@h;transport=tcp?Subject=hi SIP/2.0\r\n"
        b"v: SIP/2.0/UDP h;branch=z9hG4bK+1!\r\nX-Odd:  kept \xe9\xff\r\nContent-Length: 2\r\n\r\nhi"
    )
    assert parse(data).to_bytes() == data.replace(b"Odd:  kept", b"Odd: kept")


def test_compact_and_folded_headers_are_known_by_their_long_names() -> None:
    message = parse(b"BYE sip:a@h SIP/2.0\r\nI : one\r\n two\r\n\tthree\r\nT: x\r\n\r\n")
    assert message.one("call-id") == "one two three"
    assert message.one("to") == "x"


def test_requests_and_responses_are_told_apart() -> None:
    assert isinstance(parse(b"OPTIONS sip:h SIP/2.0\r\n\r\n"), Request)
    response = parse(b"SIP/2.0 180 Ringing, slowly\r\n\r\n")
    assert isinstance(response, Response)
    assert (response.code, response.phrase) == (180, "Ringing, slowly")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"hello",
        b"INVITE sip:a@h SIP/2.0\r\nVia: x\r\n",
        b"INVITE SIP/2.0\r\n\r\n",
        b"INV<TE sip:a@h SIP/2.0\r\n\r\n",
        b"INVITE" * 20 + b" sip:a@h SIP/2.0\r\n\r\n",
        b"INVITE sip:a@h HTTP/1.1\r\n\r\n",
        b"SIP/2.0 99 Early\r\n\r\n",
        b"SIP/2.0 2000 OK\r\n\r\n",
        b"BYE sip:a@h SIP/2.0\r\nno colon\r\n\r\n",
        b"BYE sip:a@h SIP/2.0\r\n folded from nothing\r\n\r\n",
        b"BYE sip:a@h SIP/2.0\r\nbad name: x\r\n\r\n",
        b"BYE sip:a@h SIP/2.0\r\n: x\r\n\r\n",
        b"BYE sip:" + b"a" * 3000 + b"@h SIP/2.0\r\n\r\n",
        b"BYE sip:a@h SIP/2.0\r\n" + b"A: b\r\n" * (MAX_HEADER_LINES + 1) + b"\r\n",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse(data)


@pytest.mark.parametrize("smuggled", [b"\nX-Sottovoce-Local: 6.6.6.6", b"\rRoute: <sip:evil>", b"\0Via: x"])
def test_a_line_cannot_be_smuggled_past_this_parser(smuggled: bytes) -> None:
    with pytest.raises(Malformed):
        parse(b"BYE sip:a@h SIP/2.0\r\nSubject: x" + smuggled + b"\r\n\r\n")


def test_an_error_never_says_what_was_written() -> None:
    with pytest.raises(Malformed) as error:
        parse(b"BYE sip:secret@h SIP/2.0\r\nsecret\r\n\r\n")
    assert "secret" not in str(error.value)
