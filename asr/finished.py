"""How likely the words of a take are a whole turn."""

from collections.abc import Sequence

from asr.decoder import Token


def finished(words: Sequence[str], ending: Token) -> float:
    """The probability that nothing more follows `words`, where `ending` is the token after the last of them."""
    full_stop = sum(ending.cues[:3])
    return full_stop if len(words) > 1 else 0.5 * full_stop
