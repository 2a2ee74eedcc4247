"""Names and addresses. All made up."""

from typing import Final

from privacy.training.forms import Form
from privacy.training.maker import Maker
from privacy.words import listed

_MONTHS: Final = listed("January February March April May June July August September October November December")
_STREETS: Final = listed(
    "Street Road Avenue Lane Drive Court Boulevard Way Place Close Crescent Terrace Square Gardens Grove Hill"
)
_TREES: Final = listed(
    "Maple Oak Elm Cedar Pine Church High Station Park Mill King Queen Victoria Main Washington "
    "Lincoln Green River Lake Hill Spring Forest Sunset Meadow Chestnut Willow Walnut Franklin "
    "Jefferson Highland North South Second Third Fifth Bridge Manor Abbey"
)
_STATES: Final = listed(
    "Illinois Texas Ohio California Florida Oregon Georgia Nevada Michigan Virginia Colorado Arizona "
    "Maine Utah Kansas Iowa IL TX OH CA FL NY"
)


class People(Maker):
    """One method a slot."""

    def make_FIRST(self) -> str:  # noqa: N802
        return self._voice.text(self._sources.first(self._rng))

    def make_LAST(self) -> str:  # noqa: N802
        return self._voice.text(self._sources.last(self._rng))

    def make_PERSON(self) -> str:  # noqa: N802
        style = self._rng.random()
        first, last = self.make_FIRST(), self.make_LAST()
        if style < 0.3:
            return first
        if style < 0.85:
            return f"{first} {last}"
        if style < 0.9:
            return f"{first} {self.make_FIRST()} {last}"
        return f"{first} {last}{self._rng.choice(('-', ' '))}{self.make_LAST()}"

    def make_SPELLED(self) -> str:  # noqa: N802
        name = self._sources.last(self._rng) if self._rng.random() < 0.6 else self._sources.first(self._rng)
        return self._voice.spelled("".join(char for char in name if char.isalpha())[:9])

    def make_ADDRESS(self) -> str:  # noqa: N802
        rng, voice = self._rng, self._voice
        house = self._numbers(rng.choice((1, 2, 2, 3, 3, 4))).lstrip("0") or "7"
        number = voice.digits([house], ("",)) if voice.form is Form.SPOKEN else house
        name = rng.choice(_TREES) if rng.random() < 0.5 else self._sources.last(rng)
        parts = [f"{number} {voice.text(name)} {voice.text(rng.choice(_STREETS))}"]
        if rng.random() < 0.2:
            flat = (
                voice.digits([self._numbers(rng.choice((1, 2)))], ("",))
                if voice.form is Form.SPOKEN
                else self._numbers(2)
            )
            unit = f"{rng.choice(('apartment', 'flat', 'unit', 'suite'))} {flat}"
            parts = [unit, *parts] if rng.random() < 0.4 else [*parts, unit]
        if rng.random() < 0.75:
            parts.append(voice.text(self._sources.city(rng)))
            if rng.random() < 0.5:
                parts.append(voice.text(rng.choice(_STATES)))
            if rng.random() < 0.6:
                parts[-1] += " " + self.make_POSTCODE()
        return (" " if voice.form is Form.SPOKEN else ", ").join(parts)

    def make_POSTCODE(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.5:
            return self._voice.digits([self._numbers(5)], ("",))
        out = self._letters(rng.choice((1, 2))) + str(rng.randrange(1, 20))
        inward = str(rng.randrange(1, 9)) + self._letters(2)
        if self._voice.form in (Form.WRITTEN, Form.LOWER):
            return self._voice.text(f"{out} {inward}")
        return self._voice.code(out + inward)

    def make_DOB(self) -> str:  # noqa: N802
        rng, voice = self._rng, self._voice
        day, month, year = rng.randrange(1, 29), rng.randrange(12), rng.randrange(1935, 2008)
        style = rng.randrange(4)
        if style == 0:
            if voice.form is Form.SPOKEN:
                return f"{voice.digits([f'{day:02d}'])} {voice.digits([f'{month + 1:02d}'])} {self._year(year)}"
            mark = rng.choice("/-.")
            return f"{month + 1:02d}{mark}{day:02d}{mark}{year}"
        said = self._ordinal(day)
        if style == 1:
            return f"{voice.text(_MONTHS[month])} {said} {self._year(year)}"
        if style == 2:
            return f"{rng.choice(('', 'the '))}{said} of {voice.text(_MONTHS[month])} {self._year(year)}"
        return f"{voice.number(day)} {voice.text(_MONTHS[month])} {self._year(year)}"
