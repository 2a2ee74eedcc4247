"""What a recogniser is given and what it gives back."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from privacy.languages.language import Language
from privacy.spoken.runs import Item, Sort

# Never lifted by the veto of the trade, and the worst to leave in clear.
CRITICAL: Final = frozenset(
    {"CARD", "CARD_EXPIRY", "CVV", "GOV_ID", "SSN", "IBAN", "BANK_ACCOUNT", "PASSWORD", "PIN", "OTP"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of the original text that is personal, and how sure a rule is: a firm one outlasts every veto."""

    start: int
    end: int
    type: str
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance, read, with the tail of the one before; `expects` is what the last prompt asked for."""

    text: str = field(repr=False)
    items: Sequence[Item] = field(repr=False)
    language: Language
    expects: str | None = None
    here: int = 0  # where it begins, after the tail of what was said before

    def finding(self, first: int, last: int, type_: str, *, firm: bool = False) -> Finding:
        """The items `first` to `last`, both included, as a finding."""
        return Finding(self.items[first].start, self.items[last].end, type_, firm)

    def covered(self, start: int, end: int) -> Sequence[Item]:
        """The items that lie wholly between two characters."""
        first = bisect_left(self.items, start, key=lambda item: item.start)
        return self.items[first : bisect_right(self.items, end, lo=first, key=lambda item: item.end)]

    def word(self, at: int) -> str:
        """The lower-case word at a place; empty for a run, a mark or no place at all."""
        if 0 <= at < len(self.items) and self.items[at].sort is Sort.WORD:
            return self.items[at].text
        return ""

    def run(self, at: int) -> Item | None:
        """The run at a place, if there is one."""
        if 0 <= at < len(self.items) and self.items[at].sort is Sort.RUN:
            return self.items[at]
        return None


Recogniser = Callable[[Utterance], Iterable[Finding]]
