"""The gateway in numbers, in Prometheus form. No label carries anything that a caller could choose."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gateway.observe.events import (
    CallEnded,
    CallRefused,
    CallStarted,
    ChatEnded,
    ChatStarted,
    Event,
    Interrupted,
    KeepingTroubled,
    LineMeasured,
    PartRestarted,
    TurnTimed,
    Watchdog,
)

SECONDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 4.0)
JITTER_MS = (1, 2, 5, 10, 20, 40, 80, 160)


class Metrics:
    """Counts events. One registry of its own, so that nothing of the Python process is told by accident."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._calls = Counter("sottovoce_calls", "Calls answered.", ["destination", "codec"], registry=registry)
        self._live = Gauge("sottovoce_live_calls", "Calls under way.", registry=registry)
        self._ended = Counter("sottovoce_calls_ended", "Calls ended, by how.", ["ending"], registry=registry)
        self._refused = Counter("sottovoce_calls_refused", "Calls refused, by why.", ["reason"], registry=registry)
        self._restarts = Counter("sottovoce_restarts", "Processes of ours that died.", ["part"], registry=registry)
        self._late = Counter("sottovoce_watchdogs", "Steps of a turn that took too long.", ["step"], registry=registry)
        self._cut = Counter("sottovoce_interruptions", "Times a caller spoke over us.", ["words"], registry=registry)
        self._sip = Counter("sottovoce_sip_messages", "What the SIP edge did.", ["fact"], registry=registry)
        self._troubles = Counter(
            "sottovoce_keeping_troubles", "Times the store did not do what it should.", ["what"], registry=registry
        )
        self._chats = Counter("sottovoce_chats", "Conversations in text.", registry=registry)
        self._live_chats = Gauge("sottovoce_live_chats", "Conversations in text under way.", registry=registry)
        self._chats_ended = Counter("sottovoce_chats_ended", "Chats ended, by how.", ["ending"], registry=registry)
        self._web = Counter("sottovoce_http_refused", "HTTP requests refused.", ["status"], registry=registry)
        self._turn = Histogram(
            "sottovoce_turn_seconds",
            "From the caller's last sample of speech to each step of the answer.",
            ["step"],
            buckets=SECONDS,
            registry=registry,
        )
        self._jitter = Histogram(
            "sottovoce_jitter_milliseconds", "Interarrival jitter of callers.", buckets=JITTER_MS, registry=registry
        )

    def sip(self, fact: str) -> None:
        """Count a fact of the SIP edge; its names are a closed set (docs/sip-edge.md)."""
        self._sip.labels(fact).inc()

    def http_refused(self, status: int) -> None:
        """Count a request that was answered with an error of 4xx or 5xx."""
        self._web.labels(str(status)).inc()

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """A number that is read when it is asked for."""
        Gauge(f"sottovoce_{name}", meaning, registry=self._registry).set_function(read)

    def take(self, event: Event) -> None:  # noqa: C901 - one case an event
        """Count an event."""
        match event:
            case CallStarted(destination=destination, codec=codec):
                self._calls.labels(destination, codec).inc()
                self._live.inc()
            case CallEnded(ending=ending):
                self._ended.labels(ending).inc()
                self._live.dec()
            case CallRefused(reason):
                self._refused.labels(reason).inc()
            case ChatStarted():
                self._chats.inc()
                self._live_chats.inc()
            case ChatEnded(ending=ending):
                self._chats_ended.labels(ending).inc()
                self._live_chats.dec()
            case KeepingTroubled(what):
                self._troubles.labels(what).inc()
            case PartRestarted(part):
                self._restarts.labels(part).inc()
            case Watchdog(what=what):
                self._late.labels(what).inc()
            case Interrupted(words=words):
                self._cut.labels(str(words).lower()).inc()
            case LineMeasured(jitter_ms=jitter_ms):
                self._jitter.observe(jitter_ms)
            case TurnTimed():
                self._time(event)

    def _time(self, turn: TurnTimed) -> None:
        for step, ms in (
            ("endpoint", turn.endpoint_ms),
            ("transcript", turn.transcript_ms),
            ("first_text", turn.first_text_ms),
            ("first_audio", turn.first_audio_ms),
        ):
            if ms >= 0:
                self._turn.labels(step).observe(ms / 1000)

    def text(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(self._registry)
