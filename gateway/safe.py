"""The safe: everything behind keeping, opened as the settings want it, and shut in order."""

import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gateway.errors import KeepingUnusable
from gateway.observe.events import Emit, KeepingTroubled
from gateway.settings.schema import Settings
from gateway.terms import checkpoints_folder, facts_of, key_file
from privacy.audit.api import Action, AuditAway, Entry
from privacy.audit.erased import erased_before
from privacy.audit.file import FileAudit
from privacy.documents.policy import policy
from privacy.documents.text import Document
from privacy.erasure.erase import Eraser
from privacy.keeping.api import Keeping, NothingKept
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.grounds import Policy
from privacy.keeping.keeping import StoredKeeping
from privacy.keys.errors import KeyProblem
from privacy.keys.identifiers import Identifier
from privacy.keys.keyring import Keyring
from privacy.keys.master import MasterKeys, from_environment, from_file
from privacy.keys.shelf import Shelf
from privacy.keys.sqlite import SqliteShelf
from privacy.requests.wishes import Wishes
from privacy.retention.rules import Rules, TenantRule
from privacy.store.api import Finding, Level, Store
from privacy.store.errors import StoreError
from privacy.store.sqlite import SqliteStore

AUDIT = "audit"  # folder of the audit in the data folder


@dataclass(frozen=True, slots=True)
class Safe:
    """What is open. `cabinet` and `eraser` are there unless nothing may be kept."""

    keeping: Keeping
    policy: Document
    rules: Rules
    findings: tuple[Finding, ...] = ()
    cabinet: Cabinet | None = None
    eraser: Eraser | None = None

    def rules_for(self, destination: str) -> tuple[TenantRule, ...]:
        """The rules that keep every call to a destination."""
        return tuple(rule for rule in self.rules.tenant if rule.destination == destination)

    async def opted_out(self, identifiers: Sequence[Identifier]) -> bool:
        """Whether a caller asked not to be served by a machine. Raises `StoreError` and `KeyProblem`."""
        if self.cabinet is None or not identifiers:
            return False
        return await wishes(self.cabinet).opted_out(identifiers)

    async def note_start(self) -> None:
        """A gateway begins to serve. Raises `KeepingUnusable` when the audit cannot be written."""
        if self.cabinet:
            try:
                await self.cabinet.audit.note(Entry(Action.STARTED))
            except AuditAway as away:
                raise KeepingUnusable(_sentence(away)) from None


def wishes(cabinet: Cabinet) -> Wishes:
    """What people asked us to heed, whenever they call."""
    return Wishes(cabinet.store, cabinet.keyring, cabinet.now)


@asynccontextmanager
async def open_safe(settings: Settings, emit: Emit) -> AsyncIterator[Safe]:
    """The safe, open. What an erasure left half done, or a backup brought back, is erased before anyone may use it.

    Raises `KeepingUnusable` with a sentence that says what to do.
    """
    facts = facts_of(settings)
    text = policy(facts)
    if not settings.privacy.keep:
        yield Safe(NothingKept(), text, facts.rules)
        return
    async with AsyncExitStack() as stack:
        try:
            cabinet, findings = await _opened(settings, facts.rules, text, emit, stack)
            eraser = Eraser(cabinet.store, cabinet.keyring, cabinet.audit, cabinet.now)
            before = erased_before(Path(settings.data.folder) / AUDIT)
            await eraser.replay(before.subjects, before.calls)
        except (KeyProblem, StoreError, AuditAway, OSError) as problem:
            raise KeepingUnusable(_sentence(problem)) from None
        keeping = StoredKeeping(cabinet)
        stack.push_async_callback(keeping.aclose)
        yield Safe(keeping, text, facts.rules, findings, cabinet, eraser)


@asynccontextmanager
async def open_keys(settings: Settings) -> AsyncIterator[Keyring]:
    """The keys alone, for who looks at an audit that may be damaged. Raises `KeepingUnusable`."""
    async with AsyncExitStack() as stack:
        try:
            _, shelf = await _store(settings, stack)
            keyring = Keyring(shelf, _masters(settings))
        except (KeyProblem, StoreError, OSError) as problem:
            raise KeepingUnusable(_sentence(problem)) from None
        stack.push_async_callback(keyring.aclose)
        yield keyring


async def _opened(
    settings: Settings, rules: Rules, text: Document, emit: Emit, stack: AsyncExitStack
) -> tuple[Cabinet, tuple[Finding, ...]]:
    masters = _masters(settings)
    store, shelf = await _store(settings, stack)
    keyring = Keyring(shelf, masters)
    stack.push_async_callback(keyring.aclose)
    await keyring.pepper()  # made at the first start, so that no call has to
    folder = Path(settings.data.folder) / AUDIT
    audit = await FileAudit.open(folder, checkpoints_folder(settings), await keyring.signing(), _now)
    stack.push_async_callback(audit.aclose)
    cabinet = Cabinet(
        store, keyring, audit, rules, Policy(text.dated, text.sha256), _now, lambda what: emit(KeepingTroubled(what))
    )
    return cabinet, (*await store.findings(), *_findings(settings))


async def _store(settings: Settings, stack: AsyncExitStack) -> tuple[Store, Shelf]:
    """The rows and the wrapped keys; whatever is open is closed with `stack`."""
    rows: Store
    if settings.privacy.store == "redis":  # loaded where it is used: it takes 20 MB and 0.2 s
        rows, shelf = await import_module("gateway.shared").open_shared(settings)
        stack.push_async_callback(rows.aclose)
        return rows, shelf
    folder = Path(settings.data.folder)
    rows = await SqliteStore.open(folder)
    stack.push_async_callback(rows.aclose)
    return rows, await SqliteShelf.open(folder)


def _masters(settings: Settings) -> MasterKeys:
    return from_environment(os.environ) or from_file(key_file(settings), make=True)


def _findings(settings: Settings) -> tuple[Finding, ...]:
    """What about the places of files weakens a promise."""
    data = Path(settings.data.folder).resolve()
    found = []
    if key_file(settings).resolve().is_relative_to(data) and not from_environment(os.environ):
        sentence = "the master key lies in the data folder, whose copies it should not be in: set privacy.key_file"
        found.append(Finding(Level.ERROR, "key-beside-data", sentence))
    if checkpoints_folder(settings).resolve().is_relative_to(data):
        sentence = "the audit's checkpoints lie in the data folder: set privacy.audit_checkpoints to another place"
        found.append(Finding(Level.WARNING, "checkpoints-beside-data", sentence))
    return tuple(found)


def _sentence(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"the files of keeping cannot be used: {problem.strerror}"
    return f"{problem} (privacy.keep = false starts without keeping)"


def _now() -> int:
    return int(time.time())
