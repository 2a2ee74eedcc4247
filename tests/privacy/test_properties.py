"""What must hold for every utterance, whatever is said."""

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from privacy.session import RedactionSession
from privacy.words import listed

DIGITS = listed("zero one two three four five six seven eight nine")
SHORT = settings(max_examples=60, deadline=None)

PIECES = listed(
    "my name is card pin 4111 1111 four one double dot at gmail com @ . , - + sip : password is and 488 port 5060 "
    "[CARD_1] i'm Anna J O H N the code ' \u200b ４ é 🙂"
)
texts = st.text(max_size=200) | st.lists(
    st.sampled_from(PIECES),
    max_size=30,
).map(" ".join)
digits = st.text("0123456789", min_size=13, max_size=16)


@SHORT
@given(texts)
@example("[[PIN_1]]")
@example("\ud800")
def test_offsets_map_back_to_the_original(text: str) -> None:
    redacted = RedactionSession().redact(text)
    rebuilt, last = "", 0
    for span in redacted.spans:
        assert last <= span.start < span.end <= len(text)
        rebuilt += re.escape(text[last : span.start]) + r"\[[A-Z_]+_\d+\]"
        last = span.end
    assert re.fullmatch(rebuilt + re.escape(text[last:]), redacted.text)


@SHORT
@given(texts)
def test_no_utterance_makes_it_fail(text: str) -> None:
    session = RedactionSession()
    session.redact(text)
    session.redact(text[::-1], "agent")
    session.finalize()
    assert session.counters.failed == 0


@SHORT
@given(digits)
def test_what_was_redacted_once_stays_as_it_is(number: str) -> None:
    for text in (f"my card is {number} thanks", f"it's anna kovacs, {number}"):
        once = RedactionSession().redact(text).text
        assert RedactionSession().redact(once).text == once


@SHORT
@given(digits, st.sampled_from(["my card is {}", "the account number is {}", "call {} please", "{}"]), st.data())
def test_case_and_punctuation_do_not_unmask(number: str, frame: str, data: st.DataObject) -> None:
    joint = data.draw(st.sampled_from(["", " ", "-", ", ", " - "]))
    spoken = data.draw(st.booleans())
    said = joint.join(number) if not spoken else (joint.strip() + " ").join(DIGITS[int(char)] for char in number)
    text = frame.format(said)
    for variant in (text, text.upper(), text.title(), text + ".", f"¡{text}!"):
        _nothing_left(RedactionSession().redact(variant).text)


@SHORT
@given(digits, st.integers(1, 12), st.booleans())
def test_cutting_a_number_over_turns_does_not_unmask(number: str, cut: int, spoken: bool) -> None:
    said = [DIGITS[int(char)] for char in number] if spoken else list(number)
    session = RedactionSession()
    session.redact("my account number is " + " ".join(said[:cut]))
    session.redact(" ".join(said[cut:]))
    for redacted in session.finalize():
        _nothing_left(redacted.text)


def _nothing_left(text: str) -> None:
    clear = re.sub(r"\[[A-Z_]+_\d+\]", "", text).lower()
    assert not any(char.isdigit() for char in clear), "a digit in clear"
    assert not set(DIGITS) & set(re.findall("[a-z]+", clear)), "a spoken digit in clear"


HOSTILE = (
    "a|1|1 |one |a@|@|.|a.|sip:|at dot |double |J-|A A |password is |my name is |[|[A_|1:|::|ab:|'|a'|+|é|"
    "e\u0301|\u200b|🙂|-1|john smith |42 maple |van |expires the |twenty |hundred thousand |\u0660|iban gb |"
    "uh um |capital |9@9.|a-"
)


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_hostile_input_is_answered_in_time_that_grows_with_its_length(piece: str) -> None:
    session = RedactionSession(clock=lambda: 0.0)  # without the budget: the engine itself must not hang
    text = (piece * 20_000)[:20_000]
    start = time.thread_time()
    session.redact(text)
    assert time.thread_time() - start < 8
    assert session.counters.failed == 0
