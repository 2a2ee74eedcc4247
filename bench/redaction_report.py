"""Prints what redaction leaves in clear and what it masks needlessly: `python -m bench.redaction_report [--show]`."""

import argparse
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median, quantiles
from typing import Final

from bench import redaction_set
from bench.redaction_measure import Masked, Tally, measure
from bench.redaction_set import Dialogue
from bench.redaction_technical import technical
from privacy.api import RedactionSession

_RESAMPLES: Final = 200


def ours(turns: Sequence[tuple[str, str]]) -> Sequence[Masked]:
    """Sottovoce: one session for the dialogue, its turns masked again at the end."""
    session = RedactionSession()
    for speaker, text in turns:
        session.redact(text, speaker)
    return [[(span.start, span.end) for span in redacted.spans] for redacted in session.finalize()]


def sets() -> dict[str, list[Dialogue]]:
    """Everything there is to measure on, by name."""
    singles = redaction_set.utterances() + redaction_set.utterances("second")
    return {
        "utterances": [(one,) for one in singles],
        "hard negatives": [
            (one,) for one in redaction_set.utterances("negatives") + redaction_set.utterances("second_negatives")
        ],
        "judged only": [(one,) for one in redaction_set.utterances("judged")],
        "fresh": [(one,) for one in redaction_set.utterances("fresh")],
        "fresh negatives": [(one,) for one in redaction_set.utterances("fresh_negatives")],
        "fresh dialogues": redaction_set.dialogues("fresh_dialogues"),
        "fresh, cut once": list(redaction_set.cuts(redaction_set.utterances("fresh"))),
        "control": [(one,) for one in redaction_set.utterances("control")],
        "control negatives": [(one,) for one in redaction_set.utterances("control_negatives")],
        "control dialogues": redaction_set.dialogues("control_dialogues"),
        "control, cut once": list(redaction_set.cuts(redaction_set.utterances("control"))),
        "heard": [(one,) for one in redaction_set.heard()],
        "technical": [(one,) for one in technical()],
        "dialogues": redaction_set.dialogues(),
        "cut once": list(redaction_set.cuts(singles)),
    }


def interval(found: Sequence[Dialogue], figure: Callable[[Tally], float]) -> tuple[float, float]:
    """95 % of the figure by bootstrap over dialogues."""
    rng = Random(1)
    redacted = [(dialogue, ours([(turn.speaker, turn.text) for turn in dialogue])) for dialogue in found]
    values = []
    for _ in range(_RESAMPLES):
        chosen = rng.choices(redacted, k=len(redacted))
        replies = iter(places for _, places in chosen)
        values.append(figure(measure(lambda _, replies=replies: next(replies), [one for one, _ in chosen])))  # type: ignore[misc]
    ends = quantiles(values, n=40)
    return ends[0], ends[-1]


def table(found: dict[str, list[Dialogue]]) -> dict[str, Tally]:
    """Print the table and return the tallies."""
    figures: tuple[tuple[str, Callable[[Tally], float]], ...] = (
        ("in clear", Tally.leak),
        ("critical in clear", Tally.critical_leak),
        ("ordinary words masked", Tally.over_masking),
        ("utterances touched", Tally.touched_share),
    )
    tallies = {name: measure(ours, dialogues) for name, dialogues in found.items()}
    print(f"{'set':<20}{'figure':<24}{'value':>8}   95 % interval")
    for name, tally in tallies.items():
        for label, figure in figures:
            low, high = interval(found[name], figure)
            print(f"{name:<20}{label:<24}{figure(tally):>8.1%}   {low:.1%} - {high:.1%}")
    return tallies


def by_type(tally: Tally) -> None:
    """Print what of each type is in clear."""
    print(f"\n{'type':<16}{'characters':>12}{'in clear':>10}")
    for type_, total in sorted(tally.personal.items()):
        print(f"{type_:<16}{total:>12}{tally.leaked[type_] / total:>10.1%}")


def by_form(found: Sequence[Dialogue]) -> None:
    """Print what of each form is in clear."""
    print(f"\n{'form':<16}{'in clear':>10}")
    for form in sorted({turn.form for dialogue in found for turn in dialogue}):
        chosen = [dialogue for dialogue in found if dialogue[0].form == form]
        print(f"{form:<16}{measure(ours, chosen).leak():>10.1%}")


def timing(found: Sequence[Dialogue]) -> None:
    """Print the time an utterance takes in a session of its own."""
    spent_ms = []
    for dialogue in found:
        session = RedactionSession()
        start = time.perf_counter()
        session.redact(dialogue[0].text)
        spent_ms.append((time.perf_counter() - start) * 1000)
    print(f"\ntime an utterance: median {median(spent_ms):.2f} ms, p95 {quantiles(spent_ms, n=20)[-1]:.2f} ms")


def main() -> None:
    """Print everything; the confusion list shows the development set's own made-up text only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list every leak and every word masked needlessly")
    show = parser.parse_args().show
    found = sets()
    tallies = table(found)
    by_type(tallies["utterances"])
    by_form(found["utterances"])
    timing(found["utterances"])
    for name, tally in tallies.items() if show else ():
        for type_, clear, text in tally.leaks:
            print(f"{name}: {type_} in clear: {clear!r} in {text!r}")
        for words, text in tally.excess:
            print(f"{name}: masked needlessly: {words!r} in {text!r}")


if __name__ == "__main__":
    main()
