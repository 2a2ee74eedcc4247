"""The gateway's view of one cell: its calls as `SipLeg`s, on the event loop."""

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from gateway.legs.api import (
    CallerIdentity,
    Dtmf,
    Frame,
    Held,
    LegEnded,
    LegEvent,
    LegInfo,
    LineReport,
    PlayoutFull,
    Resumed,
)
from gateway.legs.playout import ROOM_MS
from gateway.sip.cell.wire import (
    Clear,
    Command,
    Established,
    HangUp,
    Heard,
    Hold,
    HoldChanged,
    Line,
    Play,
    Pressed,
    SendDigit,
)

MAX_WAITING_FRAMES = 100
"""Two seconds: a session further behind hears the newest, and `SipLeg.dropped_frames` counts the rest."""


class SipLeg:
    """A `CallLeg` whose media lives in a cell. Owned by one session task; made by its `Cell` alone."""

    def __init__(self, number: int, info: LegInfo, caller: CallerIdentity, send: Callable[[Command], None]):
        self.number = number
        self.dropped_frames = 0
        self._info = info
        self._caller = caller
        self._send = send
        self._events: deque[LegEvent] = deque()
        self._frames_waiting = 0
        self._arrived = asyncio.Event()
        self._ended = False
        self._unplayed_samples = 0
        self._played_samples = 0

    @property
    def info(self) -> LegInfo:
        return self._info

    @property
    def caller(self) -> CallerIdentity:
        return self._caller

    async def events(self) -> AsyncIterator[LegEvent]:
        while True:
            while not self._events:
                self._arrived.clear()
                await self._arrived.wait()
            event = self._events.popleft()
            self._frames_waiting -= isinstance(event, Frame)
            yield event
            if isinstance(event, LegEnded):
                return

    def play(self, pcm: bytes) -> None:
        if len(pcm) % 2:
            raise ValueError("PCM of 16 bits comes in an even number of bytes")
        if self._unplayed_samples + len(pcm) // 2 > self._info.rate_hz * ROOM_MS // 1000:
            raise PlayoutFull
        if pcm and not self._ended:
            self._unplayed_samples += len(pcm) // 2
            self._send(Play(self.number, pcm))

    def stop_playing(self) -> None:
        self._unplayed_samples = 0
        self._send(Clear(self.number))

    async def hang_up(self) -> None:
        if not self._ended:
            self._send(HangUp(self.number))

    def press(self, digit: str) -> None:
        """Send a digit to the far end (RFC 4733)."""
        self._send(SendDigit(self.number, digit))

    def hold(self, on: bool) -> None:
        """Put the far end on hold, or take it off: a re-INVITE (RFC 3264 section 8.4)."""
        self._send(Hold(self.number, on))

    def heard(self, heard: Heard) -> None:
        """One tick, from the cell."""
        newly_played = heard.played_samples - self._played_samples
        self._played_samples = heard.played_samples
        self._unplayed_samples = max(0, self._unplayed_samples - newly_played)
        if self._frames_waiting >= MAX_WAITING_FRAMES:
            self._drop_oldest_frame()
        self._frames_waiting += 1
        self._put(Frame(heard.pcm, heard.played_samples, heard.played_dbfs))

    def happened(self, event: LegEvent) -> None:
        """Anything but a frame, from the cell. Nothing follows `LegEnded`."""
        if not self._ended:
            self._ended = isinstance(event, LegEnded)
            self._put(event)

    def _put(self, event: LegEvent) -> None:
        self._events.append(event)
        self._arrived.set()

    def _drop_oldest_frame(self) -> None:
        oldest = next(n for n, event in enumerate(self._events) if isinstance(event, Frame))
        del self._events[oldest]
        self._frames_waiting -= 1
        self.dropped_frames += 1


def leg_event(fact: Pressed | HoldChanged | Line) -> LegEvent:
    """What a session is told of a fact."""
    match fact:
        case Pressed(_, digit):
            return Dtmf(digit)
        case HoldChanged(_, held):
            return Held() if held else Resumed()
        case Line():
            return LineReport(
                codec=fact.codec,
                received_packets=fact.received_packets,
                lost_packets=fact.lost_packets,
                jitter_ms=fact.jitter_ms,
                round_trip_ms=fact.round_trip_ms,
                far_lost_fraction=fact.far_lost_fraction,
                far_jitter_ms=fact.far_jitter_ms,
            )


def new_info(destination: str, transport: str, *, recordable: bool = True) -> LegInfo:
    """What is known of a leg before its media is agreed."""
    return LegInfo(
        call_id=secrets.token_hex(6),
        kind="sip",
        destination=destination,
        codec="",
        rate_hz=0,
        transport=transport,
        recordable=recordable,
    )


def with_media(info: LegInfo, established: Established) -> LegInfo:
    """The same leg once media flows."""
    return replace(info, codec=established.codec, rate_hz=established.rate_hz, encrypted=established.encrypted)
