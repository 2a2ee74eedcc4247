"""What is believed, and on what evidence."""

import pytest

from asr.trust import Evidence, doubt_after, doubt_before
from asr.voicing import Voicing

PLAIN = Voicing(voiced_ms=1200, peak=0.95, end=19_200)
FAINT = Voicing(voiced_ms=128, peak=0.65, end=2048)


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (Voicing(0, 0.2, 0), "no-speech"),
        (Voicing(320, 0.55, 5120), "no-speech"),
        (Voicing(64, 0.9, 1024), "too-short"),
        (PLAIN, ""),
    ],
)
def test_what_is_worth_transcribing(heard: Voicing, reason: str) -> None:
    assert doubt_before(heard) == reason


@pytest.mark.parametrize(
    ("words", "evidence", "reason"),
    [
        ("How is my line?", Evidence(PLAIN, -0.3, 0.1), ""),
        ("Thank you.", Evidence(PLAIN, -0.3, 0.1), ""),
        ("Thank you.", Evidence(FAINT, -0.3, 0.1), "low-confidence"),
        ("you", Evidence(PLAIN, -1.0, 0.1), "low-confidence"),
        ("You!", Evidence(PLAIN, -0.3, 0.6), "low-confidence"),
        (" . ", Evidence(PLAIN, -0.1, 0.0), "no-speech"),
        ("anything", Evidence(FAINT, -1.2, 0.1), "low-confidence"),
        ("Foxtrot", Evidence(PLAIN, -1.2, 0.1), ""),
        ("anything", Evidence(PLAIN, -1.9, 0.1), "low-confidence"),
        ("anything", Evidence(PLAIN, -0.9, 0.8), "no-speech"),
    ],
)
def test_what_is_believed(words: str, evidence: Evidence, reason: str) -> None:
    assert doubt_after(words, evidence) == reason
