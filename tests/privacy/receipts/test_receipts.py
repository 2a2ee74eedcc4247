"""Receipts: what they tell, and that nobody can change a word of one."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.audit.api import CALLER, Action, Entry
from privacy.audit.file import LOG, FileAudit
from privacy.declared.rows import Grant
from privacy.declared.terms import Basis, DataClass, Flag, Purpose, Region, Source
from privacy.receipts.receipt import CallReceipt, day, receipt_of
from privacy.receipts.signed import Forged, sign, verify
from privacy.receipts.uses import Use, uses_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
NOW_S = 1_790_000_000
CALL, OTHER, ADA, STAFF = "c1c1c1c1", "c2c2c2c2", "ad" * 16, "0f" * 8
GRANT = Grant(
    CALL, ADA, DataClass.CHAT, Flag.SUPPORT, Basis.CONSENT, Source.CONSENT, Region.GDPR, NOW_S, NOW_S + 86_400, ""
)


def test_a_call_of_which_nothing_is_kept_has_a_receipt_too() -> None:
    receipt = CallReceipt(CALL, NOW_S)
    assert receipt.words == ("Nothing of this call is kept.", "No other company was sent any of it.")
    assert receipt.body["kept"] == [] and receipt.body["made"] == "2026-09-21T14:13:20Z"


def test_a_receipt_tells_what_why_until_when_who_and_where() -> None:
    uses = (
        Use(NOW_S, "content-read", STAFF, "support"),
        Use(NOW_S, "exported", CALLER, "compliance"),
        Use(NOW_S, "transferred", "system", "support", "acme"),
        Use(NOW_S, "transferred", "system", "support", "acme"),
    )
    assert receipt_of(CALL, [GRANT], uses, NOW_S, "acorn").words == (
        "Kept: what was said, with everything personal masked, for support, because you agreed,"
        " until 22 September 2026.",
        "Read by our staff on 21 September 2026, for support.",
        "Read by you on 21 September 2026, for compliance.",
        "Redacted words were sent to acme.",
    )


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("basis", Basis)
def test_every_reason_has_its_words(source: Source, basis: Basis) -> None:
    grant = Grant(CALL, ADA, DataClass.DIAGNOSTIC, Flag.COMPLIANCE, basis, source, Region.CCPA, NOW_S, NOW_S, "")
    first, unread, _ = receipt_of(CALL, [grant], (), NOW_S).words
    assert first.startswith("Kept: the trace of the call, for compliance, because ") and ",," not in first
    assert unread == "Nobody has read it."


def test_a_day_is_written_out() -> None:
    assert day(NOW_S) == "21 September 2026"


def test_what_was_signed_is_read_back() -> None:
    body = receipt_of(CALL, [GRANT], (), NOW_S, "acorn").body
    assert verify(sign(body, KEY), KEY.public_key()) == body


def test_a_changed_character_is_found() -> None:
    paper = sign(receipt_of(CALL, [GRANT], (), NOW_S, "acorn").body, KEY)
    for old, new in ((b"acorn", b"amber"), (b"2026-09-22", b"2027-09-22"), (b'"kept": [', b'"kept": [1, ')):
        assert old in paper
        with pytest.raises(Forged):
            verify(paper.replace(old, new), KEY.public_key())


@pytest.mark.parametrize("paper", [b"", b"[]", b"{}", b'{"receipt": {}, "signature": "x"}', b'{"receipt": 1}', b"\xff"])
def test_what_is_no_receipt_is_refused(paper: bytes) -> None:
    with pytest.raises(Forged):
        verify(paper, KEY.public_key())


def test_a_signature_of_the_audit_is_none_of_a_receipt() -> None:
    body = {"about": "call"}
    signature = KEY.sign(json.dumps(body, sort_keys=True, separators=(",", ":")).encode())
    paper = json.loads(sign(body, KEY))
    paper["signature"] = base64.b64encode(signature).decode()
    with pytest.raises(Forged):
        verify(json.dumps(paper).encode(), KEY.public_key())


async def test_uses_are_read_from_the_audit(tmp_path: Path) -> None:
    audit = await FileAudit.open(tmp_path, tmp_path / "second", KEY, lambda: NOW_S)
    for entry in (
        Entry(Action.CONSENT_GIVEN, CALLER, Purpose.SUPPORT, ADA, CALL, "transcript"),
        Entry(Action.CONTENT_READ, STAFF, Purpose.SUPPORT, None, CALL, "read-transcript"),
        Entry(Action.CONTENT_READ, STAFF, Purpose.SUPPORT, None, OTHER, "read-transcript"),
        Entry(Action.TRANSFERRED, "system", Purpose.SUPPORT, None, CALL, "acme"),
        Entry(Action.EXPORTED, CALLER, Purpose.COMPLIANCE, ADA, None, "subject"),
        Entry(Action.EXPORTED, CALLER, Purpose.COMPLIANCE, ADA, OTHER, "call"),
    ):
        await audit.note(entry)
    await audit.aclose()
    with (tmp_path / LOG).open("ab") as log:
        log.write(f'{{"n":9,"call":"{CALL}","action":"content-re'.encode())  # a crash
    assert [each.action for each in uses_of(tmp_path, CALL)] == ["content-read", "transferred"]
    assert [each.action for each in uses_of(tmp_path, CALL, ADA)] == ["content-read", "transferred", "exported"]
    assert uses_of(tmp_path / "none", CALL) == ()
