"""One person erased among a thousand: nothing of them is left, nothing of the others is touched, whatever happens."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from privacy.audit.file import LOG, checkpoints_name
from privacy.audit.verify import verify
from privacy.declared.rows import Hold, Utterance
from privacy.erasure.erase import Held
from privacy.keys.errors import KeyGone
from privacy.store.codec import from_row, to_row
from tests.privacy.erasure.town import NOW_S, Town, person, town

ADA, BOB = person(7), person(8)
KINDS = ("subject", "alias", "call", "utterance")


async def others(opened: Town, erased: str = ADA) -> list[object]:
    """Every row that is not the erased person's, bytes included."""
    rows = [row for kind in KINDS for row in await opened.store.all(kind)]
    return [row for row in rows if row.clear.get("subject") != erased]


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_nothing_is_left_of_one_and_nothing_of_the_others_is_touched(tmp_path: Path) -> None:
    async with town(tmp_path) as opened:
        for number in range(1000):
            await opened.settle(person(number))
        before = await others(opened)
        sealed = [row.sealed for row in await opened.store.find("utterance", "subject", ADA)]
        erased = await opened.eraser.erase_subject(ADA)
        assert (erased.rows, erased.scrubbed) == (4, True)
        assert await others(opened) == before
        for kind in KINDS:
            assert not await opened.store.find(kind, "subject", ADA)
        key = (await opened.keyring.signing()).public_key()
        log, checkpoints = tmp_path / "audit" / LOG, tmp_path / "elsewhere" / checkpoints_name(key)
        assert verify(log.read_bytes(), checkpoints.read_bytes(), key).whole
    found = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    assert ADA.encode() not in found and sealed[0] not in found
    assert BOB.encode() in found


async def test_a_backup_from_before_reads_nothing_of_who_was_erased_since(tmp_path: Path) -> None:
    house, backup = tmp_path / "house", tmp_path / "backup"
    async with town(house) as opened:
        await opened.settle(ADA)
        await opened.settle(BOB)
    shutil.copytree(house, backup)
    async with town(house) as opened:
        await opened.eraser.erase_subject(ADA)
    shutil.copy(backup / "store.db", house / "store.db")
    async with town(house) as restored:
        (row,) = await restored.store.find("utterance", "subject", ADA)
        with pytest.raises(KeyGone):
            await restored.keyring.cipher(ADA)
        assert await restored.replay() == 4
        assert not await restored.store.find("utterance", "subject", ADA)
        (kept,) = await restored.store.find("utterance", "subject", BOB)
        assert "word" in str(from_row(kept, Utterance, await restored.keyring.cipher(BOB)).text)
    assert row.sealed not in bytes_of(house)


async def test_even_a_backup_of_the_keys_does_not_bring_anybody_back(tmp_path: Path) -> None:
    house, backup = tmp_path / "house", tmp_path / "backup"
    async with town(house) as opened:
        await opened.settle(ADA)
        await opened.settle(BOB)
    shutil.copytree(house, backup)
    async with town(house) as opened:
        await opened.eraser.erase_subject(ADA)
    for name in ("store.db", "keys.db"):
        shutil.copy(backup / name, house / name)
    async with town(house) as restored:
        assert await restored.replay() == 4
        assert await restored.store.subjects() == {BOB}
        assert await restored.keyring.subjects() == {BOB}


@pytest.mark.parametrize("step", range(13))
async def test_killed_at_any_moment_it_is_finished_at_the_next_start(tmp_path: Path, step: int) -> None:
    """Held? audit, key, its bytes, rows, their bytes: killed before and behind each of the six, and not at all."""
    async with town(tmp_path) as opened:
        await opened.settle(ADA)
        await opened.settle(BOB)
        (row,) = await opened.store.find("utterance", "subject", ADA)
    command = [sys.executable, "-m", "tests.privacy.erasure.town", str(tmp_path), ADA, str(step)]
    eraser = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: ASYNC221 - nothing else runs
    assert eraser.returncode == (0 if step == 12 else -signal.SIGKILL)
    assert eraser.stdout == ("erased\n" if step == 12 else "")
    begun = ADA.encode() in (tmp_path / "audit" / LOG).read_bytes()
    assert begun is (step > 2), "from the line in the audit on"
    async with town(tmp_path) as opened:
        await opened.replay()
        left = await opened.store.subjects()
        assert left == ({BOB} if begun else {ADA, BOB})
        assert await opened.keyring.subjects() == left, "never half"
        assert len(await opened.store.find("utterance", "subject", BOB)) == 1
    assert (row.sealed in bytes_of(tmp_path)) is not begun


async def test_one_call_is_erased_and_stays_so(tmp_path: Path) -> None:
    async with town(tmp_path) as opened:
        await opened.settle(ADA)
    backup = (tmp_path / "store.db").read_bytes()
    async with town(tmp_path) as opened:
        assert (await opened.eraser.erase_call(f"ca{ADA}")).rows == 2
        assert await opened.store.subjects() == {ADA}
    (tmp_path / "store.db").write_bytes(backup)
    async with town(tmp_path) as restored:
        assert await restored.replay() == 2
        assert not await restored.store.find("utterance", "subject", ADA)


async def test_erasing_twice_is_erasing_once(tmp_path: Path) -> None:
    async with town(tmp_path) as opened:
        await opened.settle(ADA)
        assert (await opened.eraser.erase_subject(ADA)).rows == 4
        assert (await opened.eraser.erase_subject(ADA)).rows == 0
        assert await opened.replay() == 0


@pytest.mark.parametrize(("due_s", "held"), [(NOW_S + 1, True), (NOW_S, False)])
async def test_a_legal_hold_forbids_it_until_it_ends(tmp_path: Path, due_s: int, held: bool) -> None:
    async with town(tmp_path) as opened:
        await opened.settle(ADA)
        hold = Hold("ab" * 16, ADA, NOW_S - 5, due_s, "cd" * 16, "case 7")
        await opened.store.write([to_row(hold, await opened.keyring.house())])
        if held:
            for erase, what in ((opened.eraser.erase_subject, ADA), (opened.eraser.erase_call, f"ca{ADA}")):
                with pytest.raises(Held, match="legal hold"):
                    await erase(what)
            assert await opened.store.subjects() == {ADA}
        else:
            await opened.eraser.erase_subject(ADA)
            assert not await opened.store.subjects()
