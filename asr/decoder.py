"""Whisper, driven through CTranslate2: sound in, tokens and how sure it was of each out.

faster-whisper's own transcribe() pads every utterance to 30 s, which costs 320-400 ms on one core for three
seconds of speech. The same weights and the same features through a window of 6 s cost 65 ms.
"""

import importlib.util
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt

from asr.errors import ModelMissing
from asr.weights import Weights

FULL_WINDOW = 3000  # mel frames of 10 ms: the 30 s that Whisper was trained on
_HOP = 160
_EXTRACTOR = "faster_whisper/feature_extractor.py"
_END = "<|endoftext|>"
CUES = (".", "?", "!", ",", "...", "-", _END)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of text, how sure the decoder was of it, and how likely each cue was in its place."""

    piece: str = field(repr=False)
    log_probability: float
    cues: tuple[float, ...]  # probabilities, in the order of CUES


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the decoder made of one window; the last token is the end, unless the budget was spent before.

    `sound_end` is the encoder's output averaged from 160 ms before the end of the sound to 120 ms behind it.
    """

    tokens: tuple[Token, ...] = field(repr=False)
    sound_end: Floats = field(repr=False)
    no_speech: float
    spent: bool


class Decoder:
    """One set of weights, shared by `lanes` threads; each `decode` runs on one thread of the engine."""

    def __init__(self, weights: Weights, lanes: int, language: str) -> None:
        with weights.folder() as folder:
            self._model = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", inter_threads=lanes, intra_threads=1
            )
        self._extract = _feature_extractor(self._model.n_mels)
        spoken = [f"<|{language}|>", "<|transcribe|>"] if self._model.is_multilingual else []
        self._prompt = ["<|startoftranscript|>", *spoken, "<|notimestamps|>"]
        vocabulary = weights.vocabulary()
        self._start_id = vocabulary.index("<|startoftranscript|>")
        self._cue_ids = [vocabulary.index(cue) for cue in CUES]

    def decode(self, sound: Floats, window: int, budget: int) -> Decoded:
        """The tokens of `sound`, 16 kHz samples in -1..1, greedily, heard through `window` mel frames."""
        encoded = self._model.encode(ctranslate2.StorageView.from_array(self._features(sound, window)))
        [result] = self._model.generate(
            encoded,
            [self._prompt],
            beam_size=1,
            max_length=budget + len(self._prompt),
            return_no_speech_prob=True,
            return_logits_vocab=True,
        )
        pieces = [*result.sequences[0], _END]
        ids = [*result.sequences_ids[0], self._cue_ids[-1]]
        steps = [np.asarray(step) for step in result.logits[0]]
        tokens = tuple(self._token(*step) for step in zip(pieces, ids, steps, strict=False))
        return Decoded(
            tokens, _sound_end(encoded, sound.size), float(result.no_speech_prob), spent=len(steps) < len(ids)
        )

    def _features(self, sound: Floats, window: int) -> Floats:
        padded = np.zeros(window * _HOP, np.float32)
        padded[: sound.size] = sound[: padded.size]
        features: Floats = self._extract(padded)[np.newaxis, :, :window]
        return np.ascontiguousarray(features)

    def _token(self, piece: str, token: int, logits: Floats) -> Token:
        largest = logits.max()
        log_sum = float(np.log(np.exp(logits - largest).sum()) + largest)
        cues = np.exp(logits[self._cue_ids] - log_sum)
        return Token(piece, float(logits[token]) - log_sum, tuple(map(float, cues)))


def _sound_end(encoded: Any, samples: int) -> Floats:
    """The mean of the encoder's output around the end of the sound; it has a column every 20 ms."""
    columns: Floats = np.asarray(encoded)[0]
    end = min(samples // (2 * _HOP), len(columns))
    mean: Floats = columns[max(0, end - 8) : end + 6].mean(axis=0)
    return mean


def _feature_extractor(mels: int) -> Any:
    """faster-whisper's extractor, from its own file: importing the package would load a media library."""
    try:
        path = Path(str(distribution("faster-whisper").locate_file(_EXTRACTOR)))
    except PackageNotFoundError:
        path = Path()
    spec = importlib.util.spec_from_file_location("asr_feature_extractor", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        raise ModelMissing("the feature extractor is missing: install faster-whisper 1.2 (make setup)")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FeatureExtractor(feature_size=mels)
