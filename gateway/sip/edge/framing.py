"""SIP over a stream: messages cut by Content-Length (RFC 3261 section 18.3). Pure; bounded."""

import re
from dataclasses import dataclass

from gateway.sip.edge.errors import StreamBroken

MAX_HEAD_BYTES = 16_384
PING = b"\r\n\r\n"
PONG = b"\r\n"  # RFC 5626 section 3.5.1

_LENGTH = re.compile(rb"\r\n(?:content-length|l)[ \t]*:[ \t]*([0-9]{1,9})[ \t]*(?=\r\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Framed:
    """What one read brought: whole messages in order, and how many pings to answer."""

    messages: tuple[bytes, ...]
    pings: int


class Framer:
    """Cuts the bytes of one connection into messages; holds at most one unfinished one."""

    def __init__(self, max_message_bytes: int) -> None:
        self._max_message_bytes = max_message_bytes
        self._buffer = bytearray()

    @property
    def unfinished(self) -> bool:
        """Whether part of a message is here and the rest is awaited."""
        return bool(self._buffer.strip(b"\r\n"))

    def feed(self, data: bytes) -> Framed:
        """The messages completed by these bytes.

        Raises:
            StreamBroken: the next message has no usable Content-Length, or is beyond the bound.
        """
        self._buffer += data
        messages: list[bytes] = []
        pings = self._skip_pings()
        while (size := self._size()) is not None and len(self._buffer) >= size:
            messages.append(bytes(self._buffer[:size]))
            del self._buffer[:size]
            pings += self._skip_pings()
        return Framed(tuple(messages), pings)

    def _skip_pings(self) -> int:
        """Take off the empty lines between messages; the first half of a ping waits for the other."""
        blank = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        if blank == len(self._buffer):
            blank -= blank % len(PING)
        pings = self._buffer[:blank].count(PING)
        del self._buffer[:blank]
        return pings

    def _size(self) -> int | None:
        """Bytes of the message at the front; None while its head is not whole."""
        end = self._buffer.find(b"\r\n\r\n", 0, MAX_HEAD_BYTES + 4)
        if end < 0:
            if len(self._buffer) > MAX_HEAD_BYTES:
                raise StreamBroken(513, b"")
            return None
        head = bytes(self._buffer[: end + 4])
        lengths = _LENGTH.findall(head)
        if len(lengths) != 1:
            raise StreamBroken(400, head)
        size = len(head) + int(lengths[0])
        if size > self._max_message_bytes:
            raise StreamBroken(513, head)
        return size
