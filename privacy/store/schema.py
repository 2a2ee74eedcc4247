"""The tables of SQLite, made from the declarations: a column that nobody declared does not exist."""

import sqlite3
from typing import get_type_hints

from privacy.declared.fields import KINDS, Kind
from privacy.store.errors import StoreDamaged

_INDEXED = ("call", "subject", "due_s")


def create(connection: sqlite3.Connection) -> None:
    """Makes what is missing. Raises `StoreDamaged` for a database that holds an undeclared column."""
    for kind in KINDS.values():
        connection.execute(_table(kind))
        _complete(connection, kind)
        for field in indexed(kind):
            connection.execute(f'CREATE INDEX IF NOT EXISTS "{kind.name}.{field}" ON "{kind.name}" ({field})')


def columns(kind: Kind) -> tuple[str, ...]:
    """Every column of a kind's table."""
    return ("_key", *kind.clear, "_sealed")


def indexed(kind: Kind) -> tuple[str, ...]:
    """The columns with an index: a key that begins with the call needs none for it."""
    return tuple(name for name in _INDEXED if name in kind.clear and kind.key[0] != name)


def _table(kind: Kind) -> str:
    hints = get_type_hints(kind.row)
    fields = "".join(f", {name} {_affinity(hints[name])}" for name in kind.clear)
    return f'CREATE TABLE IF NOT EXISTS "{kind.name}" (_key TEXT PRIMARY KEY{fields}, _sealed BLOB NOT NULL)'


def _affinity(hint: object) -> str:
    return "INTEGER" if hint in (int, bool) or hint == int | None else "TEXT"


def _complete(connection: sqlite3.Connection, kind: Kind) -> None:
    """Adds columns declared since the table was made."""
    there = [row[1] for row in connection.execute(f'PRAGMA table_info("{kind.name}")')]
    undeclared = set(there) - set(columns(kind))
    if undeclared:
        raise StoreDamaged(f"the table {kind.name} has columns that are not declared: {', '.join(sorted(undeclared))}")
    hints = get_type_hints(kind.row)
    for name in columns(kind):
        if name not in there:
            connection.execute(f'ALTER TABLE "{kind.name}" ADD COLUMN {name} {_affinity(hints[name])}')
