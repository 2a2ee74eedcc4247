"""What must hold for every utterance, whatever is said."""

import re
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench import redaction_set
from bench.redaction_set import Utterance
from privacy.session import RedactionSession
from privacy.words import listed

DIGITS = listed("zero one two three four five six seven eight nine")
SHORT = settings(max_examples=60, deadline=None)

UTTERANCES = [one for one in redaction_set.utterances("control") if one.form == "as written"]
SAID = [one.text for one in UTTERANCES]
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
@given(texts, st.sampled_from(["[CARD_1]", "[PERSON_12]", "[UTTERANCE_3]"]))
def test_no_placeholder_is_masked_again(text: str, placeholder: str) -> None:
    for said in (f"{text} {placeholder}", f"log in with {placeholder} and {placeholder} {text}"):
        assert RedactionSession().redact(said).text.count(placeholder) >= said.count(placeholder)


def test_redacting_the_development_sets_twice_changes_next_to_nothing_and_unmasks_nothing() -> None:
    """Where a placeholder changes what the tagger makes of its neighbours, it masks more and never less."""
    changed = 0
    for text in SAID:
        once = RedactionSession().redact(text).text
        twice = RedactionSession().redact(once).text
        changed += twice != once
        assert set(_words(twice)) <= set(_words(once))
    assert changed <= len(SAID) / 50


def _without(one: Utterance) -> str:
    """The utterance without what is labelled."""
    last, kept = 0, []
    for start, end, _ in one.labels:
        kept.append(one.text[last:start])
        last = end
    return " ".join([*kept, one.text[last:]])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"\[[A-Z_]+_\d+\]", " ", text).lower())


@SHORT
@given(digits, st.sampled_from(["my card is {}", "the account number is {}", "call {} please", "{}"]), st.data())
def test_case_and_punctuation_do_not_unmask(number: str, frame: str, data: st.DataObject) -> None:
    joint = data.draw(st.sampled_from(["", " ", "-", ", ", " - "]))
    spoken = data.draw(st.booleans())
    said = joint.join(number) if not spoken else (joint.strip() + " ").join(DIGITS[int(char)] for char in number)
    text = frame.format(said)
    for variant in (text, text.upper(), text.title(), text + ".", f"¡{text}!"):
        _nothing_left(RedactionSession().redact(variant).text)


CASES = (str.lower, str.upper, str.title, str.swapcase, lambda text: re.sub(r"[,.?!;](?=\s|$)", "", text))


@pytest.mark.parametrize("change", CASES)
def test_no_case_or_missing_punctuation_unmasks_much_of_the_development_set(change: Callable[[str], str]) -> None:
    """In capitals, titles, small letters or without marks: a few names are lost, and no number."""
    said: list[str] = []
    told: list[str] = []
    for one in UTTERANCES:
        ordinary = set(_words(change(_without(one))))
        clear = set(_words(RedactionSession().redact(change(one.text)).text)) - ordinary
        personal = [word for start, end, _ in one.labels for word in _words(change(one.text[start:end]))]
        said += personal
        told += [word for word in personal if word in clear]
    assert len(told) <= 0.03 * len(said), told
    assert not [word for word in told if word.isdigit()]


@SHORT
@given(
    digits, st.lists(st.integers(1, 15), min_size=1, max_size=4), st.booleans(), st.sampled_from(["", "yes?", "okay"])
)
def test_cutting_a_number_anywhere_over_turns_does_not_unmask(
    number: str, cuts: list[int], spoken: bool, between: str
) -> None:
    said = [DIGITS[int(char)] for char in number] if spoken else list(number)
    session = RedactionSession()
    session.redact("my account number is")
    for start, end in pairwise([0, *sorted(cuts), len(said)]):
        session.redact(" ".join(said[start:end]))
        session.redact(between, "agent")
    for redacted in session.finalize():
        _nothing_left(redacted.text)


@pytest.mark.parametrize("cut", range(1, 22))
def test_cutting_an_iban_or_a_spelled_name_anywhere_does_not_unmask(cut: int) -> None:
    iban = "GB29 NWBK 6016 1331 9268 19".replace(" ", "")
    for cue, value in (("my iban is", " ".join(iban)), ("my surname is spelled", " ".join("featherstonehaughs"))):
        session = RedactionSession()
        characters = value.split()
        session.redact(f"{cue} {' '.join(characters[:cut])}")
        session.redact(" ".join(characters[cut:]))
        left = [word for redacted in session.finalize() for word in _words(redacted.text)]
        assert not [word for word in left if len(word) == 1 and word not in "ai"], (cut, left)


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
def test_the_time_of_hostile_input_grows_with_its_length_and_no_faster(piece: str) -> None:
    """Four times the length takes about four times as long; sixteen times would be its square."""
    short, long = (min(_seconds((piece * length)[:length]) for _ in range(2)) for length in (2_000, 8_000))
    assert long < 0.02 or long / short < 9


def _seconds(text: str) -> float:
    session = RedactionSession(clock=lambda: 0.0)  # without the budget: the engine itself must not hang
    start = time.thread_time()
    session.redact(text)
    spent = time.thread_time() - start
    assert session.counters.failed == 0
    return spent


@settings(max_examples=8, deadline=None)
@given(st.text(min_size=1, max_size=30), st.integers(1, 20_000))
@example("one a@.-", 20_000)
@example("\U0001f642\u202e", 20_000)
def test_any_unicode_of_any_length_is_answered_with_its_places(piece: str, length: int) -> None:
    text = (piece * length)[:length]
    session = RedactionSession(clock=lambda: 0.0)
    redacted = session.redact(text)
    assert session.counters.failed == 0
    ends = [0, *(place for span in redacted.spans for place in (span.start, span.end)), len(text)]
    assert ends == sorted(ends)
