"""The rules that pjsua2 enforces by aborting the process. Each runs in a process of its own, which must live."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from gateway.sip.cell import sdp
from gateway.sip.cell.ownership import Ownership, WrongThread
from gateway.sip.cell.wire import (
    Answer,
    Command,
    Ended,
    Fact,
    Fault,
    Heard,
    Incoming,
    Options,
    Ready,
    Shutdown,
    pack,
    unpack,
)
from tests.gateway.sip.cell.wireua import wire_ua


def survives(story: Callable[[], None]) -> str:
    """What the story printed. Fails where its process did not end with 0: an abort is -6."""
    code = f"from {story.__module__} import {story.__name__} as story; story()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _endpoint() -> Any:
    from gateway.sip.cell.endpoint import Endpoint

    return Endpoint(Options("c1"), _ignore, _ignore, _ignore)


def _ignore(_: object) -> None:
    pass


def refused_elsewhere(*methods: Callable[[], Any]) -> int:
    """How many of the methods raise `WrongThread` in another thread."""
    refused: list[str] = []

    def other() -> None:
        for method in methods:
            try:
                method()
            except WrongThread:
                refused.append(str(method))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    return len(refused)


def call_everything_from_the_wrong_thread() -> None:
    from gateway.sip.cell.call import PjCall
    from gateway.sip.cell.leg import CellLeg

    endpoint = _endpoint()
    call = PjCall(endpoint.account, -1, CellLeg(1, print), print, print)
    methods = [
        partial(endpoint.handle_events, 0),
        partial(endpoint.choose_codecs, ()),
        partial(endpoint.choose_srtp, offer=True),
        endpoint.speak_tcp,
        endpoint.empty_bridge,
        endpoint.close,
        partial(call.dial, "sip:a@127.0.0.1"),
        partial(call.respond, 200),
        call.end,
        partial(call.hold, True),
        partial(call.press, "1"),
        call.is_active,
        call.line,
        call.signs_of_life,
    ]
    public = [
        name for kind in (type(endpoint), PjCall) for name in vars(kind) if name[0].islower() and name[:2] != "on"
    ]
    assert len(methods) == len(public) - 1, public  # `readdress` alone does not reach PJSIP
    print(refused_elsewhere(*methods), len(methods))
    methods.clear()
    del call
    endpoint.close()


def test_pjsip_is_reached_from_its_own_thread_alone() -> None:
    refused, tried = survives(call_everything_from_the_wrong_thread).split()[-2:]
    assert refused == tried == "14"


def test_ownership_is_of_a_thread() -> None:
    owner = Ownership()
    owner.check()
    assert refused_elsewhere(owner.check) == 1


def start_and_stop_again_and_again() -> None:
    for _ in range(5):
        endpoint = _endpoint()
        assert endpoint.capacity == 4
        endpoint.handle_events(1)
        endpoint.close()


def test_an_endpoint_can_be_made_again_after_it_was_closed() -> None:
    survives(start_and_stop_again_and_again)


class CellInHand:
    """A cell in a forked process, at the end of a bare socket."""

    def __init__(self, options: Options) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            self._run(options, theirs)
        theirs.close()
        ours.settimeout(10)
        self.socket = ours

    def _run(self, options: Options, theirs: socket.socket) -> None:
        from gateway.sip.cell.server import CellServer

        code = 1
        try:
            CellServer(options, theirs, os.getpid()).run()
            code = 0
        finally:
            os._exit(code)

    def say(self, command: Command) -> None:
        self.socket.send(pack(command))

    def next(self, *kinds: type) -> Fact:
        while True:
            message = unpack(self.socket.recv(65536))
            if isinstance(message, kinds):
                return message  # type: ignore[return-value]

    def exit_code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def raise_in_a_callback() -> None:
    """One call, whose SDP callback raises."""
    import asyncio

    def refuse(sdp: str, local_address: str) -> str:
        raise KeyError(sdp)

    sdp.finish = refuse
    cell = CellInHand(Options("c1"))
    ready = cell.next(Ready)
    assert isinstance(ready, Ready)

    async def call() -> None:
        async with wire_ua(ready.port) as ua:
            invite = asyncio.create_task(ua.invite())
            incoming = await asyncio.to_thread(cell.next, Incoming)
            assert isinstance(incoming, Incoming)
            cell.say(Answer(incoming.leg))
            assert (await invite).status == 200
            ua.send("BYE")
            assert (await ua.final()).status == 200

    asyncio.run(call())
    print(cell.next(Fault), cell.next(Ended))
    cell.say(Shutdown())
    assert cell.exit_code() == 0


def test_what_a_callback_raises_becomes_a_fact_and_the_call_goes_on() -> None:
    told = survives(raise_in_a_callback)
    assert "Fault(where='onCallSdpCreated', kind='KeyError')" in told
    assert "caller-hung-up" in told
    assert "v=0" not in told


def shut_down_with_a_call_under_way() -> None:
    import asyncio

    cell = CellInHand(Options("c1"))
    ready = cell.next(Ready)
    assert isinstance(ready, Ready)

    async def call() -> None:
        async with wire_ua(ready.port) as ua:
            invite = asyncio.create_task(ua.invite())
            incoming = await asyncio.to_thread(cell.next, Incoming)
            assert isinstance(incoming, Incoming)
            cell.say(Answer(incoming.leg))
            await invite
            cell.socket.close()  # the gateway is gone
            await ua.request("BYE")

    asyncio.run(call())
    assert cell.exit_code() == 0


def test_a_cell_without_a_gateway_says_goodbye_and_exits() -> None:
    survives(shut_down_with_a_call_under_way)


def keep_the_bridge_empty() -> None:
    """Two calls after another, in the process that looks at the bridge."""
    import ctypes

    import pjsua2.pjsua2 as pj

    from gateway.sip.cell.server import CellServer

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(10)
    server = CellServer(Options("c1"), theirs, 0)
    counts: list[int] = []
    library = ctypes.CDLL(pj._pjsua2.__file__)

    def count() -> int:
        return int(library.pjsua_conf_get_active_ports())

    def drive() -> None:
        import asyncio

        ready = unpack(ours.recv(65536))
        assert isinstance(ready, Ready)
        for _ in range(3):
            asyncio.run(one(ready.port))
        ours.send(pack(Shutdown()))

    async def one(port: int) -> None:
        import asyncio

        async with wire_ua(port) as ua:
            invite = asyncio.create_task(ua.invite())
            while not isinstance(incoming := await asyncio.to_thread(lambda: unpack(ours.recv(65536))), Incoming):
                pass
            ours.send(pack(Answer(incoming.leg)))
            await invite
            while not isinstance(await asyncio.to_thread(lambda: unpack(ours.recv(65536))), list):
                pass
            ua.send("BYE")
            await ua.final()

    empty = server._endpoint.empty_bridge

    def empty_and_count() -> None:
        empty()
        counts.append(count())

    server._endpoint.empty_bridge = empty_and_count  # type: ignore[method-assign]
    driver = threading.Thread(target=drive)
    driver.start()
    server.run()
    driver.join()
    print(counts)
    assert len(counts) >= 6
    assert set(counts) == {1}


def test_the_bridge_holds_no_stream() -> None:
    survives(keep_the_bridge_empty)


@pytest.mark.parametrize("message", [Heard(1, 2, 3.0, b"")])
def test_what_is_heard_is_not_shown(message: Heard) -> None:
    assert "pcm" not in repr(message)
