"""The way to one caller: ICE (RFC 8445), with restarts that what runs above does not notice."""

import asyncio
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

from aioice import Candidate as AioCandidate
from aioice.candidate import candidate_priority

from gateway.observe.logs import LOGGER
from gateway.rtc.api import CallOver, NoRoom, RtcSettings
from gateway.rtc.candidates import Candidate
from gateway.rtc.generation import Generation
from gateway.rtc.sdp import IceRemote

MAX_DATAGRAMS: Final = 256
"""Waiting for whoever reads; the oldest go when more come, and `IcePath.dropped` counts them."""
MAX_RELAYED: Final = 32
"""Datagrams on their way to a relay; more are dropped, as it does not answer."""


class Reach(Enum):
    """Whether the caller can be reached."""

    NOT_YET = "not-yet"
    REACHED = "reached"
    LOST = "lost"
    CLOSED = "closed"


class IcePath:
    """The way of datagrams to one caller and back. Owned by its link, which closes it.

    It is what `RTCDtlsTransport` takes for an ICE transport: `_recv`, `_send`, `role`. `changed` is called on the
    loop whenever `reach` changes. While the caller cannot be reached, what is sent is dropped like any datagram.
    """

    role = "controlled"

    def __init__(self, settings: RtcSettings, changed: Callable[[], None]) -> None:
        self.reach = Reach.NOT_YET
        self.dropped = 0
        self._settings = settings
        self._changed = changed
        self._newest: Generation | None = None
        self._current: Generation | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._datagrams: deque[bytes] = deque()
        self._arrived = asyncio.Event()

    async def begin(self, remote: IceRemote) -> None:
        """Begin a generation and try to reach the caller; the one before serves until this one does.

        Raises `NoRoom`, and `CallOver` where it was closed meanwhile; then nothing changed.
        """
        generation = Generation(self._settings, self._deliver)
        generation.remote_username, generation.remote_password = remote.ufrag, remote.password
        generation.remote_is_lite = remote.lite
        generation.ice_controlling = remote.lite  # RFC 8445 section 6.1.1
        try:
            await generation.gather_candidates()
            self._require_use(generation)
        except BaseException:
            await generation.close()
            raise
        superseded, self._newest = self._newest, generation
        if superseded and superseded is not self._current:
            await superseded.close()
        self._spawn(generation.take(remote.candidates), "ice-candidates")
        self._spawn(self._live(generation), "ice")

    def _require_use(self, generation: Generation) -> None:
        if self.reach is Reach.CLOSED:
            raise CallOver
        if not generation.local_candidates:
            LOGGER.warning("rtc-no-port: free UDP ports, or check rtc.addresses, rtc.port_low and rtc.port_high")
            raise NoRoom("no call from a browser can be carried at the moment: try again later")

    @property
    def ufrag(self) -> str:
        """Ours, of the newest generation."""
        return self._newest.local_username if self._newest else ""

    @property
    def password(self) -> str:
        """Ours, of the newest generation."""
        return self._newest.local_password if self._newest else ""

    @property
    def remote_ufrag(self) -> str:
        """Theirs, of the newest generation."""
        return (self._newest.remote_username or "") if self._newest else ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Ours, of the newest generation, the public address in front of us included."""
        ours = [_candidate(each) for each in self._newest.local_candidates] if self._newest else []
        public = self._settings.public_address
        if not public:
            return tuple(ours)
        hosts = [each for each in ours if each.type == "host" and (":" in each.host) == (":" in public)]
        priority = candidate_priority(1, "srflx")
        return (
            *ours,
            *(
                Candidate(f"9{n}", priority - n, public, each.port, "srflx", each.host, each.port)
                for n, each in enumerate(hosts)
            ),
        )

    def add(self, remote: IceRemote) -> None:
        """Take in trickled candidates, unless they belong to another generation."""
        if self._newest and remote.ufrag in ("", self._newest.remote_username):
            self._spawn(self._newest.take(remote.candidates), "ice-candidates")

    async def close(self) -> None:
        """Close every socket and end every task. Idempotent."""
        if self.reach is Reach.CLOSED:
            return
        self.reach = Reach.CLOSED
        self._arrived.set()
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        for generation in (self._newest, self._current):
            if generation:
                await generation.close()
        if tasks:
            await asyncio.wait(tasks)
        self._datagrams.clear()

    async def _recv(self) -> bytes:
        while not self._datagrams:
            if self.reach is Reach.CLOSED:
                raise ConnectionError
            self._arrived.clear()
            await self._arrived.wait()
        return self._datagrams.popleft()

    async def _send(self, data: bytes) -> None:
        current = self._current
        if current is None or self.reach is Reach.CLOSED:
            return
        if not current.relayed:
            await current.send_if_possible(data)
        elif len(self._tasks) < MAX_RELAYED:  # a relay may have to be asked first, and nobody waits for that
            self._spawn(current.send_if_possible(data), "ice-relay")

    def _deliver(self, data: bytes) -> None:
        if not data:
            return
        if len(self._datagrams) >= MAX_DATAGRAMS:
            self._datagrams.popleft()
            self.dropped += 1
        self._datagrams.append(data)
        self._arrived.set()

    async def _live(self, generation: Generation) -> None:
        """From the first check of a generation to its loss."""
        try:
            await generation.connect()
        except ConnectionError:
            if generation is self._newest and not self._current:
                self._become(Reach.LOST)
            return
        if generation is not self._newest:
            return
        before, self._current = self._current, generation
        self._become(Reach.REACHED)
        if before:
            await before.close()
        await generation.get_event()  # consent to send expired (RFC 7675), or it was closed
        if generation is self._current:  # whether or not a newer one is still being tried
            self._become(Reach.LOST)

    def _become(self, reach: Reach) -> None:
        if self.reach not in (Reach.CLOSED, reach):
            self.reach = reach
            self._changed()

    def _spawn(self, work: Any, name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _candidate(ours: AioCandidate) -> Candidate:
    related = (ours.related_address or "", ours.related_port or 0)
    return Candidate(ours.foundation[:32], ours.priority, ours.host, ours.port, ours.type, *related)
