"""An event loop whose time is virtual: when nothing is ready it jumps to the next timer."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _InstantSelector(selectors.BaseSelector):
    """Never waits: what would be waited for becomes time that has passed."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = 0.0
        self.stuck = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            self.stuck += 1
            if self.stuck > 3:
                raise RuntimeError("every task waits for something that no timer will bring")
            return self._real.select(0)
        self.stuck = 0
        self.now += max(0.0, timeout)
        return self._real.select(0)

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Any:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` starts at 0 and moves only when every task waits."""

    def __init__(self) -> None:
        self._instant = _InstantSelector()
        super().__init__(self._instant)

    def time(self) -> float:
        return self._instant.now


def run_virtual(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work` on a loop of its own; raises if a task outlives it."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(_alone(work))


async def _alone(work: Coroutine[Any, Any, T]) -> T:
    result = await work
    left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert not left, f"tasks left behind: {left}"
    return result
