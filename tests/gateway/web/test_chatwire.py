"""The messages of a chat: what makes no sense is refused without a word of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.web import chatwire
from gateway.web.chatwire import ID_MOST, TEXT_MOST, Keep, Leave, Say, Withdraw, parse
from gateway.web.problems import Problem
from privacy.declared.terms import OptIn


def refused(text: str, after: int = 0) -> Problem:
    with pytest.raises(Problem) as problem:
        parse(text, after)
    return problem.value


def test_what_makes_sense_is_understood() -> None:
    assert parse('{"type": "say", "id": 1, "text": "why"}', 0) == Say(1, "why")
    assert parse('{"type": "keep", "id": 2, "opt_in": "trace"}', 1) == Keep(2, OptIn.TRACE)
    assert parse('{"type": "withdraw", "id": 3, "more": []}', 2) == Withdraw(3)
    assert parse('{"type": "leave", "id": 4}', 3) == Leave(4)


def say(**parts: object) -> str:
    return json.dumps({"type": "say", "id": 1, "text": "a"} | parts)


@pytest.mark.parametrize("message", ["", "no json", "[]", "1", "null", "[" * 100_000, "{}", say(type="sing")])
def test_what_is_no_message_is_refused(message: str) -> None:
    assert refused(message).status == 422


@pytest.mark.parametrize(
    "parts",
    [
        {"type": ["say"]}, {"type": {}}, {"id": "1"}, {"id": True}, {"id": 1.0}, {"id": 0}, {"id": -1}, {"id": None},
        {"id": ID_MOST + 1}, {"text": None}, {"text": 5}, {"text": " \n"}, {"type": "keep"},
        {"type": "keep", "opt_in": "marketing"}, {"type": "keep", "opt_in": ["trace"]},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(parts: dict[str, object]) -> None:
    assert refused(say(**parts)).status == 422


def test_ids_count_up() -> None:
    assert refused('{"type": "say", "id": 4, "text": "a"}', after=4).status == 422
    assert parse('{"type": "say", "id": 5, "text": "a"}', 4).id == 5


def test_a_text_has_a_length() -> None:
    assert parse(json.dumps({"type": "say", "id": 1, "text": "a" * TEXT_MOST}), 0)
    assert refused(json.dumps({"type": "say", "id": 1, "text": "a" * (TEXT_MOST + 1)})).status == 413


NAMES = st.sampled_from(["type", "id", "text", "opt_in"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda more: st.lists(more) | st.dictionaries(NAMES, more)
)


@given(ANYTHING)
def test_whatever_comes_is_understood_or_refused(said: object) -> None:
    try:
        parse(json.dumps(said), 0)
    except Problem as problem:
        assert problem.status in (413, 422)


def test_a_refusal_repeats_nothing() -> None:
    for text in (
        '{"type": "say 4111 1111 1111 1111", "id": 1}',
        '{"type": "keep", "id": 1, "opt_in": "4111 1111 1111 1111"}',
    ):
        assert "4111" not in refused(text).detail


def test_words_are_in_no_repr() -> None:
    assert "why" not in repr(Say(1, "why"))


def test_what_is_kept_is_told_by_name() -> None:
    told = chatwire.kept(frozenset({OptIn.TRANSCRIPT, OptIn.IMPROVEMENT}), "anchor maple")
    assert told == {"type": "kept", "opt_ins": ["improvement", "transcript"], "reference": "anchor maple"}
