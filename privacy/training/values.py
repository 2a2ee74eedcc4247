"""Values of every type, made up: never anybody's. One method a slot of the phrases."""

from collections.abc import Callable
from random import Random
from typing import Final

from stdnum import luhn

from privacy.gazetteer import kinds
from privacy.training.forms import Form, Voice
from privacy.training.sources import Sources
from privacy.words import listed

_MONTHS: Final = listed("January February March April May June July August September October November December")
_ORDINALS: Final = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
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
_HOSTS: Final = listed(
    "gmail.com yahoo.com hotmail.com outlook.com icloud.com protonmail.com aol.com example.com "
    "example.org acme.co.uk btinternet.com northwind.net contoso.com bluefin.io telecom.example.com "
    "voip.example.net mail.example.org company.de orange.fr"
)
_WORDS: Final = listed(
    "correct horse battery staple purple monkey dragon summer winter sunshine banana tiger rainbow "
    "coffee castle silver rocket garden planet orange window yellow forest thunder ocean mountain "
    "guitar pepper falcon pirate wizard shadow ginger velvet copper marble autumn harbor meadow "
    "anchor candle bridge turtle pencil basket puzzle lemon saturn cactus biscuit hunter welcome "
    "letmein secret"
)
_IBANS: Final = {"GB": 22, "DE": 22, "FR": 27, "ES": 24, "NL": 18, "IT": 27, "IE": 22, "BE": 16, "CH": 21, "PL": 28}
_TAGS: Final = {
    "FIRST": "PERSON",
    "LAST": "PERSON",
    "SPELLED": "PERSON",
    "LAST4": "CARD",
    "LAST4SSN": "SSN",
    "SORT": "BANK_ACCOUNT",
    "ROUTING": "BANK_ACCOUNT",
    "POSTCODE": "ADDRESS",
    "MAC": "DEVICE_ID",
}


def tag(slot: str) -> str | None:
    """The type of a slot; None for slots of the trade, which are in small letters."""
    return None if slot.islower() else _TAGS.get(slot, slot)


class Values:
    """Makes values with one generator and says them with one voice."""

    def __init__(self, rng: Random, voice: Voice, sources: Sources) -> None:
        self._rng = rng
        self._voice = voice
        self._sources = sources

    def say(self, slot: str) -> str:
        """A fresh value of the slot, in the voice's form."""
        makers: dict[str, Callable[[], str]] = {
            name.removeprefix("_make_"): getattr(self, name) for name in dir(self) if name.startswith("_make_")
        }
        return " ".join(makers[slot]().split())

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

    # people and places

    def _make_FIRST(self) -> str:  # noqa: N802
        return self._voice.text(self._sources.first(self._rng))

    def _make_LAST(self) -> str:  # noqa: N802
        return self._voice.text(self._sources.last(self._rng))

    def _make_PERSON(self) -> str:  # noqa: N802
        style = self._rng.random()
        first, last = self._make_FIRST(), self._make_LAST()
        if style < 0.3:
            return first
        if style < 0.85:
            return f"{first} {last}"
        if style < 0.9:
            return f"{first} {self._make_FIRST()} {last}"
        return f"{first} {last}{self._rng.choice(('-', ' '))}{self._make_LAST()}"

    def _make_SPELLED(self) -> str:  # noqa: N802
        name = self._sources.last(self._rng) if self._rng.random() < 0.6 else self._sources.first(self._rng)
        return self._voice.spelled("".join(char for char in name if char.isalpha())[:9])

    def _make_ADDRESS(self) -> str:  # noqa: N802
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
                parts[-1] += " " + self._make_POSTCODE()
        return (" " if voice.form is Form.SPOKEN else ", ").join(parts)

    def _make_POSTCODE(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.5:
            return self._voice.digits([self._numbers(5)], ("",))
        out = self._letters(rng.choice((1, 2))) + str(rng.randrange(1, 20))
        inward = str(rng.randrange(1, 9)) + self._letters(2)
        if self._voice.form in (Form.WRITTEN, Form.LOWER):
            return self._voice.text(f"{out} {inward}")
        return self._voice.code(out + inward)

    # numbers

    def _make_PHONE(self) -> str:  # noqa: N802
        rng = self._rng
        style = rng.randrange(6)
        if style < 2:
            groups = [str(rng.randrange(201, 990)), str(rng.randrange(200, 999)), self._numbers(4)]
            return self._plus("+1 " if rng.random() < 0.2 else "", self._voice.digits(groups, ("-", " ", ".", "-")))
        if style == 2:
            groups = ["07" + self._numbers(3), self._numbers(3), self._numbers(3)]
        elif style == 3:
            groups = [
                "0" + str(rng.choice((20, 161, 121, 113, 131))),
                self._numbers(3 + rng.randrange(2)),
                self._numbers(4),
            ]
        elif style == 4:
            groups = self._groups(self._numbers(9), (3, 3, 3))
            return self._plus(
                f"+{rng.choice((44, 49, 33, 34, 39, 31, 353, 61, 91))} ", self._voice.digits(groups, (" ", ""))
            )
        else:
            groups = [self._numbers(3), self._numbers(4)]
        return self._voice.digits(groups, (" ", "-", ""))

    def _plus(self, prefix: str, number: str) -> str:
        if not prefix:
            return number
        if self._voice.form is Form.SPOKEN:
            return f"plus {self._voice.digits([prefix.strip(' +')])} {number}"
        return prefix + number

    def _make_CARD(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.15:
            body = rng.choice(("34", "37")) + self._numbers(12)
            return self._voice.digits(self._groups(body + luhn.calc_check_digit(body), (4, 6, 5)), (" ", "-", ""))
        body = rng.choice("4556") + self._numbers(14)
        return self._voice.digits(self._groups(body + luhn.calc_check_digit(body), (4, 4, 4, 4)), (" ", "-", ""))

    def _make_LAST4(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(4)], ("",))

    def _make_CARD_EXPIRY(self) -> str:  # noqa: N802
        rng = self._rng
        month, year = rng.randrange(1, 13), rng.randrange(26, 35)
        style = rng.random()
        if style < 0.35:
            return f"{self._voice.text(_MONTHS[month - 1])} {self._year(2000 + year)}"
        if self._voice.form is Form.SPOKEN:
            slash = rng.choice((" slash ", " ", " "))
            return f"{self._voice.digits([f'{month:02d}'])}{slash}{self._voice.digits([str(year)])}"
        return f"{month:02d}{rng.choice(('/', '/', '-', ' '))}{rng.choice(('', '20'))}{year}"

    def _year(self, year: int) -> str:
        if self._voice.form is not Form.SPOKEN:
            return str(year)
        if year >= 2000 and self._rng.random() < 0.4:
            return "two thousand " + self._voice.number(year % 100) if year % 100 else "two thousand"
        return f"{self._voice.number(year // 100)} {self._voice.digits([f'{year % 100:02d}'])}"

    def _make_CVV(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(self._rng.choice((3, 3, 3, 4)))], ("",))

    def _make_PIN(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(self._rng.choice((4, 4, 4, 5, 6)))], ("",))

    def _make_OTP(self) -> str:  # noqa: N802
        if self._rng.random() < 0.1:
            return self._voice.code(self._letters(2) + self._numbers(4))
        sizes = self._rng.choice(((6,), (3, 3), (3, 3), (4,), (2, 2, 2), (8,)))
        return self._voice.digits(self._groups(self._numbers(8), sizes), (" ", "", "-"))

    def _make_ACCOUNT_ID(self) -> str:  # noqa: N802
        rng = self._rng
        style = rng.random()
        if style < 0.5:
            sizes = rng.choice(((4, 4), (3, 3), (6,), (8,), (3, 3, 3), (5,), (10,), (2, 6)))
            return self._voice.digits(self._groups(self._numbers(12), sizes), ("", " ", "-"))
        code = self._letters(rng.choice((1, 2, 2, 3))) + rng.choice(("", "-")) + self._numbers(rng.choice((4, 5, 6, 7)))
        return (
            self._voice.code(code) if self._voice.form is not Form.SPOKEN else self._voice.code(code.replace("-", ""))
        )

    def _make_BANK_ACCOUNT(self) -> str:  # noqa: N802
        return self._voice.digits(
            self._groups(self._numbers(12), self._rng.choice(((8,), (4, 4), (10,), (4, 4, 4)))), ("", " ")
        )

    def _make_SORT(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(6), (2, 2, 2)), ("-", " ", ""))

    def _make_ROUTING(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(9), (3, 3, 3)), ("", " "))

    def _make_IBAN(self) -> str:  # noqa: N802
        country = self._rng.choice(sorted(_IBANS))
        bank = self._letters(4) if country in ("GB", "NL", "IE") else ""
        text = country + self._numbers(2) + bank
        text += self._numbers(_IBANS[country] - len(text))
        if self._voice.form in (Form.WRITTEN, Form.LOWER) or self._rng.random() < 0.3:
            step = self._rng.choice((4, 4, 40))
            grouped = " ".join(text[at : at + step] for at in range(0, len(text), step))
            return self._voice.text(grouped) if self._voice.form is not Form.SPOKEN else self._voice.code(text)
        return self._voice.code(text)

    def _make_SSN(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(9), (3, 2, 4)), ("-", " ", ""))

    def _make_LAST4SSN(self) -> str:  # noqa: N802
        return self._make_LAST4()

    def _make_GOV_ID(self) -> str:  # noqa: N802
        rng = self._rng
        style = rng.randrange(5)
        if style == 0:
            return self._voice.digits(self._groups(self._numbers(9), (3, 3, 3)), ("", " "))
        if style == 1:
            return self._voice.code(self._letters(2) + self._numbers(6) + self._letters(1))
        if style == 2:
            return self._voice.code(self._letters(1) + self._numbers(rng.choice((7, 8, 12))))
        if style == 3:
            return self._voice.code(
                self._letters(5) + self._numbers(6) + self._letters(2) + self._numbers(1) + self._letters(2)
            )
        return self._voice.digits(self._groups(self._numbers(10), (3, 3, 4)), ("", " "))

    def _make_DOB(self) -> str:  # noqa: N802
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

    def _ordinal(self, day: int) -> str:
        if self._voice.form is Form.SPOKEN:
            return _ORDINALS[day - 1] if day <= 20 else f"twenty {_ORDINALS[day - 21]}"
        return str(day) + {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")

    # names of accounts and machines

    def _user(self) -> str:
        rng = self._rng
        first, last = self._sources.first(rng).lower(), self._sources.last(rng).lower()
        first, last = first.replace(" ", ""), last.replace(" ", "").replace("'", "")
        return rng.choice(
            (
                f"{first}.{last}",
                f"{first}{last}",
                f"{first[0]}{last}",
                f"{first}_{last}",
                f"{first}{self._numbers(2)}",
                f"{first[0]}.{last}{self._numbers(1)}",
                f"{last}",
                f"{rng.choice(_WORDS)}{self._numbers(2)}",
                f"{first}-{last}",
                rng.choice(("info", "billing", "office", "support")) + rng.choice(_WORDS),
            )
        )

    def _host(self) -> str:
        rng = self._rng
        if rng.random() < 0.7:
            return rng.choice(_HOSTS)
        top = rng.choice(("com", "net", "org", "co.uk", "io", "de"))
        return f"{rng.choice(_WORDS)}{rng.choice(('', '-'))}{rng.choice(_WORDS)}.{top}"

    def _make_EMAIL(self) -> str:  # noqa: N802
        return self._voice.mailbox(self._user(), self._host())

    def _make_USERNAME(self) -> str:  # noqa: N802
        user = self._user()
        if self._voice.form is Form.SPOKEN:
            return self._voice.marked(user, spell=0.2)
        return self._voice.text(user)

    def _make_PASSWORD(self) -> str:  # noqa: N802
        rng = self._rng
        style = rng.randrange(4)
        if style == 0:
            words = rng.sample(_WORDS, rng.choice((1, 2, 3, 4)))
            return rng.choice((" ", " ", "-")).join(words) if self._voice.form is not Form.SPOKEN else " ".join(words)
        if style == 1:
            text = (
                rng.choice(_WORDS).capitalize() + self._numbers(rng.choice((1, 2, 4))) + rng.choice(("", "!", "#", "$"))
            )
        elif style == 2:
            text = "".join(rng.choice("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQ23456789") for _ in range(8))
        else:
            text = (
                self._sources.first(rng).replace(" ", "")
                + self._numbers(rng.choice((2, 4)))
                + rng.choice(("", "!", "*"))
            )
        if self._voice.form is not Form.SPOKEN:
            return text
        said = self._voice.marked(text.lower(), spell=0.35)
        return f"{rng.choice(('capital ', 'all lowercase ', ''))}{said}"

    def _make_MAC(self) -> str:  # noqa: N802
        pairs = ["".join(self._rng.choice("0123456789ABCDEF") for _ in range(2)) for _ in range(6)]
        if self._voice.form in (Form.WRITTEN, Form.LOWER):
            return self._voice.text(self._rng.choice((":", ":", "-", "")).join(pairs))
        joint = self._rng.choice((" ", " ", " colon ")) if self._voice.form is Form.SPOKEN else ":"
        return joint.join(self._voice.code(pair) for pair in pairs)

    def _make_DEVICE_ID(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.4:
            return self._voice.digits(self._groups(self._numbers(15), (2, 6, 6, 1)), ("", "-", " "))
        return self._voice.code(
            self._letters(rng.choice((1, 2, 3)))
            + self._numbers(rng.choice((5, 6, 8)))
            + self._letters(rng.choice((0, 1)))
        )

    def _make_IP(self) -> str:  # noqa: N802
        parts = [str(self._rng.randrange(1, 255)) for _ in range(4)]
        if self._voice.form is Form.SPOKEN:
            return " dot ".join(self._voice.digits([part]) for part in parts)
        if self._voice.form is Form.WHISPER and self._rng.random() < 0.2:
            return " dot ".join(parts)
        return ".".join(parts)

    def _make_SIP_URI(self) -> str:  # noqa: N802
        user = self._user() if self._rng.random() < 0.6 else self._numbers(self._rng.choice((3, 4, 10)))
        box = self._voice.mailbox(user, self._host())
        colon = " colon " if self._voice.form is Form.SPOKEN else ":"
        return f"{self._rng.choice(('sip', 'sip', 'sips'))}{colon}{box}" if self._rng.random() < 0.7 else f"sip {box}"

    # the trade's own

    def _make_code(self) -> str:
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

    def _make_port(self) -> str:
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

    def _make_rfc(self) -> str:
        return self._voice.digits(
            [
                self._rng.choice(
                    listed("3261 4733 2833 3550 3551 3711 4566 3264 5764 8866 3515 4028 3581 5626 7118 8445")
                )
            ],
            ("",),
        )

    def _make_pt(self) -> str:
        return self._voice.digits([self._rng.choice(listed("101 96 97 8 0 9 18 111 13 100 126"))], ("",))

    def _make_version(self) -> str:
        parts = [str(self._rng.randrange(1, 23)) for _ in range(self._rng.choice((2, 3, 3, 4)))]
        if self._voice.form is Form.SPOKEN:
            return self._rng.choice((" dot ", " point ")).join(self._voice.number(int(part)) for part in parts)
        return ".".join(parts)

    def _make_n(self) -> str:
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

    def _make_hz(self) -> str:
        return self._voice.number(self._rng.choice((8000, 16000, 48000, 44100)))

    def _make_mtu(self) -> str:
        return self._voice.number(self._rng.choice((1500, 1400, 1492, 1300, 1280)))

    def _make_decimal(self) -> str:
        whole, part = self._rng.randrange(1, 5), self._rng.randrange(0, 99)
        return (
            f"{whole}.{part}"
            if self._voice.form is not Form.SPOKEN
            else f"{self._voice.number(whole)} point {self._voice.number(part)}"
        )

    def _make_ext(self) -> str:
        return self._voice.digits([self._numbers(self._rng.choice((3, 3, 4)))], ("",))

    def _make_digit(self) -> str:
        return self._voice.number(self._rng.randrange(1, 10))

    def _make_cause(self) -> str:
        return self._voice.number(self._rng.choice((1, 16, 17, 18, 19, 20, 21, 27, 34, 38, 41, 127)))

    def _make_percent(self) -> str:
        return self._voice.number(self._rng.randrange(1, 100))

    def _make_time(self) -> str:
        hour, minute = self._rng.randrange(1, 13), self._rng.choice((0, 15, 30, 45))
        if self._voice.form is Form.SPOKEN:
            minutes = self._voice.number(minute) if minute else ""
            return f"{self._voice.number(hour)} {minutes} {self._rng.choice(('pm', 'am', ''))}"
        return f"{hour}:{minute:02d}{self._rng.choice((' pm', ' am', ''))}"

    def _make_date(self) -> str:
        month, day = self._rng.choice(_MONTHS), self._rng.randrange(1, 29)
        year = f" {self._year(self._rng.choice((2023, 2024, 2025, 2026, 2027)))}" if self._rng.random() < 0.4 else ""
        return f"{self._voice.text(month)} {self._ordinal(day)}{year}"


def is_common(name: str) -> bool:
    """Whether a name is an ordinary word as well."""
    return kinds(name.lower()).islower()
