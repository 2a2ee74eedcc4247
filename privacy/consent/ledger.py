"""The ledger: who said yes to what, under which text of the policy, and whether it counts at this moment."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from privacy.audit.api import CALLER, Action, Audit, Entry
from privacy.consent.withdrawal import Withdrawal
from privacy.declared.rows import Consent
from privacy.declared.terms import OptIn
from privacy.keys.errors import KeyGone
from privacy.keys.keyring import Keyring
from privacy.store.api import Store
from privacy.store.codec import from_row


class Standing(Enum):
    """Whether a line of the ledger allows anything."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    OUTDATED = "outdated"  # the policy's text is another since: it has to be asked again


@dataclass(frozen=True, slots=True)
class Line:
    """One yes, and what it is worth at the moment it was looked up."""

    consent: Consent
    standing: Standing


class NoSuchConsent(LookupError):
    """The ledger has no line of that id."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Used on one event loop. Raises `StoreError`."""

    store: Store
    keyring: Keyring
    audit: Audit
    policy_sha256: str  # of the text in force
    now: Callable[[], int]

    async def of_subject(self, subject: str) -> tuple[Line, ...]:
        """Every yes of a person, oldest first; nothing once they are erased."""
        rows = await self.store.find("consent", "subject", subject)
        try:
            cipher = await self.keyring.cipher(subject)
        except KeyGone:
            return ()
        consents = sorted(
            (from_row(row, Consent, cipher) for row in rows), key=lambda each: (each.given_s, each.offset_ms)
        )
        return tuple(Line(each, standing(each, self.policy_sha256, self.now())) for each in consents)

    async def valid(self, subject: str, opt_in: OptIn) -> Consent | None:
        """The latest yes to this that counts under the text in force; None means that it has to be asked."""
        lines = await self.of_subject(subject)
        good = [each.consent for each in lines if each.standing is Standing.VALID and each.consent.opt_in is opt_in]
        return good[-1] if good else None

    async def revoke(self, consent: str, actor: str = CALLER) -> Consent:
        """Take a yes back outside its call, and delete what was kept under it; under a legal hold it is hidden instead
        and goes when the hold ends. Idempotent. Raises `NoSuchConsent` and `AuditAway`.
        """
        row = await self.store.get("consent", consent)
        if row is None:
            raise NoSuchConsent("the ledger has no such line: it was erased, or its time is over")
        cipher = await self.keyring.cipher(str(row.clear["subject"]))
        line = from_row(row, Consent, cipher)
        if line.revoked_s is None:
            withdrawal = Withdrawal(self.store, cipher, line.call, line.subject, self.now())
            entry = Entry(Action.CONSENT_REVOKED, actor, line.purpose, line.subject, line.call, line.opt_in.value)
            await self.audit.note(entry)
            await self.store.write(*await withdrawal.work({line.opt_in}))
            await self.store.scrub()
        return line


def standing(consent: Consent, policy_sha256: str, now_s: int) -> Standing:
    """What a yes is worth: nothing once it is taken back, over, or was given to another text."""
    if consent.revoked_s is not None:
        return Standing.REVOKED
    if consent.expires_s <= now_s:
        return Standing.EXPIRED
    return Standing.VALID if consent.policy_sha256 == policy_sha256 else Standing.OUTDATED
