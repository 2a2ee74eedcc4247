"""A visitor of the call page without a browser: HTTP by httpx2, media by aiortc, every byte that comes kept."""

import array
import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from agent.voice import piper
from tests.gateway.rtc.browser import RATE_HZ, Browser, becomes_true
from tests.system.running import Gateway

SDP = {"Content-Type": "application/sdp"}
CHAT = "sottovoce.chat.v1"
LOUD = 500  # of 32767: speech, whatever Opus made of silence
PAUSE_S = 0.9  # of silence, after which the agent has finished


def said(*texts: str) -> list[bytes]:
    """The texts as a person's microphone would give them."""
    voice = piper.load("joe")
    return [b"".join(voice.synthesize(text, RATE_HZ)) for text in texts]


@dataclass(slots=True)
class Visit:
    """One session of one visitor. `received` is every text the gateway sent: bodies, headers, events, frames."""

    gateway: Gateway
    client: httpx2.AsyncClient
    proof: dict[str, str]
    received: list[str] = field(default_factory=list)
    events: list[tuple[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    call_url: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.gateway.http_port}"

    @contextlib.asynccontextmanager
    async def call(self, destination: str = "agent") -> AsyncIterator[Browser]:
        """A call that is connected; left with the events read to their end."""
        browser = Browser()
        response = await self.client.post(
            f"/api/calls?destination={destination}", content=await browser.offer(), headers=self.proof | SDP
        )
        assert response.status_code == 201, response.text
        self.call_url = response.headers["Location"]
        reading = asyncio.create_task(self._read_events())
        try:
            await browser.accept(response.text)
            yield browser
            async with asyncio.timeout(20):
                await reading
        finally:
            reading.cancel()
            await browser.close()

    async def hang_up(self) -> None:
        assert (await self.client.delete(self.call_url, headers=self.proof)).status_code == 204

    def told(self, name: str) -> list[Any]:
        return [data for found, data in self.events if found == name]

    def captions(self, speaker: str) -> list[str]:
        """The last form of each."""
        last = {each["id"]: each["text"] for each in self.told("caption") if each["speaker"] == speaker}
        return list(last.values())

    async def wait_for(self, name: str, count: int = 1, within_s: float = 60.0) -> Any:
        """The event of that name and number."""
        await self.until(lambda: len(self.told(name)) >= count, within_s)
        return self.told(name)[count - 1]

    async def said(self, browser: Browser, line: bytes) -> None:
        """Say it, and return once it is captioned."""
        before = len(self.captions("caller"))
        browser.speak(line)
        await self.until(lambda: len(self.captions("caller")) > before)

    async def until(self, true: Callable[[], bool], within_s: float = 60.0) -> None:
        """Returns once the events make it true."""
        async with asyncio.timeout(within_s):
            while not true():
                self.changed.clear()
                await self.changed.wait()

    async def _read_events(self) -> None:
        async with self.client.stream("GET", f"{self.call_url}/events", timeout=None) as response:
            assert response.status_code == 200
            name = ""
            async for line in response.aiter_lines():
                self.received.append(line)
                key, _, value = line.partition(": ")
                name = value if key == "event" else name
                if key == "data":
                    self.events.append((name, json.loads(value)))
                    self.changed.set()

    @contextlib.asynccontextmanager
    async def chat(self) -> AsyncIterator["Chat"]:
        url = f"{self.origin.replace('http', 'ws')}/api/chat?csrf={self.proof['X-CSRF']}"
        cookie = {"Cookie": f"sottovoce={self.client.cookies['sottovoce']}"}
        async with connect(
            url, origin=Origin(self.origin), subprotocols=[Subprotocol(CHAT)], additional_headers=cookie
        ) as socket:
            yield Chat(socket, self.received)


@dataclass(slots=True)
class Chat:
    """The visitor's end of a chat."""

    socket: Any
    received: list[str]
    sent: int = 0

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(30):
            frame = await self.socket.recv()
        self.received.append(frame)
        return dict(json.loads(frame))

    async def ask(self, text: str) -> str:
        """The answer to it."""
        self.sent += 1
        await self.socket.send(json.dumps({"type": "say", "id": self.sent, "text": text}))
        pieces = []
        while (message := await self.hear())["type"] != "done":
            pieces += [message["text"]] if message["type"] == "piece" else []
        return " ".join(pieces)

    async def leave(self) -> list[dict[str, Any]]:
        """End it with the button; the receipt is the last of what comes."""
        await self.socket.send(json.dumps({"type": "leave", "id": self.sent + 1}))
        return await self.hear_out()

    async def hear_out(self) -> list[dict[str, Any]]:
        heard = []
        with contextlib.suppress(ConnectionClosed):
            while True:
                heard.append(await self.hear())
        return heard


@contextlib.asynccontextmanager
async def visiting(gateway: Gateway) -> AsyncIterator[Visit]:
    base = f"http://127.0.0.1:{gateway.http_port}"
    async with httpx2.AsyncClient(base_url=base, timeout=30) as client:
        entry = await client.post("/api/session")
        assert entry.status_code == 200, entry.text
        yield Visit(gateway, client, {"X-CSRF": entry.json()["csrf"]})


async def finished(browser: Browser, after: int, within_s: float = 60.0) -> bytes:
    """What the agent said since byte `after`, once it has spoken and then paused."""
    pause = int(RATE_HZ * PAUSE_S) * 2
    async with asyncio.timeout(within_s):
        while True:
            heard = bytes(browser.pcm[after:])
            if len(heard) > pause and is_loud(heard[:-pause]) and not is_loud(heard[-pause:]):
                return heard
            await asyncio.sleep(0.05)


async def heard(browser: Browser, after: int, seconds: float) -> bytes:
    """The first seconds of what the agent said since byte `after`."""
    await becomes_true(lambda: is_loud(bytes(browser.pcm[after:])), 60.0)
    enough = len(browser.pcm) + int(RATE_HZ * seconds) * 2
    await becomes_true(lambda: len(browser.pcm) >= enough, 60.0)
    return bytes(browser.pcm[after:])


def is_loud(pcm: bytes) -> bool:
    samples = array.array("h", pcm)
    return max(map(abs, samples), default=0) > LOUD
