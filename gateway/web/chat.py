"""One text chat: the disclosure first, answers in pieces, the receipt last."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from contextlib import aclosing, suppress
from enum import Enum
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from agent.prompts import Prompt
from gateway.calls.typed import TypedTalk
from gateway.sip.edge.api import Rate
from gateway.sip.edge.limits import Bucket
from gateway.web import chatwire
from gateway.web.api import WebSettings
from gateway.web.chatwire import Keep, Leave, Message, Say, Withdraw
from gateway.web.problems import Problem
from gateway.web.receipt import told
from privacy.api import Redacted
from privacy.declared.terms import OptIn
from privacy.keeping.api import Receipt

MESSAGES = Rate(per_s=2, burst=20)  # more than a person types
ANSWER_WITHIN_S = 20.0
FLOODED = Problem(429, "Too many messages: this chat is closed. You may begin another in a moment.")


class ChatEnding(Enum):
    """Why a chat is over, in words that are safe to log, with the WebSocket's close code (RFC 6455 section 7.4.1)."""

    CALLER_LEFT = ("caller-hung-up", 1000)
    GOODBYE = ("we-hung-up", 1000)
    IDLE = ("idle", 1000)
    TOO_LONG = ("too-long", 1000)
    FLOODED = ("flooded", 1008)
    DRAINING = ("draining", 1012)
    FAILED = ("failed", 1011)

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def code(self) -> int:
        return self.value[1]


LAST_WORDS = {
    ChatEnding.IDLE: Prompt.GOODBYE,
    ChatEnding.TOO_LONG: Prompt.TOO_LONG,
    ChatEnding.DRAINING: Prompt.DRAINING,
}


class Chat:
    """Owned by the task that serves the WebSocket, which is accepted; `end` is called on the same loop."""

    def __init__(
        self, id_: str, socket: WebSocket, talk: TypedTalk, text: Callable[[Prompt], str], settings: WebSettings
    ) -> None:
        self.id = id_
        self._socket = socket
        self._talk = talk
        self._text = text
        self._settings = settings
        self._time = asyncio.get_running_loop().time
        self._began_s = self._time()
        self._allowance = Bucket(MESSAGES.burst, self._began_s)
        self._deadline = asyncio.timeout(settings.chat_idle_s)
        self._group = asyncio.TaskGroup()
        self._answering: asyncio.Task[None] | None = None
        self._cuttable = True
        self._kept: frozenset[OptIn] = frozenset()
        self._last_id = 0
        self._ended = False
        self._gone = False  # the caller's end of the socket is closed: nobody waits for a receipt
        self.ending = ChatEnding.IDLE  # should nothing else end it

    @property
    def turns(self) -> int:
        return self._talk.turns

    @property
    def _greeting(self) -> str:
        """What is said before anything else: that nobody is there but a machine, and what it keeps."""
        return f"{self._text(Prompt.DISCLOSURE)} {self._text(Prompt.GREETING)}"

    @property
    def seconds(self) -> float:
        return self._time() - self._began_s

    async def run(self) -> None:
        """Talk until one side ends it. Afterwards nothing of what was said is left but what the caller agreed to."""
        try:
            with suppress(TimeoutError):
                async with self._deadline, self._group:
                    await self._tell(chatwire.caption(0, "agent", self._greeting))
                    await self._listen()
        except* WebSocketDisconnect:
            self._gone, self.ending = True, ChatEnding.CALLER_LEFT
        finally:
            receipt = await self._talk.finish()
        if not self._gone:
            with suppress(WebSocketDisconnect):
                await self._leave(receipt)

    def end(self, ending: ChatEnding) -> None:
        """End it at once, with a last word and the receipt. The first reason counts."""
        if not self._ended:
            self._ended, self.ending = True, ending
            with suppress(RuntimeError):  # it is over already
                self._deadline.reschedule(self._time())

    async def fail(self) -> None:
        """Close the socket: something of ours is broken."""
        self.ending = ChatEnding.FAILED
        with suppress(WebSocketDisconnect, RuntimeError):  # it may be closed already
            await self._socket.close(ChatEnding.FAILED.code)

    async def _listen(self) -> None:
        """Take in messages until the caller leaves."""
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                self._gone = True
                return self.end(ChatEnding.CALLER_LEFT)
            if not self._allowance.take(MESSAGES, self._time()):
                await self._tell(chatwire.problem(FLOODED))
                return self.end(ChatEnding.FLOODED)
            await self._take(message)

    async def _take(self, message: Mapping[str, object]) -> None:
        text = message.get("text")
        try:
            said = chatwire.parse(text if isinstance(text, str) else "", self._last_id)
        except Problem as problem:
            await self._tell(chatwire.problem(problem))
            return
        self._last_id = said.id
        if isinstance(said, Leave):
            self.end(ChatEnding.CALLER_LEFT)
            return
        self._put_off()
        await self._cut()
        work = await self._begun(said) if isinstance(said, Say) else self._settle(said)
        self._cuttable = isinstance(said, Say)
        self._answering = self._group.create_task(work, name=f"chat-{self.id}")

    async def _begun(self, said: Say) -> Coroutine[Any, Any, None]:
        """What there is to do about the words, once they are captioned."""
        asked = self._talk.hear(said.text)
        await self._tell(chatwire.caption(said.id, "caller", asked))
        return self._answer(said.id, asked)

    def _put_off(self) -> None:
        """The caller is there: the end is as far away as it may be."""
        if self._ended:
            return
        now_s = self._time()
        longest_s = self._began_s + self._settings.chat_longest_s
        if longest_s <= now_s + self._settings.chat_idle_s:
            self.ending = ChatEnding.TOO_LONG
        self._deadline.reschedule(min(longest_s, now_s + self._settings.chat_idle_s))

    async def _cut(self) -> None:
        """Stop an answer that is under way, as words stop a spoken one. What is being stored or deleted is not cut."""
        if self._answering is not None and not self._answering.done():
            if self._cuttable:
                await self._talk.settled.wait()
                self._answering.cancel()
            await asyncio.wait([self._answering])

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _answer(self, id_: int, asked: Redacted) -> None:
        try:
            await self._stream(id_, asked)
        except asyncio.CancelledError:
            with suppress(WebSocketDisconnect):
                await self._tell(chatwire.done(id_, interrupted=True))
            raise
        except WebSocketDisconnect:
            return  # the reader hears of it as well
        if self._talk.over:
            self.end(ChatEnding.GOODBYE)

    async def _settle(self, wish: Keep | Withdraw) -> None:
        """Do what a button says, then say that it was done. It is done to its end, whatever is typed meanwhile."""
        with suppress(WebSocketDisconnect):  # the reader hears of it as well
            said = await (self._talk.keep(wish.opt_in) if isinstance(wish, Keep) else self._talk.withdraw())
            await self._tell(chatwire.caption(wish.id, "agent", said))
            await self._tell_kept()

    async def _stream(self, id_: int, asked: Redacted) -> None:
        """Answer. An agent may be anybody's code: its error may hold words and is not kept, and its silence has an
        end."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S), aclosing(self._talk.answer(asked)) as pieces:
                async for each in pieces:
                    await self._tell(chatwire.piece(id_, each))
        except WebSocketDisconnect:
            raise
        except Exception:
            await self._tell(chatwire.piece(id_, self._text(Prompt.APOLOGY)))
        await self._tell_kept()
        await self._tell(chatwire.done(id_, hang_up=self._talk.over))

    # -- the socket --------------------------------------------------------------------------------------------------

    async def _tell_kept(self) -> None:
        """Whenever it is another than what was last told."""
        if self._talk.kept != self._kept:
            self._kept = self._talk.kept
            await self._tell(chatwire.kept(self._kept, self._talk.reference))

    async def _leave(self, receipt: Receipt) -> None:
        if self.ending in LAST_WORDS:
            await self._tell(chatwire.caption(self._last_id + 1, "agent", self._text(LAST_WORDS[self.ending])))
        await self._tell({"type": "receipt", **told(receipt, self.id, self.ending.word, self.seconds, self.turns)})
        await self._socket.close(self.ending.code)

    async def _tell(self, message: Message) -> None:
        await self._socket.send_text(json.dumps(message))
