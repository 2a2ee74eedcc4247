"""The chats under way: let in through the door, at most so many, seen off when the gateway stops."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket
from starlette.responses import Response

from agent.prompts import Prompt
from gateway.calls.admission import Refusal
from gateway.calls.typed import TypedTalk
from gateway.observe.events import ChatEnded, ChatStarted, Emit
from gateway.observe.logs import LOGGER, kinds
from gateway.web import chatwire
from gateway.web.api import WebSettings
from gateway.web.chat import Chat, ChatEnding
from gateway.web.chatwire import SUBPROTOCOL
from gateway.web.door import Door
from gateway.web.problems import Problem
from gateway.web.sessions import Session

CHATS_MOST_A_SESSION = 4
SEEN_OFF_WITHIN_S = 5.0
TRY_AGAIN_LATER = 1013  # of the IANA registry of close codes


class Chats:
    """Owned by the application; everything happens on its loop."""

    def __init__(
        self,
        door: Door,
        settings: WebSettings,
        *,
        make_talk: Callable[[str], TypedTalk],
        text: Callable[[Prompt], str],
        emit: Emit,
        closed: Callable[[], Refusal | None],
    ) -> None:
        self._door = door
        self._settings = settings
        self._make_talk = make_talk
        self._text = text
        self._emit = emit
        self._closed = closed
        self._live: dict[Chat, Session] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def live(self) -> int:
        return len(self._live)

    def router(self) -> APIRouter:
        router = APIRouter(tags=["chat"])
        router.websocket("/api/chat")(self.chat)
        router.get("/api/chat", status_code=426, response_class=Response, responses={426: {"description": UPGRADE}})(
            self.not_upgraded
        )
        return router

    async def chat(self, socket: WebSocket, csrf: Annotated[str, Query(max_length=128)] = "") -> None:
        """The WebSocket itself: refused as an HTTP response while it is one."""
        try:
            session = self._let_in(socket, csrf)
        except Problem as problem:
            await _refuse(socket, problem)
            return
        await socket.accept(SUBPROTOCOL)
        id_ = secrets.token_hex(6)
        await self._host(Chat(id_, socket, self._make_talk(id_), self._text, self._settings), session)

    async def not_upgraded(self) -> Response:
        """Text chat, for WebSocket clients: see docs/web.md for its messages."""
        response = Problem(426, "This address speaks WebSocket alone.").response()
        response.headers["Upgrade"] = "websocket"
        return response

    async def drain(self) -> None:
        """Tell everyone why it ends, and end it."""
        for chat in tuple(self._live):
            chat.end(ChatEnding.DRAINING)
        try:
            async with asyncio.timeout(SEEN_OFF_WITHIN_S):
                await self._idle.wait()
        except TimeoutError:
            return  # somebody does not read; the listener closes the connection

    def _let_in(self, socket: WebSocket, csrf: str) -> Session:
        """The session that begins a chat. Raises `Problem`."""
        self._door.knock(socket, origin_required=True)
        session = self._door.proven(socket, csrf)
        if SUBPROTOCOL not in socket.scope["subprotocols"]:
            raise Problem(400, f"Offer the WebSocket subprotocol {SUBPROTOCOL}.")
        if refusal := self._closed():
            raise Problem(503, "No new chat now: please try again later.", retry_after_s=refusal.retry_after_s)
        if self.live >= self._settings.max_chats:
            raise Problem(503, "Too many chats are under way: please try again.", retry_after_s=30)
        if list(self._live.values()).count(session) >= CHATS_MOST_A_SESSION:
            raise Problem(429, "Too many chats are open in this browser: close one first.", retry_after_s=10)
        self._door.opening(socket, "chat")
        return session

    async def _host(self, chat: Chat, session: Session) -> None:
        self._live[chat] = session
        self._idle.clear()
        session.holds += 1
        self._emit(ChatStarted(chat.id))
        try:
            await chat.run()
        except Exception as error:  # a fault of ours ends this chat alone; its text may be the caller's
            LOGGER.error("chat-failed error=%s", ",".join(kinds(error)))
            await chat.fail()
        finally:
            session.holds -= 1
            del self._live[chat]
            if not self._live:
                self._idle.set()
            self._emit(ChatEnded(chat.id, chat.ending.word, round(chat.seconds, 1), chat.turns))


async def _refuse(socket: WebSocket, problem: Problem) -> None:
    """A script is not told the status of a refused handshake (WHATWG WebSockets section 3.1), so the page of a caller
    who may come later is told in a message, with code 1013, "try again later"."""
    if problem.status == 503:
        await socket.accept(SUBPROTOCOL)
        await socket.send_text(json.dumps(chatwire.problem(problem)))
        await socket.close(TRY_AGAIN_LATER)
    else:
        await socket.send_denial_response(problem.response())


UPGRADE = "A WebSocket client upgrades instead, with the subprotocol, its cookie, and its token as `csrf`."
