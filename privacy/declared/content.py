"""Words that may be stored, and words that were."""

from typing import Final, NoReturn

from privacy.redacted import Redacted

_SEAL: Final = object()


class Kept:
    """Words read back from the store: they were `Redacted` when they went in. `repr` shows none of them."""

    __slots__ = ("_text",)
    _text: str

    def __init__(self, seal: object, text: str) -> None:
        if seal is not _SEAL:
            raise TypeError("only the store's codec makes Kept words")
        object.__setattr__(self, "_text", text)

    @property
    def text(self) -> str:
        return self._text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "<Kept>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Kept, Redacted)) and self._text == other.text

    def __hash__(self) -> int:
        return hash(self._text)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Kept is immutable")


Content = Redacted | Kept


def read_back(text: str) -> Kept:
    """Words as they lay in the store. For `privacy.store.codec` only (a test walks the tree)."""
    return Kept(_SEAL, text)
