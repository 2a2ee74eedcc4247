"""The notation for what people may say."""

import pytest

from agent.phrases import phrases


@pytest.mark.parametrize(
    ("block", "fits", "fails"),
    [
        ("a b", ["a b"], ["a", "a b c", "ab"]),
        ("a [b] c", ["a c", "a b c"], ["a b b c"]),
        ("a [b]", ["a", "a b"], ["b"]),
        ("[x | y]* z", ["z", "x z", "x y x z"], ["x y"]),
        ("(one|two) three", ["one three", "two three"], ["three"]),
        ("... echo ...", ["echo", "an echo", "an echo here"], ["echoes"]),
        ("a\nb", ["a", "b"], ["a b"]),
    ],
)
def test_the_notation(block: str, fits: list[str], fails: list[str]) -> None:
    said = phrases(block)
    assert all(said.fit(words) for words in fits)
    assert not any(said.fit(words) for words in fails)


def test_courtesies_go_around_every_phrase() -> None:
    said = phrases("stop\nwait", before="[please|now]*", after="[thanks]")
    assert said.fit("please now stop thanks")
    assert said.fit("wait")
    assert not said.fit("thanks")
