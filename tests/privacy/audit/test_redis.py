"""The audit in Redis: several boxes, one chain; what is changed, dropped or added is named."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from redis import Redis

from privacy.audit.api import Action, AuditAway, Entry
from privacy.audit.file import checkpoints_name
from privacy.audit.redis import RedisAudit
from privacy.audit.verify import Verdict, verify_shared
from privacy.store.redis_link import RedisSettings
from tests.privacy.store.redis_server import redis_server

KEY = Ed25519PrivateKey.generate()
READ = Entry(Action.CONTENT_READ, "0a1b2c3d")
NAME = checkpoints_name(KEY.public_key())


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with redis_server(tmp_path, "--appendonly", "yes") as port:
        yield port


async def box(port: int, second: Path) -> RedisAudit:
    return await RedisAudit.open(RedisSettings(f"redis://127.0.0.1:{port}"), second, KEY, lambda: 1)


async def written(port: int, folder: Path) -> tuple[bytes, list[bytes]]:
    """The log of two boxes that wrote at the same time, and the checkpoints of each."""
    places = [folder / "one", folder / "other"]
    boxes = [await box(port, place) for place in places]
    await asyncio.gather(*(each.note(READ) for each in boxes * 10))
    log = await boxes[0].log()
    for each in boxes:
        await each.aclose()
    return log, [(place / NAME).read_bytes() for place in places]


async def test_two_boxes_write_one_chain(port: int, tmp_path: Path) -> None:
    log, signed = await written(port, tmp_path)
    assert verify_shared(log, signed, KEY.public_key()) == Verdict(20)
    assert [content.count(b"\n") for content in signed] == [10, 10]


async def test_each_change_is_named(port: int, tmp_path: Path) -> None:
    log, signed = await written(port, tmp_path)
    lines = log.splitlines(keepends=True)
    for tampered, fault in (
        (lines[:10], "lines 11 to 20 are missing"),
        ([*lines[:4], *lines[5:]], "line 5 has number 6"),
        ([*lines[:4], lines[4].replace(b"content-read", b"content-rsad"), *lines[5:]], "line 5 was changed"),
        ([*lines, lines[-1]], "line 21 has number 20"),
        ([*lines[:19], lines[19][:-30]], "line 20 is not in the form"),
    ):
        verdict = verify_shared(b"".join(tampered), signed, KEY.public_key())
        assert verdict.fault.startswith(fault), verdict


async def test_checkpoints_of_one_box_alone_prove_the_lines_of_both(port: int, tmp_path: Path) -> None:
    log, signed = await written(port, tmp_path)
    lines = log.splitlines(keepends=True)
    last = max(signed, key=lambda each: int(each.splitlines()[-1].split(b":")[1].split(b",")[0]))
    changed = b"".join([lines[0].replace(b"content-read", b"content-rsad"), *lines[1:]])
    assert verify_shared(log, [last], KEY.public_key()).whole
    assert not verify_shared(changed, [last], KEY.public_key()).whole


async def test_unsigned_lines_are_believed_one_a_box_and_no_more(port: int, tmp_path: Path) -> None:
    log, signed = await written(port, tmp_path)
    one = await box(port, tmp_path / "third")
    for _ in range(3):
        await one.note(READ)
    longer = await one.log()
    await one.aclose()
    assert verify_shared(longer, signed, KEY.public_key()).fault == "lines 21 to 23 were never signed"
    two_more = b"".join(longer.splitlines(keepends=True)[:22])
    assert verify_shared(two_more, signed, KEY.public_key()).remark == "the last lines are not signed yet"
    assert verify_shared(log, [signed[0], signed[1] + signed[1]], KEY.public_key()).fault.startswith("checkpoint 11 of")
    other = Ed25519PrivateKey.generate().public_key()
    assert verify_shared(log, signed, other).fault.startswith("checkpoint 1 of box 1 is not signed")


async def test_a_line_that_was_pushed_in_is_named(port: int, tmp_path: Path) -> None:
    await written(port, tmp_path)
    with Redis(port=port) as intruder:
        intruder.xadd("sottovoce:audit", {"line": b'{"n":21}\n'})
    again = await box(port, tmp_path / "one")
    await again.note(READ)
    log = await again.log()
    await again.aclose()
    signed = [(tmp_path / each / NAME).read_bytes() for each in ("one", "other")]
    assert verify_shared(log, signed, KEY.public_key()).fault == "line 21 is not in the form of the audit"


async def test_without_redis_it_says_so_and_nothing_is_acknowledged(tmp_path: Path) -> None:
    with redis_server(tmp_path) as port:
        audit = await box(port, tmp_path / "b")
        await audit.note(READ)
    with pytest.raises(AuditAway, match="cannot be written: Redis cannot be reached"):
        await audit.note(READ)
    with pytest.raises(AuditAway, match="cannot be read"):
        await audit.log()
    await audit.aclose()
    with pytest.raises(AuditAway, match="cannot be opened"):
        await box(port, tmp_path / "b")


async def test_a_second_place_that_is_full_is_told(port: int, tmp_path: Path) -> None:
    audit = await box(port, tmp_path / "b")
    good = audit._checkpoints
    with Path("/dev/full").open("r+b", buffering=0) as full:  # noqa: ASYNC230 - a device that never waits
        audit._checkpoints = full
        with pytest.raises(AuditAway, match="cannot be signed"):
            await audit.note(READ)
    audit._checkpoints = good
    await audit.note(READ)
    signed = [(tmp_path / "b" / NAME).read_bytes()]
    assert verify_shared(await audit.log(), signed, KEY.public_key()) == Verdict(2)
    await audit.aclose()
