"""What keeping costs: `python -m bench.store [--calls 100000]`.

Prints the time to store an utterance, to erase one person among many calls, to sweep as many expired ones, and what the
event loop felt of it. SQLite in a folder of its own, as the gateway opens it; every write is synced to the disk.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final, TypeVar

from privacy.api import RedactionSession
from privacy.audit.file import FileAudit
from privacy.declared.rows import Alias, Call, Grant, Subject, Utterance
from privacy.declared.terms import Basis, Channel, DataClass, Flag, OptIn, Region, Source, Speaker
from privacy.erasure.erase import Eraser
from privacy.keeping.api import Answer, Opening
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.grounds import Policy
from privacy.keeping.keeping import StoredKeeping
from privacy.keys.identifiers import Identifier, Means
from privacy.keys.keyring import Keyring
from privacy.keys.master import from_file
from privacy.keys.sqlite import SqliteShelf
from privacy.retention.calendar import DAY_S
from privacy.retention.rules import Rules
from privacy.retention.sweep import Sweeper
from privacy.store.api import SealedRow
from privacy.store.codec import Cipher, to_row
from privacy.store.sqlite import SqliteStore

NOW_S: Final = 1_795_500_000
CALLS_EACH: Final = 10  # calls of one person
LINES_EACH: Final = 3  # utterances of one call
UTTERANCES: Final = 500
Result = TypeVar("Result")


@dataclass
class House:
    """Everything behind keeping, on a clock that is set by hand."""

    store: SqliteStore
    keyring: Keyring
    audit: FileAudit
    now_s: int = NOW_S

    def now(self) -> int:
        return self.now_s

    @property
    def cabinet(self) -> Cabinet:
        policy = Policy("bench", "0" * 64)
        return Cabinet(self.store, self.keyring, self.audit, Rules(), policy, self.now, print)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        store = await SqliteStore.open(folder)
        stack.push_async_callback(store.aclose)
        keyring = Keyring(await SqliteShelf.open(folder), from_file(folder / "elsewhere" / "master.key", make=True))
        stack.push_async_callback(keyring.aclose)
        audit = await FileAudit.open(folder / "audit", folder / "elsewhere", await keyring.signing(), lambda: NOW_S)
        stack.push_async_callback(audit.aclose)
        yield House(store, keyring, audit)


async def settle(opened: House, calls: int) -> list[str]:
    """Keep so many calls, each expired a second from now; whose they are."""
    people, words = [], RedactionSession().redact("the line drops after a minute and nobody hears me")
    rows: list[SealedRow] = []
    for _ in range(calls // CALLS_EACH):
        subject = token_hex(16)
        cipher = await opened.keyring.fresh(subject)
        people.append(subject)
        kept: list[object] = [
            Subject(subject, Region.GDPR, account=False, known_s=NOW_S, due_s=None),
            Alias(token_hex(32), subject, None),
        ]
        for _ in range(CALLS_EACH):
            kept += _call(subject, words)
        rows += _sealed(kept, cipher)
        if len(rows) > 2_000:
            await opened.store.write(rows)
            rows.clear()
    await opened.store.write(rows)
    return people


def _call(subject: str, words: object) -> list[object]:
    call = token_hex(16)
    consent = (DataClass.CHAT, Flag.SUPPORT, Basis.CONSENT, Source.CONSENT, Region.GDPR)
    return [
        Alias(token_hex(32), subject, call),
        Call(call, subject, Channel.SIP, "en", Region.GDPR, NOW_S, NOW_S, "acorn maple tunnel copper violin"),
        Grant(call, subject, *consent, NOW_S, NOW_S + 1, ""),
        *(Utterance(call, subject, n, Speaker.CALLER, 1000 * n, words) for n in range(LINES_EACH)),  # type: ignore[arg-type]
    ]


def _sealed(rows: list[object], cipher: Cipher) -> list[SealedRow]:
    return [to_row(each, cipher) for each in rows]


async def stored_ms(opened: House) -> list[float]:
    """How long each utterance of a call took from being said to being durable."""
    opening = Opening(Channel.SIP, Region.GDPR, identifiers=(Identifier(Means.NUMBER, "+4512345678"),))
    file = StoredKeeping(opened.cabinet).open(token_hex(16), opening)
    await file.consent(OptIn.TRANSCRIPT, Answer(Channel.SIP, 0))
    words = RedactionSession().redact("the line drops after a minute and nobody hears me")
    took = []
    for at in range(UTTERANCES):
        began = time.perf_counter()
        file.add(Speaker.CALLER, at, words)
        await file.settled(10)
        took.append((time.perf_counter() - began) * 1000)
    await file.end([words] * UTTERANCES)
    return took


async def felt(work: Awaitable[Result]) -> tuple[Result, float, float]:
    """What `work` returns, its seconds, and by how many milliseconds the event loop was late meanwhile at worst."""
    late: list[float] = [0.0]
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            began = time.perf_counter()
            await asyncio.sleep(0.01)
            late.append((time.perf_counter() - began - 0.01) * 1000)

    watching = asyncio.create_task(watch())
    began = time.perf_counter()
    result = await work
    seconds = time.perf_counter() - began
    done.set()
    await watching
    return result, seconds, statistics.quantiles(late, n=100)[98] if len(late) > 1 else 0.0


async def measure(calls: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder)) as opened:
            people = await settle(opened, calls)
            took = sorted(await stored_ms(opened))
            _line(
                "an utterance stored, p50 / p95", f"{took[len(took) // 2]:.2f} / {took[len(took) * 95 // 100]:.2f} ms"
            )
            eraser = Eraser(opened.store, opened.keyring, opened.audit, opened.now)
            erased, seconds, late = await felt(eraser.erase_subject(people[0]))
            _line(f"one person erased among {calls:,} calls ({erased.rows} rows)", f"{seconds * 1000:.0f} ms", late)
            opened.now_s += 1
            await sweep(opened, "expired calls swept")
            opened.now_s += Rules().account_days * DAY_S
            await sweep(opened, "people forgotten after the days of grace")


async def sweep(opened: House, what: str) -> None:
    sweeper = Sweeper(opened.store, opened.keyring, opened.audit, Rules(), opened.now)
    swept, seconds, late = await felt(sweeper.sweep())
    _line(f"{swept.grants or swept.subjects:,} {what} ({swept.rows:,} rows)", f"{seconds:.1f} s", late)


def _line(what: str, figure: str, late_ms: float | None = None) -> None:
    lag = "" if late_ms is None else f"{late_ms:.1f} ms"
    print(f"| {what} | {figure} | {lag} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.store", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, default=100_000)
    asyncio.run(measure(parser.parse_args().calls))


if __name__ == "__main__":
    main()
