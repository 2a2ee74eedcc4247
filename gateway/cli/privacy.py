"""`sottovoce privacy`: what is kept, why and until when; the policy, the records, erasure, the audit."""

import argparse
import asyncio
import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.errors import InputUnusable, KeepingUnusable
from gateway.office import asked_here, desk_of
from gateway.safe import AUDIT, Safe, open_keys, open_safe, wishes
from gateway.settings.load import Loaded
from gateway.settings.schema import Settings
from gateway.terms import checkpoints_folder, facts_of, rules_of
from privacy.audit.api import AuditAway
from privacy.audit.file import LOG, checkpoints_name
from privacy.audit.verify import verify
from privacy.declared.record import records
from privacy.declared.rows import Request
from privacy.declared.terms import Region, Unwanted
from privacy.documents.assessment import assessment
from privacy.documents.policy import policy
from privacy.erasure.erase import Held
from privacy.keys.errors import KeyProblem
from privacy.keys.identifiers import Identifier, Means, alias_of
from privacy.keys.reference import references_in
from privacy.requests.api import Right, State
from privacy.requests.listing import listing
from privacy.retention.sweep import Sweeper
from privacy.store.errors import StoreError

Job = Callable[[Any, argparse.Namespace], Awaitable[list[str]]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    todo = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def command(name: str, summary: str, job: Job) -> argparse.ArgumentParser:
        made = todo.add_parser(name, help=summary, description=summary)
        made.set_defaults(job=job)
        return made

    status = command("status", "what is kept, by reason, and what about the store should be mended", _status)
    status.add_argument("--json", action="store_true", help="print JSON, for a script")
    command("policy", "the policy as it is in force, with its hash", _policy)
    command("assessment", "the impact assessment: what is done, what may go wrong, what is open", _assessment)
    command("records", "the record of processing: every field that may be stored, and why", _records)
    command("sweep", "delete what has expired, now", _sweep)
    erase = command("erase", "delete a person, or one call, for good", _erase)
    _add_who(erase, "deletes")
    export = command("export", "a copy of what is kept of a person, or of one call, as a zip", _export)
    _add_who(export, "copies")
    export.add_argument("--out", metavar="FILE", type=Path, required=True, help="where to write the zip")
    command("requests", "what people asked for by right and nobody has answered yet", _requests)
    wish = command("wish", "what somebody does not want, heeded when they call again", _wish)
    wish.add_argument("--number", metavar="NUMBER", required=True, help="the number they call from")
    wish.add_argument("--no-machine", action="store_true", help="not to be served by a machine")
    wish.add_argument("--take-back", action="store_true", help="they changed their mind")
    audit = todo.add_parser("audit", help="the audit of every act", description="The audit of every act.")
    check = audit.add_subparsers(metavar="WHAT", required=True)
    verified = check.add_parser("verify", help="whether the audit is whole, and where it is not")
    verified.set_defaults(job=_verify)


def _add_who(parser: argparse.ArgumentParser, does: str) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--code", metavar="WORDS", help=f"the reference code the caller was told; {does} that call")
    who.add_argument("--number", metavar="NUMBER", help=f"the number they call from; {does} all that is kept of them")
    who.add_argument("--sip-uri", metavar="URI", help=f"the address they call from; {does} all that is kept of them")
    parser.add_argument("--whole", action="store_true", help="with --code: all that is kept of that person")


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    given.settings = loaded.settings
    needs_safe = given.job not in (_policy, _records)
    if needs_safe and loaded.settings.privacy.keep and not Path(loaded.settings.data.folder).is_dir():
        raise KeepingUnusable(
            f"there is no data folder {loaded.settings.data.folder}: start 'sottovoce serve', or name it with --config"
        )
    lines = asyncio.run(_with_safe(given, loaded.settings) if needs_safe else given.job(None, given))
    for line in lines:
        print(line)
    return int(getattr(given, "found_fault", False))


async def _with_safe(given: argparse.Namespace, settings: Settings) -> list[str]:
    """The job's lines. Raises `KeepingUnusable`."""
    if not settings.privacy.keep:
        return ["privacy.keep is false: nothing is kept, so there is nothing to do."]
    job: Job = given.job
    try:
        if job is _verify:  # which has to work on an audit that is not whole
            return await _verify(None, given)
        async with open_safe(settings, lambda _: None) as safe:
            return await job(safe, given)
    except (StoreError, KeyProblem, AuditAway) as problem:
        raise KeepingUnusable(str(problem)) from None


async def _status(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    store, now_s = safe.cabinet.store, safe.cabinet.now()
    grants = [row for row in await store.all("grant") if int(row.clear["due_s"] or 0) > now_s]
    reasons = Counter(f"{row.clear['data_class']} for {row.clear['flag']} ({row.clear['basis']})" for row in grants)
    kept = {
        "people": len(await store.subjects()),
        "calls": len({row.clear["call"] for row in grants}),
        "reasons": dict(sorted(reasons.items())),
        "holds": len(await store.all("hold")),
        "findings": [asdict(each) | {"level": each.level.value} for each in safe.findings],
    }
    if given.json:
        return [json.dumps(kept)]
    lines = [f"{kept['people']} people, {kept['calls']} calls, {kept['holds']} legal holds."]
    lines += [f"  {count} × {reason}" for reason, count in sorted(reasons.items())]
    lines += [f"{each.level.value}: {each.sentence}" for each in safe.findings]
    return lines


async def _policy(_: Safe | None, given: argparse.Namespace) -> list[str]:
    text = policy(facts_of(given.settings))
    return [text.markdown, f"sha256 {text.sha256}"]


async def _assessment(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    today = datetime.fromtimestamp(safe.cabinet.now(), UTC).strftime("%Y-%m-%d")
    return [assessment(facts_of(given.settings), safe.findings, today).markdown]


async def _records(_: Safe | None, given: argparse.Namespace) -> list[str]:
    return [records()]


async def _sweep(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    cabinet = safe.cabinet
    done = await Sweeper(cabinet.store, cabinet.keyring, cabinet.audit, rules_of(given.settings), cabinet.now).sweep()
    lines = [f"Deleted: {done.calls} calls, {done.rows} rows, {done.subjects} people."]
    if done.statistics:
        lines.append(f"Counted before they went: {done.statistics} groups of ten people or more.")
    if done.held:
        lines.append(f"A legal hold keeps {done.held} grants from going.")
    if not done.scrubbed:
        lines.append("Somebody read the database just then: run it again, so that the deleted bytes go too.")
    return lines


async def _found(safe: Safe, given: argparse.Namespace) -> tuple[str, str | None]:
    """Whose data is meant, and which call of theirs; None for everything. Raises `InputUnusable`."""
    assert safe.cabinet
    alias = alias_of(await safe.cabinet.keyring.pepper(), _identifier(given))
    row = await safe.cabinet.store.get("alias", alias)
    if row is None:
        raise InputUnusable("nothing is kept under that: it was deleted, has expired, or never was")
    call = row.clear["call"] if given.code and not given.whole else None
    return str(row.clear["subject"]), str(call) if call else None


async def _erase(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.eraser
    subject, call = await _found(safe, given)
    try:
        done = await (safe.eraser.erase_call(call) if call else safe.eraser.erase_subject(subject))
    except Held as held:
        raise InputUnusable(str(held)) from None
    return [f"Deleted: {done.rows} rows.", *([] if done.scrubbed else ["Run 'sottovoce privacy sweep' for the rest."])]


async def _export(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    subject, call = await _found(safe, given)

    async def deliver(_: Request, content: bytes) -> None:
        _write_own(given.out, content)

    desk = desk_of(given.settings, safe.cabinet, deliver)
    made = await desk.make(asked_here(given.settings, Right.COPY, subject, call))
    done = await desk.carry_out(made.request)
    if done.state != State.DONE.value:
        raise InputUnusable(f"there is no copy: {done.why}")
    return [f"Written to {given.out}; give it to nobody but who it is about."]


async def _requests(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    desk = desk_of(given.settings, safe.cabinet, _nowhere)
    return listing(await desk.waiting(), safe.cabinet.now())


async def _wish(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    asked, kept = [Identifier(Means.NUMBER, given.number)], wishes(safe.cabinet)
    if given.no_machine:
        subject = await kept.person(asked, Region(given.settings.privacy.region))
        assert subject
        if given.take_back:
            await kept.drop(subject, Unwanted.MACHINE)
        else:
            desk = desk_of(given.settings, safe.cabinet, _nowhere)
            made = await desk.make(asked_here(given.settings, Right.NO_MACHINE, subject))
            await desk.carry_out(made.request)
    standing = sorted(each.value for each in await kept.standing(asked))
    return [f"They do not want: {', '.join(standing)}." if standing else "They have asked for nothing."]


async def _nowhere(_: Request, content: bytes) -> None:
    raise InputUnusable("an export is asked for with 'sottovoce privacy export'")


def _write_own(path: Path, content: bytes) -> None:
    """A new file that is ours alone."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        raise InputUnusable(f"{path}: {error.strerror}") from None


def _identifier(given: argparse.Namespace) -> Identifier:
    if given.number:
        return Identifier(Means.NUMBER, given.number)
    if given.sip_uri:
        return Identifier(Means.SIP_URI, given.sip_uri)
    codes = references_in(given.code)
    if len(codes) != 1:
        raise InputUnusable("a reference code is five words, such as those the caller was told")
    return codes[0]


async def _verify(_: Safe | None, given: argparse.Namespace) -> list[str]:
    async with open_keys(given.settings) as keyring:
        key = (await keyring.signing()).public_key()
    log = _content(Path(given.settings.data.folder) / AUDIT / LOG)
    verdict = verify(log, _content(checkpoints_folder(given.settings) / checkpoints_name(key)), key)
    given.found_fault = not verdict.whole
    if not verdict.whole:
        return [f"The audit is not whole: {verdict.fault}.", f"The {verdict.lines} lines before are as they were."]
    return [f"The audit is whole: {verdict.lines} lines.", *([f"({verdict.remark})"] if verdict.remark else [])]


def _content(path: Path) -> bytes:
    """The file; nothing when it is not there, which the verdict then tells."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise KeepingUnusable(f"{path}: {error.strerror}") from None
