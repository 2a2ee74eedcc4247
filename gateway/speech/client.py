"""The gateway's end of the speech process: it starts it, asks it, and starts another when it dies."""

import asyncio
import contextlib
import itertools
import math
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from asr.api import Transcript
from gateway.errors import ModelUnusable, SpeechUnavailable
from gateway.observe.logs import LOGGER
from gateway.speech.api import Made
from gateway.speech.wire import LENGTH, Kind, Message, decoded

GRACE_TRANSCRIBE_S = 0.15  # due so long after it was asked for: transcripts overtake second sentences
GRACE_SPEAK_S = 0.25
IN_HAND_MOST_S = 3.0  # well within the patience
PATIENCE_S = 6.0  # after which an answer is no use to a caller
PIECES_MOST = 64  # of one clause, unread; more is a reader that is gone
RESTART_MOST_S = 5.0
STARTS_IN_VAIN_MOST = 3  # in a row; then no caller is asked to wait for the next
NEVER_READY = "the speech process cannot be started, or ends before it is ready: run 'sottovoce doctor'"
THRIFT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1"}
"""glibc (mallopt(3)) would keep a heap a thread, each as large as the largest utterance it ever saw: 100 MB more.
numpy's own threads would fight the lanes for the cores."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    model: str = "tiny.en"
    voice: str = "joe"
    lanes: int = 2
    nice: int = 15
    cache_megabytes: int = 24


class SpeechProcess:
    """`Speech` by a process of its own. Owned by the gateway's main task; use it as a context manager.

    What is in flight when the process dies raises `SpeechUnavailable`; what is asked while another starts
    waits for it, within the patience of a caller.
    """

    def __init__(self, settings: SpeechSettings, on_restart: Callable[[], None] = lambda: None) -> None:
        self._settings = settings
        self._on_restart = on_restart
        self._jobs = itertools.count(1)
        self._waiting: dict[int, asyncio.Queue[Message]] = {}
        self._ready = asyncio.Event()
        self._lost = asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._unusable = ""  # why, in a sentence, when starting it has failed
        self._starts_in_vain = 0  # in a row
        self.made: tuple[Made, ...] = ()
        self.restarts = 0
        self.busy_s = 0.0  # how long callers' jobs kept a lane, all together

    async def __aenter__(self) -> "SpeechProcess":
        self._keeper = asyncio.create_task(self._keep(), name="speech-keeper")
        waiting = asyncio.create_task(self._ready.wait(), name="speech-ready")
        await asyncio.wait({self._keeper, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._unusable:
            await self.aclose()
            raise ModelUnusable(self._unusable)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the process. Idempotent."""
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        return self._ready.is_set()

    @property
    def usable(self) -> bool:
        return not self._unusable

    async def until_ready(self) -> None:
        """Returns once a process answers."""
        await self._ready.wait()

    async def until_lost(self) -> None:
        """Returns once no process answers."""
        await self._lost.wait()

    @property
    def waiting(self) -> int:
        """Jobs asked for and not finished."""
        return len(self._waiting)

    async def transcribe(self, pcm: bytes, rate_hz: int) -> Transcript:
        async with self._asked(Kind.TRANSCRIBE, pcm, rate_hz, GRACE_TRANSCRIBE_S) as answers:
            message = await self._next(answers)
        if message.kind is not Kind.TRANSCRIPT:
            raise SpeechUnavailable(f"transcription failed: {message.text}")
        return Transcript(**message.record)

    async def speak(
        self, text: str, rate_hz: int, *, keep: bool = False, in_hand_s: float = 0.0
    ) -> AsyncIterator[bytes]:
        kind = Kind.SPEAK_AND_KEEP if keep else Kind.SPEAK
        grace_s = GRACE_SPEAK_S + min(in_hand_s, IN_HAND_MOST_S)
        async with self._asked(kind, text.encode(), rate_hz, grace_s) as answers:
            while (message := await self._next(answers)).kind is Kind.PIECE:
                yield bytes(message.body)
        if message.kind is not Kind.DONE:
            raise SpeechUnavailable(f"the voice failed: {message.text}")

    async def warm(self, text: str, rate_hz: int) -> None:
        """Make speech ahead of time, when nothing else is due, so that the voice has it in memory."""
        async with self._asked(Kind.WARM, text.encode(), rate_hz, math.inf) as answers:
            await answers.get()

    @contextlib.asynccontextmanager
    async def _asked(
        self, kind: Kind, body: bytes, rate_hz: int, grace_s: float
    ) -> AsyncIterator[asyncio.Queue[Message]]:
        """The queue of answers to a job, which is given up when the block is left before the last one."""
        try:
            await asyncio.wait_for(self._ready.wait(), PATIENCE_S)
        except TimeoutError:
            raise SpeechUnavailable("the speech process is still starting") from None
        job = next(self._jobs)
        answers: asyncio.Queue[Message] = asyncio.Queue(PIECES_MOST)
        self._waiting[job] = answers
        try:
            self._write(Message(kind, job, rate_hz, time.monotonic() + grace_s, body))
            yield answers
        finally:
            if self._waiting.pop(job, None) is not None:
                self._write(Message(Kind.CANCEL, job))

    async def _next(self, answers: "asyncio.Queue[Message]") -> Message:
        try:
            return await asyncio.wait_for(answers.get(), PATIENCE_S)
        except TimeoutError:
            raise SpeechUnavailable("the speech process did not answer in time") from None

    def _write(self, message: Message) -> None:
        if self._writer and not self._writer.is_closing():
            self._writer.write(message.encoded())

    async def _keep(self) -> None:
        """Run the process, again and again, a little later each time it dies young."""
        pause_s = 0.0
        while True:
            started = time.monotonic()
            self._starts_in_vain += 1
            try:
                await self._run_once()
            except OSError:  # no process, memory or descriptor to spare, or no program: as bad as one that dies
                pass
            finally:
                self._lose_all()
            if self._starts_in_vain >= STARTS_IN_VAIN_MOST:
                self._unusable = self._unusable or NEVER_READY
            if self._unusable and not self.made:
                return  # never yet usable: whoever starts us says why
            if self._unusable:
                LOGGER.error("speech-unusable %s", self._unusable)
            self.restarts += 1
            self._on_restart()
            pause_s = 0.0 if time.monotonic() - started > 30 else min(RESTART_MOST_S, pause_s * 2 + 0.1)
            await asyncio.sleep(pause_s)

    async def _run_once(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command(theirs.fileno()),
                    pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL,
                    env={**os.environ, **THRIFT},
                )
            except BaseException:
                ours.close()
                raise
        reader, self._writer = await asyncio.open_connection(sock=ours)
        try:
            await self._read(reader)
        finally:
            self._writer.close()
            self._writer = None
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    def _command(self, fd: int) -> list[str]:
        given = self._settings
        return [
            *(sys.executable, "-m", "gateway.speech.worker", "--fd", str(fd)),
            *("--model", given.model, "--voice", given.voice, "--lanes", str(given.lanes)),
            *("--nice", str(given.nice), "--cache-megabytes", str(given.cache_megabytes)),
        ]

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while True:
            try:
                (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
                message = decoded(await reader.readexactly(length))
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            self._deliver(message)

    def _deliver(self, message: Message) -> None:
        if message.kind is Kind.READY:
            self.made = tuple(Made(**each) for each in message.record["made"])
            self._unusable, self._starts_in_vain = "", 0
            self._ready.set()
            self._lost.clear()
        elif message.kind is Kind.UNUSABLE:
            self._unusable = message.text
        elif answers := self._waiting.get(message.job):
            if message.kind is not Kind.PIECE:
                del self._waiting[message.job]
                self.busy_s += message.due
            with contextlib.suppress(asyncio.QueueFull):  # its reader is gone: the job ends by its patience
                answers.put_nowait(message)

    def _lose_all(self) -> None:
        self._ready.clear()
        self._lost.set()
        lost, self._waiting = self._waiting, {}
        for job, answers in lost.items():
            with contextlib.suppress(asyncio.QueueFull):
                answers.put_nowait(Message(Kind.FAILED, job, body=b"the speech process ended"))
