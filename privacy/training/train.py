"""Trains the tagger: `python -m privacy.training.train` writes `privacy/data/tagger.crfsuite`, the same every time.

Needs nothing beyond the run-time dependencies: the gazetteer is in the repository.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

import pycrfsuite

from privacy.engine import read
from privacy.features import features
from privacy.finding import Utterance
from privacy.tagger import PATH
from privacy.training.grammar import Grammar, Sample
from privacy.training.sources import Sources

SEED: Final = 20261123
_SAMPLES: Final = 40_000
_PARAMETERS: Final = {
    "c1": 0.4,
    "c2": 0.02,
    "max_iterations": 90,
    "feature.minfreq": 4,
    "feature.possible_transitions": False,
}


def main() -> None:
    """Make the samples, train, write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=_SAMPLES)
    parser.add_argument("--output", type=Path, default=PATH)
    given = parser.parse_args()
    grammar = Grammar.load(Sources.load())
    rng = Random(SEED)  # noqa: S311 - made-up text has no secrets to guess
    train(grammar.samples(rng, given.samples), given.output)


def train(samples: Iterable[Sample], output: Path) -> None:
    """Fit the field to the samples and write it to `output`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=dict(_PARAMETERS), verbose=False)
    for sample in samples:
        utterance = read(sample.text, "en", sample.expects)
        trainer.append(features(utterance), labels(utterance, sample))
    trainer.train(str(output))


def labels(utterance: Utterance, sample: Sample) -> list[str]:
    """A type for each item: that of the first label it touches, "O" for none."""
    return [
        next((type_ for start, end, type_ in sample.labels if item.start < end and start < item.end), "O")
        for item in utterance.items
    ]


if __name__ == "__main__":
    main()
