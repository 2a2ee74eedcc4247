"""The speech process: one reader, and a lane a core that transcribes and speaks whatever is due first.

Speaking is done a piece at a time. After each piece the job goes back on the agenda, due when the sound
made so far will have been played, so that a caller who waits for a first word overtakes one who has seconds in hand.
"""

import argparse
import ctypes
import gc
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from agent.voice.cached import CachedVoice
from asr.api import Transcriber
from gateway.hardening import harden
from gateway.speech.agenda import Agenda
from gateway.speech.wire import LENGTH, LONGEST, Kind, Message, as_body, decoded

WAITING_MOST = 256
SAMPLE_BYTES = 2
LULL_S = 3.0  # without work, after which free memory is given back


@dataclass(slots=True)
class Job:
    """One request on its way. Only the lane that took it off the agenda touches it, but for `given_up`."""

    message: Message
    pieces: Iterator[bytes] | None = field(default=None, repr=False)
    due: float = 0.0
    given_up: bool = False
    began: float = 0.0  # when a lane took it up, this time
    busy_s: float = 0.0  # how long it kept a lane before that


class Worker:
    """Owns the models and the socket. `run` reads on the calling thread; lanes are threads."""

    def __init__(self, sock: socket.socket, transcriber: Transcriber, voice: CachedVoice, lanes: int) -> None:
        self._sock = sock
        self._transcriber = transcriber
        self._voice = voice
        self._agenda: Agenda[Job] = Agenda(WAITING_MOST)
        self._writing = threading.Lock()
        self._jobs: dict[int, Job] = {}
        self._done = self._done_at_last_look = 0
        self._over = threading.Event()
        self._lanes = [threading.Thread(target=self._work, name=f"lane-{n}", daemon=True) for n in range(lanes)]

    def run(self) -> None:
        """Serve until the gateway closes its end."""
        for lane in self._lanes:
            lane.start()
        threading.Thread(target=self._tidy, name="tidy", daemon=True).start()
        made = [
            {"role": role, **asdict(provenance)}
            for role, provenance in (
                ("transcriber", self._transcriber.provenance),
                ("voice", self._voice.provenance),
            )
        ]
        self._send(Message(Kind.READY, body=as_body({"made": made})))
        with self._sock.makefile("rb") as stream:
            while payload := _read(stream):
                self._accept(decoded(payload))
        self._agenda.close()
        self._over.set()

    def _tidy(self) -> None:
        """Give free memory back in the lulls: what a burst of callers needed is not kept for ever."""
        tidied = 0
        while not self._over.wait(LULL_S):
            done, self._done_at_last_look = self._done_at_last_look, self._done
            if done == self._done != tidied:
                tidied = self._done
                trim_memory()

    def _accept(self, message: Message) -> None:
        if message.kind is Kind.CANCEL:
            self._give_up(message.job)
            return
        job = self._jobs[message.job] = Job(message, due=message.due)
        self._schedule(job)

    def _give_up(self, id_: int) -> None:
        self._agenda.cancel(id_)
        if job := self._jobs.pop(id_, None):
            job.given_up = True
            _wipe(job.message.body)

    def _schedule(self, job: Job) -> None:
        if not self._agenda.offer(job.message.job, job, job.due):
            self._finish(job, Kind.FAILED, b"full")

    def _finish(self, job: Job, kind: Kind, body: bytes = b"") -> None:
        """The last message of a job."""
        self._jobs.pop(job.message.job, None)
        self._done += 1
        _wipe(job.message.body)
        for_callers = job.began and job.message.kind is not Kind.WARM  # work of idle time yields to any other
        busy_s = job.busy_s + time.monotonic() - job.began if for_callers else 0.0
        self._send(Message(kind, job.message.job, due=busy_s, body=body))

    def _work(self) -> None:
        while taken := self._agenda.take():
            _, job = taken
            if job.given_up:
                continue
            job.began = time.monotonic()
            try:
                self._advance(job)
            except Exception as error:  # a lane outlives any job; only the kind of error leaves
                self._finish(job, Kind.FAILED, type(error).__name__.encode())

    def _advance(self, job: Job) -> None:
        if job.message.kind is Kind.TRANSCRIBE:
            heard = self._transcriber.transcribe(bytes(job.message.body), job.message.rate_hz)
            self._finish(job, Kind.TRANSCRIPT, as_body(asdict(heard)))
        else:
            self._speak(job)

    def _speak(self, job: Job) -> None:
        message = job.message
        if job.pieces is None:
            keep = message.kind is not Kind.SPEAK
            job.pieces = self._voice.synthesize(message.text, message.rate_hz, keep=keep)
        piece = next(job.pieces, None)
        if piece is None:
            self._finish(job, Kind.DONE)
            return
        if message.kind is not Kind.WARM:
            self._send(Message(Kind.PIECE, message.job, message.rate_hz, body=piece))
        now = time.monotonic()
        job.busy_s += now - job.began
        job.due = max(job.due, now) + len(piece) / SAMPLE_BYTES / message.rate_hz
        self._schedule(job)

    def _send(self, message: Message) -> None:
        with self._writing:
            try:
                self._sock.sendall(message.encoded())
            except OSError:  # the gateway is gone, and so will the reader be
                self._agenda.close()


def _read(stream: object) -> bytearray | None:
    """The next payload; None at the end of the stream or when it makes no sense."""
    read = stream.readinto  # type: ignore[attr-defined]
    head = bytearray(LENGTH.size)
    if read(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > LONGEST:
        return None
    payload = bytearray(length)
    return payload if read(payload) == length else None


def _wipe(body: bytes | bytearray | memoryview) -> None:
    """Zero received audio; decoded bodies are views of the bytearray they were read into."""
    if isinstance(body, memoryview) and not body.readonly:
        body[:] = bytes(len(body))


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it ends (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL)


def main(argv: list[str] | None = None) -> int:
    """The process's entry: `python -m gateway.speech.worker --fd N ...`, started by the gateway."""
    parser = argparse.ArgumentParser(prog="sottovoce-speech")
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--voice", required=True)
    parser.add_argument("--lanes", type=int, required=True)
    parser.add_argument("--nice", type=int, default=15)
    parser.add_argument("--cache-megabytes", type=int, default=24)
    given = parser.parse_args(argv)
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the gateway closes us
    harden()
    os.nice(given.nice)
    with socket.socket(fileno=given.fd) as sock:
        return _serve(sock, given)


def _serve(sock: socket.socket, given: argparse.Namespace) -> int:
    from gateway.speech.models import load_models  # noqa: PLC0415  # heavy, and only this process may

    try:
        transcriber, voice = load_models(given.model, given.voice, given.lanes, given.cache_megabytes)
    except Exception as error:  # whatever it was, the gateway tells the operator
        sock.sendall(Message(Kind.UNUSABLE, body=str(error).encode()).encoded())
        return 4
    trim_memory()
    Worker(sock, transcriber, voice, given.lanes).run()
    return 0


def trim_memory() -> None:
    """Give what is free back to the system (malloc_trim(3)): some 90 MB after loading the weights."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


if __name__ == "__main__":
    sys.exit(main())
