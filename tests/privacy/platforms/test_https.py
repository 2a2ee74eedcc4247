"""What a platform really gets over the wire, byte for byte, and what it may not do to us."""

import json
import ssl
from pathlib import Path

import pytest

from privacy.audit.fake import MemoryAudit
from privacy.platforms.api import PlatformAway, TransferRefused
from privacy.platforms.gate import PlatformGate
from privacy.platforms.https import HttpsTransport
from privacy.platforms.register import Register, from_mapping
from tests.privacy.platforms.agreed import FROM_S, UNTIL_S, agreed
from tests.privacy.platforms.server import OK, Platform, platform
from tests.privacy.platforms.test_gate import CANARIES, sending


def register(url: str, key_file: str = "") -> Register:
    """Whose entry leads to the test's own platform: its scheme and name are checked as any other's."""
    return from_mapping({"platform": {"model": agreed(url=url, key_file=key_file)}})


def gate(made: Platform, entries: Register, at_s: int = FROM_S) -> PlatformGate:
    transport = HttpsTransport(timeout_s=5.0, context=made.trusted)
    return PlatformGate(entries, transport, MemoryAudit(), lambda: at_s)


async def test_every_byte_on_the_wire_is_one_that_was_meant(tmp_path: Path) -> None:
    key = tmp_path / "model.key"
    key.write_text("k3y\n")
    key.chmod(0o600)
    with platform(tmp_path) as made:
        answer = await gate(made, register(made.url, str(key))).exchange("model", sending())
    assert answer == b'{"text":"ok"}'
    (request,) = made.received
    head, _, body = request.partition(b"\r\n\r\n")
    first, *headers = head.decode().split("\r\n")
    assert first == "POST /v1/answer HTTP/1.1"
    assert sorted(each.split(":")[0] for each in headers) == ["Authorization", "Content-Length", "Content-Type", "Host"]
    assert "Authorization: Bearer k3y" in headers
    assert len(json.loads(body)["turns"]) == 4
    assert not any(canary.encode() in request for canary in CANARIES)


async def test_without_an_agreement_nobody_is_even_connected_to(tmp_path: Path) -> None:
    with platform(tmp_path) as made:
        for entries, at_s in ((Register(), FROM_S), (register(made.url), UNTIL_S)):
            with pytest.raises(TransferRefused):
                await gate(made, entries, at_s).exchange("model", sending())
    assert made.received == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Oops\r\nContent-Length: 8\r\n\r\n+4512345",
        b"no http at all\r\n\r\n",
        b"",
        OK.replace(b"13", b"2000000") + b"x" * 1_999_987,
    ],
    ids=["redirect", "error", "nonsense", "nothing", "huge"],
)
async def test_an_answer_that_is_none_is_told_without_its_words(tmp_path: Path, answer: bytes) -> None:
    with platform(tmp_path, answer) as made, pytest.raises(PlatformAway) as away:
        await gate(made, register(made.url)).exchange("model", sending())
    assert "4512345" not in str(away.value) and away.value.__cause__ is None


async def test_a_platform_that_cannot_show_who_it_is_gets_nothing(tmp_path: Path) -> None:
    with platform(tmp_path) as made:
        stranger = Platform(made.url, ssl.create_default_context(), made.received)
        with pytest.raises(PlatformAway, match="certificate"):
            await gate(stranger, register(made.url)).exchange("model", sending())
    assert made.received == []


async def test_a_platform_that_is_not_there_is_told(tmp_path: Path) -> None:
    with platform(tmp_path) as made:
        pass
    with pytest.raises(PlatformAway, match="does not answer"):
        await gate(made, register(made.url)).exchange("model", sending())
    with pytest.raises(PlatformAway, match="no https address"):
        await gate(made, register("")).exchange("model", sending())


@pytest.mark.parametrize(
    ("content", "mode", "sentence"),
    [
        ("k3y", 0o644, "chmod 600"),
        ("two words", 0o600, "one word"),
        ("schlüssel", 0o600, "cannot be read"),
        (None, 0, "cannot be read"),
    ],
)
async def test_a_key_that_is_none_or_lies_open_is_not_used(
    tmp_path: Path, content: str | None, mode: int, sentence: str
) -> None:
    key = tmp_path / "model.key"
    if content is not None:
        key.write_text(content)
        key.chmod(mode)
    with platform(tmp_path) as made, pytest.raises(PlatformAway, match=sentence) as away:
        await gate(made, register(made.url, str(key))).exchange("model", sending())
    assert made.received == [] and (content or "none") not in str(away.value)
