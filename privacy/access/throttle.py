"""How often a wrong secret may be tried: each one beyond a few doubles the wait."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from privacy.access.api import TooManyTries

_FREE: Final = 5  # wrong secrets before anybody has to wait
_LONGEST_S: Final = 60  # long enough against guessing, too short to lock somebody out of their own account
_MOST_KEYS: Final = 10_000  # the oldest goes first: whoever fills this has waited for each of theirs


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    free_at_s: int = 0


class Throttle:
    """In memory; a key is whatever tries are counted by, such as a name or a source. Used on one event loop."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def check(self, key: str, now_s: int) -> None:
        """Raises `TooManyTries` while the wait lasts."""
        tries = self._tries.get(key)
        if tries and now_s < tries.free_at_s:
            raise TooManyTries(tries.free_at_s - now_s)

    def wrong(self, key: str, now_s: int) -> None:
        """One more wrong secret."""
        tries = self._tries.setdefault(key, _Tries())
        self._tries.move_to_end(key)
        tries.wrong += 1
        if tries.wrong >= _FREE:
            tries.free_at_s = now_s + min(_LONGEST_S, 2 ** (tries.wrong - _FREE + 1))
        while len(self._tries) > _MOST_KEYS:
            self._tries.popitem(last=False)

    def right(self, key: str) -> None:
        self._tries.pop(key, None)
