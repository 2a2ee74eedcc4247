"""A file of lines that are on the disk when they are acknowledged, and whole or not there."""

import os
from pathlib import Path
from typing import BinaryIO


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
