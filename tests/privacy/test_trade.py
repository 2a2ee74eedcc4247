"""The trade's own talk stays in clear: over-masking ruins a support line."""

import pytest

from bench import redaction_set
from bench.redaction_technical import forms, technical
from privacy.session import RedactionSession


@pytest.mark.parametrize(
    "words",
    [
        "my calls fail with 488 over TCP port 5061 with G.729 on Asterisk 18.9.2",
        "RFC 4733 payload type 101",
        "four eighty-eight",
        "error 408, then 480, then nothing",
        "ports 10000 to 20000 are open, 5060 and 5061 too",
        "jitter is 42 milliseconds and loss two percent",
        "opus at 48 kilohertz, 20 millisecond frames",
        "it runs Kamailio 5.6.4 on Debian 12",
        "session expires 1800, min-SE 90",
        "q eight fifty cause 16",
        "we have 45 phones since 2019",
        "r f c four seven three three",
        "can i speak to a person please",
        "is this call recorded",
        "i forgot my password and my pin",
    ],
)
def test_nothing_is_masked(words: str) -> None:
    assert RedactionSession().redact(words).text == words


def test_a_veto_never_lifts_a_secret() -> None:
    masked = RedactionSession().redact("port 5060, pin 5060, error 488, cvv 488")
    assert masked.text == "port 5060, pin [PIN_1], error 488, cvv [CVV_1]"


def test_few_of_the_hard_negatives_are_touched() -> None:
    negatives = redaction_set.utterances("negatives")
    touched = sum(bool(RedactionSession().redact(one.text).spans) for one in negatives)
    assert touched / len(negatives) <= 0.06


@pytest.mark.parametrize("code", ["488", "408", "503", "415", "486"])
def test_a_response_code_stays_in_every_form_in_which_it_is_heard(code: str) -> None:
    for form in forms(code):
        words = f"why do I get a {form}"
        assert RedactionSession().redact(words).text == words


def test_few_technical_utterances_are_touched() -> None:
    found = technical()
    touched = [one.text for one in found if RedactionSession().redact(one.text).spans]
    assert len(touched) / len(found) <= 0.02, touched


@pytest.mark.parametrize(
    "words",
    [
        "my pin is 4-80-8",
        "the CVV is four eighty-eight",
        "security code 4 8 8",
        "the password is 488",
        "card 4-88-4-88",
    ],
)
def test_no_form_of_a_code_lifts_a_secret(words: str) -> None:
    assert RedactionSession().redact(words).spans


def test_an_answer_in_the_form_of_a_code_is_the_answer() -> None:
    for expects in ("PIN", "CVV", "OTP"):
        assert RedactionSession().redact("4-80-8", expects=expects).spans
