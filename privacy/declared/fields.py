"""How a field is declared, and the register that the stores ask before they write."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from privacy.declared.terms import Basis, DataClass, Purpose, Region

_DECLARATION: Final = "declaration"
EVERYWHERE: Final = frozenset(Region)


class Term(Enum):
    """Which rule of retention decides how long a field stays."""

    CHAT = "chat: 6 to 12 months after the call, by flag"
    IDENTIFIED = "diagnostics with a caller: days, until they are anonymised or deleted"
    ANONYMISED = "diagnostics anonymised: 12 to 24 months"
    ACTIVE = "identifiers: while the account is active or anything of the subject is kept"
    EVIDENCE = "evidence: as long as what it allows, and some months after"
    STAFF = "staff: while the account exists"
    HOLD = "hold: until its own end"


class Undeclared(TypeError):
    """Something was to be stored that no declaration covers; names the kind and field, never a value."""

    def __init__(self, kind: str, field: str = "") -> None:
        super().__init__(f"{kind}.{field} is not declared" if field else f"{kind} is not a declared kind of row")
        self.kind = kind
        self.field = field


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a field holds and by what right."""

    meaning: str
    data_class: DataClass
    purposes: frozenset[Purpose]
    bases: frozenset[Basis]
    term: Term
    regions: frozenset[Region]
    sealed: bool  # encrypted with the subject's key; clear fields are ids, times and closed words
    content: bool  # words: only `Redacted` ones are taken


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: its fields in order and the fields that make its key."""

    name: str
    row: type[Any]
    key: tuple[str, ...]
    fields: Mapping[str, Declaration]

    @property
    def clear(self) -> tuple[str, ...]:
        """The fields that lie in clear beside the sealed part."""
        return tuple(name for name, declared in self.fields.items() if not declared.sealed)

    @property
    def sealed(self) -> tuple[str, ...]:
        return tuple(name for name, declared in self.fields.items() if declared.sealed)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the fields of one kind of row have in common; each field adds its meaning."""

    data_class: DataClass
    purposes: frozenset[Purpose]
    bases: frozenset[Basis]
    term: Term
    regions: frozenset[Region] = EVERYWHERE

    def clear(self, meaning: str, **differing: Any) -> Any:
        """A field that lies in clear: an id, a time, a closed word. Needed to find and to expire rows."""
        return self._field(meaning, sealed=False, content=False, **differing)

    def sealed(self, meaning: str, **differing: Any) -> Any:
        """A field encrypted with the subject's key."""
        return self._field(meaning, sealed=True, content=False, **differing)

    def content(self, meaning: str, **differing: Any) -> Any:
        """A sealed field of words; anything but `Redacted` is refused."""
        return self._field(meaning, sealed=True, content=True, **differing)

    def _field(self, meaning: str, *, sealed: bool, content: bool, **differing: Any) -> Any:
        ground = dataclasses.replace(self, **differing)
        declared = Declaration(
            meaning,
            ground.data_class,
            ground.purposes,
            ground.bases,
            ground.term,
            ground.regions,
            sealed,
            content,
        )
        return dataclasses.field(metadata={_DECLARATION: declared})


_KINDS: Final[dict[str, Kind]] = {}
_NAMES: Final[dict[type[Any], str]] = {}
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(_KINDS)

Row = TypeVar("Row")


def kind(name: str, key: Sequence[str]) -> Callable[[type[Row]], type[Row]]:
    """Registers a dataclass of declared fields as a kind of row; a field without a declaration is refused at import."""

    def register(row: type[Row]) -> type[Row]:
        fields: dict[str, Declaration] = {}
        for each in dataclasses.fields(row):  # type: ignore[arg-type]  # a dataclass, or this raises
            if _DECLARATION not in each.metadata:
                raise Undeclared(name, each.name)
            fields[each.name] = each.metadata[_DECLARATION]
        _KINDS[name] = Kind(name, row, tuple(key), MappingProxyType(fields))
        _NAMES[row] = name
        return row

    return register


def kind_of(row: object) -> Kind:
    """The declared kind of a row; raises `Undeclared` for anything else."""
    name = _NAMES.get(type(row))
    if name is None:
        raise Undeclared(type(row).__name__)
    return _KINDS[name]


def kind_named(name: str) -> Kind:
    """The declared kind of that name; raises `Undeclared`."""
    if name not in _KINDS:
        raise Undeclared(name)
    return _KINDS[name]
