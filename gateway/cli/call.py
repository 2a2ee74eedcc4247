"""`sottovoce call`: dial a SIP URI, say lines, and time each answer at the caller's ear."""

import argparse
import asyncio
import json
import re
import statistics
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soxr

from agent.spoken import speakable
from gateway.caller.caller import Caller, Entry, Manners, Moment
from gateway.errors import InputUnusable, NotAnswered, SpeechUnavailable
from gateway.hardening import harden
from gateway.legs.api import Ending, LineReport
from gateway.settings.load import Loaded
from gateway.settings.schema import Settings
from gateway.sip.cell.client import SipLeg
from gateway.sip.cell.dialler import dialler
from gateway.sip.cell.errors import DialFailed
from gateway.speech.client import SpeechProcess, SpeechSettings
from privacy.api import RedactionSession

UNANSWERED = 9  # the call went well, but a line got no answer
_URI = re.compile(r"sips?:(?:[^\s@]+@)?[^\s@;?]+(?:;\S*)?", re.IGNORECASE)  # RFC 3261 section 19.1, roughly
CUT_OFF = 10  # the call ended before every line was said
YIELDS = 4  # how much nicer than the speech process of a gateway on the same machine, whose answers are timed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "uri", metavar="SIP_URI", help="such as sip:agent@127.0.0.1 or sip:agent@host:5062;transport=tcp"
    )
    parser.add_argument(
        "--say", action=_Line, dest="lines", metavar="TEXT", help="speak this line when the far end has finished"
    )
    parser.add_argument("--wav", action=_Line, dest="lines", metavar="FILE", help="play this WAV as a line")
    parser.add_argument("--codec", choices=("PCMU", "PCMA", "G722"), help="offer this codec alone")
    parser.add_argument("--srtp", action="store_true", help="offer SRTP (SDES)")
    parser.add_argument(
        "--barge-in", type=float, default=0.0, metavar="SECONDS", help="talk over the far end after so long"
    )
    parser.add_argument(
        "--gap", type=float, default=0.7, metavar="SECONDS", help="silence after which the far end has finished (0.7)"
    )
    parser.add_argument("--record-summary", action="store_true", help="end with a summary: latencies, jitter, loss")
    parser.add_argument("--no-text", action="store_true", help="do not transcribe what is heard")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, for a script")


def run(given: argparse.Namespace, loaded: Loaded) -> int:
    """0 when every line was answered; 8 when nobody answered the call, 9 when a line got no answer, 10 when cut off."""
    if not _URI.fullmatch(given.uri):
        raise InputUnusable("that is no SIP URI: dial something such as sip:agent@127.0.0.1")
    harden()
    return asyncio.run(_call(given, loaded.settings))


class _Line(argparse.Action):
    """Keeps --say and --wav in the order in which they were given."""

    def __call__(
        self, parser: object, namespace: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        lines = [*(getattr(namespace, self.dest) or []), (option, values)]
        setattr(namespace, self.dest, lines)


@dataclass(slots=True)
class Report:
    """Prints the timeline as it happens, and remembers what the summary needs."""

    as_json: bool
    texts: list[str]
    latencies_ms: list[int] = field(default_factory=list)
    early: int = 0  # answers that began before the line was over: an echo, or an interruption
    line: LineReport | None = None
    said: int = 0

    def tell(self, entry: Entry) -> None:
        match entry.moment:
            case Moment.SAID:
                self.said += 1
                self.show(entry.at_ms, "said", self.texts[entry.line])
            case Moment.ANSWERED:
                self._tell_answer(entry)
            case Moment.LINE:
                self.line = entry.report
            case Moment.ENDED:
                ending = entry.ending or Ending.FAILED
                self.show(entry.at_ms, "ended", _ENDINGS.get(ending, ending.value), ending=ending.value)
            case Moment.HEARD:
                pass

    @property
    def answered(self) -> int:
        return len(self.latencies_ms) + self.early

    def _tell_answer(self, entry: Entry) -> None:
        if entry.latency_ms < 0:
            self.early += 1
            self.show(entry.at_ms, "answered", "while the line was being said", latency_ms=entry.latency_ms)
            return
        self.latencies_ms.append(entry.latency_ms)
        self.show(entry.at_ms, "answered", f"after {entry.latency_ms} ms", latency_ms=entry.latency_ms)

    def show(self, at_ms: int, what: str, text: str, **more: object) -> None:
        if self.as_json:
            print(json.dumps({"at_ms": at_ms, "event": what, "text": text, **more}), flush=True)
        else:
            print(f"{at_ms / 1000:7.2f} s  {what:<9} {text}", flush=True)

    def summarise(self) -> None:
        """Latencies, and the state of the line as RTP and RTCP told it."""
        got = sorted(self.latencies_ms)
        numbers: dict[str, object] = {"lines": self.said, "answered": self.answered}
        if got:
            numbers |= {"latency_p50_ms": round(statistics.median(got)), "latency_max_ms": got[-1]}
        if self.line:
            numbers |= {
                "codec": self.line.codec,
                "jitter_ms": round(self.line.jitter_ms, 1),
                "lost_packets": self.line.lost_packets,
                "received_packets": self.line.received_packets,
                "round_trip_ms": self.line.round_trip_ms,
            }
        if self.as_json:
            print(json.dumps({"event": "summary", **numbers}), flush=True)
        else:
            print("Summary: " + ", ".join(f"{key} {value}" for key, value in numbers.items()), flush=True)


async def _call(given: argparse.Namespace, settings: Settings) -> int:
    lines: list[tuple[str, str]] = given.lines or []
    wants_voice = any(option == "--say" for option, _ in lines)
    if wants_voice or not given.no_text:
        nice = min(19, settings.speech.nice + YIELDS)
        speech = SpeechProcess(SpeechSettings(settings.hearing.model, settings.voice.name, lanes=1, nice=nice))
        async with speech:
            return await _dial(given, lines, speech)
    return await _dial(given, lines, None)


async def _dial(given: argparse.Namespace, lines: list[tuple[str, str]], speech: SpeechProcess | None) -> int:
    codecs = (given.codec,) if given.codec else ()
    rate_hz = 16000 if given.codec == "G722" else 8000
    spoken = [await _sound(option, value, rate_hz, speech) for option, value in lines]
    async with dialler() as dialling:
        try:
            leg = await dialling.dial(given.uri, codecs=codecs or ("PCMU", "PCMA", "G722"), srtp=given.srtp)
        except DialFailed as error:
            raise NotAnswered(f"nobody answered: SIP status {error.status}{_advice(error.status)}") from None
        if leg.info.rate_hz != rate_hz:
            spoken = [await _sound(option, value, leg.info.rate_hz, speech) for option, value in lines]
        return await _converse(given, lines, spoken, leg, None if given.no_text else speech)


async def _converse(
    given: argparse.Namespace,
    lines: list[tuple[str, str]],
    spoken: list[bytes],
    leg: SipLeg,
    speech: SpeechProcess | None,
) -> int:
    report = Report(given.json, [value for _, value in lines])
    report.show(0, "connected", f"{leg.info.codec}, {'SRTP' if leg.info.encrypted else 'RTP'}")
    manners = Manners(gap_ms=int(given.gap * 1000), barge_in_ms=int(given.barge_in * 1000))
    caller = Caller(leg, spoken, manners, keep=speech is not None)
    entries: asyncio.Queue[Entry | None] = asyncio.Queue()  # as many as the call has moments
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_print(entries, report, leg.info.rate_hz, speech), name="timeline")
        ending = await caller.call(entries.put_nowait)
        entries.put_nowait(None)
    if given.record_summary:
        report.summarise()
    return _outcome(report, len(lines), ending)


async def _print(
    entries: "asyncio.Queue[Entry | None]", report: Report, rate_hz: int, speech: SpeechProcess | None
) -> None:
    """Everything in its order: what was heard becomes text before what came after it is told."""
    redaction = RedactionSession()
    while (entry := await entries.get()) is not None:
        report.tell(entry)
        if entry.moment is Moment.HEARD and speech:
            report.show(entry.at_ms, "heard", await _heard(entry.pcm, rate_hz, speech, redaction))
    redaction.wipe()


def _outcome(report: Report, lines: int, ending: Ending) -> int:
    if ending not in (Ending.WE_HUNG_UP, Ending.CALLER_HUNG_UP) or report.said < lines:
        return CUT_OFF
    return 0 if report.answered == lines else UNANSWERED


async def _heard(pcm: bytes, rate_hz: int, speech: SpeechProcess, redaction: RedactionSession) -> str:
    """What was heard, as text; long speech is heard in pieces of 25 s."""
    size = 25 * rate_hz * 2
    try:
        heard = [await speech.transcribe(pcm[at : at + size], rate_hz) for at in range(0, len(pcm), size)]
    except SpeechUnavailable as error:
        return f"({error})"
    return redaction.redact(" ".join(each.words for each in heard), speaker="agent").text or "(no words)"


async def _sound(option: str, value: str, rate_hz: int, speech: SpeechProcess | None) -> bytes:
    if option == "--wav":
        return read_wav(Path(value), rate_hz)
    assert speech is not None
    return b"".join([piece async for piece in speech.speak(speakable(value), rate_hz)])


def read_wav(path: Path, rate_hz: int) -> bytes:
    """The file as s16le mono PCM at `rate_hz`. Raises `InputUnusable`."""
    try:
        with wave.open(str(path)) as file:
            if file.getsampwidth() != 2:
                raise InputUnusable(f"{path} is not 16-bit PCM: convert it with  sox {path} -b 16 -c 1 out.wav")
            raw = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
            given_hz = file.getframerate()
    except (OSError, EOFError, wave.Error) as error:
        raise InputUnusable(f"cannot read {path} as a WAV file: {error}") from None
    mono = raw.mean(axis=1).astype("<i2")
    return bytes(mono.tobytes() if given_hz == rate_hz else soxr.resample(mono, given_hz, rate_hz).tobytes())


_ENDINGS = {
    Ending.CALLER_HUNG_UP: "the far end hung up",
    Ending.WE_HUNG_UP: "hung up",
    Ending.MEDIA_TIMEOUT: "no more sound came from the far end",
    Ending.LEG_LOST: "our own media process died",
}
_ADVICE = {
    0: ": the address could not be dialled; is the host name right?",
    404: ": nobody has that name there; dial agent or echo",
    408: ": nothing answers at that address; is the gateway running, and the port right?",
    488: ": no codec in common",
    503: ": it is full, starting or stopping; try again in a moment",
}


def _advice(status: int) -> str:
    return _ADVICE.get(status, "")
