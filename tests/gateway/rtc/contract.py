"""What every `RtcCalls` promises. A test module subclasses `CallsContract` and provides the calls and a caller."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import pytest

from gateway.legs.api import CallLeg, Ending, Frame, LegEnded, LineReport
from gateway.rtc.api import MAX_SDP_BYTES, CallOver, NoRoom, OfferRefused, RtcCall, RtcCalls, Unusable

MOST = 2
"""Calls at once that the calls of a contract let in."""


class Caller(Protocol):
    """Somebody with a browser."""

    async def offer(self) -> str:
        """An offer for a call, or for the one under way."""
        ...

    async def accept(self, answer: str) -> None:
        """Take the answer to it, and connect."""
        ...


Both = tuple[RtcCalls, Caller]


class CallsContract(ABC):
    @abstractmethod
    def opened(self) -> AbstractAsyncContextManager[Both]:
        """Calls of which `MOST` may be live, and a caller."""

    @pytest.fixture
    async def both(self) -> AsyncIterator[Both]:
        async with self.opened() as both:
            yield both

    async def test_a_call_rings_is_answered_and_has_one_id(self, both: Both) -> None:
        calls, caller = both
        call = await calls.offer(await caller.offer(), "echo")
        assert (call.leg, call.over, calls.live) == (None, False, 1)
        await caller.accept(call.answer_sdp)
        leg = await call.answer()
        assert call.leg is leg
        assert (leg.info.call_id, leg.info.destination, leg.info.rate_hz) == (call.id, "echo", 16_000)
        assert isinstance(await anext(leg.events()), Frame)

    async def test_what_is_no_offer_is_refused_with_a_sentence(self, both: Both) -> None:
        calls, _ = both
        for offer, kind in (
            ("", Unusable.NOT_UNDERSTOOD),
            (b"\xff\xfe\0", Unusable.NOT_UNDERSTOOD),
            ("v=0\r\n" + "a=x\r\n" * MAX_SDP_BYTES, Unusable.TOO_LARGE),
        ):
            with pytest.raises(OfferRefused, match=r"^The? .*\.$|^This .*\.$") as refused:
                await calls.offer(offer, "echo")
            assert refused.value.kind is kind
        assert calls.live == 0

    async def test_a_new_offer_of_the_same_call_is_answered(self, both: Both) -> None:
        calls, caller = both
        call, leg = await connected(calls, caller)
        await caller.accept(await call.renegotiate(await caller.offer()))
        with pytest.raises(OfferRefused):
            await call.renegotiate("hello")
        assert call.leg is leg and not call.over

    async def test_fragments_are_taken_in_and_what_is_none_refused(self, both: Both) -> None:
        calls, caller = both
        call, _ = await connected(calls, caller)
        await call.add_candidates("a=end-of-candidates\r\n")
        with pytest.raises(OfferRefused):
            await call.add_candidates("hello")

    async def test_a_caller_who_leaves_ends_the_leg_once(self, both: Both) -> None:
        calls, caller = both
        call, leg = await connected(calls, caller)
        offer = await caller.offer()
        await call.leave()
        await call.leave()
        assert await ending(leg) is Ending.CALLER_HUNG_UP
        assert call.over
        await nothing_can_be_done_with(call, offer)

    async def test_a_call_we_hang_up_is_over(self, both: Both) -> None:
        calls, caller = both
        call, leg = await connected(calls, caller)
        offer = await caller.offer()
        await leg.hang_up()
        assert await ending(leg) is Ending.WE_HUNG_UP
        assert call.over
        await call.leave()
        await nothing_can_be_done_with(call, offer)

    async def test_who_leaves_while_it_rings_is_not_answered(self, both: Both) -> None:
        calls, caller = both
        call = await calls.offer(await caller.offer(), "echo")
        await call.leave()
        with pytest.raises(CallOver):
            await call.answer()
        assert call.leg is None

    async def test_no_more_than_may_be_are_live(self, both: Both) -> None:
        calls, caller = both
        offer = await caller.offer()
        for _ in range(MOST):
            await calls.offer(offer, "echo")
        with pytest.raises(NoRoom):
            await calls.offer(offer, "echo")
        assert calls.live == MOST

    async def test_closing_ends_every_call(self, both: Both) -> None:
        calls, caller = both
        call, leg = await connected(calls, caller)
        offer = await caller.offer()
        await calls.aclose()
        await calls.aclose()
        assert await ending(leg) is Ending.WE_HUNG_UP
        assert call.over and calls.live == 0
        with pytest.raises(CallOver):
            await calls.offer(offer, "echo")

    async def test_lateness_is_a_number(self, both: Both) -> None:
        calls, caller = both
        assert calls.late_ms == 0.0
        await connected(calls, caller)
        assert 0.0 <= calls.late_ms < 10_000.0


async def connected(calls: RtcCalls, caller: Caller) -> tuple[RtcCall, CallLeg]:
    call = await calls.offer(await caller.offer(), "echo")
    await caller.accept(call.answer_sdp)
    return call, await call.answer()


async def ending(leg: CallLeg) -> Ending:
    """How the leg ended, after nothing but frames and reports."""
    rest = [event async for event in leg.events() if not isinstance(event, Frame | LineReport)]
    assert len(rest) == 1 and isinstance(rest[0], LegEnded)
    return rest[0].ending


async def nothing_can_be_done_with(call: RtcCall, offer: str) -> None:
    with pytest.raises(CallOver):
        await call.renegotiate(offer)
    with pytest.raises(CallOver):
        await call.add_candidates("a=end-of-candidates\r\n")
    with pytest.raises(CallOver):
        await call.answer()
