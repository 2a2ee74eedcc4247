"""Carrying requests out: deletion by the eraser, withdrawal by the ledger, access and copy by the exporter."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from privacy.access.api import About, Act, Role, Who
from privacy.access.gate import Gate
from privacy.audit.api import CALLER
from privacy.consent.ledger import Ledger, Standing
from privacy.declared.rows import Request
from privacy.declared.terms import Purpose
from privacy.erasure.erase import Eraser, Held
from privacy.export.exporter import Exporter
from privacy.keeping.reading import NotThere
from privacy.requests.api import Doer, Right, Why

# Hands an export to the person who asked, by a link that is good once. May be called again for the same request.
Deliver = Callable[[Request, bytes], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Doing:
    """Used on one event loop. What fails with an error may be done again."""

    gate: Gate
    eraser: Eraser
    ledger: Ledger
    exporter: Exporter
    deliver: Deliver

    @property
    def doers(self) -> dict[Right, Doer]:
        """For `privacy.requests.desk`."""
        return {
            Right.ACCESS: self.copy,
            Right.COPY: self.copy,
            Right.DELETION: self.delete,
            Right.WITHDRAWAL: self.withdraw,
        }

    async def copy(self, request: Request) -> Why:
        """All that may be read of the call or the person, delivered."""
        assert request.person is not None
        try:
            if request.about:
                by = Who(Role.CALLER, calls=frozenset({request.about}))
                permit = await self.gate.allow(by, Act.EXPORT, Purpose.COMPLIANCE, About(request.about))
                content = await self.exporter.of_call(permit, request.about)
            else:
                by = Who(Role.CALLER, subject=request.person)
                permit = await self.gate.allow(by, Act.EXPORT, Purpose.COMPLIANCE, About(subject=request.person))
                content = await self.exporter.of_subject(permit, request.person)
        except NotThere:
            return Why.NOTHING_KEPT
        await self.deliver(request, content)
        return Why.NONE

    async def delete(self, request: Request) -> Why:
        """The call or the person erased, unless a legal hold forbids it."""
        assert request.person is not None
        try:
            if request.about:
                await self.eraser.erase_call(request.about, CALLER)
            else:
                await self.eraser.erase_subject(request.person, CALLER)
        except Held:
            return Why.HOLD
        return Why.NONE

    async def withdraw(self, request: Request) -> Why:
        """Every yes of the call or the person taken back, and what was kept under it deleted."""
        assert request.person is not None
        for line in await self.ledger.of_subject(request.person):
            if line.standing is not Standing.REVOKED and request.about in (None, line.consent.call):
                await self.ledger.revoke(line.consent.consent, CALLER)
        return Why.NONE
