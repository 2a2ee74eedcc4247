"""Whether to believe a transcript. Whisper on a telephone line invents "you", "thank you" and "." from noise."""

from dataclasses import dataclass

from asr.voicing import Voicing

LEAST_VOICED_MS = 96  # three windows of 32 ms; the shortest "no" has four
_LEAST_PEAK = 0.6

_LEAST_LOG_PROBABILITY = -1.1  # faster-whisper's own threshold is -1.0 for 30 s windows
_LEAST_LOG_PROBABILITY_VOICED = -1.75  # short names and spelled letters, said plainly enough for Silero
_NO_SPEECH = 0.65
_NO_SPEECH_LOG_PROBABILITY = -0.7

# What OpenAI's models say of noise, most often first; believed only on strong evidence.
_INVENTIONS = frozenset(
    (
        "",
        "you",
        "thank you",
        "thanks",
        "thank you for watching",
        "thanks for watching",
        "thank you so much",
        "bye",
        "so",
        "i",
        "the",
        "oh",
        "um",
        "hmm",
        "shh",
        "uh",
        "please subscribe",
        "subtitles by the amara org community",
        "well",
        "beep",
        "bang",
    )
)
_PLAIN_VOICED_MS = 256
_PLAIN_PEAK = 0.8
_STRONG_VOICED_MS = 200
_STRONG_LOG_PROBABILITY = -0.8
_STRONG_NO_SPEECH = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a transcript, besides its words."""

    voicing: Voicing
    log_probability: float  # mean over its tokens
    no_speech: float


def doubt_before(voicing: Voicing) -> str:
    """Why a sound is not worth transcribing; "" when it is."""
    if voicing.voiced_ms == 0 or voicing.peak < _LEAST_PEAK:
        return "no-speech"
    return "too-short" if voicing.voiced_ms < LEAST_VOICED_MS else ""


def doubt_after(words: str, evidence: Evidence) -> str:
    """Why `words` are not to be believed; "" when they are."""
    plain = " ".join("".join(letter if letter.isalnum() else " " for letter in words.lower()).split())
    if not plain:
        return "no-speech"
    if evidence.log_probability < _least_log_probability(evidence.voicing):
        return "low-confidence"
    if evidence.no_speech > _NO_SPEECH and evidence.log_probability < _NO_SPEECH_LOG_PROBABILITY:
        return "no-speech"
    return "low-confidence" if plain in _INVENTIONS and not _strong(evidence) else ""


def _least_log_probability(heard: Voicing) -> float:
    plain = heard.voiced_ms >= _PLAIN_VOICED_MS and heard.peak >= _PLAIN_PEAK
    return _LEAST_LOG_PROBABILITY_VOICED if plain else _LEAST_LOG_PROBABILITY


def _strong(evidence: Evidence) -> bool:
    return (
        evidence.voicing.voiced_ms >= _STRONG_VOICED_MS
        and evidence.log_probability > _STRONG_LOG_PROBABILITY
        and evidence.no_speech < _STRONG_NO_SPEECH
    )
