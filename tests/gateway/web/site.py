"""The web side on a real listener, with a scripted agent and scripted browser calls behind it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from agent.api import Agent
from agent.fake import ScriptedAgent
from agent.prompts import Prompt, prompts
from agent.voice.fake import ToneSynthesizer
from asr.fake import ScriptedTranscriber
from gateway.calls.admission import Admission
from gateway.calls.company import Company
from gateway.calls.prompts import PromptShelf
from gateway.calls.reception import Reception
from gateway.legs.fake import Stay, Step
from gateway.observe.events import Event
from gateway.observe.hub import EventHub
from gateway.observe.metrics import Metrics
from gateway.rtc.api import IceServer
from gateway.rtc.fake import ScriptedCalls
from gateway.speech.fake import LocalSpeech
from gateway.web.api import SocketSettings, WebSettings
from gateway.web.app import House, WebSide
from gateway.web.chatwire import SUBPROTOCOL
from gateway.web.server import WebServer
from privacy.keeping.api import Keeping, NothingKept

SDP = {"Content-Type": "application/sdp"}
POLICY = "<h1>What we do with your words</h1>"
OFFER = "v=0\r\n"
SHELF = PromptShelf(prompts())  # stocked once: its sound is the same for all


@dataclass(slots=True)
class Site:
    """A web side that serves, and what it was seen to do."""

    server: WebServer
    side: WebSide
    calls: ScriptedCalls
    reception: Reception
    metrics: Metrics
    hub: EventHub
    client: httpx2.AsyncClient
    seen: list[Event] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"{self.server.scheme}://127.0.0.1:{self.server.port}"

    async def enter(self) -> dict[str, str]:
        """A session; the header that proves it."""
        response = await self.client.post("/api/session")
        assert response.status_code == 200, response.text
        return {"X-CSRF": response.json()["csrf"]}

    async def call(self, proof: dict[str, str], destination: str = "agent") -> str:
        """The address of a new call."""
        at = f"/api/calls?destination={destination}"
        response = await self.client.post(at, content=OFFER, headers=proof | SDP)
        assert response.status_code == 201, response.text
        return response.headers["Location"]

    async def events(self, call: str, after: str = "") -> list[tuple[str, Any]]:
        """The events of a call to its end."""
        headers = {"Last-Event-ID": after} if after else {}
        response = await self.client.get(f"{call}/events", headers=headers)
        assert response.status_code == 200, response.text
        return told(response.text)

    @asynccontextmanager
    async def event_stream(self, call: str) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
        """The events of a call as they come."""
        async with self.client.stream("GET", f"{call}/events") as response:
            assert response.status_code == 200

            async def each() -> AsyncIterator[tuple[str, Any]]:
                name = ""
                async for line in response.aiter_lines():
                    field_, _, value = line.partition(": ")
                    name = value if field_ == "event" else name
                    if field_ == "data":
                        yield name, json.loads(value)

            yield each()

    @asynccontextmanager
    async def chat(self, proof: dict[str, str] | None = None, origin: str | None = None) -> AsyncIterator["ChatClient"]:
        """A chat of this site's own page, or of one at `origin`."""
        csrf = (proof or await self.enter())["X-CSRF"]
        url = f"{self.origin.replace('http', 'ws')}/api/chat?csrf={csrf}"
        headers = {"Cookie": f"sottovoce={self.client.cookies.get('sottovoce', '')}"}
        page = Origin(self.origin if origin is None else origin)
        async with connect(
            url, origin=page, subprotocols=[Subprotocol(SUBPROTOCOL)], additional_headers=headers, max_size=None
        ) as socket:
            yield ChatClient(socket)


@dataclass(slots=True)
class ChatClient:
    """The page's end of a chat."""

    socket: ClientConnection

    async def send(self, type_: str, id_: int, **more: object) -> None:
        await self.socket.send(json.dumps({"type": type_, "id": id_} | more))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            return dict(json.loads(await self.socket.recv()))

    async def hear_until(self, type_: str) -> list[dict[str, Any]]:
        """All messages up to one of that type."""
        heard = [await self.hear()]
        while heard[-1]["type"] != type_:
            heard.append(await self.hear())
        return heard

    async def hear_out(self) -> list[dict[str, Any]]:
        """All that comes until the socket is closed."""
        heard = []
        with suppress(ConnectionClosed):
            while True:
                heard.append(await self.hear())
        return heard


def told(stream: str) -> list[tuple[str, Any]]:
    """Server-sent events, by name, each with its data."""
    found = []
    for block in stream.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


@asynccontextmanager
async def site(
    settings: WebSettings | None = None,
    bounds: SocketSettings | None = None,
    *,
    agent: Agent | None = None,
    heard: Iterable[str] = ("why",),
    keeping: Keeping | None = None,
    script: Callable[[], Iterable[Step]] = lambda: [Stay()],
    ice_servers: tuple[IceServer, ...] = (),
    ready: Callable[[], bool] = lambda: True,
    prepare: Callable[[], Awaitable[None]] | None = None,
) -> AsyncIterator[Site]:
    hub, metrics, calls = EventHub(), Metrics(), ScriptedCalls(script)
    hub.tap(metrics.take)
    speech = LocalSpeech(ScriptedTranscriber(list(heard)), ToneSynthesizer())
    await SHELF.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (16_000,))
    company = Company(agent or ScriptedAgent(), speech, SHELF, hub.emit, keeping=keeping or NothingKept())
    reception = Reception(company, Admission(2, 8, state="open"))
    house = House(
        reception, calls, metrics, hub, ready, ("sip:agent@192.0.2.1",), lambda: calls.live, POLICY, ice_servers
    )
    if prepare:
        house = replace(house, prepare=prepare)
    side = WebSide(settings or WebSettings(), house)
    server = WebServer("127.0.0.1", 0, bounds)
    server.start(side.app)
    base = f"{server.scheme}://127.0.0.1:{server.port}"
    try:
        async with httpx2.AsyncClient(base_url=base, timeout=20, verify=False) as client:
            made = Site(server, side, calls, reception, metrics, hub, client)
            hub.tap(made.seen.append)
            yield made
            await side.drain()
    finally:
        await calls.aclose()
        await reception.drain(5)
        await server.aclose()
        side.close()
