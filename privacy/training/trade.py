"""The trade's own numbers and words, which are nobody's. All made up."""

from typing import Final

from privacy.training.forms import Form
from privacy.training.maker import Maker
from privacy.words import listed

_MONTHS: Final = listed("January February March April May June July August September October November December")


class Trade(Maker):
    """One method a slot."""

    def make_code(self) -> str:
        code = self._rng.choice(
            listed(
                "100 180 183 200 202 302 400 401 403 404 407 408 415 420 480 481 483 484 486 487 488 "
                "491 500 502 503 504 600 603 606"
            )
        )
        if self._voice.form is not Form.SPOKEN:
            return code
        return self._rng.choice(
            (
                self._voice.digits([code]),
                self._voice.number(int(code)),
                f"{self._voice.digits([code[0]])} {self._voice.digits([code[1:]])}",
            )
        )

    def make_port(self) -> str:
        return self._voice.digits(
            [
                self._rng.choice(
                    listed(
                        "5060 5061 5080 10000 20000 16384 32768 8088 8089 3478 5349 443 80 4569 5038 49152 65535 50600"
                    )
                )
            ],
            ("",),
        )

    def make_rfc(self) -> str:
        return self._voice.digits(
            [
                self._rng.choice(
                    listed("3261 4733 2833 3550 3551 3711 4566 3264 5764 8866 3515 4028 3581 5626 7118 8445")
                )
            ],
            ("",),
        )

    def make_pt(self) -> str:
        return self._voice.digits([self._rng.choice(listed("101 96 97 8 0 9 18 111 13 100 126"))], ("",))

    def make_version(self) -> str:
        parts = [str(self._rng.randrange(1, 23)) for _ in range(self._rng.choice((2, 3, 3, 4)))]
        if self._voice.form is Form.SPOKEN:
            return self._rng.choice((" dot ", " point ")).join(self._voice.number(int(part)) for part in parts)
        return ".".join(parts)

    def make_n(self) -> str:
        return self._voice.number(
            self._rng.choice(
                (
                    2,
                    3,
                    5,
                    8,
                    10,
                    12,
                    15,
                    20,
                    24,
                    25,
                    30,
                    32,
                    40,
                    50,
                    60,
                    64,
                    90,
                    100,
                    120,
                    128,
                    150,
                    180,
                    200,
                    250,
                    256,
                    300,
                    500,
                    600,
                    900,
                    1800,
                    3600,
                )
            )
        )

    def make_hz(self) -> str:
        return self._voice.number(self._rng.choice((8000, 16000, 48000, 44100)))

    def make_mtu(self) -> str:
        return self._voice.number(self._rng.choice((1500, 1400, 1492, 1300, 1280)))

    def make_decimal(self) -> str:
        whole, part = self._rng.randrange(1, 5), self._rng.randrange(0, 99)
        return (
            f"{whole}.{part}"
            if self._voice.form is not Form.SPOKEN
            else f"{self._voice.number(whole)} point {self._voice.number(part)}"
        )

    def make_ext(self) -> str:
        return self._voice.digits([self._numbers(self._rng.choice((3, 3, 4)))], ("",))

    def make_digit(self) -> str:
        return self._voice.number(self._rng.randrange(1, 10))

    def make_common(self) -> str:
        return self._sources.common(self._rng)

    def make_model(self) -> str:
        letters = self._rng.choice(("T", "SPA ", "D", "X", "VVX ", "GXP", "", "CP"))
        number = self._rng.choice((42, 46, 54, 60, 85, 100, 411, 504, 715, 2160))
        return self._voice.text(f"{letters}{number}{self._rng.choice(('', '', 'S', 'F', 'G', 'P'))}")

    def make_hyphen(self) -> str:
        parts = [self._sources.common(self._rng) for _ in range(self._rng.choice((2, 2, 3)))]
        return "-".join(parts)

    def make_cause(self) -> str:
        return self._voice.number(self._rng.choice((1, 16, 17, 18, 19, 20, 21, 27, 34, 38, 41, 127)))

    def make_percent(self) -> str:
        return self._voice.number(self._rng.randrange(1, 100))

    def make_time(self) -> str:
        hour, minute = self._rng.randrange(1, 13), self._rng.choice((0, 15, 30, 45))
        if self._voice.form is Form.SPOKEN:
            minutes = self._voice.number(minute) if minute else ""
            return f"{self._voice.number(hour)} {minutes} {self._rng.choice(('pm', 'am', ''))}"
        return f"{hour}:{minute:02d}{self._rng.choice((' pm', ' am', ''))}"

    def make_date(self) -> str:
        month, day = self._rng.choice(_MONTHS), self._rng.randrange(1, 29)
        year = f" {self._year(self._rng.choice((2023, 2024, 2025, 2026, 2027)))}" if self._rng.random() < 0.4 else ""
        return f"{self._voice.text(month)} {self._ordinal(day)}{year}"

    def make_jargon(self) -> str:
        return self._sources.jargon(self._rng)

    def make_city(self) -> str:
        return self._voice.text(self._sources.city(self._rng))
