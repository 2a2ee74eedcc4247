"""The kinds of message RFC 4475 lists to torment parsers, written afresh, and what becomes of each here.

Named after the RFC's sections. A message that is valid must reach a cell or get the answer of its method; one
that is not must be answered 4xx or dropped, never forwarded.
"""

import pytest

from tests.gateway.sip.edge.messages import SDP, Bench, parsed_response, request

FORWARDED, DROPPED = "forwarded", "dropped"


def crlf(text: str) -> bytes:
    return text.strip("\n").replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n"


VALID = {
    "3.1.1.1 a short tortuous INVITE": crlf("""
INVITE sip:agent@chair-dnrc.example;unknownparam SIP/2.0
TO :
 sip:agent@chair-dnrc.example ;   newtag = 1
from   : "J Rosenberg \\\\\\""       <sip:jdr@example.com>
 ;
 tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: tortuous.0ha0isndaksdj@192.0.2.1
Content-Length   : 0
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Route:
 <sip:services.example;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example  ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdr@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33"""),
    "3.1.1.3 escaped characters in the user part": request(uri="sip:%61g%65nt@h;user=phone"),
    "3.1.1.4 escaped null characters elsewhere": request(extra=("X-Escaped: sip:null-%00-null@example.com",)),
    "3.1.1.6 no white space between name and bracket": request().replace(
        b"From: <sip:alice", b'From: "caller"<sip:alice'
    ),
    "3.1.1.9 semicolon-separated parameters in the From URI": request().replace(
        b"<sip:alice@example.com>", b"<sip:user;par=u%40example.net@example.com>"
    ),
    "3.1.1.10 various and unknown transports in Via": request(
        extra=(
            "Via: SIP/2.0/SCTP t1.example;branch=z9hG4bKkdjuw",
            "Via: SIP/2.0/UNKNOWN t2.example:5070;branch=z9hG4bKklas, SIP/2.0/TLS t3.example;branch=z9hG4bK2980",
        )
    ),
    "3.1.1.13 a media type with parameters": request(
        body=SDP, extra=("Content-Type: application/sdp;charset=utf-8",)
    ),
    "3.1.1.5 a last hop left": request(max_forwards="1"),
    "3.3.13 unknown authorization scheme": request(extra=("Authorization: NoOneKnowsThisScheme opaque=here",)),
}  # fmt: skip


@pytest.mark.parametrize("name", VALID)
def test_valid_messages_reach_a_cell(name: str) -> None:
    assert Bench().outside(VALID[name]).fact == "forwarded.INVITE"


INVALID = {
    "3.1.2.1 extraneous header field separators": (
        request(via="SIP/2.0/UDP 192.0.2.15;;,;,,"),
        DROPPED,
    ),
    "3.1.2.2 content length larger than message": (request().replace(b"Length: 0", b"Length: 9999"), 400),
    "3.1.2.3 negative content length": (request().replace(b"Length: 0", b"Length: -999"), 400),
    "3.1.2.4 request scalar fields with overlarge values": (
        request(max_forwards="300").replace(b"CSeq: 1", b"CSeq: 36893488147419103232"),
        400,
    ),
    "3.1.2.6 unterminated quoted string in display name": (
        request().replace(b"To: <sip:agent@gateway.example>", b'To: "Mr. J. User <sip:j.user@example.com>'),
        400,
    ),
    "3.1.2.7 <> enclosing the Request-URI": (request(uri="<sip:agent@example.com>"), 400),
    "3.1.2.8 white space within the Request-URI": (request(uri="sip:agent@example.com; lr"), 400),
    "3.1.2.9 multiple spaces separating the request line": (
        request().replace(b"INVITE sip", b"INVITE  sip"),
        400,
    ),
    "3.1.2.11 escaped headers in the Request-URI": (request(uri="sip:agent@example.com?Route=%3Csip:h%3E"), 400),
    "3.1.2.12 invalid time zone; an unknown header is not read": (
        request(extra=("Date: Fri, 01 Jan 2010 16:00:00 EST",)),
        FORWARDED,
    ),
    "3.1.2.13 failure to enclose name-addr URI in <>": (
        request().replace(b"From: <sip:alice@example.com>", b"From: sip:caller@example.com;x-route=<sip:x>"),
        400,
    ),
    "3.1.2.15 spaces within addr-spec": (
        request().replace(b"To: <sip:agent@gateway.example>", b'To: "Watson" sip:t.watson@example.org'),
        400,
    ),
    "3.1.2.17 unknown protocol version": (request().replace(b" SIP/2.0\r\nVia", b" SIP/7.0\r\nVia"), 505),
    "3.1.2.18 start line and CSeq method mismatch": (request().replace(b"CSeq: 1 INVITE", b"CSeq: 1 OPTIONS"), 400),
    "3.1.2.18 unknown method with CSeq method mismatch": (
        request("NEWMETHOD").replace(b"1 NEWMETHOD", b"1 INVITE"),
        400,
    ),
    "3.2.1 missing transaction identifier: a bare cookie": (request(branch="z9hG4bK"), FORWARDED),
    "3.3.1 missing required header fields": (
        request().replace(b"Call-ID: call-1@198.51.100.7\r\n", b"").replace(b"From: ", b"X: "),
        400,
    ),
    "3.3.2 request-URI with unknown scheme": (request("OPTIONS", "nobodyKnowsThisScheme:totallyopaque"), 416),
    "3.3.3 request-URI with known but atypical scheme": (request("OPTIONS", "soap.beep://192.0.2.103:3002"), 416),
    "3.3.5 unknown/invalid Require and Proxy-Require": (
        request(extra=("Require: nothingSupportsThis", "Proxy-Require: noProxiesSupportThis")),
        420,
    ),
    "3.3.8 multiple values in single value required fields": (
        request(extra=("CSeq: 5 INVITE", "Call-ID: other", "Max-Forwards: 70", "To: <sip:x@h>", "From: <sip:y@h>")),
        400,
    ),
    "3.3.9 multiple Content-Length values": (request(extra=("Content-Length: 13", "Content-Length: 5")), 400),
    "3.3.15 Max-Forwards of zero": (request(max_forwards="0"), 483),
    "3.3.16 a REGISTER, to one that registers nobody": (request("REGISTER", "sip:example.com"), 405),
    "3.3.17 unknown method with unusual characters": (
        request("!interesting-Method0123456789_*+`.%indeed'~", "sip:1_unusual.URI~(to-be!sure)&isn't+it$/?,/;;*@h"),
        501,
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_becomes_of_each_torment(name: str) -> None:
    data, expected = INVALID[name]
    outcome = Bench().outside(data)
    if expected == FORWARDED:
        assert outcome.fact == "forwarded.INVITE"
    elif expected == DROPPED:
        assert outcome.fact == "dropped.malformed"
    else:
        assert outcome.fact == f"answered.{expected}"
        assert outcome.send is not None
        parsed_response(outcome.send.data)
