"""The real weights, on a handful of recorded people over G.711."""

import logging

import numpy as np
import pytest

from asr.api import ModelMissing, Transcriber
from asr.whisper import load
from bench.asr_words import words_of
from tests.asr.contract import TranscriberContract
from tests.asr.sounds import needs_prompts, quiet, recorded


@pytest.fixture(scope="module")
def whisper() -> Transcriber:
    return load("tiny.en", lanes=2)


def pcm(name: str) -> bytes:
    return recorded(name).astype("<i2").tobytes()


@needs_prompts
class TestWhisper(TranscriberContract):
    @pytest.fixture
    def transcriber(self, whisper: Transcriber) -> Transcriber:
        return whisper

    @pytest.fixture
    def speech(self) -> bytes:
        return pcm("all-circuits-busy-now")


@needs_prompts
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agent-loginok", "agent logged in"),
        ("vm-goodbye", "goodbye"),
        ("cannot-complete-as-dialed", "your call cannot be completed as dialed"),
        ("vm-delete", "press seven to delete this message"),
        ("conf-getpin", "please enter the conference pin number"),
    ],
)
def test_hears_people_over_the_telephone(whisper: Transcriber, name: str, words: str) -> None:
    assert " ".join(words_of(whisper.transcribe(pcm(name), 8000).words)) == words


@needs_prompts
def test_a_whole_sentence_sounds_more_finished_than_its_beginning(whisper: Transcriber) -> None:
    whole = pcm("conf-getpin")
    half = whole[: len(whole) * 45 // 100 // 2 * 2]
    assert whisper.transcribe(whole, 8000).finished > whisper.transcribe(half, 8000).finished


@pytest.mark.parametrize("dbfs", [-60.0, -40.0, -25.0])
def test_invents_nothing_in_noise(whisper: Transcriber, dbfs: float) -> None:
    noise = quiet(3.0, seed=9, dbfs=dbfs).astype("<i2").tobytes()
    assert whisper.transcribe(noise, 8000).words == ""


def test_what_is_longer_than_thirty_seconds_is_no_error(whisper: Transcriber) -> None:
    noise = np.tile(quiet(5.0, seed=9), 7).astype("<i2").tobytes()
    assert whisper.transcribe(noise, 8000).words == ""


@needs_prompts
def test_logs_no_word(whisper: Transcriber, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        heard = whisper.transcribe(pcm("vm-delete"), 8000)
    assert heard.words
    assert "delete" not in caplog.text


def test_an_unknown_model_is_missing() -> None:
    with pytest.raises(ModelMissing):
        load("large-and-unknown", lanes=1)
