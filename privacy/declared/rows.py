"""The rows themselves. Whoever wants to keep something more declares it here, with its reason, or cannot.

Times are whole seconds since 1970 UTC and end in `_s`. Ids are random and say nothing.
"""
# ruff: noqa: RUF009 - the calls make declarations, which are frozen

from dataclasses import dataclass

from privacy.declared.content import Content
from privacy.declared.fields import Ground, Term, kind
from privacy.declared.terms import (
    Basis,
    Channel,
    DataClass,
    Flag,
    OptIn,
    Purpose,
    Region,
    Source,
    Speaker,
    Unwanted,
)

_ANY_BASIS = frozenset(Basis)
_BY_CONSENT = frozenset({Basis.CONSENT})
_KEPT_FOR = frozenset({Purpose.SUPPORT, Purpose.COMPLIANCE})
_DIAGNOSED = frozenset({Purpose.DIAGNOSTICS, Purpose.MISUSE})

_IDENTIFIER = Ground(DataClass.IDENTIFIER, _KEPT_FOR | _DIAGNOSED, _ANY_BASIS, Term.ACTIVE)
_CALL = Ground(DataClass.CHAT, _KEPT_FOR, _ANY_BASIS, Term.CHAT)
_SAID = Ground(DataClass.CHAT, _KEPT_FOR | {Purpose.IMPROVEMENT}, _ANY_BASIS, Term.CHAT)
_TRACE = Ground(DataClass.DIAGNOSTIC, _DIAGNOSED, _BY_CONSENT, Term.IDENTIFIED)
_COUNTED = Ground(
    DataClass.STATISTIC, _DIAGNOSED | {Purpose.IMPROVEMENT}, frozenset({Basis.LEGITIMATE_INTEREST}), Term.ANONYMISED
)
_PROOF = Ground(DataClass.EVIDENCE, frozenset({Purpose.COMPLIANCE}), _ANY_BASIS, Term.EVIDENCE)
_HELD = Ground(DataClass.EVIDENCE, frozenset({Purpose.COMPLIANCE}), _ANY_BASIS, Term.HOLD)
_WISHED = Ground(DataClass.EVIDENCE, frozenset({Purpose.COMPLIANCE}), _ANY_BASIS, Term.ACTIVE)
_STAFF = Ground(
    DataClass.STAFF,
    frozenset({Purpose.MISUSE, Purpose.COMPLIANCE}),
    frozenset({Basis.CONTRACT, Basis.LEGITIMATE_INTEREST}),
    Term.STAFF,
)


@kind("subject", key=("subject",))
@dataclass(frozen=True, slots=True)
class Subject:
    """One person, known by a random id."""

    subject: str = _IDENTIFIER.clear("random id of the person")
    region: Region = _IDENTIFIER.clear("whose law applies")
    account: bool = _IDENTIFIER.clear("whether the person has an account that is active")
    known_s: int = _IDENTIFIER.clear("first kept")
    due_s: int | None = _IDENTIFIER.clear("when a closed account's identifiers go")


@kind("alias", key=("alias",))
@dataclass(frozen=True, slots=True)
class Alias:
    """One way to find a subject again."""

    alias: str = _IDENTIFIER.clear("keyed hash of a number, SIP URI, account or reference code")
    subject: str = _IDENTIFIER.clear("random id of the person")
    call: str | None = _IDENTIFIER.clear("the call a reference code is for")


@kind("call", key=("call",))
@dataclass(frozen=True, slots=True)
class Call:
    """A conversation that is kept for a reason."""

    call: str = _CALL.clear("random id of the conversation")
    subject: str = _CALL.clear("random id of the person")
    channel: Channel = _CALL.clear("the way it came in")
    language: str = _CALL.clear("language spoken")
    region: Region = _CALL.clear("whose law applies")
    began_s: int = _CALL.clear("when it began; every age counts from here")
    ended_s: int | None = _CALL.clear("when it ended")
    reference: str = _CALL.sealed("code the caller can say to find it again")


@kind("grant", key=("call", "data_class", "flag", "source"))
@dataclass(frozen=True, slots=True)
class Grant:
    """Why one class of a call's data may be kept, and until when. What no grant covers is not there."""

    call: str = _PROOF.clear("the conversation")
    subject: str = _PROOF.clear("random id of the person")
    data_class: DataClass = _PROOF.clear("what it covers")
    flag: Flag = _PROOF.clear("support or compliance")
    basis: Basis = _PROOF.clear("the legal ground")
    source: Source = _PROOF.clear("who set it")
    region: Region = _PROOF.clear("whose law applies")
    granted_s: int = _PROOF.clear("when it was set")
    due_s: int = _PROOF.clear("first second at which it covers nothing")
    reason: str = _PROOF.sealed("kind of reason and case number, when an operator set it")


@kind("utterance", key=("call", "ordinal"))
@dataclass(frozen=True, slots=True)
class Utterance:
    """What one side said in one go."""

    call: str = _SAID.clear("the conversation")
    subject: str = _SAID.clear("random id of the person")
    ordinal: int = _SAID.clear("place in the conversation")
    speaker: Speaker = _SAID.sealed("caller or agent")
    at_ms: int = _SAID.sealed("milliseconds after the beginning")
    text: Content = _SAID.content("redacted words")


@kind("trace", key=("call", "ordinal"))
@dataclass(frozen=True, slots=True)
class Trace:
    """One SIP message of a call whose caller agreed to a trace."""

    call: str = _TRACE.clear("the conversation")
    subject: str = _TRACE.clear("random id of the person")
    ordinal: int = _TRACE.clear("place in the trace")
    at_ms: int = _TRACE.sealed("milliseconds after the beginning")
    inbound: bool = _TRACE.sealed("received or sent")
    text: Content = _TRACE.content("redacted message")


@kind("diagnosis", key=("call",))
@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How a traced call's line was, in classes coarse enough to be counted."""

    call: str = _TRACE.clear("the conversation")
    subject: str = _TRACE.clear("random id of the person")
    month: str = _TRACE.sealed("year and month")
    transport: str = _TRACE.sealed("udp, tcp, tls, ws or webrtc")
    codec: str = _TRACE.sealed("audio codec")
    status: int = _TRACE.sealed("last SIP status")
    loss_band: str = _TRACE.sealed("packets lost: none, low, high")
    jitter_band: str = _TRACE.sealed("jitter: low, medium, high")


@kind("statistic", key=("statistic",))
@dataclass(frozen=True, slots=True)
class Statistic:
    """A count of calls alike, made of at least ten people's; `*` where a class was given up to reach that many."""

    statistic: str = _COUNTED.clear("random id")
    month: str = _COUNTED.clear("year and month")
    transport: str = _COUNTED.clear("transport")
    codec: str = _COUNTED.clear("audio codec")
    status: str = _COUNTED.clear("last SIP status")
    loss_band: str = _COUNTED.clear("packets lost")
    jitter_band: str = _COUNTED.clear("jitter")
    calls: int = _COUNTED.clear("how many calls")
    due_s: int = _COUNTED.clear("when it is deleted")


@kind("consent", key=("consent",))
@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the ledger: a yes, what it was a yes to, and whether it was taken back."""

    consent: str = _PROOF.clear("random id")
    call: str = _PROOF.clear("the conversation it was given in")
    subject: str = _PROOF.clear("random id of the person")
    opt_in: OptIn = _PROOF.clear("transcript, trace or improvement")
    purpose: Purpose = _PROOF.clear("what the data may be used for")
    policy_version: str = _PROOF.clear("version of the policy that was in force")
    policy_sha256: str = _PROOF.clear("hash of the policy's text")
    language: str = _PROOF.clear("language it was asked in")
    channel: Channel = _PROOF.clear("the way it was given")
    given_s: int = _PROOF.clear("when")
    expires_s: int = _PROOF.clear("first second at which it no longer counts")
    revoked_s: int | None = _PROOF.clear("when it was taken back")
    due_s: int = _PROOF.clear("when this line itself is deleted")
    offset_ms: int = _PROOF.sealed("milliseconds after the beginning of the call")
    confidence: float = _PROOF.sealed("how sure the recogniser was, 0 to 1")
    words: Content | None = _PROOF.content("the answer as recognised, redacted; none for a key or a button")
    key: str = _PROOF.sealed("the key or button, when it was one")


@kind("hold", key=("hold",))
@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of the subject is deleted before it ends."""

    hold: str = _HELD.clear("random id")
    subject: str = _HELD.clear("random id of the person")
    placed_s: int = _HELD.clear("when it was placed")
    due_s: int = _HELD.clear("when it ends by itself")
    by: str = _HELD.clear("random id of the operator")
    reason: str = _HELD.sealed("kind of reason and case number")


@kind("operator", key=("operator",))
@dataclass(frozen=True, slots=True)
class Operator:
    """Someone of the staff, a program with a token, or a link by which somebody may become one."""

    operator: str = _STAFF.clear("random id")
    role: str = _STAFF.clear("what they may do")
    name: str = _STAFF.sealed("what they are called")
    secret: str = _STAFF.sealed("salted scrypt hash of the password, token or link")
    made_s: int = _STAFF.clear("when it was made")
    due_s: int | None = _STAFF.clear("when it stops by itself")
    means: str = _STAFF.clear("login, token, or link that is good for one login")
    made_by: str | None = _STAFF.clear("random id of the operator who let them in; none for the first")


@kind("glass", key=("glass",))
@dataclass(frozen=True, slots=True)
class Glass:
    """A break-glass request: one asks, another agrees, for one call, for minutes."""

    glass: str = _STAFF.clear("random id")
    about: str = _STAFF.clear("the conversation")
    asked_by: str = _STAFF.clear("random id of the operator who asked")
    agreed_by: str | None = _STAFF.clear("random id of the operator who agreed")
    asked_s: int = _STAFF.clear("when it was asked")
    due_s: int = _STAFF.clear("when it ends by itself")
    minutes: int = _STAFF.clear("how long it is asked for")
    reason: str = _STAFF.sealed("kind of reason and case number")


@kind("platform", key=("platform",))
@dataclass(frozen=True, slots=True)
class Platform:
    """A third party that words may go to: what stood in the register at the last start, to tell what changed."""

    platform: str = _STAFF.clear("short name in the register")
    sha256: str = _STAFF.clear("hash of its entry")
    entered_s: int = _STAFF.clear("when this entry was first seen")


@kind("request", key=("request",))
@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for by right. Its ids are not named like those of rows that an erasure takes along: that an
    erasure was asked for and done outlives it, as the audit does, with an id that then leads nowhere."""

    request: str = _PROOF.clear("random id")
    right: str = _PROOF.clear("access, copy, deletion or another right")
    person: str | None = _PROOF.clear("random id of the person, which means nothing once they are erased")
    about: str | None = _PROOF.clear("the conversation; none when it is about everything")
    region: Region = _PROOF.clear("whose law applies")
    channel: Channel = _PROOF.clear("the way it came in")
    proof: str = _PROOF.clear("how it was shown who asks")
    state: str = _PROOF.clear("received, at work, done, refused or withdrawn")
    why: str = _PROOF.clear("why it was refused, or why it takes longer: a closed word")
    made_s: int = _PROOF.clear("when it was made")
    answer_by_s: int = _PROOF.clear("first second at which the answer is late")
    extended: bool = _PROOF.clear("whether that was put off, which may be done once")
    closed_s: int | None = _PROOF.clear("when it was answered")
    due_s: int | None = _PROOF.clear("when this line itself is deleted")


@kind("wish", key=("subject", "wish"))
@dataclass(frozen=True, slots=True)
class Wish:
    """What a person does not want done, heeded from the next moment on."""

    subject: str = _WISHED.clear("random id of the person")
    wish: Unwanted = _WISHED.clear("no machine, no sharing, no use, or no change of what is kept")
    since_s: int = _WISHED.clear("when it was said")
