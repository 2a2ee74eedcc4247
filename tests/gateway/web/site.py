"""The web side on a real listener, with a scripted agent and scripted browser calls behind it."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2

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
from gateway.web.server import WebServer
from privacy.keeping.api import Keeping, NothingKept

SDP = {"Content-Type": "application/sdp"}
POLICY = "<h1>What we do with your words</h1>"
OFFER = "v=0\r\n"


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
) -> AsyncIterator[Site]:
    hub, metrics, calls = EventHub(), Metrics(), ScriptedCalls(script)
    hub.tap(metrics.take)
    speech = LocalSpeech(ScriptedTranscriber(list(heard)), ToneSynthesizer())
    shelf = PromptShelf(prompts())
    await shelf.stock(speech, (Prompt.DISCLOSURE, Prompt.GREETING), (16_000,))
    company = Company(agent or ScriptedAgent(), speech, shelf, hub.emit, keeping=keeping or NothingKept())
    reception = Reception(company, Admission(2, 8, state="open"))
    house = House(
        reception, calls, metrics, hub, ready, ("sip:agent@192.0.2.1",), lambda: calls.live, POLICY, ice_servers
    )
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
        await reception.drain(0)
        await server.aclose()
        side.close()
