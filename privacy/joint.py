"""An utterance read together with the tail of what the same speaker said before, for what a pause cut in two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from privacy.finding import Finding

_TAIL: Final = 160  # characters: longer than any number or address said in one breath
_PROMPT: Final = 10  # "yes?"
_BRIEF: Final = 40  # characters of "okay, go on", which interrupts nothing


@dataclass(frozen=True, slots=True)
class Lead:
    """The tail of one speaker's last utterances; the part from `own` on is of utterance `turn`, at `offset` in it."""

    text: str = field(repr=False)
    turn: int
    own: int
    offset: int


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

    def findings_earlier(self, findings: Sequence[Finding]) -> list[Finding]:
        """What lies in the utterance before, as far as the lead holds it, counted from that utterance's start."""
        if self.lead is None:
            return []
        return _window(findings, self.lead.own, self.here - 1, self.lead.offset - self.lead.own)

    def next_lead(self, turn: int) -> Lead:
        """The tail for the next utterance, cut between words."""
        start = max(0, len(self.text) - _TAIL)
        while 0 < start < len(self.text) and not self.text[start - 1].isspace():
            start += 1
        own = max(0, self.here - start)
        return Lead(self.text[start:], turn, own, max(0, start - self.here))


def _window(findings: Iterable[Finding], start: int, end: int, by: int) -> list[Finding]:
    cut = (replace(found, start=max(found.start, start), end=min(found.end, end)) for found in findings)
    return [replace(found, start=found.start + by, end=found.end + by) for found in cut if found.start < found.end]


def is_brief(text: str) -> bool:
    """Whether a turn of the other speaker lets an answer go on: short, and no question beyond "yes?"."""
    return len(text) <= _BRIEF and ("?" not in text or len(text) <= _PROMPT)
