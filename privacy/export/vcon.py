"""A kept call in the shape of a vCon (draft-ietf-vcon-vcon-core-04, unsigned form).

The words were redacted before they were kept, so that what others said of themselves is masked too. There is no other
version of it, which `redacted_from` says by naming none.
"""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, Final

from privacy.declared.rows import Consent, Diagnosis, Grant, Trace, Utterance
from privacy.declared.terms import Speaker
from privacy.keeping.reading import OpenCall
from privacy.receipts.receipt import when

_PARTIES: Final = {Speaker.CALLER: 0, Speaker.AGENT: 1}


def vcon(opened: OpenCall, consents: Iterable[Consent], made_s: int) -> dict[str, Any]:
    """JSON that the draft's schema accepts."""
    call = opened.call
    said = [_text(each, call.began_s) for each in opened.said]
    attached = [_attachment("why-it-is-kept", call.began_s, _grant(each)) for each in opened.grants]
    attached += [_attachment("consent", each.given_s, _consent(each)) for each in consents]
    attached += [_attachment("sip-message", call.began_s + each.at_ms // 1000, _message(each)) for each in opened.trace]
    return {
        "uuid": str(_uuid(call.call)),
        "created_at": when(call.ended_s or call.began_s),
        "updated_at": when(made_s),
        "redacted_from": {"type": "personal data"},
        "parties": [{"name": "caller"}, {"name": "agent"}],
        "dialog": said or [_dialog(0, call.began_s, "")],
        "attachments": attached,
        "analysis": [_report(opened.diagnosis)] if opened.diagnosis else [],
    }


def _text(said: Utterance, began_s: int) -> dict[str, Any]:
    return _dialog(_PARTIES[said.speaker], began_s + said.at_ms // 1000, str(said.text))


def _dialog(party: int, at_s: int, body: str) -> dict[str, Any]:
    return {
        "type": "text",
        "start": when(at_s),
        "parties": party,
        "mediatype": "text/plain",
        "encoding": "none",
        "body": body,
    }


def _attachment(purpose: str, at_s: int, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "purpose": purpose,
        "start": when(at_s),
        "party": 0,
        "dialog": 0,
        "mediatype": "application/json",
        "encoding": "json",
        "body": body,
    }


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "what": grant.data_class.value,
        "flag": grant.flag.value,
        "basis": grant.basis.value,
        "source": grant.source.value,
        "region": grant.region.value,
        "since": when(grant.granted_s),
        "until": when(grant.due_s),
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "to": consent.opt_in.value,
        "purpose": consent.purpose.value,
        "policy": {"version": consent.policy_version, "sha256": consent.policy_sha256},
        "language": consent.language,
        "channel": consent.channel.value,
        "words": None if consent.words is None else str(consent.words),
        "key": consent.key,
        "confidence": consent.confidence,
        "offset_ms": consent.offset_ms,
        "given": when(consent.given_s),
        "expires": when(consent.expires_s),
        "revoked": None if consent.revoked_s is None else when(consent.revoked_s),
    }


def _message(message: Trace) -> dict[str, Any]:
    return {"at_ms": message.at_ms, "inbound": message.inbound, "message": str(message.text)}


def _report(diagnosis: Diagnosis) -> dict[str, Any]:
    body = {
        "month": diagnosis.month,
        "transport": diagnosis.transport,
        "codec": diagnosis.codec,
        "status": diagnosis.status,
        "loss": diagnosis.loss_band,
        "jitter": diagnosis.jitter_band,
    }
    return {
        "type": "report",
        "vendor": "sottovoce",
        "mediatype": "application/json",
        "encoding": "json",
        "body": body,
    }


def _uuid(call: str) -> uuid.UUID:
    """The same for the same call: a UUID of version 8 (RFC 9562), which leaves its bits to us."""
    bits = bytearray(hashlib.sha256(f"sottovoce call {call}".encode()).digest()[:16])
    bits[6], bits[8] = bits[6] & 0x0F | 0x80, bits[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(bits))
