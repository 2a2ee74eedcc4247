"""What a call must not leave behind."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.gateway.rtc.browser import becomes_true


def sockets() -> int:
    """How many this process has open."""
    links = (_link(each) for each in Path("/proc/self/fd").iterdir())
    return sum(link.startswith("socket:") for link in links)


def tasks() -> Counter[str]:
    """The tasks of this loop that are not done, by what they run."""
    return Counter(str(getattr(each.get_coro(), "__qualname__", "")) for each in asyncio.all_tasks() if not each.done())


@asynccontextmanager
async def nothing_left() -> AsyncIterator[None]:
    """Whatever happens inside, afterwards there are as many sockets and the same tasks as before."""
    before_sockets, before_tasks = sockets(), tasks()
    yield
    gc.collect()
    try:
        await becomes_true(lambda: sockets() <= before_sockets and tasks() <= before_tasks)
    except TimeoutError:
        raise AssertionError(f"{sockets() - before_sockets} sockets, tasks {tasks() - before_tasks} are left") from None


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except FileNotFoundError:
        return ""
