"""Matching by sound."""

import pytest

from agent.heard.phonetic import JARGON, distance, nearest_jargon


@pytest.mark.parametrize(
    ("heard", "meant"), [("camellio", "kamailio"), ("lynphone", "linphone"), ("registar", "registrar")]
)
def test_a_near_sound_is_recognised(heard: str, meant: str) -> None:
    assert nearest_jargon([heard]) == [meant]


def test_the_words_of_the_trade_stay() -> None:
    assert nearest_jargon(list(JARGON)) == list(JARGON)


@pytest.mark.parametrize(("first", "second", "edits"), [("", "abc", 3), ("abc", "abc", 0), ("kitten", "sitting", 3)])
def test_distance_counts_edits(first: str, second: str, edits: int) -> None:
    assert distance(first, second) == distance(second, first) == edits
