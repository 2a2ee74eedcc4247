"""How long a voice rests after a clause, by what the clause ends in."""

_CLOSERS = "\"'”’)]"
_REST_MS = {",": 140, ";": 180, ":": 180, "–": 180, "—": 180, ".": 240, "?": 240, "!": 240, "…": 240}
_RUN_ON_MS = 40  # the sentence goes on: no more than lets the words stay apart


def rest_ms(text: str) -> int:
    """The silence that belongs after `text`: 240 ms after a sentence, less within one, 0 after nothing."""
    words = text.rstrip().rstrip(_CLOSERS)
    return _REST_MS.get(words[-1], _RUN_ON_MS) if words else 0


def silence(rate_hz: int, length_ms: int) -> bytes:
    """s16le mono silence."""
    return bytes(rate_hz * length_ms // 1000 * 2)
