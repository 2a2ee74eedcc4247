"""The desk where requests are made, worked on and answered. One row each, one receipt each time, each step audited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from privacy.audit.api import CALLER, Action, Audit, Entry
from privacy.declared.rows import Request
from privacy.declared.terms import Purpose, Region
from privacy.keys.keyring import Keyring
from privacy.requests.api import Asked, Doer, Proof, ProofWanted, RequestRefused, Right, State, Why
from privacy.requests.clocks import answer_by_s, put_off_s
from privacy.requests.proportion import needed
from privacy.requests.receipt import receipt
from privacy.requests.wishes import OF_RIGHT, Wishes
from privacy.retention.rules import Rules
from privacy.store.api import Store
from privacy.store.codec import from_row, ref, to_row

_OPEN: Final = frozenset({State.RECEIVED.value, State.AT_WORK.value})
_REASONS_TO_WAIT: Final = frozenset({Why.COMPLEX, Why.MANY})


@dataclass(frozen=True, slots=True)
class Desk:
    """Used on one event loop. Every method raises `AuditAway` and `StoreError` with nothing changed."""

    store: Store
    keyring: Keyring
    audit: Audit
    wishes: Wishes
    rules: Rules
    now: Callable[[], int]
    doers: Mapping[Right, Doer] = field(default_factory=dict)  # wishes are carried out without one

    async def make(self, asked: Asked, request: UUID | None = None) -> Request:
        """The request, received. The same id again is the same request. Raises `ProofWanted`, audited as denied."""
        ident = (request or uuid4()).hex
        known = await self.store.get("request", ident)
        if known is not None:
            return self._read_as(known.clear["person"] == asked.subject, from_row(known, Request))
        least = needed(asked.right, one_call=asked.call is not None)
        if asked.proof < least:
            await self._note(
                Action.DENIED, asked.subject, asked.call, f"{asked.right.value}:{asked.proof.name.lower()}"
            )
            raise ProofWanted(least)
        made = self._received(ident, asked)
        await self._note(Action.REQUEST_MADE, made.person, made.about, made.right)
        await self._write(made)
        return made

    async def carry_out(self, request: str, actor: str = CALLER) -> Request:
        """The request, done or refused. After an error it stays at work, and this may be called again."""
        found = await self.open_one(request)
        right = Right(found.right)
        if right not in OF_RIGHT and right not in self.doers:
            raise RequestRefused("nobody here can carry that out by machine: an officer has to")
        found = replace(found, state=State.AT_WORK.value)
        await self._write(found)
        why = Why.NOTHING_KEPT if found.person is None else await self._do(found, right)
        return await self._close(found, State.REFUSED if why is not Why.NONE else State.DONE, why, actor)

    async def done_by_hand(self, request: str, actor: str) -> Request:
        """The request, done: an officer says so."""
        return await self._close(await self.open_one(request), State.DONE, Why.NONE, actor)

    async def refuse(self, request: str, why: Why, actor: str) -> Request:
        """The request, refused, with the reason that the person is told."""
        if why is Why.NONE:
            raise RequestRefused("a refusal needs a reason: the person has a right to it")
        return await self._close(await self.open_one(request), State.REFUSED, why, actor)

    async def withdraw(self, request: str) -> Request:
        """The request, taken back by who made it."""
        return await self._close(await self.open_one(request), State.WITHDRAWN, Why.NONE, CALLER)

    async def put_off(self, request: str, why: Why, actor: str) -> Request:
        """The request with a later end: once, for a reason, before the first end. Raises `RequestRefused`."""
        found = await self.open_one(request)
        if found.extended or why not in _REASONS_TO_WAIT or self.now() >= found.answer_by_s:
            raise RequestRefused("an answer is put off once, before it is late, because of its size or number")
        later = put_off_s(Region(found.region), found.answer_by_s)
        changed = replace(found, extended=True, why=why.value, answer_by_s=later)
        await self._note(Action.REQUEST_MADE, found.person, found.about, f"{found.right}:put-off", actor)
        await self._write(changed)
        return changed

    async def receipt(self, request: Request) -> bytes:
        """What the person keeps, signed."""
        return receipt(request, await self.keyring.signing())

    async def one(self, request: str) -> Request:
        """The request of that id. Raises `RequestRefused`."""
        row = await self.store.get("request", request)
        if row is None:
            raise RequestRefused("there is no request of that id, or its time is over")
        return from_row(row, Request)

    async def open_one(self, request: str) -> Request:
        """The same, not answered yet."""
        found = await self.one(request)
        if found.state not in _OPEN:
            raise RequestRefused(f"that request is {found.state} already")
        return found

    async def waiting(self) -> tuple[Request, ...]:
        """What is not answered, the most urgent first."""
        found = [from_row(row, Request) for row in await self.store.all("request")]
        return tuple(sorted((each for each in found if each.state in _OPEN), key=lambda each: each.answer_by_s))

    async def late(self) -> tuple[Request, ...]:
        """What should have been answered."""
        return tuple(each for each in await self.waiting() if each.answer_by_s <= self.now())

    def _received(self, ident: str, asked: Asked) -> Request:
        now_s = self.now()
        return Request(
            request=ident,
            right=asked.right.value,
            person=asked.subject,
            about=asked.call,
            region=asked.region,
            channel=asked.channel,
            proof=Proof(asked.proof).name.lower(),
            state=State.RECEIVED.value,
            why=Why.NONE.value,
            made_s=now_s,
            answer_by_s=answer_by_s(asked.region, now_s),
            extended=False,
            closed_s=None,
            due_s=None,
        )

    def _read_as(self, same: bool, found: Request) -> Request:
        if not same:
            raise RequestRefused("that id is taken by another request")
        return found

    async def _do(self, found: Request, right: Right) -> Why:
        assert found.person is not None
        if right in self.doers:
            why = await self.doers[right](found)
            if why is not Why.NONE:
                return why
        if right in OF_RIGHT:
            await self.wishes.add(found.person, OF_RIGHT[right])
        return Why.NONE

    async def _close(self, found: Request, state: State, why: Why, actor: str) -> Request:
        now_s = self.now()
        due_s = self.rules.evidence_due_s(now_s)
        closed = replace(found, state=state.value, why=why.value, closed_s=now_s, due_s=due_s)
        await self._note(Action.REQUEST_CLOSED, found.person, found.about, f"{found.right}:{_WORDS[state]}", actor)
        await self._write(closed)
        return closed

    async def _write(self, request: Request) -> None:
        needs = [] if request.state == State.RECEIVED.value and not request.extended else [ref(request)]
        await self.store.write([to_row(request, await self.keyring.house())], needs=needs)

    async def _note(
        self, action: Action, subject: str | None, call: str | None, detail: str, actor: str = CALLER
    ) -> None:
        await self.audit.note(Entry(action, actor, Purpose.COMPLIANCE, subject, call, detail))


_WORDS: Final = {State.DONE: "done", State.REFUSED: "refused", State.WITHDRAWN: "withdrawn"}
