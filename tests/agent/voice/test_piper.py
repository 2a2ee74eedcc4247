import logging
from collections.abc import Iterator

import pytest

from agent.errors import SynthesisFailed
from agent.voice import weights
from agent.voice.engine import Manner, Sound
from agent.voice.piper import PiperVoice

SECRET = "Annabel Lee, 5 5 5, 0 1 2 3."


class _Failing:
    """An engine that speaks when it is calibrated and fails ever after, with the text in its message."""

    def __init__(self, working: "PiperVoice") -> None:
        self._engine = working._engine
        self.fails = False

    def sound(self, ids: list[int], manner: Manner) -> Iterator[Sound]:
        if self.fails:
            raise RuntimeError(SECRET)
        yield from self._engine.sound(ids, manner)


def test_a_failure_holds_nothing_of_the_text(joe: PiperVoice) -> None:
    failing = _Failing(joe)
    voice = PiperVoice(failing, weights.find("joe").config, joe.provenance)
    failing.fails = True
    with pytest.raises(SynthesisFailed) as caught:
        list(voice.synthesize(SECRET, 8000))
    assert "Annabel" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_nothing_that_is_said_reaches_a_log(joe: PiperVoice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    list(joe.synthesize(SECRET, 8000))
    assert caplog.records == []
    assert "Annabel" not in repr(joe)


def test_sentences_of_one_text_are_apart(joe: PiperVoice) -> None:
    together = sum(map(len, joe.synthesize("Yes. Yes. Yes.", 8000)))
    alone = sum(map(len, joe.synthesize("Yes.", 8000)))
    assert together == pytest.approx(3 * alone, rel=0.25)
