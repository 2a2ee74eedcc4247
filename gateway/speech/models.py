"""The models of the speech process. Imported there alone: the gateway and the cells load none of this."""

from agent.api import Synthesizer
from agent.voice import piper
from asr import whisper
from asr.api import Transcriber


def load_models(model: str, voice: str, lanes: int, cache_megabytes: int) -> tuple[Transcriber, Synthesizer]:
    """Whisper and Piper, their weights' sha256 checked.

    Raises the packages' own errors, whose text says what is missing and what to do.
    """
    return whisper.load(model, lanes=lanes), piper.load(voice, lanes=lanes)
