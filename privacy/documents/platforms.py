"""The list of third parties, from the register that the gate asks: who may get words, by what right, until when."""

from datetime import UTC, datetime

from privacy.documents.text import Document, Section, Table
from privacy.platforms.api import Entry
from privacy.platforms.register import Register

_HEAD = ("platform", "run by", "in", "agreement", "basis", "for", "what leaves", "good")


def platforms(register: Register, now_s: int) -> Document:
    """Every entry of the register, good or over, as it stands at this moment."""
    rows = tuple(_row(each, now_s) for _, each in sorted(register.entries.items()))
    none = "The register is empty: not one byte of a call leaves for a third party."
    return Document(
        "Third parties", _day(now_s), (Section("In the register", (Table(_HEAD, rows) if rows else none,)),)
    )


def named(register: Register, now_s: int) -> tuple[str, ...]:
    """The third parties that may get words now, as the policy names them."""
    entries = (each for _, each in sorted(register.entries.items()))
    return tuple(f"{each.name} of {each.operator}, {each.country}" for each in entries if good(each, now_s))


def good(entry: Entry, now_s: int) -> bool:
    """Whether its agreement counts at this moment."""
    return entry.from_s <= now_s < entry.until_s


def _row(entry: Entry, now_s: int) -> tuple[str, ...]:
    bases = ", ".join(f"{region.value}: {basis.value}" for region, basis in entry.bases)
    fields = ", ".join(sorted(each.value for each in entry.fields))
    until = f"{_day(entry.from_s)} to {_day(entry.until_s - 1)}{'' if good(entry, now_s) else ' (not now)'}"
    purposes = ", ".join(sorted(each.value for each in entry.purposes))
    left = f"{fields} of the last {entry.turns} turns, redacted"
    return (entry.name, entry.operator, entry.country, entry.agreement, bases, purposes, left, until)


def _day(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).date().isoformat()
