"""The one type of words that may leave the session that heard them.

Whoever accepts a `Redacted` may log, store, show or send it. Nobody outside this package can make one: the constructor
asks for a seal that is private to this module, and `mint` is called by `privacy.session` alone (a test walks the tree).
"""

from dataclasses import dataclass
from typing import Final, NoReturn, Self

_SEAL: Final = object()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something personal stood: characters `start` to `end` (exclusive) of the original words."""

    start: int
    end: int
    type: str


class Redacted:
    """Words without anything personal in them; immutable, hashable, equal by text and spans.

    `str()` and `.text` give the redacted words, `.spans` the places in the original. `repr` shows neither: it is what
    ends up in tracebacks and debuggers. It cannot be pickled, since unpickling would be a second way to make one.
    """

    __slots__ = ("_spans", "_text")
    _text: str
    _spans: tuple[Span, ...]

    def __init__(self, seal: object, text: str, spans: tuple[Span, ...]) -> None:
        if seal is not _SEAL:
            raise TypeError("only a RedactionSession makes Redacted words")
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_spans", spans)

    @property
    def text(self) -> str:
        """The words with every personal part replaced."""
        return self._text

    @property
    def spans(self) -> tuple[Span, ...]:
        """What was replaced, in order, without overlap, as places in the original."""
        return self._spans

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<Redacted, {len(self._spans)} masked>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Redacted):
            return NotImplemented
        return self._text == other._text and self._spans == other._spans

    def __hash__(self) -> int:
        return hash((self._text, self._spans))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Redacted is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("Redacted is immutable")

    def __init_subclass__(cls, **kwargs: object) -> NoReturn:
        raise TypeError("Redacted has no subclasses")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("Redacted cannot be pickled")


def mint(text: str, spans: tuple[Span, ...]) -> Redacted:
    """Redacted words, made. For `privacy.session` only."""
    return Redacted(_SEAL, text, spans)
