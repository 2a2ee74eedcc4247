import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.legs.playout import level_dbfs
from gateway.rtc import opus
from gateway.rtc.errors import RtcUnusable
from gateway.rtc.opus import FRAME_SAMPLES, MAX_PACKET_BYTES, MAX_SAMPLES, RATE_HZ, OpusDecoder, OpusEncoder

FRAME_BYTES = 2 * FRAME_SAMPLES


def chirp(ms: int) -> bytes:
    """A tone that glides as a voice does: one frame is not like the next."""
    phase, samples = 0.0, []
    for n in range(RATE_HZ * ms // 1000):
        phase += 2 * math.pi * (200 + 150 * math.sin(n / 1600)) / RATE_HZ
        samples.append(int(9000 * math.sin(phase) + 3000 * math.sin(3 * phase)))
    return struct.pack(f"<{len(samples)}h", *samples)


def frames(pcm: bytes) -> list[bytes]:
    return [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES)]


def likeness(one: bytes, other: bytes) -> float:
    """How alike two pieces of sound are at best, shifted by up to half a frame; 1.0 is the same."""
    first, second = (np.frombuffer(each, dtype=np.int16).astype(float) for each in (one, other))
    alike = np.correlate(first, second, mode="full") / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9)
    middle = len(alike) // 2
    return float(np.max(alike[middle - FRAME_SAMPLES // 2 : middle + FRAME_SAMPLES // 2]))


def coded(pcm: bytes, loss: float = 0.0) -> list[bytes]:
    encoder = OpusEncoder()
    encoder.expect_loss(loss)
    return [encoder.encode(frame) for frame in frames(pcm)]


def after(packets: list[bytes]) -> OpusDecoder:
    """A decoder that has heard these."""
    decoder = OpusDecoder()
    for packet in packets:
        decoder.decode(packet)
    return decoder


def test_it_can_be_coded_here() -> None:
    opus.check()


def test_a_missing_library_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    opus._library.cache_clear()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    with pytest.raises(RtcUnusable, match="install libopus0"):
        opus.check()
    monkeypatch.setattr("ctypes.util.find_library", lambda name: "/nowhere/libopus.so.0")
    with pytest.raises(RtcUnusable, match="install libopus0"):
        opus.check()
    monkeypatch.undo()
    opus.check()


def test_sound_survives() -> None:
    sound = chirp(1000)
    decoder = OpusDecoder()
    heard = b"".join(decoder.decode(packet) for packet in coded(sound))
    assert len(heard) == len(sound)
    assert likeness(heard, sound) > 0.75  # a codec for ears, not for samples


def test_packets_are_of_speech_s_size() -> None:
    packets = coded(chirp(2000))
    assert all(1 <= len(packet) <= MAX_PACKET_BYTES for packet in packets)
    assert 40 <= sum(map(len, packets)) / len(packets) <= 120  # 16 to 48 kbit/s


def test_a_lost_packet_comes_back_from_the_one_after_it() -> None:
    """In-band correction (RFC 6716 section 2.1.7) comes closer to what was lost than a guess does."""
    packets = coded(chirp(2000), loss=0.2)
    losses = range(10, 90, 8)
    truth = [after(packets[:lost]).decode(packets[lost]) for lost in losses]
    recovered = [after(packets[:lost]).recover(packets[lost + 1], FRAME_SAMPLES) for lost in losses]
    guessed = [after(packets[:lost]).conceal(FRAME_SAMPLES) for lost in losses]
    assert np.median([*map(likeness, recovered, truth)]) > 0.99
    assert np.mean([*map(likeness, recovered, truth)]) > np.mean([*map(likeness, guessed, truth)]) + 0.02


def test_correction_costs_bits_only_where_packets_are_lost() -> None:
    sound = chirp(1000)
    bare = OpusDecoder().recover(coded(sound)[30], FRAME_SAMPLES)
    assert level_dbfs(bare) < -60  # nothing was in it: a fresh decoder has nothing to guess from
    assert level_dbfs(OpusDecoder().recover(coded(sound, loss=0.2)[30], FRAME_SAMPLES)) > -40


def test_guessing_fades_away() -> None:
    decoder = OpusDecoder()
    for packet in coded(chirp(400)):
        decoder.decode(packet)
    levels = [level_dbfs(decoder.conceal(FRAME_SAMPLES)) for _ in range(25)]
    assert levels[0] > -20
    assert levels[-1] < levels[0] - 20


@settings(deadline=None)
@given(st.binary(max_size=MAX_PACKET_BYTES + 10))
def test_any_bytes_are_sound_or_nothing(octets: bytes) -> None:
    decoder = OpusDecoder()
    assert len(decoder.decode(octets)) <= 2 * MAX_SAMPLES
    assert len(decoder.recover(octets, FRAME_SAMPLES)) == FRAME_BYTES
    assert len(decoder.conceal(FRAME_SAMPLES)) == FRAME_BYTES
    decoder.close()


def test_what_is_closed_holds_no_sound_and_is_not_used() -> None:
    encoder, decoder = OpusEncoder(), OpusDecoder()
    decoder.decode(encoder.encode(chirp(20)))
    for each in (encoder, decoder, encoder, decoder):
        each.close()
    assert not any(decoder._pcm.raw) and not any(encoder._packet.raw)
    with pytest.raises(AssertionError):
        encoder.encode(bytes(FRAME_BYTES))
    with pytest.raises(AssertionError):
        decoder.decode(b"\x08")
