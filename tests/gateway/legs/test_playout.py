import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.legs.playout import SILENCE_DBFS, PlayoutRing, level_dbfs

FRAME = 320  # bytes of 20 ms at 8 kHz


def tone(samples: int, peak: int = 8000) -> bytes:
    return struct.pack(f"<{samples}h", *(round(peak * math.sin(n / 5)) for n in range(samples)))


@given(chunks=st.lists(st.integers(0, 500), max_size=12))
def test_whatever_is_queued_comes_out_in_order_and_is_counted(chunks: list[int]) -> None:
    ring = PlayoutRing(8000)
    speech = tone(sum(chunks))
    at = 0
    for count in chunks:
        assert ring.append(speech[at * 2 : (at + count) * 2])
        at += count
    heard = bytearray()
    while frame := ring.next_frame():
        assert len(frame) == FRAME
        heard += frame
    assert bytes(heard[: len(speech)]) == speech
    assert not any(heard[len(speech) :])
    assert ring.played_samples == sum(chunks)
    assert ring.queued_samples == 0


@given(queued=st.integers(0, 1000), read=st.integers(0, 4))
def test_clear_forgets_at_once_and_says_how_much(queued: int, read: int) -> None:
    ring = PlayoutRing(8000)
    ring.append(tone(queued))
    for _ in range(read):
        ring.next_frame()
    played = ring.played_samples
    assert ring.clear() == queued - played
    assert ring.next_frame() == b""
    assert ring.played_samples == played


def test_memory_is_zero_after_reading_and_after_clearing() -> None:
    ring = PlayoutRing(8000)
    ring.append(tone(320))
    ring.append(tone(320))
    chunks = list(ring._chunks)
    ring.next_frame()
    assert not any(chunks[0][:FRAME])
    assert any(chunks[0][FRAME:])
    ring.clear()
    assert not any(b"".join(chunks))


def test_what_does_not_fit_is_refused_whole() -> None:
    ring = PlayoutRing(8000, room_ms=40)
    assert ring.append(tone(300))
    assert not ring.append(tone(21))
    assert ring.refused == 1
    assert ring.queued_samples == 300
    assert ring.append(tone(20))


def test_half_a_sample_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="even"):
        PlayoutRing(8000).append(b"\0")


def test_level_follows_what_went_out_in_this_tick() -> None:
    ring = PlayoutRing(16000)
    assert ring.played_dbfs == SILENCE_DBFS
    ring.append(tone(320, peak=32767))
    ring.next_frame()
    assert ring.played_dbfs == pytest.approx(-3.0, abs=0.3)  # a sine at full scale
    ring.next_frame()
    assert ring.played_dbfs == SILENCE_DBFS


@pytest.mark.parametrize(("pcm", "dbfs"), [(b"", -100), (bytes(320), -100), (b"\x00\x80" * 160, 0)])
def test_level_of_the_extremes(pcm: bytes, dbfs: float) -> None:
    assert level_dbfs(pcm) == pytest.approx(dbfs)
