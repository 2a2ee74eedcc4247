"""Operators by type, as a setting writes them."""

import pytest

from privacy.errors import OperatorUnusable
from privacy.operators import TYPES, Operator, parse
from privacy.session import RedactionSession


def test_a_list_names_types_and_their_operators() -> None:
    assert parse("pin=DROP CARD=mask") == {"PIN": Operator.DROP, "CARD": Operator.MASK}
    assert parse("") == {}


@pytest.mark.parametrize("listed", ["PIN", "PIN=shred", "NAME=mask", "=mask"])
def test_what_there_is_not_is_said(listed: str) -> None:
    with pytest.raises(OperatorUnusable, match="one of"):
        parse(listed)


@pytest.mark.parametrize(
    ("operator", "masked"),
    [(Operator.PLACEHOLDER, "my pin is [PIN_1]"), (Operator.MASK, "my pin is ****"), (Operator.DROP, "my pin is ")],
)
def test_each_operator_leaves_nothing_and_keeps_the_span(operator: Operator, masked: str) -> None:
    session = RedactionSession(operators={"PIN": operator})
    redacted = session.redact("my pin is 4471")
    assert redacted.text == masked
    assert [(span.start, span.end, span.type) for span in redacted.spans] == [(10, 14, "PIN")]
    assert [again.text for again in session.finalize()] == [masked]


def test_every_type_that_is_found_can_have_one() -> None:
    said = {"PERSON": "my name is Ida Brandt", "OTP": "the verification code is 482913", "IP": "at 203.0.113.9"}
    for type_, text in said.items():
        assert type_ in TYPES
        assert "[" not in RedactionSession(operators={type_: Operator.DROP}).redact(text).text
