"""A voice that remembers what it may: speech that holds nothing of any caller.

Plain PCM is 16 kB a second at 8 kHz, so that eight minutes of prompts fit the default bound; a compact form
(mu-law) would halve that, cost 16 kHz callers their quality, and save less than the voice's working memory.
"""

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.voice.api import Provenance, Synthesizer

DEFAULT_LIMIT_BYTES = 8 * 1024 * 1024

_Key = tuple[bytes, int]


@dataclass(frozen=True, slots=True)
class CacheCounts:
    """What a cache has done since it began, and what it holds."""

    hits: int = 0
    misses: int = 0
    evictions: int = 0
    entries: int = 0
    held_bytes: int = 0


class CachedVoice:
    """A `Synthesizer` over another one. Thread-safe.

    Only what is asked for with `keep`, or warmed, is remembered: the text of an answer may hold the caller's
    own words put back, and those must not outlive the call. Texts are found by a keyed hash, never stored.
    """

    def __init__(self, voice: Synthesizer, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        """When full, what was used longest ago goes. A text larger than a quarter of the bound is not kept."""
        self._voice = voice
        self._limit_bytes = limit_bytes
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, tuple[bytes, ...]] = OrderedDict()
        self._held_bytes = self._hits = self._misses = self._evictions = 0

    @property
    def provenance(self) -> Provenance:
        return self._voice.provenance

    @property
    def counts(self) -> CacheCounts:
        with self._lock:
            held = len(self._kept)
            return CacheCounts(self._hits, self._misses, self._evictions, held, self._held_bytes)

    def synthesize(self, text: str, rate_hz: int, *, keep: bool = False) -> Iterator[bytes]:
        """As `Synthesizer.synthesize`; at once where the text was kept.

        `keep` states that the text holds nothing of a caller's. Speech that is not listened to the end is
        not kept.
        """
        key = self._key(text, rate_hz)
        known = self._find(key)
        if known is not None:
            return iter(known)
        fresh = self._voice.synthesize(text, rate_hz)
        return self._keeping(key, fresh) if keep else fresh

    def warm(self, texts: Iterable[str], rate_hz: int, go_on: Callable[[], bool] = lambda: True) -> int:
        """How many of `texts` were made and kept, in order, until `go_on` says no. For idle time."""
        made = 0
        for text in texts:
            if not go_on():
                break
            if not self.knows(text, rate_hz):
                for _ in self._keeping(self._key(text, rate_hz), self._voice.synthesize(text, rate_hz)):
                    pass
                made += 1
        return made

    def knows(self, text: str, rate_hz: int) -> bool:
        """Whether the text would come at once. Counts as no use."""
        with self._lock:
            return self._key(text, rate_hz) in self._kept

    def _key(self, text: str, rate_hz: int) -> _Key:
        return hashlib.blake2b(text.encode(), key=self._secret, digest_size=16).digest(), rate_hz

    def _find(self, key: _Key) -> tuple[bytes, ...] | None:
        with self._lock:
            known = self._kept.get(key)
            if known is None:
                self._misses += 1
                return None
            self._hits += 1
            self._kept.move_to_end(key)
            return known

    def _keeping(self, key: _Key, fresh: Iterator[bytes]) -> Iterator[bytes]:
        pieces = []
        for piece in fresh:
            pieces.append(piece)
            yield piece
        self._keep(key, tuple(pieces))

    def _keep(self, key: _Key, pieces: tuple[bytes, ...]) -> None:
        size = _size(pieces)
        if size > self._limit_bytes // 4:
            return
        with self._lock:
            self._held_bytes += size - _size(self._kept.pop(key, ()))
            self._kept[key] = pieces
            while self._held_bytes > self._limit_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._held_bytes -= _size(dropped)
                self._evictions += 1


def _size(pieces: Iterable[bytes]) -> int:
    return sum(len(piece) for piece in pieces)
