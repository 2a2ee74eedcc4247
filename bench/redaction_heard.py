"""What redaction leaves in clear of what is really heard: our voice, a G.711 line, our transcriber, then the redactor.

    python -m bench.redaction_heard [--sets control fresh] [--model tiny.en] [--first N] [--write FILE]

Each utterance of a development set is said by the voice, sent over mu-law at 8000 Hz with a little noise, transcribed
and redacted. Which of the heard words are personal is told by aligning them with what was said.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from agent.voice.api import Synthesizer
from agent.voice.piper import load as load_voice
from asr.api import Transcriber
from asr.whisper import load as load_transcriber
from bench import redaction_set
from bench.asr_prompts import RATE_HZ, over_g711
from bench.redaction_align import labels
from bench.redaction_aloud import aloud
from bench.redaction_measure import Tally, measure
from bench.redaction_report import interval, ours
from bench.redaction_set import MISHEARD, Utterance

_NOISE = 100.0  # about -50 dBFS
_GAIN = 0.5
_SILENCE = np.zeros(RATE_HZ // 10)


def over_the_line(text: str, voice: Synthesizer, seed: int) -> bytes:
    """What the far end hears of a text, as s16le at 8000 Hz."""
    pcm = np.frombuffer(b"".join(voice.synthesize(text, RATE_HZ)), "<i2").astype(np.float64)
    wave = np.concatenate((_SILENCE, pcm * _GAIN, _SILENCE))
    line = over_g711(wave + np.random.default_rng(seed).normal(0.0, _NOISE, len(wave)))
    return line.astype("<i2").tobytes()


def heard(said: Utterance, voice: Synthesizer, transcriber: Transcriber, seed: int) -> Utterance:
    """The utterance as it is heard, with the labels of what was said."""
    pieces = aloud(said)
    pcm = over_the_line(" ".join(text for text, _ in pieces), voice, seed)
    words = transcriber.transcribe(pcm, RATE_HZ).words.replace("[", "(").replace("]", ")")
    return Utterance(words, labels(pieces, [type_ for _, _, type_ in said.labels], words), form="heard")


def marked(utterance: Utterance) -> str:
    """The utterance as a line of a development set."""
    line, last = "", 0
    for start, end, type_ in utterance.labels:
        line += f"{utterance.text[last:start]}[{type_}:{utterance.text[start:end]}]"
        last = end
    return line + utterance.text[last:]


def said(names: Sequence[str], first: int | None) -> Iterator[Utterance]:
    """The utterances of the sets as written, the first of each."""
    for name in names:
        yield from [one for one in redaction_set.utterances(name) if one.form == "as written"][:first]


def report(found: Sequence[Utterance]) -> None:
    """Print the figures with 95 % intervals, by type, and what leaked."""
    dialogues = [(one,) for one in found if one.text]
    tally = measure(ours, dialogues)
    figures: list[tuple[str, Callable[[Tally], float]]] = [
        ("in clear", Tally.leak),
        ("critical in clear", Tally.critical_leak),
        ("ordinary words masked", Tally.over_masking),
        ("utterances touched", Tally.touched_share),
    ]
    for type_ in sorted(set(tally.personal) - {MISHEARD}):
        figures.append((f"{type_} in clear", lambda each, type_=type_: each.leak([type_])))  # type: ignore[misc]
    figures.append(("heard as other words", lambda each: each.leak([MISHEARD])))
    print(f"{len(dialogues)} utterances heard, {len(found) - len(dialogues)} of which nothing was heard")
    for label, figure in figures:
        low, high = interval(dialogues, figure)
        print(f"{label:<26}{figure(tally):>8.1%}   {low:.1%} - {high:.1%}")
    for kind, clear, text in tally.leaks:
        print(f"heard: {kind} in clear: {clear!r} in {text!r}")
    for words, text in tally.excess:
        print(f"heard: masked needlessly: {words!r} in {text!r}")


def main() -> None:
    """Say, hear, redact and print; `--write` keeps what was heard as a development set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=["control", "fresh"], help="files of bench/redaction_dev")
    parser.add_argument("--model", default="tiny.en", help="the transcriber's weights")
    parser.add_argument("--first", type=int, help="the first so many of each set")
    parser.add_argument("--write", type=Path, help="file to keep what was heard in")
    given = parser.parse_args()
    voice, transcriber = load_voice(), load_transcriber(given.model, lanes=1)
    found = [heard(one, voice, transcriber, seed) for seed, one in enumerate(said(given.sets, given.first))]
    if given.write:
        given.write.write_text(_header(voice, transcriber) + "".join(f"{marked(one)}\n" for one in found if one.text))
    report(found)


def _header(voice: Synthesizer, transcriber: Transcriber) -> str:
    spoken, ears = voice.provenance, transcriber.provenance
    return (
        "# What was heard of made-up utterances over a G.711 line (8000 Hz, mu-law, noise at -50 dBFS).\n"
        f"# Voice {spoken.name} ({spoken.origin}, sha256 {spoken.sha256}).\n"
        f"# Heard by {ears.name} ({ears.origin}, sha256 {ears.sha256}). Written by bench/redaction_heard.py.\n"
    )


if __name__ == "__main__":
    main()
