"""A transcriber with a script, for tests of whatever stands behind the port."""

from collections.abc import Iterable
from threading import Lock

from asr.errors import TranscriptionFailed, UnsupportedRate
from asr.transcript import ModelProvenance, Transcript

SILENT = Transcript(words="", finished=0.0, confidence=0.0, voiced_ms=0, reason="no-speech")


def spoken(words: str, finished: float = 0.95, voiced_ms: int = 1000) -> Transcript:
    """A confident transcript of `words`."""
    return Transcript(words=words, finished=finished, confidence=0.9, voiced_ms=voiced_ms)


class ScriptedTranscriber:
    """Answers each call with the next line of its script, and silence with silence.

    A line is what was said, a whole `Transcript`, or an exception to raise. When the script is at its end the
    answer is the last line's for ever, or "no-speech" for an empty script.
    """

    def __init__(self, script: Iterable[str | Transcript | Exception] = ()) -> None:
        self._script = list(script)
        self._lock = Lock()
        self.calls = 0

    @property
    def provenance(self) -> ModelProvenance:
        return ModelProvenance(name="script", origin="asr.fake", sha256="0" * 64, licence="GPL-3.0-or-later")

    def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        if rate_hz not in (8000, 16000):
            raise UnsupportedRate(f"audio at {rate_hz} Hz: only 8000 and 16000 are heard")
        if not any(pcm):
            return SILENT
        line = self._next()
        if isinstance(line, Exception):
            raise TranscriptionFailed(type(line).__name__) from None
        return spoken(line, voiced_ms=len(pcm) * 500 // rate_hz) if isinstance(line, str) else line

    def _next(self) -> str | Transcript | Exception:
        with self._lock:
            self.calls += 1
            if not self._script:
                return SILENT
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]
