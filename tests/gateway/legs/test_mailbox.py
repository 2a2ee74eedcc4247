import asyncio
import random

import pytest

from gateway.legs.api import Dtmf, Ending, Frame, Held, LegEnded, LegEvent, LineReport, Resumed
from gateway.legs.mailbox import MAX_FACTS, MAX_FRAMES, Mailbox

END = LegEnded(Ending.CALLER_HUNG_UP)


async def read(mailbox: Mailbox) -> list[LegEvent]:
    return [event async for event in mailbox.read()]


async def filled(*events: LegEvent) -> list[LegEvent]:
    """What is read of these and the end."""
    mailbox = Mailbox()
    for event in (*events, END):
        mailbox.put(event)
    return await read(mailbox)


async def test_what_goes_in_comes_out_in_order() -> None:
    events: list[LegEvent] = [Frame(b"a"), Dtmf("1"), Frame(b"b"), Held(), LineReport("opus")]
    assert await filled(*events) == [*events, END]


async def test_a_reader_waits_for_what_comes() -> None:
    mailbox = Mailbox()
    reading = asyncio.ensure_future(read(mailbox))
    for event in (Frame(b"a"), END):
        await asyncio.sleep(0)
        mailbox.put(event)
    assert await reading == [Frame(b"a"), END]


async def test_a_reader_too_late_hears_the_newest_frames_and_every_fact() -> None:
    frames = [Frame(bytes([n])) for n in range(MAX_FRAMES + 5)]
    assert await filled(Dtmf("1"), *frames, Dtmf("2")) == [Dtmf("1"), *frames[5:], Dtmf("2"), END]


async def test_frames_that_were_read_make_room_again() -> None:
    mailbox = Mailbox()
    events = mailbox.read()
    for n in range(3 * MAX_FRAMES):
        mailbox.put(Frame(bytes([n % 256])))
        assert await anext(events) == Frame(bytes([n % 256]))
    assert mailbox.dropped_frames == 0


async def test_keys_beyond_the_room_are_counted_and_the_end_is_never_lost() -> None:
    mailbox = Mailbox()
    for _ in range(MAX_FACTS + 7):
        mailbox.put(Dtmf("5"))
    mailbox.put(END)
    assert await read(mailbox) == [*[Dtmf("5")] * MAX_FACTS, END]
    assert mailbox.dropped_facts == 7


async def test_nothing_follows_the_end() -> None:
    mailbox = Mailbox()
    for event in (END, Frame(b"a"), Held(), LegEnded(Ending.FAILED)):
        mailbox.put(event)
    assert mailbox.ended
    assert await read(mailbox) == [END]


@pytest.mark.parametrize("seed", range(20))
async def test_whatever_is_lost_the_last_state_of_holding_is_told(seed: int) -> None:
    chance = random.Random(seed)
    told: list[LegEvent] = []
    held = False
    for _ in range(5 * MAX_FACTS):
        if chance.random() < seed / 20:
            held = not held
            told.append(Held() if held else Resumed())
        else:
            told.append(Dtmf("9"))
    seen = await filled(*told)
    assert len(seen) <= MAX_FACTS + 1
    holding = [event for event in seen if isinstance(event, Held | Resumed)]
    assert holding == [Held() if n % 2 == 0 else Resumed() for n in range(len(holding))]  # they still alternate
    assert (bool(holding) and isinstance(holding[-1], Held)) == held
