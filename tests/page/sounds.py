"""What the fake microphone plays: recorded people, one after the other, at known times."""

import array
import wave
from pathlib import Path

from tests.gateway.calls.speech import recorded

RATE_HZ = 8000
QUIET = 400  # of 32,767: below this there is no voice
KEPT_MS = 40  # around a voice, so that no word is clipped


def spoken(*names: str) -> bytes:
    """Recorded prompts as one utterance, without the silence around each."""
    return b"".join(_trimmed(recorded(name)) for name in names)


def silence(ms: int) -> bytes:
    return bytes(2 * RATE_HZ * ms // 1000)


def microphone(path: Path, *parts: bytes) -> Path:
    """A WAV file of these parts, then a minute of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(b"".join(parts) + silence(60_000))
    return path


def _trimmed(pcm: bytes) -> bytes:
    samples = array.array("h", pcm)
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    around = RATE_HZ * KEPT_MS // 1000
    return samples[max(0, loud[0] - around) : loud[-1] + around].tobytes()
