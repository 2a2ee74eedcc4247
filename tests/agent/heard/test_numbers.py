"""Number words to digits."""

import pytest

from agent.heard.numbers import SIP_CODES, TENS, UNITS, join_numbers, sip_codes


@pytest.mark.parametrize("code", sorted(SIP_CODES))
def test_every_code_is_understood_digit_by_digit_and_in_pairs(code: str) -> None:
    names = {str(value): name for name, value in UNITS.items() if name not in {"o", "zero"}}
    digits = [names[digit] for digit in code]
    assert join_numbers(digits) == [code]
    if code[1] not in "01" and code[2] != "0":
        tens = {str(value)[0]: name for name, value in TENS.items()}
        assert join_numbers([digits[0], tens[code[1]], digits[2]]) == [code]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("i get a 408", ("408",)),
        ("difference between 401 and 407", ("401", "407")),
        ("200 calls at once", ()),
        ("extension 200", ()),
        ("after 180 seconds", ()),
        ("999", ()),
    ],
)
def test_codes_are_told_from_quantities(words: str, codes: tuple[str, ...]) -> None:
    assert sip_codes(words) == codes


def test_whole_numbers_are_not_glued_together() -> None:
    assert join_numbers(["5060", "5061"]) == ["5060", "5061"]
