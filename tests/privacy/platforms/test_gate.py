"""A platform that hoards every byte gets none without an agreement, and with one only what was agreed."""

import ast
import itertools
import json
from pathlib import Path

import pytest

from privacy.api import RedactionSession
from privacy.audit.api import Action, AuditAway
from privacy.audit.fake import MemoryAudit
from privacy.declared.terms import Purpose, Region, Speaker
from privacy.platforms.api import Field, PlatformAway, Shut, TransferRefused
from privacy.platforms.fake import HoardingPlatform
from privacy.platforms.gate import MOST_BYTES, PlatformGate, Said, Sending
from privacy.platforms.register import Register, from_mapping
from tests.privacy.platforms.agreed import FROM_S, UNTIL_S, agreed

CANARIES = ["4111 1111 1111 1111", "+44 20 7946 0958", "ada@example.org", "192.0.2.77", "sip:ada@pbx.example.org"]
CALL = "cafecafecafecafe"


def register(**changed: object) -> Register:
    return from_mapping({"platform": {"model": agreed(**changed)}})


def gate(entries: Register, at_s: int = FROM_S) -> tuple[PlatformGate, HoardingPlatform, MemoryAudit]:
    platform, audit = HoardingPlatform(), MemoryAudit()
    return PlatformGate(entries, platform, audit, lambda: at_s), platform, audit


def a_call(turns: int = 12) -> list[Said]:
    """A conversation in which each turn holds a secret and its own number."""
    session = RedactionSession()
    secrets = itertools.cycle(CANARIES)
    texts = [f"turn {'abcdefghijkl'[n]}: reach me at {next(secrets)} please" for n in range(turns)]
    return [Said(Speaker.CALLER if n % 2 else Speaker.AGENT, session.redact(text)) for n, text in enumerate(texts)]


def sending(**changed: object) -> Sending:
    given = {"call": CALL, "region": Region.GDPR, "purpose": Purpose.SUPPORT, "turns": a_call(), **changed}
    return Sending(**given)  # type: ignore[arg-type]


async def test_with_an_agreement_only_redacted_words_of_the_last_turns_leave() -> None:
    opened, platform, audit = gate(register(turns=4))
    assert await opened.exchange("model", sending()) == b'{"text":"ok"}'
    (body,) = platform.received
    said = json.loads(body)
    assert set(said) == {"turns"}
    assert [turn["text"].split(":")[0] for turn in said["turns"]] == ["turn i", "turn j", "turn k", "turn l"]
    for canary in [*CANARIES, "4111", "7946", "ada", "192.0", CALL]:
        assert canary.encode() not in body
    (line,) = audit.entries
    assert (line.action, line.call, line.purpose) == (Action.TRANSFERRED, CALL, Purpose.SUPPORT)
    assert line.detail == f"model:{len(body)}"


async def test_only_the_agreed_fields_leave() -> None:
    opened, platform, _ = gate(register(fields=["words", "speaker", "language"]))
    await opened.exchange("model", sending(language="en-GB"))
    said = json.loads(platform.received[0])
    assert said["language"] == "en-GB" and {turn["speaker"] for turn in said["turns"]} == {"caller", "agent"}


@pytest.mark.parametrize(
    ("entries", "at_s", "changed", "why"),
    [
        (Register(), FROM_S, {}, Shut.UNKNOWN),
        (register(), FROM_S - 1, {}, Shut.NOT_YET),
        (register(), UNTIL_S, {}, Shut.EXPIRED),
        (register(), FROM_S, {"purpose": Purpose.DIAGNOSTICS}, Shut.PURPOSE),
        (register(), FROM_S, {"purpose": Purpose.IMPROVEMENT}, Shut.PURPOSE),
        (register(), FROM_S, {"region": Region.CCPA}, Shut.REGION),
        (register(), FROM_S, {"region": Region.PDPA}, Shut.REGION),
        (register(fields=["language"]), FROM_S, {}, Shut.FIELD),
        (register(), FROM_S, {"unwanted": True}, Shut.WISH),
        (register(), FROM_S, {"turns": []}, Shut.EMPTY),
    ],
    ids=lambda value: value.value if isinstance(value, Shut) else "",
)
async def test_otherwise_not_one_byte_leaves(
    entries: Register, at_s: int, changed: dict[str, object], why: Shut
) -> None:
    opened, platform, audit = gate(entries, at_s)
    with pytest.raises(TransferRefused) as refused:
        await opened.exchange("model", sending(**changed))
    assert (refused.value.why, platform.received) == (why, [])
    assert [each.action for each in audit.entries] == [Action.TRANSFER_REFUSED]
    assert audit.entries[0].detail.endswith(f":{why.value}")


async def test_each_reason_to_refuse_is_tried_above() -> None:
    marks = test_otherwise_not_one_byte_leaves.pytestmark  # type: ignore[attr-defined]
    assert {case[-1] for mark in marks for case in mark.args[1]} == set(Shut)


async def test_the_last_second_of_an_agreement_is_good() -> None:
    opened, platform, _ = gate(register(), UNTIL_S - 1)
    await opened.exchange("model", sending())
    assert len(platform.received) == 1


@pytest.mark.parametrize("region", Region)
async def test_each_region_has_its_own_basis(region: Region) -> None:
    basis = {"gdpr": "adequacy", "ccpa": "service-provider", "pdpa": "comparable-protection"}
    opened, platform, _ = gate(register(basis=basis))
    await opened.exchange("model", sending(region=region))
    assert len(platform.received) == 1


async def test_what_cannot_be_audited_does_not_leave() -> None:
    opened, platform, audit = gate(register())
    audit.away = True
    with pytest.raises(AuditAway):
        await opened.exchange("model", sending())
    with pytest.raises(AuditAway):
        await opened.exchange("other", sending())
    assert platform.received == []


async def test_a_name_that_is_not_in_the_register_is_not_repeated() -> None:
    opened, _, audit = gate(register())
    with pytest.raises(TransferRefused) as refused:
        await opened.exchange("call Ada on +44 20 7946 0958", sending())
    assert "Ada" not in str(refused.value) + repr(audit.entries)


async def test_words_that_were_not_redacted_cannot_even_be_offered() -> None:
    with pytest.raises(TypeError):
        Said(Speaker.CALLER, "my card is 4111 1111 1111 1111")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="language"):
        sending(language="my card is 4111")


async def test_a_transfer_that_fails_is_in_the_audit_all_the_same() -> None:
    opened, platform, audit = gate(register())
    platform.away = True
    with pytest.raises(PlatformAway):
        await opened.exchange("model", sending())
    assert [each.action for each in audit.entries] == [Action.TRANSFERRED]


async def test_a_body_is_small_whatever_was_said() -> None:
    session = RedactionSession()
    long = [Said(Speaker.CALLER, session.join([session.redact("the line is bad " * 100)] * 20)) for _ in range(4)]
    opened, platform, _ = gate(register(turns=4))
    await opened.exchange("model", sending(turns=long))
    (body,) = platform.received
    assert len(body) <= MOST_BYTES and len(json.loads(body)["turns"]) == 2


def test_there_is_no_field_for_anything_that_identifies() -> None:
    assert {each.value for each in Field} == {"words", "speaker", "language"}


def test_nobody_but_the_gate_reaches_a_transport() -> None:
    callers = {
        path.as_posix()
        for path in Path("privacy").glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "exchange"
        and ast.unparse(node).endswith("transport.exchange")
    }
    assert callers == {"privacy/platforms/gate.py"}
