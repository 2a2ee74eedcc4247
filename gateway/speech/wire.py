"""The messages between the gateway and the speech process: a fixed head, then bytes.

    length  4 bytes, big-endian, of everything after it
    kind    1 byte
    job     4 bytes
    rate    4 bytes, Hz, where there is audio
    due     8 bytes, a double: seconds of CLOCK_MONOTONIC, which all processes of a machine share;
            in the last message of a job, the seconds it kept a lane, 0 for work of idle time
    body    audio (s16le mono), UTF-8 text or JSON

They travel over a socket pair and are written nowhere.
"""

import json
import struct
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

_HEAD = struct.Struct("!cIId")
LENGTH = struct.Struct("!I")
LONGEST = 4 * 1024 * 1024  # two minutes at 16 kHz; anything longer is a bug


class Kind(Enum):
    # to the speech process
    TRANSCRIBE = b"T"
    SPEAK = b"S"
    SPEAK_AND_KEEP = b"K"  # the text is the same for every caller
    WARM = b"W"  # speech to make ahead of time, when there is nothing better to do
    CANCEL = b"C"
    # from it
    READY = b"R"
    TRANSCRIPT = b"t"
    PIECE = b"p"
    DONE = b"d"
    FAILED = b"f"
    UNUSABLE = b"u"  # a model is missing or damaged: the body says what to do


@dataclass(frozen=True, slots=True)
class Message:
    kind: Kind
    job: int = 0
    rate_hz: int = 0
    due: float = 0.0
    body: bytes | bytearray | memoryview = field(default=b"", repr=False)

    def encoded(self) -> bytes:
        head = _HEAD.pack(self.kind.value, self.job, self.rate_hz, self.due)
        return LENGTH.pack(len(head) + len(self.body)) + head + bytes(self.body)

    @property
    def text(self) -> str:
        return bytes(self.body).decode()

    @property
    def record(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(bytes(self.body))
        return loaded


def decoded(payload: bytes | bytearray) -> Message:
    """The message in `payload`, which is everything after the length."""
    kind, job, rate_hz, due = _HEAD.unpack_from(payload)
    return Message(Kind(kind), job, rate_hz, due, memoryview(payload)[_HEAD.size :])


def as_body(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode()
