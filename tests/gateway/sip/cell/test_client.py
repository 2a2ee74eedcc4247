from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gateway.legs.api import CallerIdentity, Ending, Frame, LegEnded
from gateway.sip.cell.client import MAX_WAITING_FRAMES, SipLeg, new_info
from gateway.sip.cell.wire import Command, Heard
from tests.gateway.legs.contract import Ends, LegContract
from tests.gateway.sip.cell.ends import one_call


class TestSipLegOverG711(LegContract):
    codec = "PCMU"

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Ends]:
        async with one_call(codecs=(self.codec,)) as (leg, far):
            assert leg.info.codec == self.codec
            yield leg, far


class TestSipLegOverG722(TestSipLegOverG711):
    codec = "G722"


@pytest.mark.parametrize(("codec", "rate_hz"), [("PCMU", 8000), ("PCMA", 8000), ("G722", 16000)])
async def test_the_leg_runs_at_its_codecs_rate(codec: str, rate_hz: int) -> None:
    async with one_call(codecs=(codec,)) as (leg, _):
        assert (leg.info.codec, leg.info.rate_hz) == (codec, rate_hz)


async def test_a_slow_session_hears_the_newest_and_loses_no_fact() -> None:
    sent: list[Command] = []
    leg = SipLeg(1, new_info("agent", "udp"), CallerIdentity(), sent.append)
    for n in range(MAX_WAITING_FRAMES + 5):
        leg.heard(Heard(1, n, -100.0, b""))
    leg.happened(LegEnded(Ending.LEG_LOST))
    leg.happened(LegEnded(Ending.FAILED))
    events = [event async for event in leg.events()]
    assert [event.played_samples for event in events if isinstance(event, Frame)] == list(range(5, 105))
    assert events[-1] == LegEnded(Ending.LEG_LOST)
    assert leg.dropped_frames == 5
