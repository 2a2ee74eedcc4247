"""Stretches of an utterance that say a date, whatever the date is of."""

from privacy.finding import Utterance
from privacy.spoken.runs import Sort

_INSIDE = frozenset({"of", "the", "in", "slash", "dash", "de", "del", "month", "months", "mes"})


def date_end(utterance: Utterance, at: int) -> int | None:
    """The last place of the date that begins at `at`; None when none does. A date has a run, a month or an ordinal."""
    if not _is_part(utterance, at):
        return None
    end = at
    for place in range(at + 1, min(at + 9, len(utterance.items))):
        if _is_part(utterance, place):
            end = place
        elif not _is_inside(utterance, place):
            break
    only_word = end == at and utterance.run(at) is None
    return None if only_word and utterance.word(at) in ("may", "march", "second", "first") else end


def has_month(utterance: Utterance, first: int, last: int) -> bool:
    """Whether a month is named between two places."""
    return any(utterance.word(at) in utterance.language.months for at in range(first, last + 1))


def _is_part(utterance: Utterance, at: int) -> bool:
    run = utterance.run(at)
    if run is not None:
        return len(run.compact) <= 8 and run.compact.isdigit()
    word = utterance.word(at)
    return word in utterance.language.months or word in utterance.language.ordinals or _is_written_ordinal(word)


def _is_written_ordinal(word: str) -> bool:
    return word[:1].isdigit() and word[-2:] in ("st", "nd", "rd", "th")


def _is_inside(utterance: Utterance, at: int) -> bool:
    item = utterance.items[at]
    return item.text in _INSIDE or (item.sort is Sort.MARK and item.text in ",./-")
