"""Waiting for what other processes do: a condition, looked at often, with a deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOK_EVERY_S = 0.02


def until(what: str, look: Callable[[], T | None], within_s: float = 10.0) -> T:
    """The first true answer of `look`. Fails, saying `what` did not happen, when the time is over."""
    deadline = time.monotonic() + within_s
    while not (answer := look()):
        assert time.monotonic() < deadline, f"not within {within_s:g} s: {what}"
        time.sleep(LOOK_EVERY_S)
    return answer
