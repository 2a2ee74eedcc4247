"""The audit: what it takes, what it survives, and that no change of it goes unseen."""

import asyncio
import json
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.audit.api import Action, AuditAway, Entry
from privacy.audit.chain import read_alone
from privacy.audit.file import LOG, FileAudit, checkpoints_name
from privacy.audit.verify import Verdict, verify
from privacy.declared.terms import Purpose

KEY = Ed25519PrivateKey.generate()
CHECKPOINTS = checkpoints_name(KEY.public_key())
READ = Entry(Action.CONTENT_READ, "0a1b2c3d", Purpose.SUPPORT, "feedfeed", "cafecafe", "transcript")


@asynccontextmanager
async def audit(folder: Path) -> AsyncIterator[FileAudit]:
    opened = await FileAudit.open(folder / "a", folder / "b", KEY, lambda: 1_800_000_000)
    try:
        yield opened
    finally:
        await opened.aclose()


async def written(folder: Path, lines: int = 30) -> tuple[Path, Path]:
    """An audit of some lines: its log and its checkpoints."""
    async with audit(folder) as log:
        for number in range(lines):
            await log.note(Entry(Action.CONTENT_READ, "0a1b2c3d", Purpose.SUPPORT, detail=str(number)))
    return folder / "a" / LOG, folder / "b" / CHECKPOINTS


def judged(log: Path, checkpoints: Path) -> Verdict:
    return verify(log.read_bytes(), checkpoints.read_bytes(), KEY.public_key())


async def test_each_entry_is_one_line_and_the_chain_goes_on_after_a_restart(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 3)
    async with audit(tmp_path) as again:
        await again.note(READ)
    assert judged(log, checkpoints) == Verdict(4)
    last = json.loads(log.read_text().splitlines()[-1])
    assert (last["action"], last["purpose"], last["subject"]) == ("content-read", "support", "feedfeed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "Ada Lovelace"},
        {"actor": "ada@example.org"},
        {"subject": "+4512345678"},
        {"call": "call of Ada"},
        {"detail": "Asked by Ada"},
        {"detail": "x" * 65},
        {"detail": "a\nb"},
    ],
)
def test_nothing_that_names_a_person_fits_in_an_entry(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="closed word") as raised:
        Entry(**{"action": Action.DENIED, **wrong})  # type: ignore[arg-type]
    assert next(iter(wrong.values())) not in str(raised.value)


async def test_any_flipped_byte_is_found_where_it_is(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 6)
    whole = log.read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 0x01
        verdict = verify(bytes(changed), checkpoints.read_bytes(), KEY.public_key())
        line = whole[:at].count(b"\n") + 1
        assert not verdict.whole
        assert verdict.lines == line - 1, verdict


async def test_a_flipped_byte_of_the_checkpoints_is_found(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 4)
    whole = checkpoints.read_bytes()
    for at in range(0, len(whole), 11):
        changed = bytearray(whole)
        changed[at] ^= 0x01
        assert "checkpoint" in verify(log.read_bytes(), bytes(changed), KEY.public_key()).fault


@pytest.mark.parametrize(
    ("tamper", "lines", "fault"),
    [
        (lambda lines: lines[:-10], 20, "lines 21 to 30 are missing"),
        (lambda lines: lines[:-1], 29, "lines 30 to 30 are missing"),
        (lambda lines: [*lines[:12], *lines[13:]], 12, "line 13 has number 14"),
        (lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]], 4, "line 5 has number 6"),
        (lambda lines: [*lines, lines[-1]], 30, "line 31 has number 30"),
        (lambda lines: [], 0, "lines 1 to 30 are missing"),
    ],
)
async def test_dropped_doubled_and_swapped_lines_are_named(
    tmp_path: Path, tamper: object, lines: int, fault: str
) -> None:
    log, checkpoints = await written(tmp_path)
    assert callable(tamper)
    log.write_bytes(b"".join(tamper(log.read_bytes().splitlines(keepends=True))))
    verdict = judged(log, checkpoints)
    assert (verdict.lines, verdict.fault[: len(fault)]) == (lines, fault)


async def test_a_chain_made_anew_from_the_beginning_is_not_the_one_that_was_signed(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path / "true", 5)
    forged, _ = await written(tmp_path / "forged", 4)
    async with audit(tmp_path / "forged") as other:
        await other.note(READ)
    verdict = verify(forged.read_bytes(), checkpoints.read_bytes(), KEY.public_key())
    assert verdict == Verdict(4, "line 5 is not the one that was signed")
    assert judged(log, checkpoints).whole


async def test_a_witness_finds_out_older_copies_of_both_files(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 6)
    seen = read_alone(log.read_bytes().splitlines()[4])[0]
    key = KEY.public_key()
    assert verify(log.read_bytes(), checkpoints.read_bytes(), key, seen).whole
    for path in (log, checkpoints):
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:4]))
    assert judged(log, checkpoints).whole
    told = Verdict(4, "line 5 is not the one that a witness saw")
    assert verify(log.read_bytes(), checkpoints.read_bytes(), key, seen) == told
    async with audit(tmp_path) as again:
        await again.note(READ)
    assert verify(log.read_bytes(), checkpoints.read_bytes(), key, seen) == told


async def test_another_key_signs_nothing_of_ours(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 2)
    other = Ed25519PrivateKey.generate().public_key()
    assert verify(log.read_bytes(), checkpoints.read_bytes(), other).fault.startswith("checkpoint 1 is not signed")


async def test_lines_without_a_signature_are_not_believed(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 6)
    signed = checkpoints.read_bytes().splitlines(keepends=True)
    assert verify(log.read_bytes(), b"".join(signed[:3]), KEY.public_key()).fault == "lines 5 to 6 were never signed"
    missing = b"".join([signed[0], *signed[2:]])
    assert verify(log.read_bytes(), missing, KEY.public_key()).fault.startswith("checkpoint 2 is missing")


@pytest.mark.parametrize("cut", [1, 40])
async def test_a_crash_in_the_middle_of_a_line_loses_nothing_that_was_acknowledged(tmp_path: Path, cut: int) -> None:
    log, checkpoints = await written(tmp_path, 3)
    acknowledged, signed = log.read_bytes(), checkpoints.read_bytes()
    async with audit(tmp_path) as more:
        await more.note(READ)
    log.write_bytes(log.read_bytes()[: len(acknowledged) + cut])
    checkpoints.write_bytes(signed)
    assert judged(log, checkpoints) == Verdict(3, remark="a line was cut off by a crash")
    async with audit(tmp_path) as again:
        await again.note(READ)
    assert judged(log, checkpoints) == Verdict(4)


async def test_a_crash_between_line_and_checkpoint_is_mended_at_the_next_start(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 3)
    signed = checkpoints.read_bytes().splitlines(keepends=True)
    checkpoints.write_bytes(b"".join(signed[:2]))
    assert judged(log, checkpoints) == Verdict(3, remark="the last line is not signed")
    async with audit(tmp_path):
        pass
    assert judged(log, checkpoints) == Verdict(3)


async def test_what_was_changed_is_not_written_on(tmp_path: Path) -> None:
    log, _ = await written(tmp_path, 3)
    log.write_bytes(log.read_bytes().replace(b"content-read", b"content-rsad"))
    with pytest.raises(AuditAway, match="audit verify"):
        await FileAudit.open(tmp_path / "a", tmp_path / "b", KEY, lambda: 0)


@pytest.mark.parametrize("lines", [20, 0])
async def test_an_older_copy_in_its_place_is_named_and_not_written_on(tmp_path: Path, lines: int) -> None:
    log, checkpoints = await written(tmp_path)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:lines]))
    assert judged(log, checkpoints) == Verdict(
        lines, f"lines {lines + 1} to 30 are missing: they were signed, and are not there any more"
    )
    with pytest.raises(AuditAway, match=f"line {lines}, and 30 were signed"):
        await FileAudit.open(tmp_path / "a", tmp_path / "b", KEY, lambda: 0)


async def test_a_line_cut_by_hand_is_no_crash(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 3)
    log.write_bytes(log.read_bytes()[:-40])
    assert judged(log, checkpoints).fault.startswith("lines 3 to 3 are missing")
    with pytest.raises(AuditAway, match="3 were signed"):
        await FileAudit.open(tmp_path / "a", tmp_path / "b", KEY, lambda: 0)


async def test_lines_that_others_added_are_not_signed_after_them(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 3)
    signed = checkpoints.read_bytes().splitlines(keepends=True)
    checkpoints.write_bytes(signed[0])
    assert judged(log, checkpoints).fault == "lines 3 to 3 were never signed"
    with pytest.raises(AuditAway, match="from 3 on that were never signed"):
        await FileAudit.open(tmp_path / "a", tmp_path / "b", KEY, lambda: 0)


async def test_another_line_than_the_one_that_was_signed_is_not_written_on(tmp_path: Path) -> None:
    log, _ = await written(tmp_path / "true", 2)
    async with audit(tmp_path / "forged") as other:
        await other.note(READ)
        await other.note(READ)
    log.write_bytes((tmp_path / "forged" / "a" / LOG).read_bytes())
    with pytest.raises(AuditAway, match="another line 2 than the one that was signed"):
        await FileAudit.open(tmp_path / "true" / "a", tmp_path / "true" / "b", KEY, lambda: 0)


async def test_a_long_audit_is_gone_on_with_like_a_short_one(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 120)  # longer than what is read of its end
    async with audit(tmp_path) as again:
        await again.note(READ)
    checkpoints.write_bytes(b"".join(checkpoints.read_bytes().splitlines(keepends=True)[:-1]))
    async with audit(tmp_path) as again:
        await again.note(READ)
    assert judged(log, checkpoints) == Verdict(122)


async def test_a_line_that_another_process_died_in_is_no_part_of_the_next(tmp_path: Path) -> None:
    log, checkpoints = await written(tmp_path, 2)
    async with audit(tmp_path) as living:
        with log.open("ab") as dying:
            dying.write(b'{"n":3,"at_s":')
        await living.note(READ)
        await living.note(READ)
    assert judged(log, checkpoints) == Verdict(4)


@pytest.mark.parametrize("room", [0, 100])
async def test_an_audit_that_cannot_be_written_says_so_and_goes_on_when_it_can(tmp_path: Path, room: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with audit(tmp_path) as log:
        await log.note(READ)
        size = (tmp_path / "a" / LOG).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, before[1]))
        try:
            with pytest.raises(AuditAway, match="cannot be written: File too large"):
                await log.note(READ)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        await log.note(READ)
    assert judged(tmp_path / "a" / LOG, tmp_path / "b" / CHECKPOINTS) == Verdict(2)


async def test_two_processes_of_one_box_write_one_chain(tmp_path: Path) -> None:
    async with audit(tmp_path) as one, audit(tmp_path) as other:
        for _ in range(10):
            await one.note(READ)
            await other.note(READ)
        await asyncio.gather(*(each.note(READ) for each in (one, other) * 5))
    assert judged(tmp_path / "a" / LOG, tmp_path / "b" / CHECKPOINTS) == Verdict(30)


async def test_a_closed_audit_takes_nothing(tmp_path: Path) -> None:
    async with audit(tmp_path) as log:
        pass
    with pytest.raises(AuditAway, match="closed"):
        await log.note(READ)


async def test_its_files_are_ours_alone(tmp_path: Path) -> None:
    for path in await written(tmp_path, 1):
        assert path.stat().st_mode & 0o077 == 0
