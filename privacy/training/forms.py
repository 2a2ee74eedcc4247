"""How a value is said: written, as Whisper writes what it heard, or word by word."""

from collections.abc import Sequence
from enum import Enum
from random import Random
from typing import Final

from privacy.words import listed

_DIGITS: Final = listed("zero one two three four five six seven eight nine")
_TEENS: Final = listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS: Final = listed("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_NATO: Final = listed(
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu"
)
_AS_IN: Final = listed(
    "apple boy charlie david easy fox george harry island john king larry mary nancy orange peter "
    "queen robert sugar thomas umbrella victor william xylophone yellow zebra"
)
_MARKS: Final = {
    ".": "dot",
    "@": "at",
    "-": "dash",
    "_": "underscore",
    "/": "slash",
    "+": "plus",
    ":": "colon",
    "!": "exclamation mark",
    "#": "hash",
    "*": "star",
    "$": "dollar sign",
    "&": "ampersand",
    "%": "percent",
}


class Form(Enum):
    WRITTEN = "written"
    WHISPER = "whisper"
    SPOKEN = "spoken"  # lower case, no punctuation, numbers in words
    LOWER = "lower"  # written, then lower case and without punctuation at the end


class Voice:
    """Says values in one form; everything random comes from the generator it is given."""

    def __init__(self, rng: Random, form: Form) -> None:
        self._rng = rng
        self.form = form

    def digits(self, groups: Sequence[str], marks: Sequence[str] = (" ", "-", "")) -> str:
        """Digits in groups: "4111 1111", "4-1-1-1, 1-1-1-1", "four one double one"."""
        rng = self._rng
        if self.form in (Form.WRITTEN, Form.LOWER):
            return rng.choice(list(marks)).join(groups)
        if self.form is Form.WHISPER:
            return self._whispered(groups, marks)
        pause = rng.choice([" ", " ", " ", " ", " uh ", " um ", " and then "])
        style = rng.random()
        return pause.join(self._in_words(group, style) for group in groups)

    def _whispered(self, groups: Sequence[str], marks: Sequence[str]) -> str:
        style = self._rng.randrange(7)
        if style == 0:
            return "-".join("".join(groups))
        if style == 1:
            return ", ".join("-".join(group) for group in groups)
        if style == 2:
            return " ".join("".join(groups))
        if style == 3:
            return ", ".join(groups)
        if style == 4:
            return ", ".join(self._in_words(group, 0.9) for group in groups)
        return self._rng.choice(list(marks)).join(groups)

    def _in_words(self, group: str, style: float) -> str:
        if style < 0.25 and len(group) % 2 == 0:
            return " ".join(self._pair(group[at : at + 2]) for at in range(0, len(group), 2))
        words, at = [], 0
        while at < len(group):
            same = len(group[at:]) - len(group[at:].lstrip(group[at]))
            if same in (2, 3) and style < 0.55:
                words.append(("double " if same == 2 else "triple ") + self._digit(group[at]))
                at += same
            else:
                words.append(self._digit(group[at]))
                at += 1
        return " ".join(words)

    def _digit(self, char: str) -> str:
        if char == "0":
            return self._rng.choice(("oh", "zero", "oh", "o"))
        if self._rng.random() < 0.02:
            return {"4": "for", "2": "to", "8": "ate"}.get(char, _DIGITS[int(char)])
        return _DIGITS[int(char)]

    def _pair(self, pair: str) -> str:
        if pair[0] == "0":
            return f"{self._digit('0')} {_DIGITS[int(pair[1])]}"
        if pair[0] == "1":
            return _TEENS[int(pair[1])]
        return _TENS[int(pair[0])] + ("" if pair[1] == "0" else f" {_DIGITS[int(pair[1])]}")

    def code(self, text: str) -> str:
        """Letters and digits mixed: "AB 123", "A-B-1-2-3", "alpha bravo one two three"."""
        if self.form in (Form.WRITTEN, Form.LOWER):
            return text
        if self.form is Form.WHISPER:
            joint = self._rng.choice(("", "-", " ", "-"))
            return joint.join(char for char in text.upper() if char.isalnum())
        return " ".join(self._character(char) for char in text.lower())

    def spelled(self, text: str) -> str:
        """A word letter by letter."""
        if self.form is Form.SPOKEN:
            return " ".join(self._character(char) for char in text.lower())
        return self._rng.choice(("-", "-", " ", ", ", ".")).join(text.upper())

    def _character(self, char: str) -> str:
        if char.isdigit():
            return self._digit(char)
        if char in _MARKS:
            return _MARKS[char]
        if not char.isascii() or not char.isalpha():
            return ""
        at = ord(char) - 97
        style = self._rng.random()
        if style < 0.12:
            return f"{char} {self._rng.choice(('as in', 'for'))} {_AS_IN[at]}"
        return _NATO[at] if style < 0.3 else char

    def mailbox(self, user: str, host: str) -> str:
        """A user at a host."""
        written = f"{user}@{host}"
        if self.form in (Form.WRITTEN, Form.LOWER) or (self.form is Form.WHISPER and self._rng.random() < 0.4):
            return written
        if self.form is Form.WHISPER:
            name = self._rng.choice((user, user.replace(".", " dot ").replace("_", " underscore "), "-".join(user)))
            return (
                f"{name} {self._rng.choice(('at', 'at', '@'))} {self._rng.choice((host, host.replace('.', ' dot ')))}"
            )
        return f"{self.marked(user, spell=0.2)} at {self.marked(host, spell=0.05)}"

    def marked(self, text: str, spell: float) -> str:
        """Text with its marks in words, letters one by one with probability `spell`, digits in words."""
        if self._rng.random() < spell:
            return " ".join(filter(None, (self._character(char) for char in text)))
        out, digits = "", ""
        for char in [*text, ""]:
            if char.isdigit():
                digits += char
                continue
            if digits:
                out += f" {self._in_words(digits, self._rng.random())} "
                digits = ""
            out += f" {_MARKS[char]} " if char in _MARKS else char
        return " ".join(out.split())

    def text(self, words: str) -> str:
        """Words as they are; in small letters where the form has no capitals."""
        return words.lower() if self.form in (Form.SPOKEN, Form.LOWER) else words

    def number(self, value: int) -> str:
        """A quantity: "250" or "two hundred fifty"."""
        if self.form is not Form.SPOKEN:
            return str(value)
        if value < 100:
            return self._pair(f"{value:02d}").replace("oh ", "").replace("zero ", "").replace("o ", "")
        if value < 1000 and self._rng.random() < 0.5:
            rest = value % 100
            return f"{_DIGITS[value // 100]} hundred" + (f" {self.number(rest)}" if rest else "")
        return self._in_words(str(value), self._rng.random())
