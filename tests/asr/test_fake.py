"""The scripted transcriber keeps the contract, and its script."""

import pytest

from asr.api import Transcriber, Transcript, TranscriptionFailed
from asr.fake import ScriptedTranscriber
from tests.asr.contract import TranscriberContract

SPEECH = b"\x01\x02" * 8000


class TestScriptedTranscriber(TranscriberContract):
    @pytest.fixture
    def transcriber(self) -> Transcriber:
        return ScriptedTranscriber(["how is my line"])

    @pytest.fixture
    def speech(self) -> bytes:
        return SPEECH


def test_speaks_its_lines_in_order_and_stays_on_the_last() -> None:
    fake = ScriptedTranscriber(["one", "two"])
    assert [fake.transcribe(SPEECH, 8000).words for _ in range(3)] == ["one", "two", "two"]
    assert fake.calls == 3


def test_returns_a_whole_transcript_as_it_stands() -> None:
    line = Transcript(words="and", finished=0.1, confidence=0.5, voiced_ms=300)
    assert ScriptedTranscriber([line]).transcribe(SPEECH, 8000) is line


def test_failure_carries_no_text() -> None:
    fake = ScriptedTranscriber([ValueError("my card is 4111")])
    with pytest.raises(TranscriptionFailed) as caught:
        fake.transcribe(SPEECH, 8000)
    assert "4111" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_empty_script_hears_no_speech() -> None:
    assert ScriptedTranscriber().transcribe(SPEECH, 8000).reason == "no-speech"
