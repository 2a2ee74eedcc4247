"""The one gate: looks into the table, into the broken glass, and writes the audit's line before the door opens."""

from dataclasses import dataclass

from privacy.access.api import CONTENT, About, Act, Denied, Now, Pass, Role, Who, give
from privacy.access.permissions import GLASS, Reach, permission
from privacy.audit.api import Action, Audit, Entry
from privacy.declared.terms import Purpose, Unwanted
from privacy.store.api import Store


@dataclass(frozen=True, slots=True)
class Gate:
    """Used on one event loop, by many tasks. `about` of a pass is taken as it was asked: ids of the store."""

    store: Store
    audit: Audit
    now: Now

    async def allow(self, who: Who, act: Act, purpose: Purpose, about: About = About()) -> Pass:  # noqa: B008 - frozen
        """A pass; for content its one line is in the audit by then. Other acts are audited by who does them.

        Raises `Denied` with one line about that, `AuditAway` when the line cannot be written, `StoreError`.
        """
        allowed = _covers(who, act, purpose, about) or await self._glass_broken(who, act, purpose, about)
        if not allowed or await self._unwanted(who, act, purpose, about):
            await self.audit.note(_entry(Action.DENIED, who, act, purpose, about))
            raise Denied(f"the role {who.role.value} may not {act.value} for {purpose.value} here")
        if act in CONTENT:
            await self.audit.note(_entry(Action.CONTENT_READ, who, act, purpose, about))
        return give(who, act, purpose, about)

    async def _unwanted(self, who: Who, act: Act, purpose: Purpose, about: About) -> bool:
        """Whether the person objected to such a use of their words, or had it restricted (GDPR Art. 18(2), 21)."""
        if act not in CONTENT or who.role is Role.CALLER or purpose is Purpose.COMPLIANCE:
            return False
        call = await self.store.get("call", about.call) if about.call else None
        subject = str(call.clear["subject"]) if call else about.subject
        rows = await self.store.find("wish", "subject", subject) if subject else ()
        return any(row.clear["wish"] in (Unwanted.USE.value, Unwanted.CHANGE.value) for row in rows)

    async def _glass_broken(self, who: Who, act: Act, purpose: Purpose, about: About) -> bool:
        """Whether two people agreed that this one may look into this call, and the minutes are not over."""
        if about.call is None or who.role is Role.CALLER or purpose not in GLASS.get(act, frozenset()):
            return False
        rows = await self.store.all("glass")
        return any(
            row.clear["asked_by"] == who.id
            and row.clear["about"] == about.call
            and row.clear["agreed_by"] is not None
            and int(row.clear["due_s"] or 0) > self.now()
            for row in rows
        )


def _covers(who: Who, act: Act, purpose: Purpose, about: About) -> bool:
    found = permission(who.role, act, purpose)
    if found is None:
        return False
    if found.reach is Reach.NOBODYS:
        return about == About()
    return found.reach is Reach.ALL or _own(who, about)


def _own(who: Who, about: About) -> bool:
    """A call the caller gave the code of; or, once they are verified, what is theirs as a person."""
    if about.call is not None and about.call in who.calls:
        return True
    return about.call is None and about.subject is not None and about.subject == who.subject


def _entry(action: Action, who: Who, act: Act, purpose: Purpose, about: About) -> Entry:
    return Entry(action, who.id, purpose, about.subject, about.call, act.value)
