"""How patient and how suspicious an ear is. The defaults are measured: see docs/hearing.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarSettings:
    """Silences that end a turn, in milliseconds of audio, and how much sound makes an utterance."""

    pause_ms: int = 120  # silence after which a take is worth transcribing
    end_finished_ms: int = 220  # silence that ends a turn whose words sound finished
    end_unknown_ms: int = 560  # the end when no hint came
    end_unfinished_ms: int = 1000  # and when the words sound as if more must follow
    onset_ms: int = 60  # speech in the last 160 ms that confirms an onset
    preroll_ms: int = 320  # audio kept from before the onset
    tail_ms: int = 100  # audio kept after the last speech
    min_voiced_ms: int = 160  # less speech than this in an utterance is a click or a cough
    min_voiced_playing_ms: int = 260  # the same while something was being played
    max_utterance_ms: int = 28_000  # Whisper hears 30 s
