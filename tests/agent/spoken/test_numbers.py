import pytest

from agent.spoken import numbers


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (342, "three hundred forty-two"),
        (1001, "one thousand one"),
        (2_000_000, "two million"),
        (-7, "minus seven"),
        (10**15, "one oh oh oh oh oh oh oh oh oh oh oh oh oh oh oh"),
    ],
)
def test_cardinal(number: int, words: str) -> None:
    assert numbers.cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (2, "second"), (12, "twelfth"), (20, "twentieth"), (23, "twenty-third"), (100, "one hundredth")],
)
def test_ordinal(number: int, words: str) -> None:
    assert numbers.ordinal(number) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [("200", "two hundred"), ("404", "four oh four"), ("415", "four fifteen"), ("488", "four eighty-eight")],
)
def test_code(figures: str, words: str) -> None:
    assert numbers.code(figures) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("5060", "fifty sixty"),
        ("5004", "fifty oh four"),
        ("3261", "thirty-two sixty-one"),
        ("8000", "eight thousand"),
        ("5100", "fifty-one hundred"),
        ("16384", "sixteen three eighty-four"),
        ("10000", "ten thousand"),
    ],
)
def test_pairs(figures: str, words: str) -> None:
    assert numbers.pairs(figures) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1,234", "one thousand two hundred thirty-four"),
        ("3.14", "three point one four"),
        ("-0.5", "minus zero point five"),
        ("0.0", "zero"),
        ("1800", "eighteen hundred"),
        ("2000", "two thousand"),
        ("9" * 40, " ".join(["nine"] * 40)),
    ],
)
def test_amount(written: str, words: str) -> None:
    assert numbers.amount(written) == words


@pytest.mark.parametrize(("figures", "words"), [("1998", "nineteen ninety-eight"), ("2005", "two thousand five")])
def test_year(figures: str, words: str) -> None:
    assert numbers.year(figures) == words
