"""One call's file over a real store: memory first, rows when there is a reason, and never in the call's way."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from privacy.audit.api import CALLER, SYSTEM, Action, Entry
from privacy.consent.withdrawal import Withdrawal
from privacy.declared.rows import Call, Grant
from privacy.declared.terms import Basis, DataClass, Flag, OptIn, Purpose, Source, Speaker
from privacy.keeping.api import Answer, KeptPart, Opening, Receipt
from privacy.keeping.cabinet import Cabinet
from privacy.keeping.case import Case, Line
from privacy.keeping.grounds import PURPOSES, Grounds, Term, a_consent, a_grant
from privacy.redacted import Redacted
from privacy.retention.calendar import after_months
from privacy.retention.rules import CLASSES, allowed
from privacy.retention.visible import live_grants
from privacy.store.codec import ref, to_row
from privacy.store.errors import Gone, StoreError, StoreRefused

LINES_MOST: Final = 2_000  # of a call: some hours of talk; what is said after them is not kept
FIRST_PAUSE_S: Final = 0.25  # before a store that failed is tried again; twice as long each time
LONGEST_PAUSE_S: Final = 8.0
END_PATIENCE_S: Final = 1.0  # what the end of a call waits for the store; the rest is done behind it


class StoredFile:
    """`CallFile`. One lock orders what is written; the caller waits for it in `consent` and `withdraw` alone."""

    def __init__(self, cabinet: Cabinet, call: str, opening: Opening) -> None:
        self._cabinet = cabinet
        self._call = call
        self._opening = opening
        self._began_s = cabinet.now()
        self._lines: list[Line] = []
        self._since = 0  # where the lines behind the last withdrawal of everything begin
        self._stored = 0  # how many of the lines are durable
        self._case: Case | None = None
        self._grounds = Grounds()
        self._ordered = list(cabinet.ordered(opening))  # rules of the tenant that are not carried out yet
        self._owed: list[OptIn | None] = []  # withdrawals that the store has not carried out
        self._noted = False  # whether the first of them is in the audit
        self._unscrubbed = False
        self._over = False
        self._lock = asyncio.Lock()
        self._worker: asyncio.Task[None] | None = None

    # -- what a call does --------------------------------------------------------------------------------------------

    @property
    def keepable(self) -> bool:
        return self._opening.recordable

    @property
    def reference(self) -> str:
        return self._case.reference if self._case and self._grounds.grants else ""

    def add(self, speaker: Speaker, at_ms: int, words: Redacted) -> None:
        if len(self._lines) < LINES_MOST:
            self._lines.append(Line(speaker, at_ms, words))
            self._go_on()
        elif self._keeps_words:
            self._cabinet.trouble("too-long")

    async def consent(self, opt_in: OptIn, answer: Answer) -> None:
        async with self._lock, self._cabinet.opens:
            await self._carry_out()  # an older no must not take back this yes
            case = await self._opened()
            rules, now_s = self._cabinet.rules, self._cabinet.now()
            grants, expires_s = [], after_months(now_s, rules.consent_months)
            if data_class := CLASSES.get(opt_in):
                expires_s = rules.due_s(data_class, Flag.SUPPORT, self._began_s)
                grants.append(_by_consent(case, Term(now_s, expires_s, self._opening.region), data_class))
            counts = Term(now_s, expires_s, self._opening.region)
            due_s = rules.evidence_due_s(expires_s)
            line = a_consent(case, counts, self._cabinet.policy, opt_in=opt_in, answer=answer, due_s=due_s)
            entry = Entry(Action.CONSENT_GIVEN, CALLER, PURPOSES[opt_in], case.subject, case.call, opt_in.value)
            await self._stand_on(case, Grounds(grants, [line]), entry)

    async def flag(self, flag: Flag, basis: Basis, source: Source, reason: str = "") -> None:
        region = self._opening.region
        if not allowed(region, flag, basis):
            raise StoreRefused(f"under {region.value}, {flag.value} cannot stand on {basis.value}")
        async with self._lock:
            await self._flag(flag, basis, source, reason)

    async def withdraw(self, opt_in: OptIn | None = None) -> None:
        self._owed.append(opt_in)  # from here on nothing more is stored under it, whatever the store does
        if opt_in is None:
            if not self._keeps_words:
                self._lines.clear()
            self._since = len(self._lines)
        try:
            async with self._lock:
                await self._carry_out()
        finally:
            self._go_on()

    async def end(self, again: Sequence[Redacted]) -> Receipt:
        masked = zip(self._lines[self._since :], again, strict=False)
        self._lines[self._since :] = [replace(line, words=words) for line, words in masked]
        self._stored, self._over = 0, True  # what was learned since may have changed any of them
        self._go_on()
        await self.settled(END_PATIENCE_S)
        left = self._left
        return Receipt((*left.parts, *self._still_to_come), reference=self.reference if left.grants else "")

    async def settled(self, patience_s: float) -> bool:
        """Whether the store has all that it should have, waiting for it at most so long."""
        if self._worker:
            await asyncio.wait({self._worker}, timeout=patience_s)
        return self._worker is None or self._worker.done()

    def give_up(self) -> None:
        """Do nothing more, whatever is left to do: the process ends."""
        if self._worker:
            self._worker.cancel()

    # -- behind the call ---------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Do what is to be done, in a task of its own."""
        if self._worker is None or self._worker.done():
            self._worker = asyncio.get_running_loop().create_task(self._work(), name="keeping")

    async def _work(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                async with self._lock:
                    done = await self._work_once()
                pause_s = FIRST_PAUSE_S
                if done and self._unscrubbed:
                    await self._cabinet.store.scrub()  # when somebody reads just then, the next sweep does it
                    self._unscrubbed = False
                elif done:
                    return
            except StoreError as error:
                self._cabinet.trouble(type(error).__name__)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    async def _work_once(self) -> bool:
        """One step under the lock; whether nothing is left to do."""
        if self._owed:
            await self._carry_out()
        elif self._ordered and self._lines:
            rule = self._ordered[0]
            await self._flag(rule.flag, rule.basis, Source.RULE, "")
            self._ordered.pop(0)
        elif self._case and self._grounds.grants and (self._over or self._unstored):
            await self._store_lines(self._case)
        if self._waiting:
            return False
        if self._over:
            self._lines.clear()
        return True

    @property
    def _waiting(self) -> bool:
        return bool(self._owed or self._unstored or (self._ordered and self._lines))

    @property
    def _unstored(self) -> bool:
        return self._grounds.covers(DataClass.CHAT) and self._stored < len(self._lines)

    @property
    def _left(self) -> Grounds:
        """What stands once every withdrawal is carried out."""
        return self._grounds.without(*self._owed)

    @property
    def _keeps_words(self) -> bool:
        return self._left.covers(DataClass.CHAT) or bool(self._ordered)

    @property
    def _still_to_come(self) -> list[KeptPart]:
        """What a rule of the tenant keeps as soon as the store answers."""
        due_s = self._cabinet.rules.transcript_due_s
        return [
            KeptPart(DataClass.CHAT, each.flag, each.basis, Source.RULE, due_s(self._began_s, each.flag))
            for each in self._ordered
            if self._lines
        ]

    async def _store_lines(self, case: Case) -> None:
        """What is not durable yet; at the end of the call its time as well."""
        end = len(self._lines)
        rows = case.utterances(self._lines[self._stored : end], self._stored) if self._unstored else []
        if self._over:
            rows.append(to_row(self._call_row(case), case.cipher))
        try:
            needs = [case.ref, *(ref(each) for each in self._grounds.grants)]
            await self._cabinet.write(rows, needs=needs, lazily=not self._over)  # the receipt acknowledges them all
            self._stored = end
        except Gone:
            await self._look_again(case)

    async def _look_again(self, case: Case) -> None:
        """A reason was taken away by a request from outside the call: go on with those that are left, if any."""
        grants = await live_grants(self._cabinet.store, case.cipher, case.call, self._cabinet.now())
        self._grounds = Grounds(list(grants), self._grounds.consents) if grants else Grounds()
        self._case = case if grants else None

    def _call_row(self, case: Case) -> Call:
        opening = self._opening
        return Call(
            case.call, case.subject, opening.channel, opening.language, opening.region, self._began_s,
            self._cabinet.now(), case.reference,
        )  # fmt: skip

    # -- reasons -----------------------------------------------------------------------------------------------------

    async def _opened(self) -> Case:
        if not self._opening.recordable:
            raise StoreRefused("the caller's device asked that nothing be kept")
        return self._case or await self._cabinet.open(self._call, self._opening, self._began_s)

    async def _stand_on(self, case: Case, more: Grounds, entry: Entry) -> None:
        """Write a reason with all that it covers, at once or not at all."""
        new = case is not self._case
        lines = self._lines if more.covers(DataClass.CHAT) else []
        rows = [to_row(each, case.cipher) for each in (*more.grants, *more.consents)]
        rows += [*(case.who if new else ()), *case.utterances(lines, 0)]
        if more.grants and not self._grounds.grants:
            rows += case.marks
        count = len(lines)
        try:
            await self._cabinet.note(entry)
            await self._cabinet.write(rows, needs=() if new and not case.known else (case.owner,))
        except BaseException:
            if new and not case.known:
                await self._cabinet.forget_key(case)
            raise
        self._case, self._stored = case, max(self._stored, count)
        self._grounds = Grounds([*self._grounds.grants, *more.grants], [*self._grounds.consents, *more.consents])
        self._go_on()

    async def _flag(self, flag: Flag, basis: Basis, source: Source, reason: str) -> None:
        async with self._cabinet.opens:
            case = await self._opened()
            due_s = self._cabinet.rules.transcript_due_s(self._began_s, flag)
            term = Term(self._cabinet.now(), due_s, self._opening.region)
            grant = a_grant(case, term, data_class=DataClass.CHAT, flag=flag, basis=basis, source=source, reason=reason)
            purpose = Purpose.SUPPORT if flag is Flag.SUPPORT else Purpose.COMPLIANCE
            entry = Entry(Action.FLAG_SET, SYSTEM, purpose, case.subject, case.call, f"{flag.value}/{basis.value}")
            await self._stand_on(case, Grounds([grant]), entry)

    async def _carry_out(self) -> None:
        """Delete what was kept under each yes that was taken back."""
        while self._owed:
            if self._case:
                await self._revoke(self._case, self._owed[0])
            self._owed.pop(0)
            self._noted = False

    async def _revoke(self, case: Case, opt_in: OptIn | None) -> None:
        cabinet, left = self._cabinet, self._grounds.without(opt_in)
        withdrawal = Withdrawal(cabinet.store, case.cipher, case.call, case.subject, cabinet.now())
        puts, drops = await withdrawal.work((opt_in,) if opt_in else tuple(OptIn))
        if not self._noted:
            detail = opt_in.value if opt_in else "everything"
            await cabinet.note(Entry(Action.CONSENT_REVOKED, CALLER, None, case.subject, case.call, detail))
            self._noted = True
        try:
            await cabinet.write(puts, drops, needs=[case.owner])
        except Gone:  # the person was erased meanwhile
            left = Grounds()
        self._grounds, self._unscrubbed = left, True
        if not left.covers(DataClass.CHAT):
            self._stored = 0
        if not left.grants and not left.consents:
            self._case = None


def _by_consent(case: Case, term: Term, data_class: DataClass) -> Grant:
    """The grant of a yes. Whatever a caller agrees to is kept for support."""
    return a_grant(case, term, data_class=data_class, flag=Flag.SUPPORT, basis=Basis.CONSENT, source=Source.CONSENT)
