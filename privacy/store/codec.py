"""Between a declared row and a `SealedRow`: the one place where words enter a store, and where they leave it."""

import json
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from privacy.declared.content import Kept, read_back
from privacy.declared.fields import Kind, kind_named, kind_of
from privacy.redacted import Redacted
from privacy.store.api import Ref, Scalar, SealedRow
from privacy.store.errors import NotRedacted

RowType = TypeVar("RowType")


class Cipher(Protocol):
    """Seals with one key; `about` is bound in, so that a sealed part opens in its own place only."""

    def seal(self, plain: bytes, about: bytes) -> bytes: ...

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raises `Unreadable`."""
        ...


def to_row(row: object, cipher: Cipher) -> SealedRow:
    """The row, its sealed fields encrypted. Raises `Undeclared` for no row of ours, `NotRedacted` for raw words."""
    kind = kind_of(row)
    key = _key(kind, row)
    clear = {name: _clear(getattr(row, name)) for name in kind.clear}
    hidden = {name: _hidden(kind, name, getattr(row, name)) for name in kind.sealed}
    plain = json.dumps(hidden, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = cipher.seal(plain, _about(kind.name, key, clear)) if hidden else b""
    return SealedRow(kind.name, key, clear, sealed)


def from_row(row: SealedRow, expected: type[RowType], cipher: Cipher | None = None) -> RowType:
    """The declared row again, its words as `Kept`. Raises `Unreadable` when the sealed part was changed or moved."""
    kind = kind_named(row.kind)
    assert kind.row is expected, "asked for one kind, read another"
    fields: dict[str, Any] = dict(row.clear)
    if kind.sealed:
        assert cipher is not None, "a row with a sealed part is opened with its key"
        fields |= json.loads(cipher.open(row.sealed, _about(row.kind, row.key, row.clear)))
    hints = _hints(row.kind)
    return expected(**{name: _typed(hints[name], value) for name, value in fields.items()})


def ref(row: object) -> Ref:
    """The name under which the row lies."""
    kind = kind_of(row)
    return Ref(kind.name, _key(kind, row))


def key(*parts: str | int | Enum) -> str:
    """A row's key, made of the fields that make it; keys of one call sort by ordinal."""
    return "/".join(_key_part(part) for part in parts)


def _key(kind: Kind, row: object) -> str:
    return key(*(getattr(row, name) for name in kind.key))


def _key_part(value: str | int | Enum) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return f"{value:08d}" if isinstance(value, int) else value


def _about(kind: str, key: str, clear: typing.Mapping[str, Scalar]) -> bytes:
    """What the sealed part is bound to: its kind, key and subject."""
    return f"{kind}\0{key}\0{clear.get('subject', '')}".encode()


def _clear(value: Any) -> Scalar:
    plain = value.value if isinstance(value, Enum) else value
    return int(plain) if isinstance(plain, bool) else plain


def _hidden(kind: Kind, name: str, value: Any) -> str | int | float | None:
    if kind.fields[name].content:
        if value is None:
            return None
        if type(value) not in (Redacted, Kept):
            raise NotRedacted(kind.name, name)
        return cast(Redacted | Kept, value).text
    return cast(str | int | float | None, value.value if isinstance(value, Enum) else value)


@cache
def _hints(kind: str) -> dict[str, tuple[type[Any], ...]]:
    """The types that each field may have."""
    found = {}
    for name, hint in typing.get_type_hints(kind_named(kind).row).items():
        union = typing.get_origin(hint) in (types.UnionType, typing.Union)
        found[name] = typing.get_args(hint) if union else (hint,)
    return found


def _typed(hints: tuple[type[Any], ...], value: Any) -> Any:
    if value is None:
        return None
    if Kept in hints:
        return read_back(value)
    if issubclass(hints[0], (Enum, bool)):
        return hints[0](value)
    return value
