"""Whether words sound like a whole turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.decoder import CUES, Decoded, Token
from asr.finished import Model, finished, model_for
from asr.weights import read
from asr.words import Believed, believed

NO_SOUND = np.zeros(0, np.float32)
ANY = model_for("0" * 64)


def said(words: str, ending: str = ".", share: float = 0.9) -> Believed:
    cues = tuple(share if cue == ending else (1.0 - share) / 20 for cue in CUES)
    tokens = [Token("Ġ" + word, -0.1, (0.0,) * len(CUES)) for word in words.split()]
    end = Token("<|endoftext|>", -0.1, (0.0,) * 6 + (1.0,))
    return believed(Decoded((*tokens, Token(ending, -0.1, cues), end), NO_SOUND, 0.1, spent=False))


def likely(words: str, ending: str = ".") -> float:
    return finished(said(words, ending), NO_SOUND, ANY)


@pytest.mark.parametrize("dangling", ["how do I open the", "I tried it and", "I would like to"])
def test_a_dangling_word_is_less_finished(dangling: str) -> None:
    assert likely(dangling) < likely("how do I open it today")


def test_a_full_stop_is_more_finished_than_dots_or_a_comma() -> None:
    assert likely("my phone rings", ".") > max(likely("my phone rings", "..."), likely("my phone rings", ","))


@pytest.mark.parametrize("spelling", ["my number is 5 5 5", "it is 4-1-1", "my name is J O H", "oh eight hundred 4 5"])
def test_a_number_being_read_out_is_never_sure(spelling: str) -> None:
    sure = Model(np.zeros(9, np.float32), None, bias=20.0)
    assert finished(said(spelling), NO_SOUND, sure) <= 0.55


@pytest.mark.parametrize("words", ["what does 488 mean", "I have two phones at home", "press 1 to hear it"])
def test_a_number_inside_a_sentence_is_no_spelling(words: str) -> None:
    sure = Model(np.zeros(9, np.float32), None, bias=20.0)
    assert finished(said(words), NO_SOUND, sure) > 0.99


@given(
    st.text("abc ,.-45", min_size=1).filter(str.strip),
    st.sampled_from(CUES[:6]),
    st.floats(0.0, 1.0, allow_subnormal=False),
)
def test_is_always_a_probability(words: str, ending: str, share: float) -> None:
    assert 0.0 <= finished(said(words, ending, share), NO_SOUND, ANY) <= 1.0


def test_the_tune_counts_where_a_model_was_fitted_to_it() -> None:
    fitted = model_for(read("tiny.en").provenance.sha256)
    assert fitted.sound is not None
    assert fitted.sound.shape == (384,)
    falling = finished(said("my phone rings"), fitted.sound * 10, fitted)
    rising = finished(said("my phone rings"), fitted.sound * -10, fitted)
    assert falling > rising
