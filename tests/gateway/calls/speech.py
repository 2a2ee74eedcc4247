"""Recorded human speech for scripted callers: Debian's asterisk-core-sounds, 8 kHz, read once."""

import wave
from functools import cache
from pathlib import Path

SOUNDS = Path("/usr/share/asterisk/sounds/en")


@cache
def recorded(name: str) -> bytes:
    """The PCM (s16le mono, 8 kHz) of a prompt such as "vm-goodbye"."""
    with wave.open(str(SOUNDS / f"{name}.wav")) as file:
        assert file.getframerate() == 8000
        return bytes(file.readframes(file.getnframes()))


def noise(ms: int, loud: int = 6000) -> bytes:
    """A burst of white noise, as a cough or a knock is."""
    import random

    draw = random.Random(ms)
    return b"".join(int(draw.uniform(-loud, loud)).to_bytes(2, "little", signed=True) for _ in range(ms * 8))
