"""The gateway, put together: what `sottovoce serve` runs."""

import asyncio
import contextlib
import ipaddress
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.sentences import Clauses
from agent.spoken import speakable
from gateway.agents import make_agent, prompt_texts
from gateway.calls.admission import Admission
from gateway.calls.prompts import FIRST, PromptShelf
from gateway.calls.reception import Reception
from gateway.errors import DataFolderUnusable, PortTaken, SettingsError, SpeechUnavailable
from gateway.hardening import harden
from gateway.observe import logs
from gateway.observe.events import PartRestarted
from gateway.observe.hub import EventHub
from gateway.observe.metrics import Metrics
from gateway.parts import company_of, edge_settings, pool_settings, speech_settings
from gateway.rtc.late import LateCalls
from gateway.rtc.setup import rtc_settings
from gateway.safe import open_safe
from gateway.settings.schema import Settings
from gateway.sip.cell.pool import CellPool
from gateway.sip.edge.api import Refusal as SipRefusal
from gateway.sip.edge.errors import EdgeAddressUnusable, EdgePortTaken
from gateway.sip.edge.server import Edge
from gateway.speech.client import SpeechProcess
from gateway.sweeping import keep_sweeping
from gateway.web.app import House, WebSide
from gateway.web.server import WebServer
from gateway.web.setup import socket_settings, web_settings
from privacy.api import RedactionSession
from privacy.store.api import Finding

RATES_HZ = (8000, 16000)
WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - compared with
Say = Callable[[str], None]


@dataclass(slots=True)
class Gateway:
    """Everything that runs. Made by `gateway`, owned by the task that entered it."""

    settings: Settings
    edge: Edge
    pool: CellPool
    rtc: LateCalls
    reception: Reception
    speech: SpeechProcess
    web: WebServer
    side: WebSide
    findings: tuple[Finding, ...] = ()  # what about the store weakens a promise

    @property
    def uris(self) -> tuple[str, ...]:
        """What to dial, for each address of this machine."""
        return _uris(self.settings, self.edge.port)

    @property
    def page(self) -> str:
        """Where the page is, as seen from this machine."""
        host = self.settings.http.host
        return f"{self.web.scheme}://{'localhost' if host in WILDCARDS else _bracketed(host)}:{self.web.port}/"

    def introduction(self) -> list[str]:
        """What the operator wants to read at start."""
        folder = Path(self.settings.data.folder).absolute()
        models = [
            f"  {made.role}: {made.name} from {made.origin} (sha256 {made.sha256[:12]}…)" for made in self.speech.made
        ]
        return [
            "Dial one of these, over UDP or TCP (sip:echo@… is an echo test):",
            *(f"  {uri}" for uri in self.uris),
            f"Page, health and metrics: {self.page}",
            "Models:",
            *models,
            f"Data folder: {folder} (nothing is kept of a call without a recorded reason)",
            *(f"{found.level.value.capitalize()}: {found.sentence}" for found in self.findings),
        ]


@asynccontextmanager
async def gateway(settings: Settings) -> AsyncIterator[Gateway]:
    """A gateway that answers calls until the block is left.

    Raises `SottovoceError` with a sentence that says what to do: a port is taken, a model is missing, the data folder
    cannot be written.
    """
    prepare_data_folder(Path(settings.data.folder))
    hub, metrics = EventHub(), Metrics()
    hub.tap(logs.log_event)
    hub.tap(metrics.take)
    async with contextlib.AsyncExitStack() as stack:
        web = WebServer(settings.http.host, settings.http.port, socket_settings(settings))
        stack.push_async_callback(web.aclose)
        lanes = settings.speech.lanes or len(os.sched_getaffinity(0))
        speech = SpeechProcess(speech_settings(settings, lanes), lambda: hub.emit(PartRestarted("speech")))
        agent, shelf = make_agent(settings), PromptShelf(prompt_texts(settings), settings.agent.name)
        safe = await stack.enter_async_context(open_safe(settings, hub.emit))
        await safe.note_start()
        company = company_of(settings, agent, speech, shelf, emit=hub.emit, safe=safe)
        reception = Reception(company, Admission(lanes, settings.calls.most))
        hub.tap(reception.watch)
        pool = CellPool(pool_settings(settings), reception.on_ringing)
        browsers = rtc_settings(settings)
        rtc = LateCalls(browsers)
        stack.push_async_callback(rtc.aclose)

        def places() -> int:
            return pool.calls + rtc.live

        edge = Edge(edge_settings(settings), pool, _admit(reception, places), metrics.sip)
        await _start_edge(edge, settings)
        stack.push_async_callback(edge.aclose)
        await pool.start()
        stack.push_async_callback(pool.close)
        await stack.enter_async_context(speech)
        load_redaction()
        await shelf.stock(speech, FIRST, RATES_HZ)
        warming = asyncio.create_task(_keep_warm(reception, speech, agent.common_texts()), name="warm")
        stack.push_async_callback(_cancelled, warming)
        sweeping = asyncio.create_task(keep_sweeping(safe, hub.emit), name="sweep")
        stack.push_async_callback(_cancelled, sweeping)
        house = House(
            reception,
            rtc,
            metrics,
            hub,
            lambda: _is_ready(reception, speech),
            _uris(settings, edge.port),
            places,
            safe.policy.html,
            tuple(server for server in (browsers.stun, browsers.turn) if server),
            rtc.prepare,
            kept="by-rule" if safe.rules_for("agent") else "nothing",
        )
        side = WebSide(web_settings(settings), house)
        stack.callback(side.close)
        running = Gateway(settings, edge, pool, rtc, reception, speech, web, side, safe.findings)
        _gauge(metrics, running)
        reception.admission.state = "open"
        web.start(side.app)
        stack.push_async_callback(web.aclose)  # idempotent: the first to be closed once it serves
        yield running


async def serve(settings: Settings, say: Say) -> int:
    """Serve until SIGTERM or SIGINT, then let calls end. 0 when all ended in order."""
    logs.set_up(settings.log.level, settings.log.style)
    hardened = harden()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    async with gateway(settings) as running:
        for line in running.introduction():
            say(line)
        if not (hardened.memory_locked and hardened.not_dumpable):
            say("Memory is not fully protected here; 'sottovoce doctor' says what to do.")
        say("Ready for calls.")
        await stop.wait()
        say(f"Stopping: {running.reception.live_calls} calls are under way.")
        running.edge.draining = True
        running.pool.drain()
        await asyncio.gather(running.side.drain(), running.reception.drain(settings.calls.drain_seconds))
    say("Stopped.")
    return 0


def _gauge(metrics: Metrics, running: Gateway) -> None:
    pool, rtc, speech, side = running.pool, running.rtc, running.speech, running.side
    admission = running.reception.admission
    metrics.gauge("cells", "SIP cells running.", lambda: len(pool.cells))
    metrics.gauge("browser_calls", "Browser calls that ring or talk.", lambda: rtc.live)
    metrics.gauge(
        "loop_late_milliseconds", "Worst lateness of a browser call's tick in ten seconds.", lambda: rtc.late_ms
    )
    metrics.gauge("browser_sessions", "Browsers that have a session.", lambda: len(side.door.sessions))
    metrics.gauge("speech_jobs", "Jobs asked of the speech process and not finished.", lambda: speech.waiting)
    metrics.gauge("call_capacity", "Calls that could be answered at once.", lambda: admission.capacity)


def load_redaction() -> None:
    """Redaction's data is in memory: loading takes 0.1 s, which would stop every call, and count as the first
    utterance's time."""
    RedactionSession().redact("hello")


def prepare_data_folder(folder: Path) -> None:
    """The folder, made if it was missing, for its owner alone. Raises `DataFolderUnusable`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DataFolderUnusable(f"cannot make the data folder {folder}: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise DataFolderUnusable(f"cannot write the data folder {folder}: give it to this user, or set data.folder")


async def _start_edge(edge: Edge, settings: Settings) -> None:
    try:
        await edge.start()
    except EdgePortTaken:
        raise PortTaken("SIP", settings.sip.host, settings.sip.port, "--sip-port or sip.port") from None
    except EdgeAddressUnusable as error:
        raise SettingsError(f"sip.host: {error}") from None


async def _keep_warm(reception: Reception, speech: SpeechProcess, texts: tuple[str, ...]) -> None:
    """Warm the voice, and again each time a new speech process has taken over."""
    while True:
        await _warm(reception, speech, texts)
        await speech.until_lost()
        await speech.until_ready()


async def _warm(reception: Reception, speech: SpeechProcess, texts: tuple[str, ...]) -> None:
    """In idle time: the rest of the fixed sentences, then the first clause of every answer that is likely."""
    await reception.company.shelf.stock_rest(speech, RATES_HZ)
    reception.learn()
    for text in texts:
        clauses = Clauses()
        first = next(iter([*clauses.feed(text + " "), *clauses.flush()]), "")
        with contextlib.suppress(SpeechUnavailable):
            await speech.warm(speakable(first), RATES_HZ[0])


def _uris(settings: Settings, port: int) -> tuple[str, ...]:
    sip = settings.sip
    hosts = [sip.public_address] if sip.public_address else _addresses(sip.host)
    return tuple(f"sip:agent@{_bracketed(host)}{'' if port == 5060 else f':{port}'}" for host in hosts)


def _bracketed(host: str) -> str:
    """The address as it stands in a URI (RFC 3261 section 25.1)."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


async def _cancelled(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _is_ready(reception: Reception, speech: SpeechProcess) -> bool:
    return reception.admission.state == "open" and speech.ready


def _admit(reception: Reception, places: Callable[[], int]) -> Callable[[str], SipRefusal | None]:
    def admit(destination: str) -> SipRefusal | None:
        refusal = reception.refusal(destination, places())
        return SipRefusal(503, refusal.retry_after_s) if refusal else None

    return admit


def _addresses(host: str) -> list[str]:
    """The addresses a listener on `host` is reached by; a wildcard means the loopback and the way out."""
    if not ipaddress.ip_address(host).is_unspecified:
        return [host]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1: nothing is sent, the kernel only picks the way
            way_out = str(probe.getsockname()[0])
        except OSError:
            return ["127.0.0.1"]
    return list(dict.fromkeys(["127.0.0.1", way_out]))
