from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.sentences import MAX_WORDS, Clauses, clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes.", ["Yes."]),
        ("No. That port is closed.", ["No.", "That port is closed."]),
        ("Your line is fine, nothing is lost.", ["Your line is fine,", "nothing is lost."]),
        ("Well, that depends on the codec.", ["Well, that depends on the codec."]),
        ("That is simple: use TCP.", ["That is simple:", "use TCP."]),
        ("It is the firewall – open the port.", ["It is the firewall –", "open the port."]),
        (
            "Your server refuses the call because the codec is unknown. Try another, say, G.711.",
            ["Your server refuses the call", "because the codec is unknown.", "Try another, say, G.711."],
        ),
        ("Is it on? Good! Then go on.", ["Is it on?", "Good!", "Then go on."]),
        ("First line\nsecond line\n\nthird", ["First line", "second line", "third"]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
    ],
)
def test_the_first_clause_is_short_and_the_rest_are_sentences(text: str, expected: list[str]) -> None:
    assert list(clauses(text)) == expected


@pytest.mark.parametrize(
    "whole",
    [
        "Look at sip.example.com first.",
        "Use another codec e.g. G.722 instead.",
        "The delay is 3.5 milliseconds here.",
        "It costs 10,000 dollars a year.",
        "Open http://192.168.1.1:8080/admin, please.",
        "Ask Dr. Watson about J. Smith.",
        "Version 1.14.2 has it.",
        "Press 1, 2 or 3 now.",
        "You can press 1, 2 or 3 now.",
        "1. Open the settings.",
        "Please write to a.b@c.example today.",
        "It listens on ports 5060, 5061 and 8080.",
        "The office opens at 9 a.m. on Mondays.",
    ],
)
def test_nothing_is_cut_inside_what_belongs_together(whole: str) -> None:
    assert clauses(whole) == (whole,)


def test_a_number_may_end_a_sentence() -> None:
    assert clauses("See RFC 3261. Then call.") == ("See RFC 3261.", "Then call.")


def test_only_the_first_clause_is_cut_short() -> None:
    text = "Good. Your line is fine, nothing is lost, and the delay is small."
    assert clauses(text) == ("Good.", "Your line is fine, nothing is lost, and the delay is small.")


def test_a_clause_comes_out_as_soon_as_it_is_complete() -> None:
    splitter = Clauses()
    assert splitter.feed("Your line is fine,") == ()
    assert splitter.feed(" ") == ("Your line is fine,",)
    assert splitter.feed("nothing is lost. ") == ("nothing is lost.",)
    assert splitter.flush() == ()


def test_after_a_flush_a_new_reply_begins() -> None:
    splitter = Clauses()
    splitter.feed("Goodbye then")
    assert splitter.flush() == ("Goodbye then",)
    assert splitter.feed("Hello to you, caller ") == ("Hello to you,",)


def test_a_sentence_without_end_is_cut_at_its_last_comma() -> None:
    words = [f"word{'s' * (index % 3)}" for index in range(60)]
    words[0] = "Start."
    words[15] += ","
    first, second, *_ = clauses(" ".join(words))
    assert first == "Start."
    assert second.endswith(",")


def test_a_long_sentence_is_not_cut_inside_a_number() -> None:
    words = ["Hello."] + ["word"] * 23 + ["+44", "20", "7946", "0958"] + ["again"] * 5
    assert not any(clause.startswith(("20", "7946", "0958")) for clause in clauses(" ".join(words)))


WORDS = """
    Yes. No. well, the line RFC 3261. and 1.14 e.g. G.711, because: 10.0.0.1 - – word end! why? a.m. 1. J.
"""
texts = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=80).map(" ".join)


@given(texts, st.lists(st.integers(0, 400), max_size=12))
def test_cut_anywhere_the_clauses_are_the_same(text: str, cuts: list[int]) -> None:
    splitter = Clauses()
    edges = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    parts = [text[start:stop] for start, stop in pairwise(edges)]
    streamed = [clause for part in parts for clause in splitter.feed(part)]
    assert tuple(streamed) + splitter.flush() == clauses(text)


@given(st.text(max_size=300))
def test_no_word_is_lost_changed_or_doubled(text: str) -> None:
    assert " ".join(clauses(text)).split() == text.split()


@given(texts)
def test_no_clause_is_too_long(text: str) -> None:
    assert all(len(clause.split()) <= MAX_WORDS for clause in clauses(text))
