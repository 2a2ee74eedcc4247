"""The minutes of a call: what was said, redacted, in memory, and stored only where there is a reason to.

This is the call's side of keeping. The store is slow or away at times; the call goes on meanwhile, and what could not
be stored is said to be not kept.
"""

import asyncio
from collections.abc import Awaitable, Callable

from agent.api import Speaker
from gateway.calls import facts
from gateway.calls.jobs import Spawn
from gateway.legs.api import CallerIdentity, LegInfo
from privacy.api import Known, Redacted, RedactionSession
from privacy.declared import terms
from privacy.declared.terms import Channel, OptIn, Region
from privacy.keeping.api import Answer, CallFile, Keeping, Opening, Receipt
from privacy.keys.identifiers import Identifier, Means
from privacy.store.errors import StoreError

PATIENCE_S = 2.0  # with the store, before the caller is told that it did not work
_SPEAKERS = {Speaker.CALLER: terms.Speaker.CALLER, Speaker.AGENT: terms.Speaker.AGENT}
_CHANNELS = {"sip": Channel.SIP, "browser": Channel.BROWSER, "chat": Channel.CHAT}


class Minutes:
    """Owned by one conversation. Made on the running loop, whose clock it reads."""

    def __init__(
        self,
        file: CallFile,
        channel: Channel,
        redaction: RedactionSession,
        *,
        spawn: Spawn,
        feed: Callable[[facts.Fact], None],
    ) -> None:
        self._file = file
        self._channel = channel
        self._redaction = redaction
        self._spawn = spawn
        self._feed = feed
        self._said: list[Redacted] = []
        self._time = asyncio.get_running_loop().time
        self._began = self._time()

    @property
    def keepable(self) -> bool:
        return self._file.keepable

    @property
    def reference(self) -> str:
        return self._file.reference

    def note(self, speaker: Speaker, words: Redacted) -> None:
        """One stretch of speech is final."""
        self._said.append(words)
        self._file.add(_SPEAKERS[speaker], self._now_ms, words)

    def keep(self, command: facts.Keep) -> None:
        """Record the yes and store what it covers; a fact tells how it went."""
        choice = command.choice
        answer = Answer(self._channel, self._now_ms, command.words, choice.key, choice.confidence)
        self._spawn(self._keep(command.reply, command.opt_in, answer), f"keep-{command.opt_in.value}")

    def withdraw(self, reply: int) -> None:
        """Delete what was stored and take back every yes; a fact tells how it went."""
        self._said.clear()
        self._spawn(self._withdraw(reply), "withdraw")

    async def end(self) -> Receipt:
        """Store or forget for good. To be called before the redaction is wiped."""
        again = tuple(self._redaction.again(words) for words in self._said)
        self._said.clear()
        return await self._file.end(again)

    async def _keep(self, reply: int, opt_in: OptIn, answer: Answer) -> None:
        if not await _done(self._file.consent(opt_in, answer)):
            self._feed(facts.NotKept(reply))
            return
        self._redaction.know(Known(self._file.reference, "ACCOUNT_ID"))
        self._feed(facts.Kept(reply, opt_in, self._file.reference))

    async def _withdraw(self, reply: int) -> None:
        self._feed(facts.Withdrawn(reply, await _done(self._file.withdraw())))

    @property
    def _now_ms(self) -> int:
        return int((self._time() - self._began) * 1000)


def open_file(keeping: Keeping, info: LegInfo, caller: CallerIdentity, region: Region) -> CallFile:
    """The file of a call. A caller who withholds the number is found by the reference code alone."""
    opening = Opening(
        channel_of(info),
        region,
        destination=info.destination,
        identifiers=identifiers_of(caller),
        recordable=info.recordable,
    )
    return keeping.open(info.call_id, opening)


def identifiers_of(caller: CallerIdentity) -> tuple[Identifier, ...]:
    """What a caller may be known by. Nothing of one who withholds the number (RFC 3323)."""
    if caller.withheld or not caller.number:
        return ()
    plain = caller.number.lstrip("+").isdigit()
    return (Identifier(Means.NUMBER if plain else Means.ACCOUNT, caller.number),)


def channel_of(info: LegInfo) -> Channel:
    """The way a call came in."""
    return _CHANNELS.get(info.kind, Channel.CONSOLE)


async def _done(work: Awaitable[None]) -> bool:
    """Whether the store did it within our patience; what it was at goes on without us."""
    job = asyncio.ensure_future(work)
    try:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.shield(job)
    except (StoreError, TimeoutError):
        job.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, though nobody waits
        return False
    return True
