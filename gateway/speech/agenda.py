"""What the speech process does next: the job that is due first, and of equals the one that came first."""

import heapq
import threading
from dataclasses import dataclass, field
from typing import Generic, TypeVar

J = TypeVar("J")


@dataclass(order=True, slots=True)
class _Entry(Generic[J]):
    due: float
    serial: int
    id: int = field(compare=False)
    job: J = field(compare=False)


class Agenda(Generic[J]):
    """Jobs by deadline (earliest deadline first, Liu and Layland 1973), bounded, shared by the lanes.

    Every caller has at most a few jobs at a time and all of a kind have the same grace, so that nobody waits
    behind somebody else's second job. Full means `offer` returns False: the caller of it decides what to do.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[_Entry[J]] = []
        self._serial = 0
        self._change = threading.Condition()
        self._closed = False

    def offer(self, id_: int, job: J, due: float) -> bool:
        """Whether there was room for the job."""
        with self._change:
            if self._closed or len(self._heap) >= self._most:
                return False
            self._serial += 1
            heapq.heappush(self._heap, _Entry(due, self._serial, id_, job))
            self._change.notify()
            return True

    def cancel(self, id_: int) -> None:
        """Forget the job if it is waiting."""
        with self._change:
            self._heap = [entry for entry in self._heap if entry.id != id_]
            heapq.heapify(self._heap)

    def take(self) -> tuple[int, J] | None:
        """The next job, waiting for one; None once the agenda is closed."""
        with self._change:
            while not self._heap and not self._closed:
                self._change.wait()
            if self._closed:
                return None
            entry = heapq.heappop(self._heap)
            return entry.id, entry.job

    def close(self) -> None:
        with self._change:
            self._closed = True
            self._heap.clear()
            self._change.notify_all()

    def __len__(self) -> int:
        with self._change:
            return len(self._heap)
