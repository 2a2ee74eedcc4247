"""The jobs and the one timer of a call, owned by its task group."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Spawn = Callable[[Coroutine[Any, Any, None], str], "asyncio.Task[None]"]


class Jobs:
    """Every task a call begins, named after it. `give_up` cancels what is left, so that the group can close."""

    def __init__(self, group: asyncio.TaskGroup, call_id: str) -> None:
        self._group = group
        self._call_id = call_id
        self._live: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> "asyncio.Task[None]":
        task = self._group.create_task(work, name=f"{self._call_id}-{name}")
        self._live.add(task)
        task.add_done_callback(self._live.discard)
        return task

    def give_up(self) -> None:
        for task in tuple(self._live):
            task.cancel()


class Deadline:
    """At most one timer: starting it again replaces it."""

    def __init__(self) -> None:
        self._handle: asyncio.TimerHandle | None = None

    def start(self, ms: int, late: Callable[[], None]) -> None:
        self.cancel()
        self._handle = asyncio.get_running_loop().call_later(ms / 1000, late)

    def cancel(self) -> None:
        if self._handle:
            self._handle.cancel()
            self._handle = None
