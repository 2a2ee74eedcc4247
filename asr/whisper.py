"""The transcriber: Whisper behind a guard for repeated text and a gate against invented words."""

import math

from asr.decoder import FULL_WINDOW, Decoded, Decoder, Floats
from asr.errors import TranscriptionFailed
from asr.finished import finished, model_for
from asr.repeats import token_budget
from asr.resample import WHISPER_RATE_HZ, at_16_khz
from asr.transcript import ModelProvenance, Transcriber, Transcript
from asr.trust import Evidence, doubt_after, doubt_before
from asr.vocabulary import text_of
from asr.voicing import Voicing, voicing
from asr.weights import read
from asr.words import Believed, believed

_SHORT_WINDOW = 600  # mel frames of 10 ms
_WINDOW_MARGIN = 100
_LONGEST = 30 * WHISPER_RATE_HZ
_MORE = 448  # tokens: Whisper's own limit, for a second look


def load(model: str, lanes: int, language: str = "en") -> Transcriber:
    """A transcriber for `lanes` concurrent calls, each on one thread, with the weights called `model`.

    `model` is "tiny.en", "base" or the path of a folder with a faster-whisper model; `language` matters to
    multilingual models alone. Raises `ModelMissing` and `ModelDamaged`.
    """
    weights = read(model)
    return WhisperTranscriber(Decoder(weights, lanes, language), weights.provenance)


class WhisperTranscriber:
    """Thread-safe; keeps nothing of what it hears. No caller's words are ever another's context."""

    def __init__(self, decoder: Decoder, provenance: ModelProvenance) -> None:
        self._decoder = decoder
        self._provenance = provenance
        self._finish = model_for(provenance.sha256)

    @property
    def provenance(self) -> ModelProvenance:
        return self._provenance

    def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        """See `Transcriber`. About 65 ms on one thread for 2-4 s of speech with tiny.en."""
        sound = at_16_khz(pcm, rate_hz)[:_LONGEST]
        heard = voicing(sound)
        doubt = doubt_before(heard)
        return _nothing(heard, doubt) if doubt else self._words(sound, heard)

    def _words(self, sound: Floats, heard: Voicing) -> Transcript:
        try:
            decoded = self._decode(sound)
        except (RuntimeError, ValueError) as error:
            raise TranscriptionFailed(type(error).__name__) from None
        said = believed(decoded)
        text = text_of(token.piece for token in said.tokens).strip()
        sure = _mean_log_probability(said)
        doubt = doubt_after(text, Evidence(heard, sure, decoded.no_speech))
        if doubt:
            return _nothing(heard, doubt)
        likely = finished(said, decoded.sound_end, self._finish)
        return Transcript(text, likely, math.exp(sure), heard.voiced_ms)

    def _decode(self, sound: Floats) -> Decoded:
        """Through a short window; through the full one when that said nothing or would not end."""
        window = min(FULL_WINDOW, max(_SHORT_WINDOW, sound.size // 160 + _WINDOW_MARGIN))
        decoded = self._decoder.decode(sound, window, token_budget(sound.size / WHISPER_RATE_HZ))
        said = believed(decoded)
        if said.words and (said.repeated or not decoded.spent):
            return decoded
        return self._decoder.decode(sound, FULL_WINDOW, _MORE)


def _nothing(heard: Voicing, reason: str) -> Transcript:
    return Transcript("", 0.0, 0.0, heard.voiced_ms, reason)


def _mean_log_probability(said: Believed) -> float:
    return sum(token.log_probability for token in said.tokens) / max(1, len(said.tokens))
