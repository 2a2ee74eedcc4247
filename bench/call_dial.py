"""Dials: a SIP caller on asyncio that shares no code with the gateway, for many calls at once."""

import asyncio
import contextlib
import re
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from bench.call_line import Line
from bench.call_media import Media, rtp_socket
from bench.call_scripts import AnyScript
from bench.call_sip import Dialog, Message, agreed, media_address, offer, parse, refusal_ack

_RETRANSMIT_S: Final = (0.5, 1.0, 2.0, 4.0, 4.0)  # timer A, capped (section 17.1.1.2)
_FAR_END: Final = re.compile(r"sips?:(?:[^@]*@)?([^:;>]+):?(\d+)?")


@dataclass(slots=True)
class Called:
    """What became of a call. `result` is the script's; None when it was refused or ended early."""

    status: int
    line: Line = field(repr=False)
    result: Any = field(default=None, repr=False)


class Refused(Exception):
    """The far end answered with `status`; 408 when with nothing at all."""

    def __init__(self, status: int) -> None:
        super().__init__(f"SIP status {status}")
        self.status = status


class Phone(asyncio.DatagramProtocol):
    """One SIP port for all callers. Owned by the loop it is made on."""

    def __init__(self, uri: str, media: Media) -> None:
        found = _FAR_END.match(uri)
        assert found, uri
        self._uri = uri
        self._media = media
        self._far_end = (found[1], int(found[2] or 5060))
        self._host = _our_host(self._far_end)
        self._port = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._answers: dict[tuple[str, str], asyncio.Queue[Message]] = {}
        self._lines: dict[str, Line] = {}

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self._host, 0))
        self._port = self._transport.get_extra_info("sockname")[1]

    def close(self) -> None:
        assert self._transport
        self._transport.close()

    async def call(self, script: "AnyScript", line: Line) -> Called:
        """Dial, play the script on the line once the far end answers, hang up."""
        with contextlib.closing(rtp_socket(self._host)) as sock:
            try:
                dialog, far_end = await self._invite(sock.getsockname()[1])
            except Refused as refused:
                return Called(refused.status, line)
            self._lines[dialog.call_id] = line
            try:
                result = await self._play(line, sock, far_end, script)
            finally:
                self._lines.pop(dialog.call_id, None)
                with contextlib.suppress(Refused):
                    await self._ask(dialog, "BYE", 2)
            return Called(200, line, result)

    async def _play(self, line: Line, sock: socket.socket, far_end: tuple[str, int], script: "AnyScript") -> Any:
        loop = asyncio.get_running_loop()
        played: asyncio.Future[Any] = loop.create_future()
        self._media.add(line, sock, far_end, script, lambda end: loop.call_soon_threadsafe(played.set_result, end))
        return await played

    async def _invite(self, rtp_port: int) -> tuple[Dialog, tuple[str, int]]:
        dialog = Dialog(self._uri, f"{secrets.token_hex(8)}@{self._host}", secrets.token_hex(4), self._host, self._port)
        answer = await self._ask(dialog, "INVITE", 1, offer(self._host, rtp_port))
        established = dialog.established(answer)
        self._send(established.request("ACK", 1, secrets.token_hex(8)))
        far_end = media_address(answer.body)
        if far_end is None:
            raise Refused(488)
        return established, far_end

    async def _ask(self, dialog: Dialog, method: str, number: int, body: str = "") -> Message:
        """The 200 to a request, which is repeated until something comes. Raises `Refused`."""
        request = dialog.request(method, number, secrets.token_hex(8), body)
        answers = self._answers[dialog.call_id, method] = asyncio.Queue()
        try:
            answer = await self._first_answer(request, answers)
            while answer.status < 200:
                answer = await asyncio.wait_for(answers.get(), 30)
        except TimeoutError:
            raise Refused(408) from None
        finally:
            del self._answers[dialog.call_id, method]
        if answer.status >= 300:
            if method == "INVITE":
                self._send(refusal_ack(request, answer))
            raise Refused(answer.status)
        return answer

    async def _first_answer(self, request: bytes, answers: "asyncio.Queue[Message]") -> Message:
        for patience_s in _RETRANSMIT_S:
            self._send(request)
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(answers.get(), patience_s)
        raise TimeoutError

    def _send(self, octets: bytes) -> None:
        assert self._transport
        self._transport.sendto(octets, self._far_end)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse(data)
        if message is None:
            return
        call_id = message.one("call-id")
        if message.status:
            if waiting := self._answers.get((call_id, message.one("cseq").rpartition(" ")[2])):
                waiting.put_nowait(message)
        elif message.method != "ACK":
            self._send(agreed(message))
            if message.method == "BYE" and (line := self._lines.get(call_id)):
                self._media.hang_up(line)


@asynccontextmanager
async def phone(uri: str) -> AsyncIterator[Phone]:
    """Something to call `uri` with, as often and as many at once as wanted."""
    with Media() as media:
        made = Phone(uri, media)
        await made.open()
        try:
            yield made
        finally:
            made.close()


def _our_host(far_end: tuple[str, int]) -> str:
    """Our address on the way to the far end. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(far_end)
        return str(probe.getsockname()[0])
