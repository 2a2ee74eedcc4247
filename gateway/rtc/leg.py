"""A browser's call as a `CallLeg`: Opus in and out every 20 ms, whatever link is behind it."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

from gateway.legs.api import (
    FRAME_MS,
    CallerIdentity,
    Dtmf,
    Ending,
    Frame,
    Held,
    LegEnded,
    LegEvent,
    LegInfo,
    LineReport,
    PlayoutFull,
    Resumed,
)
from gateway.legs.mailbox import Mailbox
from gateway.legs.playout import SILENCE_DBFS, PlayoutRing
from gateway.rtc.api import RtcSettings
from gateway.rtc.inbound import MAX_WAITING, InboundAudio
from gateway.rtc.keys import TelephoneEvents, from_message
from gateway.rtc.lag import Lag
from gateway.rtc.link import Link
from gateway.rtc.opus import FRAME_SAMPLES, RATE_HZ, OpusDecoder, OpusEncoder
from gateway.rtc.rtp import OutboundRtp, Rtcp, parse_rtp
from gateway.rtc.sdp import Direction, Offer

FRAME_S: Final = FRAME_MS / 1000
REPORT_TICKS: Final = 100  # two seconds
FIRST_REPORT_TICK: Final = 25  # half a second: what answers it tells the round trip
MOST_BEHIND_S: Final = 0.2
"""A tick later than this is not caught up with: the caller would hear a burst, and the ear time that never was."""
SETTLED_TICKS: Final = 10
"""Silent frames after which the encoder says the same every time, and need not be asked."""


class RtcLeg:
    """One caller. Made and run by its call; its session uses it as a `CallLeg`, on the same loop."""

    def __init__(self, call_id: str, destination: str, settings: RtcSettings, lag: Lag) -> None:
        self.outbound = OutboundRtp()
        self._info = LegInfo(call_id, "browser", destination, "opus", RATE_HZ, "webrtc", encrypted=True)
        self._caller = CallerIdentity()
        self._settings = settings
        self._lag = lag
        self._mailbox = Mailbox()
        self._ring = PlayoutRing(RATE_HZ)
        self._silence = bytes(self._ring.frame_bytes)
        self._encoder, self._decoder = OpusEncoder(), OpusDecoder()
        self._inbound = InboundAudio(self._decoder, FRAME_SAMPLES)
        self._rtcp = Rtcp(self.outbound)
        self._events = TelephoneEvents()
        self._link: Link | None = None
        self._payload_types = (-1, -1)  # Opus, telephone-event
        self._direction = Direction.SENDRECV  # as the caller offers it
        self._held_by_key = False
        self._held = False
        self._heard_at_s = 0.0  # a packet, last
        self._lost_at_s: float | None = None
        self._silent_ticks = 0
        self._settled = b""  # the packet of settled silence

    # -- CallLeg -----------------------------------------------------------------------------------------------------

    @property
    def info(self) -> LegInfo:
        return self._info

    @property
    def caller(self) -> CallerIdentity:
        return self._caller

    def events(self) -> AsyncIterator[LegEvent]:
        return self._mailbox.read()

    def play(self, pcm: bytes) -> None:
        if not self._mailbox.ended and not self._ring.append(pcm):
            raise PlayoutFull

    def stop_playing(self) -> None:
        self._ring.clear()

    async def hang_up(self) -> None:
        self.end(Ending.WE_HUNG_UP)

    # -- what its call does ------------------------------------------------------------------------------------------

    @property
    def ended(self) -> bool:
        return self._mailbox.ended

    def attach(self, link: Link, offer: Offer, now_s: float) -> None:
        """Speak and hear over this link from here on."""
        self._link = link
        self._held_by_key = False  # another page knows nothing of what was pressed on the one before
        self.found(now_s)
        self.follow(offer)

    def follow(self, offer: Offer) -> None:
        """Do as a new offer of the same link says: its payload types, its direction. A wish that nothing be recorded
        holds from then on."""
        self._payload_types = (offer.opus, -1 if offer.telephone_event is None else offer.telephone_event)
        self._direction = offer.direction
        self._info = replace(self._info, recordable=self._info.recordable and offer.recordable)
        self._hold_changed()

    def end(self, ending: Ending) -> None:
        """The call is over, for the first reason that is given."""
        self._ring.clear()
        self._mailbox.put(LegEnded(ending))

    def lost(self, now_s: float) -> None:
        """Nobody can be reached: wait for a new offer for a while."""
        if self._lost_at_s is None:
            self._lost_at_s = now_s

    def found(self, now_s: float) -> None:
        """The caller is reached, perhaps again: media has its whole time to come."""
        self._lost_at_s = None
        self._heard_at_s = now_s

    async def run(self) -> None:
        """Tick every 20 ms until the leg ends, then forget all sound."""
        loop = asyncio.get_running_loop()
        due = self._heard_at_s = loop.time()
        self._inbound.skip(MAX_WAITING)  # what came before anybody listened would be a delay for the rest of the call
        ticks = 0
        try:
            while not self._mailbox.ended:
                ticks += 1
                await self._tick(loop.time(), report=ticks % REPORT_TICKS == FIRST_REPORT_TICK)
                due += FRAME_S
                await asyncio.sleep(max(0.0, due - loop.time()))
                late_s = loop.time() - due
                self._lag.note(loop.time(), late_s)
                if late_s > MOST_BEHIND_S:
                    due += late_s
                    self._leave_out(round(late_s / FRAME_S))
        finally:
            self.close()

    def close(self) -> None:
        """Zero and free what held sound. Idempotent."""
        self.end(Ending.FAILED)
        self._inbound.wipe()
        self._encoder.close()
        self._decoder.close()

    # -- what comes over the link ------------------------------------------------------------------------------------

    def rtp_came(self, data: bytes) -> None:
        packet = parse_rtp(data)
        if packet is None or self._mailbox.ended:
            return
        opus, telephone_event = self._payload_types
        if packet.payload_type not in (opus, telephone_event):
            return
        is_sound = packet.payload_type == opus
        self._heard_at_s = asyncio.get_running_loop().time()
        if self._rtcp.heard(packet, self._heard_at_s, timed=is_sound):
            self._inbound.restart()
            self._events = TelephoneEvents()
        self._inbound.put(packet.sequence_number, packet.payload if is_sound else b"")
        if not is_sound and (pressed := self._events.take(packet.timestamp, packet.payload)):
            self._mailbox.put(pressed)

    def rtcp_came(self, data: bytes) -> None:
        self._rtcp.take(data, time.time())

    def message_came(self, message: object) -> None:
        match from_message(message):
            case Dtmf() as pressed:
                self._mailbox.put(pressed)
            case Held():
                self._held_by_key = True
            case Resumed():
                self._held_by_key = False
        self._hold_changed()

    # -- every 20 ms -------------------------------------------------------------------------------------------------

    async def _tick(self, now_s: float, *, report: bool) -> None:
        self._watch(now_s)
        heard = self._inbound.tick()
        played = b"" if self._held else self._ring.next_frame()
        level_dbfs = SILENCE_DBFS if self._held else self._ring.played_dbfs
        await self._send(played)
        pcm = self._silence if self._held else heard
        self._mailbox.put(Frame(pcm, self._ring.played_samples, level_dbfs))
        if report:
            await self._report()

    def _leave_out(self, ticks: int) -> None:
        """Time passed without a tick: it is gone, both ways."""
        self._inbound.skip(ticks)
        self.outbound.skip(ticks)

    async def _send(self, played: bytes) -> None:
        if self._link is None or self._held:
            self.outbound.skip()
            return
        await self._link.send(self.outbound.packet(self._coded(played), self._payload_types[0]))

    def _coded(self, played: bytes) -> bytes:
        """The Opus packet for what is played; silence that has settled is coded once."""
        if played:
            self._silent_ticks = 0
            return self._encoder.encode(played)
        self._silent_ticks += 1
        if self._silent_ticks <= SETTLED_TICKS:
            self._settled = self._encoder.encode(self._silence)
        return self._settled

    async def _report(self) -> None:
        line: LineReport = self._rtcp.line()
        self._mailbox.put(line)
        self._encoder.expect_loss(self._rtcp.far_lost_fraction)
        if self._link:
            await self._link.send(self._rtcp.report(time.time()))

    def _watch(self, now_s: float) -> None:
        """End a leg that nobody is at the other end of."""
        if self._lost_at_s is not None:
            if now_s - self._lost_at_s > self._settings.reconnect_s:
                self.end(Ending.LEG_LOST)
        elif self._held or self._direction is Direction.RECVONLY:
            self._heard_at_s = now_s
        elif now_s - self._heard_at_s > self._settings.media_timeout_s:
            self.end(Ending.MEDIA_TIMEOUT)

    def _hold_changed(self) -> None:
        held = self._held_by_key or self._direction.is_hold
        if held is not self._held:
            self._held = held
            self._mailbox.put(Held() if held else Resumed())
