"""An utterance read together with the tail of what the same speaker said before, for what a pause cut in two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from privacy.finding import Finding

_TAIL: Final = 160  # characters: longer than any number or address said in one breath
_PROMPT: Final = 10  # "yes?"
_BRIEF: Final = 40  # characters of "okay, go on", which interrupts nothing


@dataclass(frozen=True, slots=True)
class Part:
    """Where one utterance stands in a lead: from `start` on, beginning with its character `offset`."""

    turn: int
    start: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Lead:
    """The tail of what one speaker said last, which may be several utterances, in order."""

    text: str = field(repr=False)
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """A lead and an utterance as one text; `here` is where the utterance begins."""

    text: str = field(repr=False)
    here: int
    lead: Lead | None = None

    @classmethod
    def of(cls, lead: Lead | None, text: str) -> "Joint":
        """Both together; the utterance alone without a lead."""
        return cls(f"{lead.text} {text}", len(lead.text) + 1, lead) if lead else cls(text, 0)

    def findings_here(self, findings: Sequence[Finding]) -> list[Finding]:
        """What lies in the utterance, counted from its start."""
        return _window(findings, self.here, len(self.text), -self.here)

    def findings_earlier(self, findings: Sequence[Finding]) -> Iterator[tuple[int, list[Finding]]]:
        """What lies in each utterance before, as far as the lead holds it, counted from that utterance's start."""
        parts = self.lead.parts if self.lead else ()
        ends = [part.start - 1 for part in parts[1:]] + [self.here - 1]
        for part, end in zip(parts, ends, strict=True) if parts else ():
            if found := _window(findings, part.start, end, part.offset - part.start):
                yield part.turn, found

    def next_lead(self, turn: int) -> Lead:
        """The tail for the next utterance, cut between words."""
        start = max(0, len(self.text) - _TAIL)
        while 0 < start < len(self.text) and not self.text[start - 1].isspace():
            start += 1
        parts = (*(self.lead.parts if self.lead else ()), Part(turn, self.here))
        ends = [part.start for part in parts[1:]] + [len(self.text) + 1]
        kept = [part for part, end in zip(parts, ends, strict=True) if end - 1 > start]
        return Lead(
            self.text[start:],
            tuple(
                Part(part.turn, max(0, part.start - start), part.offset + max(0, start - part.start)) for part in kept
            ),
        )


def _window(findings: Iterable[Finding], start: int, end: int, by: int) -> list[Finding]:
    cut = (replace(found, start=max(found.start, start), end=min(found.end, end)) for found in findings)
    return [replace(found, start=found.start + by, end=found.end + by) for found in cut if found.start < found.end]


def is_brief(text: str) -> bool:
    """Whether a turn of the other speaker lets an answer go on: short, and no question beyond "yes?"."""
    return len(text) <= _BRIEF and ("?" not in text or len(text) <= _PROMPT)
