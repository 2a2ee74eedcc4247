"""Rules, tagger, memory and veto over one utterance: everything personal in it, as places in the text."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from privacy import veto
from privacy.errors import Overrun, RedactionError
from privacy.finding import Finding, Utterance
from privacy.languages import language
from privacy.literals import literals
from privacy.merge import merge
from privacy.plausible import plausible
from privacy.recognisers import ALL
from privacy.spoken.runs import items
from privacy.tagger import Tagger
from privacy.whole import beside_masks, whole

LONGEST = 20_000  # characters of one utterance; nobody says more in one breath
Step = Callable[[Utterance], Iterable[Finding]]


@cache
def tagger() -> Tagger:
    """The process's tagger. Raises TaggerMissing, each time, until there is one."""
    return Tagger()


def read(text: str, code: str, expects: str | None = None, here: int = 0) -> Utterance:
    """The utterance as words and runs. Raises RedactionError for one too long or a language not covered."""
    if len(text) > LONGEST:
        raise RedactionError("the utterance is too long")
    spoken = language(code)
    return Utterance(text, items(text, spoken), spoken, expects, here)


def find(utterance: Utterance, remembered: Step, within: Callable[[], bool]) -> list[Finding]:
    """Everything personal in the utterance. `within` says whether time is left; raises Overrun when it is not."""
    found = list(veto.lift(utterance, list(_checked(utterance, (*ALL, *_statistics(utterance)), within))))
    found += _checked(utterance, (literals, remembered), within)
    return merge(utterance.text, beside_masks(utterance, whole(utterance, found)))


def _statistics(utterance: Utterance) -> tuple[Step, ...]:
    """The tagger speaks English; another language has its rules alone."""
    return (_tagged,) if utterance.language.code == "en" else ()


def _tagged(utterance: Utterance) -> Iterator[Finding]:
    return plausible(utterance, tagger().tag(utterance))


def _checked(utterance: Utterance, steps: Iterable[Step], within: Callable[[], bool]) -> Iterator[Finding]:
    for step in steps:
        yield from step(utterance)
        if not within():
            raise Overrun("redaction took too long")
