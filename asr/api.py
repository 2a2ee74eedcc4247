"""All that other packages may use of hearing: what an ear tells, the transcriber port and their errors.

ear = Ear(rate_hz=8000)                       # one per call
for fact in ear.hear(pcm, played_dbfs): ...   # every 20 ms frame
ear.hint(utterance, take, transcript.finished)
pcm = ear.audio(utterance); ear.forget(utterance); ear.close()

transcriber = asr.whisper.load("tiny.en", lanes=2)
transcript = transcriber.transcribe(pcm, 8000)
"""

from asr.ear import Ear
from asr.errors import HearingError, ModelDamaged, ModelMissing, TranscriptionFailed, UnsupportedRate
from asr.facts import (
    FRAME_MS,
    Heard,
    SpeechDismissed,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
)
from asr.settings import EarSettings
from asr.transcript import ModelProvenance, Transcriber, Transcript

__all__ = [
    "FRAME_MS",
    "Ear",
    "EarSettings",
    "Heard",
    "HearingError",
    "ModelDamaged",
    "ModelMissing",
    "ModelProvenance",
    "SpeechDismissed",
    "SpeechEnded",
    "SpeechPaused",
    "SpeechResumed",
    "SpeechStarted",
    "Transcriber",
    "Transcript",
    "TranscriptionFailed",
    "UnsupportedRate",
]
