"""Mailboxes, user names, passwords, devices and networks. All made up."""

from typing import Final

from privacy.training.forms import Form
from privacy.training.maker import Maker
from privacy.words import listed

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


class Machines(Maker):
    """One method a slot."""

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

    def make_EMAIL(self) -> str:  # noqa: N802
        return self._voice.mailbox(self._user(), self._host())

    def make_USERNAME(self) -> str:  # noqa: N802
        user = self._user()
        if self._voice.form is Form.SPOKEN:
            return self._voice.marked(user, spell=0.2)
        return self._voice.text(user)

    def make_PASSWORD(self) -> str:  # noqa: N802
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

    def make_MAC(self) -> str:  # noqa: N802
        pairs = ["".join(self._rng.choice("0123456789ABCDEF") for _ in range(2)) for _ in range(6)]
        if self._voice.form in (Form.WRITTEN, Form.LOWER):
            return self._voice.text(self._rng.choice((":", ":", "-", "")).join(pairs))
        joint = self._rng.choice((" ", " ", " colon ")) if self._voice.form is Form.SPOKEN else ":"
        return joint.join(self._voice.code(pair) for pair in pairs)

    def make_DEVICE_ID(self) -> str:  # noqa: N802
        rng = self._rng
        if rng.random() < 0.4:
            return self._voice.digits(self._groups(self._numbers(15), (2, 6, 6, 1)), ("", "-", " "))
        return self._voice.code(
            self._letters(rng.choice((1, 2, 3)))
            + self._numbers(rng.choice((5, 6, 8)))
            + self._letters(rng.choice((0, 1)))
        )

    def make_IP(self) -> str:  # noqa: N802
        parts = [str(self._rng.randrange(1, 255)) for _ in range(4)]
        if self._voice.form is Form.SPOKEN:
            return " dot ".join(self._voice.digits([part]) for part in parts)
        if self._voice.form is Form.WHISPER and self._rng.random() < 0.2:
            return " dot ".join(parts)
        return ".".join(parts)

    def make_SIP_URI(self) -> str:  # noqa: N802
        user = self._user() if self._rng.random() < 0.6 else self._numbers(self._rng.choice((3, 4, 10)))
        box = self._voice.mailbox(user, self._host())
        colon = " colon " if self._voice.form is Form.SPOKEN else ":"
        return f"{self._rng.choice(('sip', 'sip', 'sips'))}{colon}{box}" if self._rng.random() < 0.7 else f"sip {box}"
