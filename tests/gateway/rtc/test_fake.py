from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.rtc.fake import ScriptedCalls
from tests.gateway.rtc.contract import MOST, Both, CallsContract


class Scripted:
    """A caller whose offers begin like one."""

    async def offer(self) -> str:
        return "v=0\r\n"

    async def accept(self, answer: str) -> None:
        assert answer.startswith("v=0")


class TestScriptedCalls(CallsContract):
    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Both]:
        yield ScriptedCalls(most=MOST), Scripted()


async def test_what_was_handed_over_can_be_looked_at() -> None:
    calls = ScriptedCalls()
    call = await calls.offer("v=0 first", "echo")
    await call.answer()
    await call.renegotiate("v=0 second")
    await call.add_candidates("a=candidate")
    assert calls.calls[0].offers == ["v=0 first", "v=0 second"]
    assert calls.calls[0].fragments == ["a=candidate"]
