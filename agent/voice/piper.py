"""Piper as a `Synthesizer`: first sound within some 50 ms of a clause, whatever its length.

A text is read by espeak-ng, made into sound piece by piece (`engine`), trimmed of the silence that Piper's
voices put at both ends (50 ms before, 100-260 ms after), brought to one loudness and to the leg's rate, and
followed by the rest that its punctuation asks for. No text and no sound is logged or kept.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from agent.errors import SynthesisFailed, VoiceDamaged
from agent.voice import engine, weights
from agent.voice.api import Provenance
from agent.voice.engine import Engine, Manner, Sound
from agent.voice.pauses import rest_ms, silence
from agent.voice.phonemes import Phonemizer
from agent.voice.shaping import TARGET_DBFS, LineRate, Trimmer, level_dbfs, limit

RATES_HZ = (8000, 16000)

_CALIBRATION = "Hello. One moment, please. Your line looks fine. The server refuses the call, and that is why."
_BETWEEN_SENTENCES_MS = 240
_STILL = Manner(noise=0.0, rhythm_noise=0.0)
_MAX_GAIN_DB = 20.0


def load(voice: str = "joe") -> "PiperVoice":
    """A voice that is checked, warm and ready: "joe", or the path of a Piper `.onnx` with its JSON beside it.

    Takes about a second and 100 MB. Raises `VoiceMissing` and `VoiceDamaged`, which say what to do.
    """
    files = weights.find(voice)
    try:
        with weights.open_model(files.model) as model:
            neural = engine.load(model)
        return PiperVoice(neural, files.config, files.provenance)
    except VoiceDamaged:
        raise
    except Exception as error:  # onnxruntime, espeak and a malformed file raise whatever they please
        kind = type(error).__name__
        raise VoiceDamaged(f"The voice {files.model.name} cannot be loaded ({kind}): fetch it again.") from None


class PiperVoice:
    """One voice for the whole process. Thread-safe: it holds nothing that a text changes."""

    def __init__(self, neural: Engine, config: dict[str, Any], provenance: Provenance) -> None:
        self._engine = neural
        self._phonemizer = Phonemizer(config)
        self._rate_hz = int(config["audio"]["sample_rate"])
        self._manner = _manner(config)
        self._provenance = provenance
        self._gain = self._calibrated_gain()

    @property
    def provenance(self) -> Provenance:
        return self._provenance

    def synthesize(self, text: str, rate_hz: int) -> Iterator[bytes]:
        """As `Synthesizer.synthesize`: s16le mono PCM at `rate_hz`, at an active level of about -20 dBFS.

        The first sound comes within 20 ms of the first sample; the last piece is the rest between clauses.
        A text with nothing to say gives no piece.
        """
        if rate_hz not in RATES_HZ:
            raise ValueError(f"a voice speaks at 8000 or 16000 Hz, not at {rate_hz}")
        return filter(None, self._spoken(text, rate_hz))

    def _spoken(self, text: str, rate_hz: int) -> Iterator[bytes]:
        try:
            sentences = self._phonemizer.sentences(text)
            line = LineRate(self._rate_hz, rate_hz)
            for index, ids in enumerate(sentences):
                last = index == len(sentences) - 1
                for sound in self._trimmed(ids):
                    yield line.push(limit(sound, self._gain))
                yield line.push(self._rest(0 if last else _BETWEEN_SENTENCES_MS), last=last)
            if sentences:
                yield silence(rate_hz, rest_ms(text))
        except Exception as error:  # what a library raises may hold the text: only its kind goes further
            raise SynthesisFailed(f"The voice failed on a text ({type(error).__name__}).") from None

    def _trimmed(self, ids: list[int]) -> Iterator[Sound]:
        trimmer = Trimmer(self._rate_hz)
        for sound in self._engine.sound(ids, self._manner):
            wanted = trimmer.push(sound)
            if wanted.size:
                yield wanted
        yield trimmer.finish()

    def _rest(self, length_ms: int) -> Sound:
        return np.zeros(self._rate_hz * length_ms // 1000, dtype=np.float32)

    def _calibrated_gain(self) -> float:
        """What brings this voice to the target level; measured on a few sentences, which warms the engine too."""
        sounds = [
            sound for ids in self._phonemizer.sentences(_CALIBRATION) for sound in self._engine.sound(ids, _STILL)
        ]
        gain_db = TARGET_DBFS - level_dbfs(np.concatenate(sounds))
        return float(10 ** (np.clip(gain_db, -_MAX_GAIN_DB, _MAX_GAIN_DB) / 20))


def _manner(config: dict[str, Any]) -> Manner:
    said = config.get("inference", {})
    usual = Manner()
    return Manner(
        noise=float(said.get("noise_scale", usual.noise)),
        length=float(said.get("length_scale", usual.length)),
        rhythm_noise=float(said.get("noise_w", usual.rhythm_noise)),
        speaker=int(config.get("default_speaker_id", 0)),
    )
