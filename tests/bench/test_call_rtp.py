"""RTP as a caller packs and reads it, and where the sound in a packet is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.asr_prompts import mu_law
from bench.call_rtp import SILENCE, Packet, loud_span, pack, unpack

HEAD = bytes((0x80, 0x80, 0x00, 0x05, 0, 0, 0, 160, 0, 0, 0, 9))


def test_a_packet_comes_back_as_it_was_packed() -> None:
    packet = Packet(0, True, 5, 160, 9, b"abc")
    assert pack(packet) == HEAD + b"abc"
    assert unpack(pack(packet)) == packet


@pytest.mark.parametrize(
    ("first", "between", "after"),
    [
        (0x82, bytes(8), b""),  # two contributing sources
        (0x90, bytes((0xBE, 0xDE, 0, 1)) + bytes(4), b""),  # an extension of one word
        (0xA0, b"", bytes((0, 0, 3))),  # three octets of padding
    ],
)
def test_only_the_payload_is_taken(first: int, between: bytes, after: bytes) -> None:
    packet = unpack(bytes((first,)) + HEAD[1:] + between + b"abc" + after)
    assert packet is not None
    assert packet.payload == b"abc"


def test_what_is_no_rtp_is_none() -> None:
    assert unpack(b"") is None
    assert unpack(b"\x00" * 40) is None
    assert unpack(bytes((0x90,)) + HEAD[1:] + b"ab") is None
    assert unpack(bytes((0xA0,)) + HEAD[1:] + b"\xff") is None


@given(st.binary(max_size=64))
def test_no_datagram_raises(octets: bytes) -> None:
    unpack(octets)


def test_silence_and_a_click_are_not_loud() -> None:
    click = np.zeros(160, np.int16)
    click[80] = 20_000
    assert loud_span(SILENCE) is None
    assert loud_span(b"") is None
    assert loud_span(mu_law(click).tobytes()) is None


def test_sound_is_found_to_the_sample() -> None:
    samples = np.zeros(160, np.int16)
    samples[40:100] = 2_000
    assert loud_span(mu_law(samples).tobytes()) == (40, 99)
    assert loud_span(mu_law(-samples).tobytes()) == (40, 99)
