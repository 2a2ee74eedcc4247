"""How likely a take is a whole turn and not a pause inside one: from what was said, and from how it ended.

Two kinds of evidence, both by-products of the transcription. The decoder says how likely a full stop, a comma,
the end or a further word was after the last word, and the words themselves may end in "the" or "and". And
Whisper's encoder holds the tune: averaged over the end of speech, its output tells a falling, slowing voice
from one that broke off, for speakers it was not fitted to (docs/hearing.md). A logistic regression joins them;
`python -m bench.asr_finished` fits it and writes finished.json.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from asr.words import Believed

Floats = npt.NDArray[np.float32]

_DANGLING = frozenset(
    (
        *("a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "every", "each"),
        *("to", "of", "for", "from", "with", "by", "at", "in", "on", "into", "about", "as", "than"),
        *("and", "or", "but", "nor", "because", "if", "when", "while", "which", "who", "whose"),
        *("is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "do", "does", "did"),
        *("will", "would", "can", "could", "shall", "should", "may", "might", "must", "please"),
        *("i", "he", "she", "we", "they", "i'm", "um", "uh", "er", "erm"),
    )
)
_OPEN = frozenset(
    (
        *("this", "that", "these", "those", "some", "any", "no", "so", "then", "where", "what", "how"),
        *("until", "unless", "although", "though", "since", "not", "you", "it", "there", "now"),
        *("very", "more", "enter", "press", "currently", "you're"),
    )
)
_DIGITS = frozenset(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "oh", "double", "triple")
)
_UNSURE = 0.55  # the most a number that is still being read out may have
_FEWEST_DIGITS, _MOST_DIGITS = 2, 9  # a run of so many single digits or letters sounds like more to come


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the logistic regression: of the cues, and of the sound where this model of Whisper has any."""

    cues: Floats
    sound: Floats | None
    bias: float


def finished(said: Believed, sound_end: Floats, model: Model) -> float:
    """The probability that nothing more follows `said`; `sound_end` is the encoder's view of how it ended."""
    score = float(model.cues @ cues(said)) + model.bias
    if model.sound is not None:
        score += float(model.sound @ sound_end)
    probability = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
    return min(probability, _UNSURE) if _is_spelling([word.text for word in said.words]) else probability


def cues(said: Believed) -> Floats:
    """What the words and the decoder say, as 9 numbers."""
    stop, question, call, comma, dots, dash, end = said.ending.cues
    going_on = 1.0 - sum(said.ending.cues)
    last = said.words[-1]
    plain = _plain(last.text)
    return np.array(
        [
            *(_log(share) for share in (stop + question + call, end, comma, dots + dash, going_on)),
            plain in _DANGLING,
            plain in _DANGLING or plain in _OPEN,
            plain in _DIGITS or plain.isdigit(),
            max(-4.0, sum(token.log_probability for token in last.tokens) / len(last.tokens)),
        ],
        np.float32,
    )


@cache
def model_for(sha256: str) -> Model:
    """The weights fitted for the Whisper model with that hash; those of the cues alone for any other."""
    fitted: dict[str, Any] = json.loads((files("asr") / "finished.json").read_text())
    mine = fitted.get(sha256, fitted["any"])
    sound = np.array(mine["sound"], np.float32) if mine["sound"] else None
    return Model(np.array(mine["cues"], np.float32), sound, float(mine["bias"]))


def _is_spelling(words: Sequence[str]) -> bool:
    """Whether the words end in a run of single digits or letters that may well go on."""
    run = 0
    for word in reversed(words):
        plain = _plain(word)
        single = len(plain) == 1 or plain in _DIGITS
        run += len(word.strip("-.,?!").split("-")) if single or _is_dashed(word) else 0
        if not (single or _is_dashed(word)):
            break
    return _FEWEST_DIGITS <= run <= _MOST_DIGITS and run < 10


def _is_dashed(word: str) -> bool:
    """Whether `word` is how Whisper writes what is spelled out: "4-1-1-1", "J-O-H-N"."""
    parts = word.strip(".,?!").split("-")
    return len(parts) > 1 and all(len(part) <= 1 for part in parts)


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum() or letter == "'")


def _log(share: float) -> float:
    return math.log(max(share, 0.0) + 1e-5)
