"""What makers of values have in common: a generator, a voice, and the pieces that values are built from."""

from random import Random
from typing import Final

from privacy.training.forms import Form, Voice
from privacy.training.sources import Sources
from privacy.words import listed

ORDINALS: Final = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)


class Maker:
    """Makes values with one generator and says them with one voice; `make_SLOT` makes one for a slot."""

    def __init__(self, rng: Random, voice: Voice, sources: Sources) -> None:
        self._rng = rng
        self._voice = voice
        self._sources = sources

    def _numbers(self, count: int) -> str:
        return "".join(self._rng.choice("0123456789") for _ in range(count))

    def _letters(self, count: int) -> str:
        return "".join(self._rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))

    def _groups(self, digits: str, sizes: tuple[int, ...]) -> list[str]:
        out, at = [], 0
        for size in sizes:
            out.append(digits[at : at + size])
            at += size
        return [group for group in out if group]

    def _year(self, year: int) -> str:
        if self._voice.form is not Form.SPOKEN:
            return str(year)
        if year >= 2000 and self._rng.random() < 0.4:
            return "two thousand " + self._voice.number(year % 100) if year % 100 else "two thousand"
        return f"{self._voice.number(year // 100)} {self._voice.digits([f'{year % 100:02d}'])}"

    def _ordinal(self, day: int) -> str:
        if self._voice.form is Form.SPOKEN:
            return ORDINALS[day - 1] if day <= 20 else f"twenty {ORDINALS[day - 21]}"
        return str(day) + {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
