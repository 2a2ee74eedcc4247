"""Names and towns to train with: half of the gazetteer, chosen by a hash, and names that it does not have.

The other half is for the development set, so that no name is in both.
"""

from dataclasses import dataclass
from random import Random
from typing import Final
from zlib import crc32

from privacy.gazetteer import COMMON_PATH, PATH, TRADE
from privacy.words import listed

_ONSETS: Final = listed("b br c ch d dr f g gr h j k kl l m n p pr r s sh sk st t th tr v w y z ny mb ts")
_VOWELS: Final = listed("a e i o u a e i o ai ea ou ee ia")
_CODAS: Final = ["", "", "n", "r", "s", "l", "m", "k", "nd", "tz", "sh", "v", "ng"]
_UNKNOWN: Final = 0.18  # share of names that no gazetteer has


@dataclass(frozen=True, slots=True)
class Sources:
    """Lists to draw from."""

    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    cities: tuple[str, ...]
    ordinary: tuple[str, ...]

    @classmethod
    def load(cls, *, training: bool = True) -> "Sources":
        """The half that is for training, or the other one."""
        entries = [line.split() for line in PATH.read_text(encoding="utf-8").splitlines()]
        ours = [(word, kinds) for word, kinds in entries if (crc32(word.encode()) % 2 == 0) is training]
        return cls(
            tuple(word.capitalize() for word, kinds in ours if "f" in kinds.lower()),
            tuple(word.capitalize() for word, kinds in ours if "l" in kinds.lower()),
            tuple(word.capitalize() for word, kinds in ours if "c" in kinds.lower()),
            (*COMMON_PATH.read_text(encoding="utf-8").split(), *sorted(TRADE) * 10),
        )

    def first(self, rng: Random) -> str:
        return _made_up(rng) if rng.random() < _UNKNOWN else rng.choice(self.firsts)

    def last(self, rng: Random) -> str:
        if rng.random() < 0.03:
            return rng.choice(("O'", "Mc", "Mac", "van ", "de ")) + rng.choice(self.lasts)
        return _made_up(rng) if rng.random() < _UNKNOWN else rng.choice(self.lasts)

    def common(self, rng: Random) -> str:
        return rng.choice(self.ordinary)

    def jargon(self, rng: Random) -> str:
        """A word that no list has and that is nobody's name: of a product, a setting, or misheard."""
        style = rng.random()
        if style < 0.4:
            return _made_up(rng).lower()
        if style < 0.6:
            return "".join(rng.choice("abcdefghilmnoprstuvx") for _ in range(rng.choice((3, 3, 4))))
        return self.common(rng) + rng.choice(("d", "ia", "ix", "let", "io", "ware", "trace", "event", "sync", "prox"))

    def city(self, rng: Random) -> str:
        return rng.choice(self.cities)


def _made_up(rng: Random) -> str:
    syllables = (rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((2, 2, 3))))
    return ("".join(syllables) + rng.choice(_CODAS)).capitalize()
