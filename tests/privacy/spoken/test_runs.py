"""What speech stands for: runs out of digits, letters, homophones and hesitations."""

import pytest

from privacy.languages import language
from privacy.spoken.runs import Item, Sort, items


def runs(text: str, code: str = "en") -> list[str]:
    return [item.text for item in items(text, language(code)) if item.sort is Sort.RUN]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("four one one one", ["4111"]),
        ("4-1-1-1 1-1-1-1", ["4-1-1-1 1-1-1-1"]),
        ("double five triple seven", ["55777"]),
        ("nineteen eighty four", ["1984"]),
        ("fifty sixty one", ["5061"]),
        ("four hundred and eighty eight", ["488"]),
        ("two thousand six", ["2006"]),
        ("ten thousand", ["10000"]),
        ("oh two oh seven", ["0207"]),
        ("oh oh four seven", ["0047"]),
        ("FN-2201-88K", ["2201-88k"]),
        ("6011 1111 1111, then 1117", ["6011 1111 1111 1117"]),
        ("n o v a k i and that's all", ["n o v a k i"]),
        ("oscar, lima, golf, alpha", ["olga"]),
        ("five five five uh one two", ["55512"]),
        ("one nine two dot one six eight dot four dot seven", ["192.168.4.7"]),
        ("J-O-H-N", ["j-o-h-n"]),
        ("b as in bravo c for charlie", ["bc"]),
        ("alpha bravo four", ["ab4"]),
        ("double u two", ["w2"]),
        ("plus four four seven", ["+447"]),
        ("4 1 1 for 5 6", ["4 1 145 6"]),
        ("one one to four eight", ["11248"]),
        ("G.729 and opus", ["g.729"]),
        ("４１１１ ２２", ["4111 22"]),
    ],
)
def test_runs(said: str, meant: list[str]) -> None:
    assert runs(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "one way audio",
        "this is for you",
        "oh no",
        "plan a is good",
        "I want to call Mike",
        "in November",
        "ask Charlie, Oscar and Mike",
        "in 20ms",
        "the 3rd of May",
    ],
)
def test_words_stay_words(said: str) -> None:
    assert runs(said) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ports 5060 and 5061", ["5060", "5061"]),
        ("from 5.6.4 to 5.7.1", ["5.6.4", "5.7.1"]),
        ("2044 at 10.0.0.5", ["2044", "10.0.0.5"]),
        ("error 488. 20 calls", ["488", "20"]),
    ],
)
def test_numbers_that_are_two(said: str, meant: list[str]) -> None:
    assert runs(said) == meant


def test_spanish() -> None:
    assert runs("cuarenta y dos doble cinco", "es") == ["4255"]


def test_every_item_has_its_place() -> None:
    text = "my pin's four four oh nine, João"
    found = items(text, language("en"))
    assert [text[item.start : item.end] for item in found] == ["my", "pin", "'s", "four four oh nine", ",", "João"]
    assert isinstance(found[0], Item)
