"""One call's redaction: memory, joins over turns, what was asked, known values, failing closed, and wiping."""

from itertools import count
from pathlib import Path

import pytest

from privacy import engine
from privacy.errors import TaggerMissing
from privacy.operators import Operator
from privacy.session import Known, RedactionSession
from privacy.tagger import Tagger


def texts(*turns: tuple[str, str] | str) -> list[str]:
    """The turns of a call, masked again at its end; plain strings are the caller's."""
    session = RedactionSession()
    for turn in turns:
        speaker, text = ("caller", turn) if isinstance(turn, str) else turn
        session.redact(text, speaker)
    return [redacted.text for redacted in session.finalize()]


def test_a_value_has_one_placeholder_however_it_is_said() -> None:
    session = RedactionSession()
    first = session.redact("my card is 4111 1111 1111 1111").text
    again = session.redact("yes four one one one, one one one one, one one one one, one one one one").text
    assert first == "my card is [CARD_1]"
    assert again == "yes [CARD_1]"


def test_a_value_seen_once_is_masked_ever_after_in_both_speakers_turns() -> None:
    session = RedactionSession()
    session.redact("my name is Margarethe Solberg")
    assert session.redact("Thank you, Margarethe.", "agent").text == "Thank you, [PERSON_2]."
    assert "solberg" not in session.redact("solberg with one l").text


def test_the_last_digits_of_a_card_are_the_card() -> None:
    session = RedactionSession()
    session.redact("the card is 4539 1488 0343 6467")
    assert session.redact("it is the one that ends in 6467").text == "it is the one that ends in [CARD_2]"


@pytest.mark.parametrize("cut", range(1, 16))
def test_a_number_cut_anywhere_over_two_turns_is_masked(cut: int) -> None:
    digits = "4539148803436467"
    masked = texts(f"my card number is {digits[:cut]}", f"{digits[cut:]} thanks")
    assert not any(char.isdigit() for text in masked for char in text.replace("_1]", "").replace("_2]", ""))


def test_earlier_turns_are_masked_again_with_what_later_ones_show() -> None:
    masked = texts("it is for Solvei", "go ahead", "my name is Solvei Brandt")
    assert "Solvei" not in " ".join(masked)


def test_the_agents_question_says_what_the_answer_is() -> None:
    assert texts(("agent", "What's your name?"), "bill")[1] == "[PERSON_1]"
    assert texts("bill")[0] == "bill"
    assert texts(("agent", "And the security code?"), "four oh eight")[1] == "[CVV_1]"
    assert texts(("agent", "Which error code do you see?"), "four oh eight")[1] == "four oh eight"


def test_a_slot_stays_open_over_a_brief_word_of_the_agent() -> None:
    masked = texts(("agent", "What is your PIN?"), "seven two", ("agent", "yes?"), "one nine", "then port 5060")
    assert masked[1:] == ["[PIN_1]", "yes?", "[PIN_2]", "then port 5060"]


def test_a_slot_stays_open_while_the_caller_gains_time() -> None:
    masked = texts(("agent", "What is the code I sent?"), "uh hang on", "four one", "seven nine nine oh")
    assert masked[1:] == ["uh hang on", "[OTP_1]", "[OTP_2]"]


def test_a_question_about_a_part_asks_for_the_same() -> None:
    masked = texts(("agent", "Your date of birth?"), "ninth of may", ("agent", "And the year?"), "nineteen sixty")
    assert masked[1:] == ["[DOB_1]", "And the year?", "[DOB_2]"]


def test_an_elliptic_question_asks_for_what_the_caller_named() -> None:
    masked = texts("i want to change my portal password", ("agent", "To what, please?"), "osprey", "dash delta")
    assert masked[2:] == ["[PASSWORD_1]", "[PASSWORD_2]"]
    assert texts("i want to change the codec", ("agent", "To what, please?"), "opus")[2] == "opus"


def test_single_digits_are_the_answer_where_digits_were_asked_for() -> None:
    masked = texts(("agent", "The last four of your social?"), "eight", "uh nine oh", "three")
    assert not {"eight", "nine", "three"} & set(" ".join(masked).split())


def test_a_number_said_digit_by_digit_over_many_turns_is_masked_from_its_first() -> None:
    masked = texts("my account number is", "one", ("agent", "yes?"), "one", "one", "two", "nine", "four")
    assert " ".join(text for text in masked if "[" not in text) == "my account number is yes?"


def test_expects_wins_over_what_the_agent_asked() -> None:
    session = RedactionSession()
    session.redact("What is your name?", "agent")
    assert session.redact("four oh eight", expects="TECHNICAL").text == "four oh eight"


def test_known_values_are_masked_by_value() -> None:
    session = RedactionSession(known=[Known("+1 206 555 0171", "PHONE"), Known("Bo Ek", "PERSON")])
    assert session.redact("I dialled 12065550171, it's Ek").text == "I dialled [PHONE_1], it's [PERSON_1]"
    assert "0171" not in repr(Known("+1 206 555 0171", "PHONE"))


def test_placeholders_come_back_for_the_same_caller_only() -> None:
    session, other = RedactionSession(), RedactionSession()
    heard = session.redact("my pin is 4471").text
    assert session.restore(heard) == "my pin is 4471"
    assert other.restore(heard) == heard


def test_a_wiped_session_knows_nothing() -> None:
    session = RedactionSession()
    heard = session.redact("my pin is 4471").text
    session.wipe()
    assert session.restore(heard) == heard
    assert session.finalize() == ()


def test_a_take_that_is_thrown_away_leaves_no_turn() -> None:
    session = RedactionSession()
    session.redact("my card is 4539 1488", utterance=1)
    session.redact("my card is 4539 1488 0343 6467", utterance=1)
    session.redact("thanks", utterance=2)
    assert [redacted.text for redacted in session.finalize()] == ["my card is [CARD_2]", "thanks"]


def test_operators() -> None:
    operators = {"PIN": Operator.MASK, "PERSON": Operator.DROP}
    session = RedactionSession(operators=operators)
    assert session.redact("i'm Priya Natarajan and my pin is 4471").text == "i'm  and my pin is ****"


def test_join_keeps_the_words_redacted() -> None:
    session = RedactionSession()
    assert session.join([session.redact("my pin is"), session.redact("4471")]).text == "my pin is [PIN_1]"


def test_digits_and_mail_in_spanish() -> None:
    session = RedactionSession(language="es")
    card = "mi tarjeta es cuatro cinco tres nueve uno cuatro ocho ocho cero tres cuatro tres seis cuatro seis siete"
    assert session.redact(card).text == "mi tarjeta es [CARD_1]"
    assert session.redact("mi correo es ana punto ruiz arroba correo punto es").text == "mi correo es [EMAIL_1]"
    assert (
        session.redact("mi teléfono es seis uno dos tres cuatro cinco seis siete ocho").text
        == "mi teléfono es [PHONE_1]"
    )
    assert session.redact("da el error 488 en el puerto 5061").text == "da el error 488 en el puerto 5061"


class TestFailingClosed:
    def test_an_error_masks_the_whole_utterance_and_counts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("4471")

        monkeypatch.setattr(engine, "find", broken)
        session = RedactionSession()
        redacted = session.redact("hello, my pin is 4471")
        assert redacted.text == "[UTTERANCE_1]"
        assert [(span.start, span.end) for span in redacted.spans] == [(0, 21)]
        assert session.counters.failed == 1

    def test_an_overrun_masks_the_whole_utterance(self) -> None:
        ticks = count(step=1.0)
        session = RedactionSession(clock=lambda: next(ticks))
        assert session.redact("hello there").text == "[UTTERANCE_1]"

    def test_a_missing_model_masks_the_whole_utterance(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(engine, "tagger", lambda: Tagger(tmp_path / "none.crfsuite"))
        assert RedactionSession().redact("hello there").text == "[UTTERANCE_1]"

    def test_a_damaged_model_is_said_to_be_missing(self, tmp_path: Path) -> None:
        path = tmp_path / "damaged.crfsuite"
        path.write_bytes(b"not a model")
        with pytest.raises(TaggerMissing):
            Tagger(path)

    def test_a_language_that_is_not_covered_masks_everything(self) -> None:
        session = RedactionSession(language="tlh", known=[Known("4471", "PIN")])
        assert session.redact("hello there").text == "[UTTERANCE_1]"

    def test_an_utterance_longer_than_anybody_speaks_is_masked(self) -> None:
        assert RedactionSession().redact("a " * 10_001).text == "[UTTERANCE_1]"

    def test_a_failure_is_forgotten_by_the_next_utterance(self) -> None:
        session = RedactionSession()
        session.redact("a " * 10_001)
        assert session.redact("hello there").text == "hello there"
        assert [redacted.text for redacted in session.finalize()] == ["[UTTERANCE_1]", "hello there"]

    def test_what_a_failed_utterance_began_is_masked_where_it_ends(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError

        session = RedactionSession()
        with monkeypatch.context() as failing:
            failing.setattr(engine, "find", broken)
            session.redact("my pin is four four")
        assert session.redact("seven one").text == "[PIN_1]"
        assert [redacted.text for redacted in session.finalize()] == ["[UTTERANCE_1]", "[PIN_1]"]

    def test_a_full_memory_masks_by_rule_as_before(self) -> None:
        session = RedactionSession()
        for number in range(520):
            session.redact(f"my account number is {700000 + number}")
        assert session.redact("my pin is 4471").text == "my pin is [PIN_1]"
        assert session.counters.failed == 0

    def test_finalize_fails_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        session = RedactionSession()
        session.redact("hello there")

        def broken(*_: object) -> None:
            raise RuntimeError("there")

        monkeypatch.setattr(engine, "read", broken)
        assert [redacted.text for redacted in session.finalize()] == ["[UTTERANCE_1]"]


def test_words_are_masked_again_with_what_was_learned_later() -> None:
    session = RedactionSession()
    early = session.redact("it is zorblatt I think")
    session.know(Known("zorblatt", "PASSWORD"))
    assert "zorblatt" not in session.again(early).text
    assert session.again(session.again(early)).text == session.again(early).text


def test_the_name_of_the_assistant_is_nobodys_and_a_callers_is() -> None:
    session = RedactionSession(public=("Sottovoce",))
    said = session.redact("You are talking to Sottovoce, an automated assistant.", speaker="agent").text
    assert said == "You are talking to Sottovoce, an automated assistant."
    assert "Zelda" not in session.redact("My name is Zelda Quimby.").text
