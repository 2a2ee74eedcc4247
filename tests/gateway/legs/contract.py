"""What every `CallLeg` promises. A leg's test module subclasses `LegContract` and provides the two ends."""

import asyncio
import struct
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

import pytest

from gateway.legs.api import (
    CallLeg,
    Dtmf,
    Ending,
    Frame,
    Held,
    LegEnded,
    LegEvent,
    LineReport,
    PlayoutFull,
    Resumed,
)
from gateway.legs.playout import level_dbfs


class FarEnd(Protocol):
    """The caller, as a test moves it."""

    def speak(self, pcm: bytes) -> None: ...
    async def press(self, digit: str) -> None: ...
    async def hold(self) -> None: ...
    async def resume(self) -> None: ...
    async def leave(self) -> None: ...
    def heard(self) -> bytes:
        """Everything that reached the caller so far, silence included, at the leg's rate."""
        ...


E = TypeVar("E", bound=LegEvent)
Ends = tuple[CallLeg, FarEnd]


def buzz(rate_hz: int, ms: int) -> bytes:
    """A square wave of 200 Hz, loud enough to be told from comfort noise and codec noise."""
    half = rate_hz // 400
    samples = [6000 if n // half % 2 else -6000 for n in range(rate_hz * ms // 1000)]
    return struct.pack(f"<{len(samples)}h", *samples)


def loud_ms(pcm: bytes, rate_hz: int) -> int:
    """How much of it is clearly louder than silence, by whole frames of 20 ms."""
    size = rate_hz // 25
    return 20 * sum(level_dbfs(pcm[at : at + size]) > -40 for at in range(0, len(pcm), size))


async def until(events: AsyncIterator[LegEvent], kind: type[E]) -> E:
    async for event in events:
        if isinstance(event, kind):
            return event
        assert not isinstance(event, LegEnded), "the leg ended early"
    raise AssertionError("the events ran out")


async def frames(events: AsyncIterator[LegEvent], count: int) -> list[Frame]:
    return [await until(events, Frame) for _ in range(count)]


class LegContract(ABC):
    @abstractmethod
    def connect(self) -> AbstractAsyncContextManager[Ends]:
        """A leg with media flowing both ways, and its caller."""

    @pytest.fixture
    async def ends(self) -> AsyncIterator[Ends]:
        async with asyncio.timeout(20), self.connect() as ends:
            yield ends

    async def test_frames_are_20_ms_and_tell_what_was_played(self, ends: Ends) -> None:
        leg, _ = ends
        events = leg.events()
        speech = buzz(leg.info.rate_hz, 200)
        leg.play(speech)
        seen = await frames(events, 30)
        assert {len(frame.pcm) for frame in seen} == {leg.info.rate_hz // 50 * 2}
        played = [frame.played_samples for frame in seen]
        assert played == sorted(played)
        assert played[-1] == len(speech) // 2
        loud = [frame for frame in seen if frame.played_dbfs > -40]
        assert 10 <= len(loud) <= 11
        assert seen[-1].played_dbfs == -100.0

    async def test_the_caller_hears_what_is_played(self, ends: Ends) -> None:
        leg, far = ends
        events = leg.events()
        leg.play(buzz(leg.info.rate_hz, 300))
        await frames(events, 40)
        assert 260 <= loud_ms(far.heard(), leg.info.rate_hz) <= 360

    async def test_we_hear_what_the_caller_says(self, ends: Ends) -> None:
        leg, far = ends
        events = leg.events()
        far.speak(buzz(leg.info.rate_hz, 300))
        said = b"".join(frame.pcm for frame in await frames(events, 40))
        assert 260 <= loud_ms(said, leg.info.rate_hz) <= 360

    async def test_stopping_is_instant(self, ends: Ends) -> None:
        leg, far = ends
        events = leg.events()
        leg.play(buzz(leg.info.rate_hz, 5000))
        before = (await frames(events, 20))[-1].played_samples
        leg.stop_playing()
        after = (await frames(events, 30))[-1].played_samples
        assert after - before <= 3 * leg.info.rate_hz // 50  # what was under way when we asked, and one frame
        assert loud_ms(far.heard(), leg.info.rate_hz) <= after * 1000 // leg.info.rate_hz + 60

    async def test_speech_goes_on_after_stopping(self, ends: Ends) -> None:
        leg, _ = ends
        events = leg.events()
        leg.play(buzz(leg.info.rate_hz, 5000))
        leg.stop_playing()
        leg.play(buzz(leg.info.rate_hz, 100))
        played = (await frames(events, 20))[-1].played_samples
        assert played in (leg.info.rate_hz // 10, leg.info.rate_hz // 10 + leg.info.rate_hz // 50)  # one frame escaped

    async def test_a_minute_is_the_limit(self, ends: Ends) -> None:
        leg, _ = ends
        half_a_minute = bytes(leg.info.rate_hz * 30 * 2)
        leg.play(half_a_minute)
        leg.play(half_a_minute[:-4000])
        with pytest.raises(PlayoutFull):
            leg.play(bytes(leg.info.rate_hz * 2))
        leg.stop_playing()
        leg.play(half_a_minute)

    async def test_digits_holding_and_resuming_are_told_in_order(self, ends: Ends) -> None:
        leg, far = ends
        events = leg.events()
        for digit in "1#1":
            await far.press(digit)
            assert (await until(events, Dtmf)).digit == digit
        await far.hold()
        await until(events, Held)
        await far.resume()
        await until(events, Resumed)
        await frames(events, 3)

    async def test_the_caller_leaves(self, ends: Ends) -> None:
        leg, far = ends
        events = leg.events()
        await frames(events, 3)
        await far.leave()
        rest = [event async for event in events if not isinstance(event, Frame | LineReport)]
        assert rest == [LegEnded(Ending.CALLER_HUNG_UP)]

    async def test_hanging_up_twice_ends_once(self, ends: Ends) -> None:
        leg, _ = ends
        events = leg.events()
        await frames(events, 3)
        await leg.hang_up()
        await leg.hang_up()
        rest = [event async for event in events if not isinstance(event, Frame | LineReport)]
        assert rest == [LegEnded(Ending.WE_HUNG_UP)]
        await leg.hang_up()

    async def test_nothing_identifies_the_caller_in_a_repr(self, ends: Ends) -> None:
        leg, _ = ends
        assert "4711" not in repr(leg) + repr(leg.caller) + repr(leg.info)
