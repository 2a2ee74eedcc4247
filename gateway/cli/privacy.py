"""`sottovoce privacy`: what is kept, why and until when; the policy, the records, erasure, the audit."""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.errors import InputUnusable, KeepingUnusable
from gateway.safe import AUDIT, Safe, open_keys, open_safe, wishes
from gateway.settings.load import Loaded
from gateway.settings.schema import Settings
from gateway.terms import checkpoints_folder, facts_of, rules_of
from privacy.audit.api import AuditAway
from privacy.audit.file import LOG, checkpoints_name
from privacy.audit.verify import verify
from privacy.declared.record import records
from privacy.declared.terms import Region, Unwanted
from privacy.documents.assessment import assessment
from privacy.documents.policy import policy
from privacy.erasure.erase import Held
from privacy.keys.errors import KeyProblem
from privacy.keys.identifiers import Identifier, Means, alias_of
from privacy.keys.reference import references_in
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
    who = erase.add_mutually_exclusive_group(required=True)
    who.add_argument("--code", metavar="WORDS", help="the reference code the caller was told; deletes that call")
    who.add_argument("--number", metavar="NUMBER", help="the number they call from; deletes all that is kept of them")
    who.add_argument("--sip-uri", metavar="URI", help="the address they call from; deletes all that is kept of them")
    erase.add_argument("--whole", action="store_true", help="with --code: all that is kept of that person")
    wish = command("wish", "what somebody does not want, heeded when they call again", _wish)
    wish.add_argument("--number", metavar="NUMBER", required=True, help="the number they call from")
    wish.add_argument("--no-machine", action="store_true", help="not to be served by a machine")
    wish.add_argument("--take-back", action="store_true", help="they changed their mind")
    audit = todo.add_parser("audit", help="the audit of every act", description="The audit of every act.")
    check = audit.add_subparsers(metavar="WHAT", required=True)
    verified = check.add_parser("verify", help="whether the audit is whole, and where it is not")
    verified.set_defaults(job=_verify)


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


async def _erase(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet and safe.eraser
    alias = alias_of(await safe.cabinet.keyring.pepper(), _identifier(given))
    row = await safe.cabinet.store.get("alias", alias)
    if row is None:
        raise InputUnusable("nothing is kept under that: it was deleted, has expired, or never was")
    try:
        if given.code and not given.whole:
            done = await safe.eraser.erase_call(str(row.clear["call"]))
        else:
            done = await safe.eraser.erase_subject(str(row.clear["subject"]))
    except Held as held:
        raise InputUnusable(str(held)) from None
    return [f"Deleted: {done.rows} rows.", *([] if done.scrubbed else ["Run 'sottovoce privacy sweep' for the rest."])]


async def _wish(safe: Safe, given: argparse.Namespace) -> list[str]:
    assert safe.cabinet
    asked = [Identifier(Means.NUMBER, given.number)]
    kept = wishes(safe.cabinet)
    if given.no_machine:
        subject = await kept.person(asked, Region(given.settings.privacy.region))
        assert subject
        await (kept.drop if given.take_back else kept.add)(subject, Unwanted.MACHINE)
    standing = sorted(each.value for each in await kept.standing(asked))
    return [f"They do not want: {', '.join(standing)}." if standing else "They have asked for nothing."]


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
