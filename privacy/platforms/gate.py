"""The gate: what passes it has an agreement, is redacted, is little, and is in the audit before it leaves."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from privacy.audit.api import SYSTEM, Action, Audit
from privacy.audit.api import Entry as AuditEntry
from privacy.declared.terms import Purpose, Region, Speaker
from privacy.platforms.api import Entry, Field, Shut, TransferRefused, Transport
from privacy.platforms.register import Register
from privacy.redacted import Redacted

MOST_BYTES: Final = 65_536  # of one body
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Said:
    """One turn that may leave. Raises `TypeError` for words that no RedactionSession has seen."""

    speaker: Speaker
    words: Redacted = field(repr=False)

    def __post_init__(self) -> None:
        if type(self.words) is not Redacted:
            raise TypeError("only Redacted words go to a platform")


@dataclass(frozen=True, slots=True)
class Sending:
    """What a call wants to send: its turns so far, for what, and under whose law."""

    call: str
    region: Region
    purpose: Purpose
    turns: Sequence[Said] = field(repr=False)
    language: str = "en"
    unwanted: bool = False  # the caller said that nothing is to be shared, or wants no machine

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError("a language is a code such as en or en-GB")


@dataclass(frozen=True, slots=True)
class PlatformGate:
    """The only holder of a transport. Used on one event loop, by many calls."""

    register: Register
    transport: Transport
    audit: Audit
    now: Callable[[], int]

    async def exchange(self, ident: str, sending: Sending) -> bytes:
        """What the platform answers. The turns beyond the last few stay here, whatever is given.

        Raises `TransferRefused` with nothing sent and the refusal in the audit; `AuditAway` with nothing sent;
        `PlatformAway`.
        """
        entry = self.register.entries.get(ident)
        why = self._shut(entry, sending)
        if entry is None or why is not None:
            why = why or Shut.UNKNOWN
            name = entry.ident if entry else "unknown"  # a name that is not in the register may be anything
            await self._note(Action.TRANSFER_REFUSED, sending, f"{name}:{why.value}")
            raise TransferRefused(name, why)
        body = _body(entry, sending)
        await self._note(Action.TRANSFERRED, sending, f"{entry.ident}:{len(body)}")
        return await self.transport.exchange(entry, body)

    def _shut(self, entry: Entry | None, sending: Sending) -> Shut | None:
        """Why the gate stays shut, or None."""
        if entry is None:
            return Shut.UNKNOWN
        now_s = self.now()
        checks = (
            (Shut.WISH, not sending.unwanted),
            (Shut.NOT_YET, now_s >= entry.from_s),
            (Shut.EXPIRED, now_s < entry.until_s),
            (Shut.PURPOSE, sending.purpose in entry.purposes),
            (Shut.REGION, entry.basis_for(sending.region) is not None),
            (Shut.FIELD, Field.WORDS in entry.fields),
            (Shut.EMPTY, any(each.words for each in sending.turns[-entry.turns :])),
        )
        return next((why for why, good in checks if not good), None)

    async def _note(self, action: Action, sending: Sending, detail: str) -> None:
        await self.audit.note(AuditEntry(action, SYSTEM, sending.purpose, None, sending.call, detail))


def _body(entry: Entry, sending: Sending) -> bytes:
    """JSON of the agreed fields; the oldest turns fall off until it is small. No id of the call is in it."""
    turns = list(sending.turns[-entry.turns :])
    while len(body := _json(entry, sending, turns)) > MOST_BYTES:
        turns.pop(0)
    return body


def _json(entry: Entry, sending: Sending, turns: Sequence[Said]) -> bytes:
    said = [_turn(entry, each) for each in turns]
    about = {"language": sending.language} if Field.LANGUAGE in entry.fields else {}
    return json.dumps({**about, "turns": said}, ensure_ascii=False, separators=(",", ":")).encode()


def _turn(entry: Entry, said: Said) -> dict[str, str]:
    by = {"speaker": said.speaker.value} if Field.SPEAKER in entry.fields else {}
    return {**by, "text": said.words.text}
