"""Every rule at least once, by what is written and what a person says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.spoken import speakable

SAID = {
    # Status codes, and the same figures as quantities
    "A 488 means a codec problem.": "A four eighty-eight means a codec problem.",
    "408 Request Timeout": "four oh eight Request Timeout",
    "Expect 200 OK, or 401/407.": "Expect two hundred okay, or four oh one slash four oh seven.",
    "any 4xx": "any four x x",
    "Wait 480 ms.": "Wait four hundred eighty milliseconds.",
    "for 180 seconds": "for one hundred eighty seconds",
    "It costs $400.": "It costs four hundred dollars.",
    # Ports, RFCs, recommendations
    "port 5060": "port fifty sixty",
    "Ports 10000-20000, please": "Ports ten thousand to twenty thousand, please",
    "port 5060, and 10.0.0.1": "port fifty sixty, and ten dot zero dot zero dot one",
    "Open 5061 for TLS.": "Open fifty sixty-one for T-L-S.",
    "RFC 3261.": "R-F-C thirty-two sixty-one.",
    "RFCs 3550 and 4733": "R-F-C's thirty-five fifty and forty-seven thirty-three",
    "G.711, G.722 and G.729": "G seven eleven, G seven twenty-two and G seven twenty-nine",
    "g711 or G.711u": "G seven eleven or G seven eleven mew law",
    "T.38 and X.509": "T thirty-eight and X five oh nine",
    # Addresses
    "192.168.1.10": "one ninety-two dot one sixty-eight dot one dot ten",
    "10.0.0.0/8": "ten dot zero dot zero dot zero slash eight",
    "10.0.0.1:5061": "ten dot zero dot zero dot one port fifty sixty-one",
    "fe80::1": "F E eight oh, double colon, one",
    "00:1A:2B:3C:4D:5E": "oh oh, one A, two B, three C, four D, five E",
    "anna_b@example.com": "anna underscore B at example dot com",
    "sip:agent@pbx.example.com:5061": "sip agent at P-B-X dot example dot com port fifty sixty-one",
    "See https://example.org/help.": "See example dot org slash help.",
    "tel:+15550100123": "plus one, five five five, oh one oh, oh one two three",
    "_sips._tcp": "underscore S-I-P-S dot underscore T-C-P",
    "edit sip.conf": "edit sip dot conf",
    # Placeholders
    "Shall I call [PHONE_1]?": "Shall I call the phone number?",
    "Dear [PERSON_2],": "Dear the name,",
    "your [SOMETHING_NEW_1]": "your the something new",
    # Telephone numbers
    "+44 20 7946 0958": "plus four four, two oh, seven nine four six, oh nine five eight",
    "(555) 123-4567": "five five five, one two three, four five six seven",
    "555-0123": "five five five, oh one two three",
    "5551234567": "five five five, one two three, four five six seven",
    "extension 2001": "extension two oh oh one",
    # Quantities
    "20 ms at 8 kHz and 64 kbps": "twenty milliseconds at eight kilohertz and sixty-four kilobits per second",
    "1 ms": "one millisecond",
    "0.5 % loss, -20 dB": "zero point five percent loss, minus twenty decibels",
    "10–20 ms": "ten to twenty milliseconds",
    "10-20 calls": "ten to twenty calls",
    "1,234 packets": "one thousand two hundred thirty-four packets",
    "1/2, 3/4, 24/7": "one half, three quarters, twenty-four seven",
    "version 1.14.2": "version one point fourteen point two",
    "TLS 1.2": "T-L-S one point two",
    "the 1st and 22nd": "the first and twenty-second",
    "$5.99, €10 and £1.01": "five dollars and ninety-nine cents, ten euros and one pound and one penny",
    "$3 million": "three million dollars",
    # Time
    "2026-11-23": "November twenty-third, twenty twenty-six",
    "November 3, 2026": "November third, twenty twenty-six",
    "in 2026": "in twenty twenty-six",
    "14:05, 9:00, 10:30 pm": "fourteen oh five, nine o'clock, ten thirty P-M",
    "at 9 a.m. sharp": "at nine A-M sharp",
    # Names
    "SIP over NAT": "sip over nat",
    "SDP, SRTP and DTMF": "S-D-P, S-R-T-P and D-T-M-F",
    "DTLS-SRTP": "D-T-L-S S-R-T-P",
    "STUN, TURN and ICE": "stun, turn and ice",
    "DNS SRV": "D-N-S S-R-V",
    "MOS and QoS": "moss and quality of service",
    "IPv6, URIs and NATs": "I-P version six, U-R-I's and nats",
    "a re-INVITE": "a re-invite",
    "PCMU/PCMA": "P-C-M-U slash P-C-M-A",
    "DO NOT PANIC": "DO NOT PANIC",
    "e.g. this": "for example this",
    "a=sendrecv": "a equals send receive",
    # Signs and mark-up
    "Press 1 or #.": "Press one or pound.",
    "you & me → us": "you and me to us",
    "**Bold** `code` [link](http://x.y/z) 😀": "Bold code link",
    "- item\n- other": "item other",
    "It rings (often).": "It rings (often).",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_is_said_as_people_say_it(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize("said", SAID.values())
def test_what_is_already_words_stays(said: str) -> None:
    assert speakable(said) == said


@given(st.text(max_size=200))
def test_any_text_gives_some_text_without_figures(text: str) -> None:
    assert not re.search(r"\d", speakable(text))


@given(st.text(alphabet="0123456789.,:/-–+ $%axRFCGmsIP@[]_()", max_size=60))
def test_figures_in_any_disorder_are_words(text: str) -> None:
    said = speakable(text)
    assert not re.search(r"\d", said)
    assert "  " not in said


@pytest.mark.parametrize("text", ["9" * 6000, "1." * 3000, "a" * 20000, "::" * 3000, "a@" * 3000, "9" * 6000 + ".5th"])
@pytest.mark.timeout(5)
def test_no_text_takes_long(text: str) -> None:
    speakable(text)


@pytest.mark.parametrize("end", [".", "?", "!", ","])
def test_the_last_punctuation_stays(end: str) -> None:
    assert speakable(f"Try 5060{end}") == f"Try fifty sixty{end}"
