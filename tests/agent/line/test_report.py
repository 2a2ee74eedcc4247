"""The line in words."""

from dataclasses import replace

import pytest

from agent.api import Line
from agent.line.report import advice, codec_sentence, estimated_mos, health_sentences, transport_sentence

GOOD = Line("PCMU", jitter_ms=2.4, round_trip_ms=40.0)


def test_a_good_line_is_called_so() -> None:
    assert health_sentences(GOOD) == (
        "Your line is very good. Jitter is 2 milliseconds, and no packets were lost. "
        "The round trip takes 40 milliseconds. I estimate a MOS of 4.4 out of 5."
    )


def test_a_round_trip_nobody_told_is_left_out() -> None:
    assert "round trip" not in health_sentences(replace(GOOD, round_trip_ms=None))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"loss_fraction": 0.0004}, "less than 0.1 percent"),
        ({"loss_fraction": 0.031}, "3.1 percent"),
        ({"jitter_ms": 0.4}, "Jitter is 0.4 milliseconds"),
    ],
)
def test_figures_are_said_as_they_are(changes: dict[str, float], words: str) -> None:
    assert words in health_sentences(replace(GOOD, **changes))  # type: ignore[arg-type]


def test_a_worse_line_scores_lower() -> None:
    worse = [
        GOOD,
        replace(GOOD, loss_fraction=0.02),
        replace(GOOD, loss_fraction=0.1),
        replace(GOOD, loss_fraction=0.4),
    ]
    scores = [estimated_mos(line) for line in worse]
    assert scores == sorted(scores, reverse=True)
    assert [health_sentences(line).split(".")[0] for line in worse][-1] == "Your line is bad"


def test_codec_and_transport() -> None:
    assert codec_sentence(Line("G722", rate_hz=16000)) == "You are using G.722. That is wideband, 16 kilohertz."
    assert codec_sentence(Line("X-NEW")) == "You are using X-NEW. That is telephone quality, 8 kilohertz."
    assert "SRTP" in transport_sentence(Line("PCMU", transport="tls", encrypted=True))
    assert "not encrypted" in transport_sentence(Line("PCMU"))


@pytest.mark.parametrize(
    ("line", "article"),
    [
        (GOOD, ""),
        (replace(GOOD, loss_fraction=0.03), "packet-loss"),
        (replace(GOOD, jitter_ms=60), "jitter"),
        (replace(GOOD, round_trip_ms=500), "latency"),
    ],
)
def test_the_worst_trouble_has_an_article(line: Line, article: str) -> None:
    assert advice(line) == article
