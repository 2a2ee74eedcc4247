"""The list of third parties says what the gate does."""

from privacy.documents.facts import Facts
from privacy.documents.platforms import named, platforms
from privacy.documents.policy import policy
from privacy.platforms.register import Register, from_mapping
from tests.privacy.platforms.agreed import FROM_S, UNTIL_S, agreed

REGISTER = from_mapping({"platform": {"model": agreed()}})


def test_each_entry_is_shown_with_what_leaves_and_by_what_right() -> None:
    text = platforms(REGISTER, FROM_S).markdown
    row = (
        "| Example Model | Example AI Ltd | Ireland | DPA-2026-17 | gdpr: same-region | support "
        "| words of the last 4 turns, redacted | 2026-01-01 to 2026-12-31 |"
    )
    assert row in text


def test_what_is_over_is_shown_as_over_and_not_named_in_the_policy() -> None:
    for at_s in (FROM_S - 1, UNTIL_S):
        assert "2026-12-31 (not now) |" in platforms(REGISTER, at_s).markdown
        assert named(REGISTER, at_s) == ()
    assert "Nobody." in policy(Facts(platforms=named(REGISTER, UNTIL_S))).markdown


def test_what_is_good_is_named_in_the_policy() -> None:
    text = policy(Facts(platforms=named(REGISTER, UNTIL_S - 1))).markdown
    assert "- Example Model of Example AI Ltd, Ireland" in text


def test_an_empty_register_says_so_and_shows_no_secret() -> None:
    assert "not one byte" in platforms(Register(), FROM_S).markdown
    secret = from_mapping({"platform": {"model": agreed(key_file="/secret/place")}})
    assert "secret" not in platforms(secret, FROM_S).markdown
