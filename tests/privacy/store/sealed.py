"""Rows to try stores with."""

from privacy.api import RedactionSession
from privacy.declared.rows import Call, Statistic, Subject, Utterance
from privacy.declared.terms import Channel, Region, Speaker
from privacy.keys.seal import AesCipher
from privacy.store.api import SealedRow
from privacy.store.codec import to_row

CIPHER = AesCipher(bytes(32))


def a_subject(subject: str, due_s: int | None = None) -> SealedRow:
    return to_row(Subject(subject, Region.GDPR, account=False, known_s=1, due_s=due_s), CIPHER)


def a_call(call: str, subject: str) -> SealedRow:
    row = Call(call, subject, Channel.SIP, "en", Region.GDPR, began_s=1, ended_s=None, reference="acorn")
    return to_row(row, CIPHER)


def said(call: str, subject: str, ordinal: int, text: str = "the codec is wrong") -> Utterance:
    return Utterance(call, subject, ordinal, Speaker.CALLER, 20 * ordinal, RedactionSession().redact(text))


def an_utterance(call: str, subject: str, ordinal: int) -> SealedRow:
    return to_row(said(call, subject, ordinal), CIPHER)


def a_statistic(name: str, due_s: int) -> SealedRow:
    return to_row(Statistic(name, "2026-11", "udp", "opus", "200", "none", "low", 10, due_s), CIPHER)
