"""The models of the speech process. Imported there alone: the gateway and the cells load none of this."""

from agent.voice import piper
from agent.voice.cached import CachedVoice
from asr import whisper
from asr.api import Transcriber

MEGABYTE = 1024 * 1024


def load_models(model: str, voice: str, lanes: int, cache_megabytes: int) -> tuple[Transcriber, CachedVoice]:
    """Whisper and Piper, their weights' sha256 checked, and a memory for what is said often.

    Raises the packages' own errors, whose text says what is missing and what to do.
    """
    transcriber = whisper.load(model, lanes=lanes)
    return transcriber, CachedVoice(piper.load(voice), cache_megabytes * MEGABYTE)
