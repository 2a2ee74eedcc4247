"""Redaction of what is really heard: transcripts of made-up utterances that were said over a G.711 line.

The transcripts are recorded (`bench/redaction_heard.py` makes them, with the provenance of voice and transcriber), so
that the whole set takes seconds; a few utterances are said and heard afresh with the real weights.
"""

import pytest

from agent.voice.api import Synthesizer
from agent.voice.piper import load as load_voice
from asr.api import Transcriber
from asr.whisper import load as load_transcriber
from bench import redaction_set
from bench.redaction_align import labels
from bench.redaction_aloud import aloud
from bench.redaction_heard import heard
from bench.redaction_measure import Tally, measure
from bench.redaction_report import ours
from bench.redaction_set import MISHEARD, Utterance


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measure(ours, [(one,) for one in redaction_set.heard()])


@pytest.mark.parametrize("name", ["heard", "heard_second"])
def test_the_transcripts_say_where_they_come_from(name: str) -> None:
    header = (redaction_set.FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")[0]
    assert "en_US-joe-medium" in header and "tiny.en" in header and header.count("sha256") == 2


def test_most_of_what_is_heard_is_masked(tally: Tally) -> None:
    assert sum(tally.personal.values()) > 6000
    assert tally.leak() <= 0.18
    assert tally.critical_leak() <= 0.15


@pytest.mark.parametrize(("type_", "most"), [("CARD", 0.06), ("PHONE", 0.08), ("SSN", 0.1), ("CVV", 0.2), ("IP", 0.05)])
def test_numbers_that_a_cue_announces_survive_mishearing(tally: Tally, type_: str, most: float) -> None:
    assert tally.leak([type_]) <= most


@pytest.mark.parametrize(
    ("said", "heard_as", "marked"),
    [
        ([("my pin is", 0), ("four four seven one", 1)], "My pen is 4-4-7-1.", [("4-4-7-1", "PIN")]),
        ([("it's", 0), ("double five two", 1), ("thanks", 0)], "it's 552 thanks", [("552", "PIN")]),
        ([("call", 0), ("oh two one", 1), ("now", 0)], "Call 0 2 1 now.", [("0 2 1", "PIN")]),
        ([("i am", 0), ("noor", 2), ("yes", 0)], "I'm nowhere, yes.", [("nowhere", MISHEARD)]),
        ([("i am", 0), ("desmond", 2), ("yes", 0)], "I'm Desmund, yes.", [("Desmund", "PERSON")]),
        ([("error", 0), ("four", 0)], "error four", []),
    ],
)
def test_what_is_heard_is_found_in_what_was_said(
    said: list[tuple[str, int]], heard_as: str, marked: list[tuple[str, str]]
) -> None:
    found = [(heard_as[start:end], type_) for start, end, type_ in labels(said, ["PIN", "PERSON"], heard_as)]
    assert found == marked


def test_written_forms_are_said_as_people_say_them() -> None:
    written = Utterance("mail j.doe@x.org on port 5060", ((5, 16, "EMAIL"),))
    assert aloud(written) == [("mail", 0), ("j dot doe at x dot org", 1), ("on port fifty sixty", 0)]


@pytest.fixture(scope="module")
def weights() -> tuple[Synthesizer, Transcriber]:
    return load_voice(), load_transcriber("tiny.en", lanes=1)


@pytest.mark.parametrize(
    ("before", "personal", "after", "type_"),
    [
        (
            "My card is",
            "four five three nine, one four eight eight, oh three four three, six four six seven",
            "and it fails.",
            "CARD",
        ),
        ("Please call me on", "oh one six three two, nine six oh, one eight four", "after five.", "PHONE"),
        ("My name is", "Margaret Wilson", "and my phone is dead.", "PERSON"),
    ],
)
def test_with_the_real_weights_what_is_said_over_the_line_is_masked(
    weights: tuple[Synthesizer, Transcriber], before: str, personal: str, after: str, type_: str
) -> None:
    start = len(before) + 1
    said = Utterance(f"{before} {personal} {after}", ((start, start + len(personal), type_),))
    one = heard(said, *weights, seed=1)
    found = measure(ours, [(one,)])
    assert found.personal[type_] >= 9, one.text
    assert found.leaked[type_] == 0, one.text
    assert found.words > 3 and found.masked_words <= 1, one.text
