import logging
import threading

import pytest

from agent.voice import weights
from agent.voice.phonemes import Phonemizer


@pytest.fixture(scope="module")
def phonemizer() -> Phonemizer:
    return Phonemizer(weights.find("joe").config)


def test_each_sentence_is_framed(phonemizer: Phonemizer) -> None:
    sentences = phonemizer.sentences("It rings. Nobody answers.")
    assert len(sentences) == 2
    for ids in sentences:
        assert (ids[0], ids[-1]) == (1, 2)  # "^" and "$" of the voice
        assert all(pad == 0 for pad in ids[1::2])


@pytest.mark.parametrize("text", ["", " \n", "...", "?!", "—"])
def test_nothing_to_say(phonemizer: Phonemizer, text: str) -> None:
    assert phonemizer.sentences(text) == []


def test_many_threads_read_without_mixing_their_texts(phonemizer: Phonemizer) -> None:
    texts = [f"The letter {word}, and {word} again." for word in "abcdefgh"]
    expected = {text: phonemizer.sentences(text) for text in texts}
    wrong: list[str] = []

    def read(text: str) -> None:
        wrong.extend(text for _ in range(30) if phonemizer.sentences(text) != expected[text])

    threads = [threading.Thread(target=read, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_that_is_read_reaches_a_log(phonemizer: Phonemizer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    phonemizer.sentences("My name is Annabel \u0e01 Ünäl 漢字.")
    assert caplog.records == []
