"""The cell's bounded way out: facts are kept, audio is dropped when the gateway does not keep up."""

from collections import deque
from collections.abc import Callable
from typing import Final

MAX_TICKS: Final = 50
"""One second of audio. A gateway further behind than that hears the newest second, not the oldest."""
MAX_FACTS: Final = 10_000
"""Hours of facts. Beyond it the gateway is not slow but gone."""


class GatewayGone(Exception):
    """The other end of the socket is closed, or has read nothing for hours."""


class Outbox:
    """Sends in order, never waits. Facts and ticks share one queue, so that their order holds.

    `send` sends one datagram or raises `BlockingIOError`; any other `OSError` becomes `GatewayGone`.
    """

    def __init__(self, send: Callable[[bytes], object]) -> None:
        self._send = send
        self._queue: deque[tuple[bool, bytes]] = deque()  # (is a tick, datagram)
        self._ticks_queued = 0
        self.dropped_ticks = 0

    def __len__(self) -> int:
        return len(self._queue)

    def put_fact(self, datagram: bytes) -> None:
        """Queue this; the next `flush` sends it. Never raises: it is called inside PJSIP's callbacks."""
        self._queue.append((False, datagram))

    def put_tick(self, datagram: bytes) -> None:
        """Send this now, or the newest second of its kind when the gateway reads again. Raises `GatewayGone`."""
        self._queue.append((True, datagram))
        self._ticks_queued += 1
        self.flush()
        if self._ticks_queued > MAX_TICKS:
            self._drop_oldest_tick()

    def flush(self) -> None:
        """Send what can be sent without waiting. Raises `GatewayGone`."""
        if len(self._queue) > MAX_FACTS:
            raise GatewayGone
        while self._queue:
            is_tick, datagram = self._queue[0]
            try:
                self._send(datagram)
            except BlockingIOError:
                return
            except OSError:
                raise GatewayGone from None
            self._queue.popleft()
            self._ticks_queued -= is_tick

    def _drop_oldest_tick(self) -> None:
        oldest = next(n for n, (is_tick, _) in enumerate(self._queue) if is_tick)
        del self._queue[oldest]
        self._ticks_queued -= 1
        self.dropped_ticks += 1
