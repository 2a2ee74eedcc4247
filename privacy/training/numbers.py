"""Numbers of telephones, cards, accounts and papers. All made up."""

from typing import Final

from stdnum import luhn

from privacy.training.forms import Form
from privacy.training.maker import Maker
from privacy.words import listed

_MONTHS: Final = listed("January February March April May June July August September October November December")
_IBANS: Final = {"GB": 22, "DE": 22, "FR": 27, "ES": 24, "NL": 18, "IT": 27, "IE": 22, "BE": 16, "CH": 21, "PL": 28}


class Numbers(Maker):
    """One method a slot."""

    def _plus(self, prefix: str, number: str) -> str:
        if not prefix:
            return number
        if self._voice.form is Form.SPOKEN:
            return f"plus {self._voice.digits([prefix.strip(' +')])} {number}"
        return prefix + number

    def make_PHONE(self) -> str:  # noqa: N802
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

    def make_CARD(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.15:
            body = rng.choice(("34", "37")) + self._numbers(12)
            return self._voice.digits(self._groups(body + luhn.calc_check_digit(body), (4, 6, 5)), (" ", "-", ""))
        body = rng.choice("4556") + self._numbers(14)
        return self._voice.digits(self._groups(body + luhn.calc_check_digit(body), (4, 4, 4, 4)), (" ", "-", ""))

    def make_LAST4(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(4)], ("",))

    def make_CARD_EXPIRY(self) -> str:  # noqa: N802
        rng = self._rng
        month, year = rng.randrange(1, 13), rng.randrange(26, 35)
        style = rng.random()
        if style < 0.35:
            return f"{self._voice.text(_MONTHS[month - 1])} {self._year(2000 + year)}"
        if self._voice.form is Form.SPOKEN:
            slash = rng.choice((" slash ", " ", " "))
            return f"{self._voice.digits([f'{month:02d}'])}{slash}{self._voice.digits([str(year)])}"
        return f"{month:02d}{rng.choice(('/', '/', '-', ' '))}{rng.choice(('', '20'))}{year}"

    def make_CVV(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(self._rng.choice((3, 3, 3, 4)))], ("",))

    def make_PIN(self) -> str:  # noqa: N802
        return self._voice.digits([self._numbers(self._rng.choice((4, 4, 4, 5, 6)))], ("",))

    def make_OTP(self) -> str:  # noqa: N802
        if self._rng.random() < 0.1:
            return self._voice.code(self._letters(2) + self._numbers(4))
        sizes = self._rng.choice(((6,), (3, 3), (3, 3), (4,), (2, 2, 2), (8,)))
        return self._voice.digits(self._groups(self._numbers(8), sizes), (" ", "", "-"))

    def make_ACCOUNT_ID(self) -> str:  # noqa: N802
        rng = self._rng
        style = rng.random()
        if style < 0.5:
            sizes = rng.choice(((4, 4), (3, 3), (6,), (8,), (3, 3, 3), (5,), (10,), (2, 6)))
            return self._voice.digits(self._groups(self._numbers(12), sizes), ("", " ", "-"))
        code = self._letters(rng.choice((1, 2, 2, 3))) + rng.choice(("", "-")) + self._numbers(rng.choice((4, 5, 6, 7)))
        return (
            self._voice.code(code) if self._voice.form is not Form.SPOKEN else self._voice.code(code.replace("-", ""))
        )

    def make_BANK_ACCOUNT(self) -> str:  # noqa: N802
        return self._voice.digits(
            self._groups(self._numbers(12), self._rng.choice(((8,), (4, 4), (10,), (4, 4, 4)))), ("", " ")
        )

    def make_SORT(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(6), (2, 2, 2)), ("-", " ", ""))

    def make_ROUTING(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(9), (3, 3, 3)), ("", " "))

    def make_IBAN(self) -> str:  # noqa: N802
        country = self._rng.choice(sorted(_IBANS))
        bank = self._letters(4) if country in ("GB", "NL", "IE") else ""
        text = country + self._numbers(2) + bank
        text += self._numbers(_IBANS[country] - len(text))
        if self._voice.form in (Form.WRITTEN, Form.LOWER) or self._rng.random() < 0.3:
            step = self._rng.choice((4, 4, 40))
            grouped = " ".join(text[at : at + step] for at in range(0, len(text), step))
            return self._voice.text(grouped) if self._voice.form is not Form.SPOKEN else self._voice.code(text)
        return self._voice.code(text)

    def make_SSN(self) -> str:  # noqa: N802
        return self._voice.digits(self._groups(self._numbers(9), (3, 2, 4)), ("-", " ", ""))

    def make_LAST4SSN(self) -> str:  # noqa: N802
        return self.make_LAST4()

    def make_GOV_ID(self) -> str:  # noqa: N802
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
