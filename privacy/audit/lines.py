"""A file of lines that are on the disk when they are acknowledged, and whole or not there."""

import os
from pathlib import Path
from typing import BinaryIO, Final

_CHUNK: Final = 1 << 20
_TAIL: Final = 8192  # bytes; more than ten of the longest lines


def put(file: BinaryIO, line: bytes) -> None:
    """The whole line durable at the end, or nothing of it. Raises `OSError`."""
    end = file.seek(0, os.SEEK_END)
    try:
        while line:
            line = line[file.write(line) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(end)
        file.seek(end)
        raise


def open_lines(path: Path) -> BinaryIO:
    """The file, made when it is not there, for us alone to read. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(handle, "r+b", buffering=0)


def whole_lines(file: BinaryIO) -> list[bytes]:
    """The lines from the place we are at. What is behind the last newline, a crash cut off: it was never acknowledged,
    nobody else is writing, and it is removed."""
    start = file.tell()
    *lines, rest = file.read().split(b"\n")
    if rest:
        end = start + sum(len(line) + 1 for line in lines)
        file.truncate(end)
        file.seek(end)
    return lines


def count_lines(file: BinaryIO) -> int:
    """How many whole lines there are; we stand behind the last then. Takes little memory, whatever the file's size."""
    file.seek(0)
    count = end = at = 0
    while chunk := file.read(_CHUNK):
        count += chunk.count(b"\n")
        if (newline := chunk.rfind(b"\n")) >= 0:
            end = at + newline + 1
        at += len(chunk)
    if end != at:
        file.truncate(end)
    file.seek(end)
    return count


def last_lines(file: BinaryIO) -> list[bytes]:
    """The last lines of a file of whole lines: two or more, if it has as many. We stand at its end, as before."""
    end = file.tell()
    start = max(0, end - _TAIL)
    file.seek(start)
    lines = file.read().split(b"\n")[:-1]
    return lines if start == 0 else lines[1:]
