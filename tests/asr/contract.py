"""What every transcriber must do, fake or real. A test class names its transcriber and inherits the rest."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from asr.api import Transcriber, UnsupportedRate


class TranscriberContract:
    """Subclasses give the fixtures `transcriber` and `speech`: PCM at 8000 Hz in which something is said."""

    def test_hears_words_in_speech(self, transcriber: Transcriber, speech: bytes) -> None:
        heard = transcriber.transcribe(speech, 8000)
        assert heard.words
        assert heard.reason == ""
        assert 0.0 <= heard.finished <= 1.0
        assert 0.0 < heard.confidence <= 1.0
        assert heard.voiced_ms > 0

    @pytest.mark.parametrize("rate_hz", [8000, 16000])
    @pytest.mark.parametrize("seconds", [0.0, 0.02, 1.0, 3.0])
    def test_hears_nothing_in_silence(self, transcriber: Transcriber, rate_hz: int, seconds: float) -> None:
        heard = transcriber.transcribe(bytes(2 * int(seconds * rate_hz)), rate_hz)
        assert heard.words == ""
        assert heard.reason

    def test_refuses_other_rates(self, transcriber: Transcriber, speech: bytes) -> None:
        with pytest.raises(UnsupportedRate):
            transcriber.transcribe(speech, 44_100)

    def test_is_not_confused_by_callers_at_once(self, transcriber: Transcriber, speech: bytes) -> None:
        alone = transcriber.transcribe(speech, 8000)
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda _: transcriber.transcribe(speech, 8000), range(4)))
        assert together == [alone] * 4

    def test_shows_no_words_in_its_repr(self, transcriber: Transcriber, speech: bytes) -> None:
        heard = transcriber.transcribe(speech, 8000)
        assert heard.words not in repr(heard)

    def test_says_where_its_weights_come_from(self, transcriber: Transcriber) -> None:
        provenance = transcriber.provenance
        assert provenance.name
        assert provenance.origin
        assert provenance.licence
        assert len(bytes.fromhex(provenance.sha256)) == 32
