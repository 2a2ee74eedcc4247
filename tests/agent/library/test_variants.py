"""How callers refer to a variant."""

import pytest

from agent.library.variants import VARIANTS, chosen_variant, named_variant

HEARING = ("they-cannot-hear", "i-cannot-hear")


@pytest.mark.parametrize(
    ("words", "variant"),
    [
        ("they cannot hear me", "they-cannot-hear"),
        ("my customers do not hear me", "they-cannot-hear"),
        ("i cannot hear them", "i-cannot-hear"),
        ("they hear me but i do not hear anything", "i-cannot-hear"),
        ("audio goes one way", ""),
    ],
)
def test_who_cannot_be_heard(words: str, variant: str) -> None:
    assert named_variant(words, HEARING) == variant


@pytest.mark.parametrize(("reply", "variant"), [("me", HEARING[0]), ("the other side", HEARING[1]), ("no idea", "")])
def test_a_short_reply_picks(reply: str, variant: str) -> None:
    assert chosen_variant(reply, HEARING) == variant


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_unknown_names_are_passed_over(name: str) -> None:
    assert named_variant("", (name, "nonsense")) == ""
