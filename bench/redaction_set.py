"""The development set of redaction: written by hand, with other phrases and names than training. None is real."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "redaction_dev"
_LABEL: Final = re.compile(r"\[([A-Z_]+):([^\]]*)\]")
_PUNCTUATION: Final = re.compile(r"[,.?!;](?=\s|$)")
_CUTTABLE: Final = re.compile(r"(?<=[a-z0-9])[\s-]+(?=[a-z0-9+])", re.IGNORECASE)
MISHEARD: Final = "MISHEARD"  # the type of what was personal when said and was heard as quite other words
Label = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance with its labels."""

    text: str
    labels: tuple[Label, ...]
    speaker: str = "caller"
    form: str = "as written"


Dialogue = tuple[Utterance, ...]


def utterances(name: str = "utterances") -> list[Utterance]:
    """The utterances of a file, each as written and in small letters without punctuation."""
    found = [_parsed(line) for line in _lines(name)]
    return [form for utterance in found for form in (utterance, plainer(utterance))]


def heard() -> list[Utterance]:
    """What a transcriber made of utterances that our voice said over a narrow line, as `redaction_heard` keeps it."""
    return [_parsed(line) for name in ("heard", "heard_second") for line in _lines(name)]


def dialogues(name: str = "dialogues") -> list[Dialogue]:
    """The dialogues of a file, turns in order."""
    blocks = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")
    return [tuple(_turns(block.splitlines())) for block in blocks]


def cuts(found: Iterable[Utterance]) -> Iterator[Dialogue]:
    """Each utterance with something personal cut once inside it, between two words, as two turns of one caller."""
    for utterance in found:
        for start, end, _ in utterance.labels:
            places = [match for match in _CUTTABLE.finditer(utterance.text, start, end) if match.start() > start]
            if places:
                middle = places[len(places) // 2]
                yield _part(utterance, 0, middle.start()), _part(utterance, middle.end(), len(utterance.text))
                break


def plainer(utterance: Utterance) -> Utterance:
    """The same in small letters and without punctuation at the ends of words."""
    drop = {match.start() for match in _PUNCTUATION.finditer(utterance.text)}
    kept = [at for at in range(len(utterance.text)) if at not in drop]
    place = {old: new for new, old in enumerate(kept)}
    text = "".join(utterance.text[at] for at in kept).lower()
    labels = []
    for start, end, type_ in utterance.labels:
        inside = [place[at] for at in range(start, end) if at in place]
        labels.append((inside[0], inside[-1] + 1, type_))
    return Utterance(text, tuple(labels), utterance.speaker, "plain")


def _part(utterance: Utterance, start: int, end: int) -> Utterance:
    labels = [(max(a, start) - start, min(b, end) - start, t) for a, b, t in utterance.labels if a < end and b > start]
    return Utterance(utterance.text[start:end], tuple(labels), form=utterance.form)


def _turns(lines: Iterable[str]) -> Iterator[Utterance]:
    for line in lines:
        if line and not line.startswith("#"):
            speaker, _, words = line.partition(": ")
            parsed = _parsed(words)
            yield Utterance(parsed.text, parsed.labels, speaker)


def _parsed(line: str) -> Utterance:
    text, labels, last = "", [], 0
    for match in _LABEL.finditer(line):
        text += line[last : match.start()]
        labels.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        last = match.end()
    return Utterance(text + line[last:], tuple(labels))


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
