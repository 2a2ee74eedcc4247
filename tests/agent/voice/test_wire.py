import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.voice import wire

numbers = st.integers(1, 2000)
values = st.integers(0, 2**64 - 1)


@given(numbers, values, st.binary(max_size=300), st.lists(values, max_size=9))
def test_what_was_written_is_read_back(number: int, value: int, data: bytes, packed: list[int]) -> None:
    message = b"".join(
        (wire.varint_field(number, value), wire.bytes_field(number, data), wire.packed_field(number, packed))
    )
    first, second, third = wire.fields(memoryview(message))
    assert (first.number, first.value, wire.integers(first)) == (number, value, [value])
    assert bytes(second.data) == data
    assert wire.integers(third) == packed
    assert b"".join((first.raw, second.raw, third.raw)) == message


def test_fixed_width_fields_keep_their_bytes() -> None:
    message = b"\x0d\x01\x02\x03\x04" + b"\x11" + bytes(range(8))  # 1: fixed32, 2: fixed64
    assert [(item.number, len(item.data)) for item in wire.fields(memoryview(message))] == [(1, 4), (2, 8)]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(message: bytes) -> None:
    try:
        read = b"".join(item.raw for item in wire.fields(memoryview(message)))
    except wire.WireDamaged:
        return
    assert read == message


@pytest.mark.parametrize("message", [b"\x0a\x05ab", b"\x80", b"\x0b", b"\x08" + b"\xff" * 11])
def test_damage_is_named(message: bytes) -> None:
    with pytest.raises(wire.WireDamaged):
        list(wire.fields(memoryview(message)))
