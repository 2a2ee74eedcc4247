"""One suite over every audit: in memory, in a file, in Redis."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.audit.api import Action, Audit, AuditAway, Entry
from privacy.audit.chain import Head, read_line
from privacy.audit.fake import MemoryAudit
from privacy.audit.file import LOG, FileAudit
from privacy.audit.redis import RedisAudit
from privacy.declared.terms import Purpose
from privacy.store.redis_link import RedisSettings
from tests.privacy.store.redis_server import redis_server

KEY = Ed25519PrivateKey.generate()


def numbered(number: int) -> Entry:
    return Entry(Action.CONTENT_READ, "0a1b2c3d", Purpose.SUPPORT, "feedfeed", "cafecafe", str(number))


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with redis_server(tmp_path_factory.mktemp("redis"), "--appendonly", "yes") as port:
        yield port


@pytest.fixture(params=["memory", "file", "redis"])
async def audit(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Audit]:
    made: Audit
    if request.param == "memory":
        made = MemoryAudit()
    elif request.param == "file":
        made = await FileAudit.open(tmp_path / "a", tmp_path / "b", KEY, lambda: 1)
    else:
        port = request.getfixturevalue("redis_port")
        settings = RedisSettings(f"redis://127.0.0.1:{port}", prefix=f"{tmp_path.name}:")
        made = await RedisAudit.open(settings, tmp_path / "b", KEY, lambda: 1)
    yield made
    await made.aclose()


async def details(audit: Audit, folder: Path) -> list[str]:
    """What was noted, in order, after a look at the whole chain."""
    if isinstance(audit, MemoryAudit):
        return [each.detail for each in audit.entries]
    content = await audit.log() if isinstance(audit, RedisAudit) else (folder / "a" / LOG).read_bytes()
    head, found = Head(), []
    for line in content.splitlines():
        head = read_line(line, head)
        found.append(line.decode().split('"detail":"')[1].split('"')[0])
    return found


async def test_entries_are_there_in_order(audit: Audit, tmp_path: Path) -> None:
    for number in range(5):
        await audit.note(numbered(number))
    assert await details(audit, tmp_path) == ["0", "1", "2", "3", "4"]


async def test_many_at_once_are_all_there_once(audit: Audit, tmp_path: Path) -> None:
    await asyncio.gather(*(audit.note(numbered(number)) for number in range(40)))
    assert sorted(map(int, await details(audit, tmp_path))) == list(range(40))


async def test_what_is_closed_takes_nothing_and_may_be_closed_again(audit: Audit) -> None:
    await audit.aclose()
    await audit.aclose()
    with pytest.raises(AuditAway, match="closed"):
        await audit.note(numbered(1))
