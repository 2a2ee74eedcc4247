"""What every `Synthesizer` promises, tried on each of them."""

import threading

import numpy as np
import pytest

from agent.voice.api import Synthesizer
from agent.voice.cached import CachedVoice
from agent.voice.fake import ToneSynthesizer
from tests.agent.voice.sounds import active_dbfs, loud_windows, speak


@pytest.fixture(params=["tones", "piper", "cached"])
def voice(request: pytest.FixtureRequest) -> Synthesizer:
    if request.param == "piper":
        piper: Synthesizer = request.getfixturevalue("joe")
        return piper
    return ToneSynthesizer() if request.param == "tones" else CachedVoice(ToneSynthesizer())


SENTENCE = "Your line looks fine to me, and nothing is being lost."


@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_speaks_about_as_long_as_a_person_would(voice: Synthesizer, rate_hz: int) -> None:
    seconds = speak(voice, SENTENCE, rate_hz).size / rate_hz
    assert 2.0 < seconds < 5.0


@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_speech_begins_within_twenty_milliseconds(voice: Synthesizer, rate_hz: int) -> None:
    assert loud_windows(speak(voice, SENTENCE, rate_hz), rate_hz)[0] * 5 < 20


def test_a_sentence_ends_in_a_rest(voice: Synthesizer) -> None:
    sound = speak(voice, SENTENCE)
    rest_ms = sound.size / 8 - (loud_windows(sound, 8000)[-1] + 1) * 5
    assert 120 <= rest_ms <= 450  # a faint last sound may count as rest


def test_a_clause_rests_less_than_a_sentence(voice: Synthesizer) -> None:
    rests = []
    for text in ("It rings,", "It rings."):
        sound = speak(voice, text)
        rests.append(sound.size - loud_windows(sound, 8000)[-1] * 40)
    assert rests[0] < rests[1]


@pytest.mark.parametrize("text", ["It rings.", SENTENCE, "What, me?"])
def test_loudness_is_the_same_whatever_is_said(voice: Synthesizer, text: str) -> None:
    assert active_dbfs(speak(voice, text), 8000) == pytest.approx(-20, abs=4.5)


def test_nothing_is_clipped(voice: Synthesizer) -> None:
    assert np.abs(speak(voice, SENTENCE)).max() < 0.99


@pytest.mark.parametrize("text", ["", "   ", "...", "—"])
def test_nothing_to_say_gives_no_piece(voice: Synthesizer, text: str) -> None:
    assert list(voice.synthesize(text, 8000)) == []


def test_every_piece_is_whole_samples_and_none_is_empty(voice: Synthesizer) -> None:
    assert all(piece and len(piece) % 2 == 0 for piece in voice.synthesize(SENTENCE, 8000))


def test_another_rate_is_refused_at_once(voice: Synthesizer) -> None:
    with pytest.raises(ValueError, match="44100"):
        voice.synthesize("Hello.", 44100)


def test_the_first_piece_does_not_wait_for_the_last(voice: Synthesizer) -> None:
    pieces = list(voice.synthesize(SENTENCE, 8000))
    assert len(pieces[0]) < sum(map(len, pieces)) / 4


def test_an_answer_may_be_dropped_in_the_middle(voice: Synthesizer) -> None:
    dropped = voice.synthesize(SENTENCE, 8000)
    next(dropped)
    del dropped
    assert speak(voice, SENTENCE).size


def test_two_lanes_speak_at_once(voice: Synthesizer) -> None:
    texts = ["One two three four five.", "Is there anybody on the other side of this line?"]
    alone = [speak(voice, text).size for text in texts]
    together = [0, 0]

    def lane(index: int) -> None:
        together[index] = speak(voice, texts[index]).size

    lanes = [threading.Thread(target=lane, args=(index,)) for index in range(2)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()
    assert together == pytest.approx(alone, rel=0.2)


def test_says_where_it_comes_from(voice: Synthesizer) -> None:
    assert voice.provenance.name
    assert voice.provenance.licence
