"""The register of platforms: a TOML file of the operator's, read strictly, and what changed since the last start."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from privacy.audit.api import SYSTEM, Action, Audit
from privacy.audit.api import Entry as AuditEntry
from privacy.declared.rows import Platform
from privacy.declared.terms import Purpose, Region
from privacy.platforms.api import ACCEPTED, MOST_TURNS, Entry, Field, TransferBasis
from privacy.store.api import Ref, Store
from privacy.store.codec import to_row

_IDENT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_URL: Final = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[\x21-\x7e]*)?")
_NEEDED: Final = frozenset(
    ("name", "operator", "country", "agreement", "basis", "purposes", "fields", "turns", "from", "until")
)
_KNOWN: Final = _NEEDED | {"url", "key_file"}
# What words may be sent away for. Improvement is not among them: nothing is for third-party training.
_PURPOSES: Final = frozenset({Purpose.SUPPORT, Purpose.DIAGNOSTICS})

Closed = TypeVar("Closed", bound=Enum)


class RegisterRefused(ValueError):
    """The register cannot be; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Register:
    """All platforms, by short name. Empty: nothing leaves."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))

    async def settle(self, store: Store, audit: Audit, now_s: int) -> int:
        """Audits what was entered, changed or removed since the last start; how many. For the start.

        Raises `AuditAway` and `StoreError`: then nothing may be sent.
        """
        before = {row.key: str(row.clear["sha256"]) for row in await store.all("platform")}
        hashes = {ident: _sha256(entry) for ident, entry in self.entries.items()}
        gone = sorted(set(before) - set(hashes))
        new = sorted(ident for ident, found in hashes.items() if before.get(ident) != found)
        for ident in gone:
            await audit.note(AuditEntry(Action.PLATFORM_REMOVED, SYSTEM, detail=ident))
        for ident in new:
            await audit.note(AuditEntry(Action.PLATFORM_ENTERED, SYSTEM, detail=f"{ident}:{hashes[ident][:16]}"))
        if gone or new:
            rows = [to_row(Platform(ident, hashes[ident], now_s), _NoCipher()) for ident in new]
            await store.write(rows, [Ref("platform", ident) for ident in gone])
        return len(gone) + len(new)


class _NoCipher:
    """For rows without a sealed part."""

    def seal(self, plain: bytes, about: bytes) -> bytes:
        raise AssertionError("a platform's row has nothing to seal")

    def open(self, sealed: bytes, about: bytes) -> bytes:
        raise AssertionError("a platform's row has nothing sealed")


def from_file(path: Path) -> Register:
    """The register in a TOML file, one `[platform.NAME]` each. Raises `RegisterRefused`."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegisterRefused(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegisterRefused(f"{path} is not TOML: {error}") from None
    return from_mapping(given)


def from_mapping(given: Mapping[str, Any]) -> Register:
    """The register of a table. Raises `RegisterRefused`."""
    if unknown := set(given) - {"platform"}:
        raise RegisterRefused(f"{_listed(unknown)}: a register has [platform.NAME] and nothing else")
    found = given.get("platform", {})
    if not isinstance(found, Mapping) or not all(isinstance(each, Mapping) for each in found.values()):
        raise RegisterRefused("each platform is a table: write [platform.NAME]")
    return Register(MappingProxyType({ident: _entry(ident, each) for ident, each in found.items()}))


def _entry(ident: str, given: Mapping[str, Any]) -> Entry:
    where = f"[platform.{ident}]"
    if not _IDENT.fullmatch(ident):
        raise RegisterRefused(f"{where}: a short name is of small letters, digits and dashes")
    if missing := _NEEDED - set(given):
        raise RegisterRefused(f"{where} lacks {_listed(missing)}")
    if unknown := set(given) - _KNOWN:
        raise RegisterRefused(f"{where} has no {_listed(unknown)}; it has {_listed(_KNOWN)}")
    return Entry(
        ident,
        name=_word(given, "name", where),
        operator=_word(given, "operator", where),
        country=_word(given, "country", where),
        agreement=_word(given, "agreement", where),
        bases=_bases(given["basis"], where),
        purposes=_purposes(given["purposes"], where),
        fields=_some(Field, given["fields"], f"{where} fields"),
        turns=_turns(given["turns"], where),
        from_s=_midnight(given["from"], f"{where} from"),
        until_s=_midnight(given["until"], f"{where} until"),
        url=_url(given.get("url", ""), where),
        key_file=str(given.get("key_file", "")),
    )


def _bases(given: object, where: str) -> tuple[tuple[Region, TransferBasis], ...]:
    if not isinstance(given, Mapping) or not given:
        raise RegisterRefused(f"{where} basis is a table such as {{ gdpr = 'standard-clauses' }}")
    found = [(_one(Region, name, where), _one(TransferBasis, basis, where)) for name, basis in given.items()]
    for region, basis in found:
        if basis not in ACCEPTED[region]:
            good = _listed(each.value for each in ACCEPTED[region])
            raise RegisterRefused(f"{where}: in {region.value}, {basis.value} is no basis; {good} can be")
    return tuple(sorted(found, key=lambda each: each[0].value))


def _purposes(given: object, where: str) -> frozenset[Purpose]:
    found = _some(Purpose, given, f"{where} purposes")
    if not found <= _PURPOSES:
        good = _listed(each.value for each in _PURPOSES)
        raise RegisterRefused(f"{where} purposes: words go to a platform for {good} and nothing else")
    return found


def _turns(given: object, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST_TURNS:
        raise RegisterRefused(f"{where} turns is a whole number from 1 to {MOST_TURNS}")
    return given


def _url(given: object, where: str) -> str:
    if given and not (isinstance(given, str) and _URL.fullmatch(given)):
        raise RegisterRefused(f"{where} url begins with https:// and a host, and has no user in it")
    return str(given)


def _word(given: Mapping[str, Any], name: str, where: str) -> str:
    found = given[name]
    if not isinstance(found, str) or not found.strip():
        raise RegisterRefused(f"{where} {name} is a word or more, not empty")
    return found


def _midnight(given: object, where: str) -> int:
    """The first second of a day, in UTC."""
    if isinstance(given, datetime) or not isinstance(given, date):
        raise RegisterRefused(f"{where} is a day, without quotes, such as 2027-01-31")
    return int(datetime.combine(given, time(), UTC).timestamp())


def _some(closed: type[Closed], given: object, where: str) -> frozenset[Closed]:
    if not isinstance(given, list) or not given:
        raise RegisterRefused(f"{where} is a list of some of {_listed(each.value for each in closed)}")
    return frozenset(_one(closed, each, where) for each in given)


def _one(closed: type[Closed], given: object, where: str) -> Closed:
    try:
        return closed(given)
    except ValueError:
        raise RegisterRefused(f"{where}: one of {_listed(each.value for each in closed)} is meant") from None


def _sha256(entry: Entry) -> str:
    """Of all that the entry says: any change of it is a new entry."""
    shown = [_plain(getattr(entry, each.name)) for each in fields(entry)]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(each.value for each in value)
    return value


def _listed(names: Any) -> str:
    return ", ".join(sorted(str(each) for each in names))
