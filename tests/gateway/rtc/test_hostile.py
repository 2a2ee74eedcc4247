"""Callers who mean harm, and those whose software is odd: their calls fail, nobody else's does, nothing is left."""

import asyncio
import contextlib
import logging
import os
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pylibsrtp
import pytest
from aioice import stun
from aiortc.rtp import RtpPacket

from gateway.legs.api import Dtmf, Frame
from gateway.observe.logs import LOGGER
from gateway.rtc.api import MAX_CANDIDATES, CallOver, NoRoom, OfferRefused
from gateway.rtc.calls import LiveCalls
from gateway.rtc.generation import MAX_SOURCES
from gateway.rtc.link import MAX_CHANNELS
from tests.gateway.legs.contract import until
from tests.gateway.rtc.browser import LOOPBACK, becomes_true, browser, serving
from tests.gateway.rtc.leaks import nothing_left, sockets
from tests.gateway.rtc.offers import CHROME, FINGERPRINT
from tests.gateway.rtc.phone import phone, value


@asynccontextmanager
async def with_a_bystander() -> AsyncIterator[LiveCalls]:
    """Calls among which one is somebody else's: it goes on, whatever happens."""
    async with nothing_left(), serving() as calls, browser() as page:
        leg = await page.connect(calls)
        yield calls
        events = leg.events()
        await page.press("7")
        assert (await until(events, Dtmf)).digit == "7"
        await until(events, Frame)


def port_of(answer: str) -> int:
    return int(value(answer, "candidate").split(" ")[5])


async def test_what_is_refused_leaves_nothing() -> None:
    async with with_a_bystander() as calls:
        before = sockets()
        for offer in ("", CHROME[:200], CHROME.replace("sha-256", "sha-1"), CHROME.replace("opus", "PCMU"), b"\xff"):
            with pytest.raises(OfferRefused):
                await calls.offer(offer, "agent")
        assert (sockets(), calls.live) == (before, 1)


async def test_a_certificate_other_than_the_offer_s_is_no_call() -> None:
    async with with_a_bystander() as calls, phone() as page:
        theirs = await page.offer()
        call = await calls.offer(theirs.replace(value(theirs, "fingerprint"), f"sha-256 {FINGERPRINT}"), "agent")
        connecting = asyncio.create_task(page.accept(call.answer_sdp))
        async with asyncio.timeout(LOOPBACK.connect_s / 2):  # it is known at once, and not when patience ends
            with pytest.raises(CallOver):
                await call.answer()
        await becomes_true(lambda: calls.live == 1)
        await asyncio.wait([connecting])


@pytest.mark.parametrize(("theirs", "ours"), [("actpass", "active"), ("active", "passive"), ("passive", "active")])
async def test_either_may_begin_the_handshake(theirs: str, ours: str) -> None:
    async with serving() as calls, phone() as page:
        offer = (await page.offer()).replace("a=setup:actpass", f"a=setup:{theirs}")
        call = await calls.offer(offer, "agent")
        assert value(call.answer_sdp, "setup") == ours
        connecting = asyncio.create_task(page.accept(call.answer_sdp))
        await call.answer()
        await connecting


async def test_two_who_both_wait_for_the_other_s_handshake_are_let_go() -> None:
    async with nothing_left(), serving(replace(LOOPBACK, connect_s=0.5)) as calls, phone() as page:
        offer = (await page.offer()).replace("a=setup:actpass", "a=setup:active")  # it says so, and then does not
        call = await calls.offer(offer, "agent")
        connecting = asyncio.create_task(page.accept(call.answer_sdp.replace("passive", "active")))
        with pytest.raises(CallOver):
            await call.answer()
        connecting.cancel()
        await asyncio.wait([connecting])


async def test_twenty_offers_that_never_connect_are_let_go() -> None:
    async with nothing_left(), serving(replace(LOOPBACK, connect_s=0.3)) as calls:
        made = [await calls.offer(CHROME, "agent") for _ in range(20)]
        assert calls.live >= 1
        answers = await asyncio.gather(*(call.answer() for call in made), return_exceptions=True)
        assert {type(each) for each in answers} == {CallOver}
        await becomes_true(lambda: calls.live == 0)


async def test_ports_are_those_that_were_set_and_come_back() -> None:
    low = free_ports(3)
    few = replace(LOOPBACK, port_low=low, port_high=low + 2)
    async with nothing_left(), serving(few) as calls:
        made = [await calls.offer(CHROME, "agent") for _ in range(3)]
        assert {port_of(call.answer_sdp) for call in made} == {low, low + 1, low + 2}
        with pytest.raises(NoRoom):
            await calls.offer(CHROME, "agent")
        with pytest.raises(NoRoom):
            await made[0].renegotiate(CHROME.replace("aB3d", "another"))
        await made[0].leave()
        await becomes_true(lambda: calls.live == 2)
        assert port_of((await calls.offer(CHROME, "agent")).answer_sdp) == port_of(made[0].answer_sdp)


def free_ports(count: int) -> int:
    """The first of so many UDP ports in a row that nobody has."""
    for low in range(21_000, 30_000, count):
        held = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
        try:
            for n, each in enumerate(held):
                each.bind(("127.0.0.1", low + n))
        except OSError:
            continue
        else:
            return low
        finally:
            for each in held:
                each.close()
    raise AssertionError("no port is free")


async def test_an_offer_that_is_taken_back_while_it_is_answered_leaves_nothing() -> None:
    async with nothing_left(), serving() as calls:
        for turns in range(6):
            offering = asyncio.create_task(calls.offer(CHROME, "agent"))
            for _ in range(turns):
                await asyncio.sleep(0)
            offering.cancel()
            await asyncio.wait([offering])
        await calls.aclose()


async def test_closing_while_offers_are_answered_leaves_nothing() -> None:
    async with nothing_left(), serving() as calls:
        offering = [asyncio.create_task(calls.offer(CHROME, "agent")) for _ in range(5)]
        await asyncio.sleep(0)
        await calls.aclose()
        made = await asyncio.gather(*offering, return_exceptions=True)
        assert all(isinstance(each, CallOver) or each.over for each in made)  # type: ignore[union-attr]
        assert calls.live == 0


async def test_strangers_are_not_heard() -> None:
    """Garbage, DTLS, RTP and STUN from an address that never proved itself: dropped before anybody looks at it."""
    async with nothing_left(), serving() as calls, phone() as page:
        leg = await page.connect(calls)
        assert page.call
        link = page.call._link  # type: ignore[attr-defined]
        taken: list[bytes] = []
        deliver = link.path._current._deliver

        def looked_at(data: bytes) -> None:
            taken.append(data)
            deliver(data)

        link.path._current._deliver = looked_at
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            to = ("127.0.0.1", port_of(page.call.answer_sdp))
            for data in (
                b"",
                b"\0",
                os.urandom(60),
                b"\x16\xfe\xfd" + bytes(60),
                b"\x15\xfe\xfd" + bytes(20),
                RtpPacket(111, payload=b"forged").serialize(),
                bytes(stun.Message(stun.Method.BINDING, stun.Class.REQUEST)),
                bytes(stun.Message(stun.Method.ALLOCATE, stun.Class.INDICATION)),
            ):
                for _ in range(20):
                    stranger.sendto(data, to)
        await page.press(4)
        events = leg.events()
        assert (await until(events, Dtmf)).digit == "4"
        assert not any(b"forged" in data or data[:1] in (b"\x15", b"\x16") for data in taken)


async def test_checks_without_a_priority_or_from_everywhere_are_bounded() -> None:
    """Our password is in them, so they are the caller's own: a flood from ever other ports costs a bounded memory."""
    async with with_a_bystander() as calls:
        call = await calls.offer(CHROME, "agent")
        generation = call._link.path._newest  # type: ignore[union-attr]
        assert generation
        before = len(generation._check_list)
        for n in range(200):
            for fields in ({}, {"PRIORITY": 1}):
                request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes=dict(fields))
                request.attributes["USERNAME"] = f"{generation.local_username}:aB3d"
                request.attributes["ICE-CONTROLLING"] = 1
                request.add_message_integrity(generation.local_password.encode())
                send_from(20_000 + 20 * n, bytes(request), port_of(call.answer_sdp))
                await asyncio.sleep(0)
        assert 5 < len(generation._check_list) - before <= MAX_SOURCES + 1  # and the one that was offered
        await call.leave()
        await becomes_true(lambda: calls.live == 1)


def send_from(port: int, data: bytes, to: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as source:
        try:
            source.bind(("127.0.0.1", port))
        except OSError:
            return
        source.sendto(data, ("127.0.0.1", to))


async def test_a_thousand_fragments_try_no_more_candidates_than_one_offer() -> None:
    async with with_a_bystander() as calls:
        call = await calls.offer(CHROME, "agent")
        for n in range(500):
            line = f"a=candidate:1 1 udp 1 127.0.0.{n % 250 + 2} {1024 + n} typ host\r\n"
            await call.add_candidates(line + "a=candidate:1 1 tcp 1 127.0.0.1 9 typ host\r\na=candidate:nonsense\r\n")
        generation = call._link.path._newest  # type: ignore[union-attr]
        assert generation
        await becomes_true(lambda: len(generation.remote_candidates) == MAX_CANDIDATES)
        await call.leave()


async def test_candidates_that_come_later_connect_the_call() -> None:
    """Trickled (RFC 8840); those of another generation, and of nobody, are ignored."""
    async with serving() as calls, phone() as page:
        whole = await page.offer()
        call = await calls.offer(re.sub(r"a=candidate:.*\r\n", "", whole), "agent")
        page.call = call
        await call.add_candidates("a=ice-ufrag:older\r\na=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n")
        found = "\r\n".join(re.findall(r"a=candidate:.*", whole.replace("\r", "")))
        await call.add_candidates(f"a=ice-ufrag:{value(whole, 'ice-ufrag')}\r\n{found}\r\n")
        generation = call._link.path._newest  # type: ignore[union-attr]
        assert generation
        await becomes_true(lambda: len(generation.remote_candidates) == 1)
        connecting = asyncio.create_task(page.accept(call.answer_sdp))
        await call.answer()
        await connecting


async def test_names_that_nobody_has_and_addresses_that_nobody_is_at_hold_nothing_up() -> None:
    """mDNS names of another network, IPv6 where there is none: the call connects by what else there is."""
    name = "a=candidate:9 1 udp 9 12345678-9abc-def0-1234-56789abcdef0.local 4000 typ host"
    nowhere = "a=candidate:8 1 udp 8 2001:db8::1 4000 typ host"
    async with nothing_left(), serving() as calls, phone() as page:
        offer = (await page.offer()).replace("a=candidate:", f"{name}\r\n{nowhere}\r\na=candidate:")
        page.call = await calls.offer(offer, "agent")
        connecting = asyncio.create_task(page.accept(page.call.answer_sdp))
        async with asyncio.timeout(5):
            await page.call.answer()
        await connecting


async def test_channels_and_messages_without_end_cost_the_caller_keys_alone() -> None:
    async with with_a_bystander() as calls, browser() as page:
        leg = await page.connect(calls)
        await page.keys_open.wait()
        for n in range(3 * MAX_CHANNELS):
            page.pc.createDataChannel(f"more-{n}")
        for _ in range(300):
            page.keys.send("9" * 900)
        link = page.call._link  # type: ignore[union-attr]
        await becomes_true(lambda: link._channels > MAX_CHANNELS)
        page.microphone.speak(bytes(3200))
        events = leg.events()
        for _ in range(10):
            await until(events, Frame)
        sctp = link._sctp
        assert sctp and len(sctp._data_channels) <= MAX_CHANNELS + 8  # those that were in the same datagram


async def test_rtp_that_is_none_is_overlooked() -> None:
    """Inside the encryption, so by the caller's own hand: odd payload types, padding that lies, garbage for Opus."""
    async with with_a_bystander() as calls, phone() as page:
        leg = await page.connect(calls)
        for payload_type in range(0, 128, 9):
            await page.send(page.packet(os.urandom(30), payload_type))
        for size in range(0, 1200, 150):
            await page.send(page.packet(os.urandom(size)))
            await page.send(page.packet(os.urandom(size), 110))
            page.pass_time()
        for begins in (b"\xa0\x6f", b"\x9f\x6f", b"\x80\xc8", b"\x81\xc9\0\7", b"\x9f\xca\0\x12"):
            with contextlib.suppress(pylibsrtp.Error):  # some of them no libsrtp would send
                await page.dtls._send_rtp(begins.ljust(80, b"\xff"))
        await page.press(3)
        events = leg.events()
        digits = ""
        while "3" not in digits:
            digits += (await until(events, Dtmf)).digit


async def test_nothing_of_a_caller_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Neither address nor port nor password, at any level that our logger or the loop's has."""
    monkeypatch.setattr(LOGGER, "propagate", True)  # whatever another test set up
    caplog.set_level(logging.DEBUG, "sottovoce")
    caplog.set_level(logging.DEBUG, "asyncio")
    async with serving() as calls, phone() as page:
        await page.connect(calls)
        offers = [await page.offer(restart=False)]
        with pytest.raises(OfferRefused):
            await calls.offer(offers[0].replace("opus", "none"), "agent")
        await page.vanish()
    secrets = {value(offers[0], "ice-ufrag"), value(offers[0], "ice-pwd"), value(offers[0], "fingerprint")}
    assert not any(secret in record.getMessage() for record in caplog.records for secret in secrets)
    assert "127.0.0.1" not in caplog.text


async def test_one_call_s_fault_is_logged_by_its_kind_and_ends_it_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(LOGGER, "propagate", True)  # whatever another test set up
    async with with_a_bystander() as calls, phone() as page:
        leg = await page.connect(calls)

        def fault() -> bytes:
            raise RuntimeError("a secret of the caller")

        monkeypatch.setattr(leg._inbound, "tick", fault)  # type: ignore[attr-defined]
        await becomes_true(lambda: calls.live == 1)
    assert "rtc-call-failed error=RuntimeError" in caplog.text
    assert "secret" not in caplog.text
