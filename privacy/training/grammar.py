"""Labelled utterances out of phrases and values: the training set, made up from a seed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from privacy.training.forms import Form, Voice
from privacy.training.sources import Sources
from privacy.training.values import Values, tag
from privacy.words import listed

_PHRASES: Final = Path(__file__).parent / "phrases"
_PART: Final = re.compile(r"\(([^()]*)\)|\{(\w+)\}|([^(){}]+)")
_ASKABLE: Final = listed(
    "PERSON LAST FIRST SPELLED PHONE CARD CARD_EXPIRY CVV EMAIL ADDRESS POSTCODE ACCOUNT_ID IP DOB "
    "BANK_ACCOUNT SORT IBAN MAC DEVICE_ID GOV_ID SSN PASSWORD PIN OTP SIP_URI USERNAME"
)
Label = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """An utterance, where it is personal, and what was asked for before it."""

    text: str
    labels: tuple[Label, ...] = ()
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases, read once."""

    personal: tuple[str, ...]
    plain: tuple[str, ...]
    answers: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    sources: Sources

    @classmethod
    def load(cls, sources: Sources) -> "Grammar":
        frames = _lines("frames")
        return cls(
            _lines("personal"),
            _lines("plain"),
            _lines("answers"),
            tuple(line[2:] for line in frames if line[0] == ">"),
            tuple(line[2:] for line in frames if line[0] == "<"),
            sources,
        )

    def samples(self, rng: Random, count: int) -> Iterator[Sample]:
        """`count` utterances: about half with something personal, a tenth answers to a question."""
        for _ in range(count):
            form = rng.choice(list(Form))
            kind = rng.random()
            if kind < 0.13:
                yield self._answer(rng, form)
            else:
                yield self._utterance(rng, form, personal=kind < 0.62)

    def _answer(self, rng: Random, form: Form) -> Sample:
        slot = rng.choice(_ASKABLE)
        if rng.random() < 0.2:
            sample = self._utterance(rng, form, personal=False)
            return Sample(sample.text, sample.labels, tag(slot))
        phrase = rng.choice(self.answers).replace("{X}", "{" + slot + "}")
        return self._sample(rng, form, [phrase], tag(slot))

    def _utterance(self, rng: Random, form: Form, *, personal: bool) -> Sample:
        phrases = [rng.choice(self.personal if personal else self.plain)]
        while rng.random() < 0.3:
            phrases.append(rng.choice(self.personal if personal and rng.random() < 0.6 else self.plain))
        rng.shuffle(phrases)
        if rng.random() < 0.35:
            phrases.insert(0, rng.choice(self.before))
        if rng.random() < 0.25:
            phrases.append(rng.choice(self.after))
        return self._sample(rng, form, phrases, None)

    def _sample(self, rng: Random, form: Form, phrases: Sequence[str], expects: str | None) -> Sample:
        voice = Voice(rng, form)
        values = Values(rng, voice, self.sources)
        text, labels = "", []
        for phrase in phrases:
            if text:
                text += _joint(rng, form)
            start = len(text)
            text, found = _said(rng, values, phrase, text)
            labels += found
            if form in (Form.WRITTEN, Form.WHISPER) and rng.random() < 0.9:
                text = text[:start] + _sentence(text[start:])
        if form in (Form.WRITTEN, Form.WHISPER):
            text += rng.choice((".", ".", ".", "", "?"))
        return Sample(text, tuple(labels), expects)


def _said(rng: Random, values: Values, phrase: str, text: str) -> tuple[str, list[Label]]:
    """The text with the phrase said behind it, and the labels that adds."""
    labels: list[Label] = []
    for choice, slot, plain in _PART.findall(_chosen(rng, phrase)):
        if slot:
            value = values.say(slot)
            if type_ := tag(slot):
                labels.append((len(text), len(text) + len(value), type_))
            text += value
        else:
            part = choice or plain
            text += part.lstrip() if text.endswith(" ") or not text else part
    return text.rstrip(), labels


def _chosen(rng: Random, phrase: str) -> str:
    """The phrase with one of each group's alternatives; groups do not nest."""
    while (match := re.search(r"\(([^()]*)\)", phrase)) is not None:
        phrase = phrase[: match.start()] + rng.choice(match[1].split("|")) + phrase[match.end() :]
    return " ".join(phrase.split())


def _joint(rng: Random, form: Form) -> str:
    if form in (Form.WRITTEN, Form.WHISPER):
        return rng.choice((". ", ". ", ", ", " and ", ", and "))
    return rng.choice((" ", " ", " and ", " so ", " but "))


def _sentence(text: str) -> str:
    for word in (" i ", " i'm ", " i've "):
        text = text.replace(word, word.replace("i", "I", 1))
    return text[:1].upper() + text[1:]


def _lines(name: str) -> tuple[str, ...]:
    lines = (_PHRASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
