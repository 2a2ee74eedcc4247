"""The protobuf wire format, as far as taking a message apart and putting it together again.

https://protobuf.dev/programming-guides/encoding/. It stands in for the `onnx` package, which would cost the
speech process some 30 MB at run time for two cuts made once at load.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_FIXED_BYTES = {FIXED64: 8, FIXED32: 4}


class WireDamaged(ValueError):
    """The bytes are no protobuf message."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: `raw` is the whole field as it stood, `data` its payload (for a varint, empty)."""

    number: int
    kind: int
    value: int  # of a varint; 0 otherwise
    data: memoryview = field(repr=False)
    raw: memoryview = field(repr=False)


def fields(message: memoryview) -> Iterator[Field]:
    """Every field of `message` in order, without copying. Raises `WireDamaged`."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _read_varint(message, at)
        number, kind = tag >> 3, tag & 7
        value, size = 0, _FIXED_BYTES.get(kind, 0)
        if kind == VARINT:
            value, at = _read_varint(message, at)
        elif kind == BYTES:
            size, at = _read_varint(message, at)
        elif kind not in _FIXED_BYTES:
            raise WireDamaged(f"wire type {kind} is not in use")
        if at + size > len(message):
            raise WireDamaged("a field runs past the end of its message")
        yield Field(number, kind, value, message[at : at + size], message[start : at + size])
        at += size


def integers(found: Field) -> list[int]:
    """The integers of one repeated field, packed or not."""
    if found.kind == VARINT:
        return [found.value]
    numbers, at = [], 0
    while at < len(found.data):
        number, at = _read_varint(found.data, at)
        numbers.append(number)
    return numbers


def text(found: Field) -> str:
    return str(found.data, "utf-8")


def varint_field(number: int, value: int) -> bytes:
    return _varint(number << 3 | VARINT) + _varint(value)


def bytes_field(number: int, *payload: bytes | memoryview) -> bytes:
    """One length-delimited field that holds `payload`, joined."""
    size = sum(len(part) for part in payload)
    return b"".join((_varint(number << 3 | BYTES), _varint(size), *payload))


def packed_field(number: int, values: Iterable[int]) -> bytes:
    return bytes_field(number, b"".join(_varint(value) for value in values))


def _read_varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        if at >= len(message):
            raise WireDamaged("a number runs past the end of its message")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise WireDamaged("a number is longer than ten bytes")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
