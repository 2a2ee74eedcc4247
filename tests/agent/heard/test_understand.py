"""Words as a recogniser writes them, and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.heard import understood


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("What does four oh eight mean?", "what does 408 mean"),
        ("4:08", "408"),
        ("the server answers 3.02", "the server answers 302"),
        ("6-0-6 not acceptable.", "606 not acceptable"),
        ("What's for 22?", "what is 422"),
        ("request terminated for 87", "request terminated 487"),
        ("four eighty-eight", "488"),
        ("I get 500 trees", "i get 503"),
        ("five hundred and three", "503"),
        ("a hundred trying", "100 trying"),
        ("RFC forty-seven thirty-three", "rfc 4733"),
        ("port fifty sixty", "port 5060"),
        ("G.711 or g seven twenty two", "g711 or g722"),
        ("T 38", "t38"),
        ("How do I set up a zip trunk?", "how do i set up a sip trunk"),
        ("What port does CIP use?", "what port does sip use"),
        ("someone scans my sit server", "someone scans my sip server"),
        ("What is our T.P.?", "what is rtp"),
        ("What does our port do?", "what does rport do"),
        ("D S C P", "dscp"),
        ("what is you dp", "what is udp"),
        ("I'm behind in that", "i am behind nat"),
        ("what is that traversal", "what is nat traversal"),
        ("How do I put Camellio in front?", "how do i put kamailio in front"),
        ("asterix and free switch", "asterisk and freeswitch"),
        ("I use wire short", "i use wireshark"),
        ("What is Jeter?", "what is jitter"),
        ("codex", "codec"),
        ("registar", "registrar"),
        ("bare set", "baresip"),
        ("half an hour", "30 minutes"),
        ("call are ID", "caller id"),
        ("packets of 1,500 bytes", "packets of 1500 bytes"),
    ],
)
def test_a_mishearing_is_undone(written: str, meant: str) -> None:
    assert understood(written) == meant


@pytest.mark.parametrize(
    "plain",
    [
        "wait for 20 minutes",
        "i called for 15 seconds",
        "one way audio",
        "that is what i want",
        "please sit down",
        "i have a registered letter",
        "my register is full",
        "is it my turn",
        "two people talk",
        "for all of us",
        "the weather in paris",
    ],
)
def test_ordinary_words_stay(plain: str) -> None:
    assert understood(plain) == plain


def test_a_placeholder_is_not_a_word() -> None:
    assert understood("My number is [PHONE_1] and I get a 403") == "my number is and i get a 403"


@given(st.text(max_size=200))
def test_any_text_is_bearable_and_the_result_is_plain(words: str) -> None:
    plain = understood(words)
    assert plain == " ".join(plain.split())
    assert all(letter.isdigit() or "a" <= letter <= "z" for letter in plain.replace(" ", ""))
