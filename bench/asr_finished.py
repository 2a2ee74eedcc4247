"""Fit the probability that a turn is finished, and write asr/finished.json.

    python -m bench.asr_finished            # cross-validate, print, fit on four fifths, write
    python -m bench.asr_finished --dry-run  # do not write

Prints, for prompts it was not fitted to and for a speaker it was not fitted to, the share of broken-off takes
that would be answered at the threshold where 80, 90 and 95 % of the whole sentences are.
"""

import argparse
import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import numpy.typing as npt

import asr
from asr.decoder import FULL_WINDOW, Decoder
from asr.finished import cues
from asr.repeats import token_budget
from asr.resample import at_16_khz
from asr.weights import read
from asr.words import believed
from bench.asr_prompts import RATE_HZ, Prompt, over_g711
from bench.asr_takes import Take, recorded_sentences, spoken_sentences, takes, word_gaps

FOLDS = 5
CUES = 9
SOUND_RIDGE = 600.0
CUES_RIDGE = 300.0

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Listener(Decoder):
    """A decoder that can also say when each word was spoken."""

    def word_gaps(self, prompt: Prompt) -> list[float]:
        sound = at_16_khz(over_g711(prompt.samples).astype("<i2").tobytes(), RATE_HZ)
        features = ctranslate2.StorageView.from_array(self._features(sound, FULL_WINDOW))
        [result] = self._model.generate(features, [self._prompt], beam_size=1, max_length=200)
        if not result.sequences_ids[0]:
            return []
        return word_gaps(self, result.sequences[0], result.sequences_ids[0], features, prompt.seconds)

    @property
    def start_id(self) -> int:
        return self._start_id

    def align(self, features: Any, start: list[int], ids: list[list[int]], frames: int) -> Any:
        return self._model.align(features, start, ids, frames, median_filter_width=7)


@dataclass(frozen=True, slots=True)
class Examples:
    """One row a take: its cues, the encoder's view, what it is."""

    cues: Floats = field(repr=False)
    sound: Floats = field(repr=False)
    finished: Mask
    names: list[str]
    speakers: npt.NDArray[np.str_]

    @property
    def rows(self) -> Floats:
        return np.hstack((self.cues, self.sound))


def examples(decoder: Listener) -> Examples:
    rng = np.random.default_rng(11)
    rows: list[tuple[Take, Any, Any]] = []
    for speaker, sentences in (("recorded", recorded_sentences()), ("piper", spoken_sentences())):
        for prompt in sentences:
            gaps = decoder.word_gaps(prompt) if len(prompt.words.split()) > 3 else []
            for take in takes(prompt, speaker, gaps, rng):
                if not take.samples.size:
                    continue
                sound = at_16_khz(take.samples.astype("<i2").tobytes(), RATE_HZ)
                window = max(600, sound.size // 160 + 100)
                decoded = decoder.decode(sound, window, token_budget(sound.size / 16_000))
                said = believed(decoded)
                if said.words:
                    rows.append((take, cues(said), decoded.sound_end))
    return Examples(
        np.array([row[1] for row in rows], np.float64),
        np.array([row[2] for row in rows], np.float64),
        np.array([row[0].finished for row in rows]),
        [row[0].name for row in rows],
        np.array([row[0].speaker for row in rows]),
    )


def is_held_out(name: str) -> bool:
    """Whether the shipped weights are not fitted to this sentence: a fifth of them, for bench/hearing.py."""
    return zlib.crc32(name.encode()) % FOLDS == 0


def fit(rows: Floats, finished: Mask, ridge: Floats) -> tuple[Floats, float]:
    """Weights and bias of a ridge logistic regression by Newton's method, both classes weighing the same."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    inputs = np.hstack(((rows - mean) / spread, np.ones((len(rows), 1))))
    weight = np.where(finished, (~finished).sum() / finished.sum(), 1.0)
    penalty = np.diag(np.append(ridge, 1e-6))
    solution = np.zeros(inputs.shape[1])
    for _ in range(25):
        likely = 1.0 / (1.0 + np.exp(-np.clip(inputs @ solution, -30.0, 30.0)))
        slope = inputs.T @ (weight * (likely - finished)) + penalty @ solution
        curve = (inputs * (weight * likely * (1.0 - likely))[:, None]).T @ inputs + penalty
        solution -= np.linalg.solve(curve, slope)
    weights = solution[:-1] / spread
    return weights, float(solution[-1] - weights @ mean)


def ridge_for(columns: int) -> Floats:
    return np.where(np.arange(columns) < CUES, CUES_RIDGE, SOUND_RIDGE)


def report(title: str, score: Floats, finished: Mask) -> None:
    whole, broken = score[finished], score[~finished]
    area = float((whole[:, None] > broken[None]).mean())
    shares = "  ".join(f"{float((broken > np.quantile(whole, 1 - t)).mean()):6.1%}" for t in (0.8, 0.9, 0.95))
    print(f"{title:44s} {len(whole):5d} {len(broken):5d}  {area:.4f}  {shares}")


def validate(title: str, rows: Floats, data: Examples) -> None:
    ridge = ridge_for(rows.shape[1])
    names = sorted(set(data.names))
    np.random.default_rng(0).shuffle(names)
    fold = np.array([names.index(name) % FOLDS for name in data.names])
    score = np.zeros(len(rows))
    for number in range(FOLDS):
        weights, bias = fit(rows[fold != number], data.finished[fold != number], ridge)
        score[fold == number] = rows[fold == number] @ weights + bias
    for speaker in ("recorded", "piper"):
        mine = data.speakers == speaker
        report(f"{title}, {speaker}, other sentences", score[mine], data.finished[mine])
        weights, bias = fit(rows[~mine], data.finished[~mine], ridge)
        report(f"{title}, {speaker}, another speaker", rows[mine] @ weights + bias, data.finished[mine])


def fitted(rows: Floats, finished: Mask) -> dict[str, Any]:
    weights, bias = fit(rows, finished, ridge_for(rows.shape[1]))
    short = [float(f"{weight:.4g}") for weight in weights]
    return {"cues": short[:CUES], "sound": short[CUES:], "bias": round(bias, 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    weights = read(options.model)
    data = examples(Listener(weights, lanes=1, language="en"))
    print(f"{'evidence, speaker, not fitted to':44s} whole broken  area    80 %    90 %    95 %")
    validate("words", data.cues, data)
    validate("sound", np.hstack((data.cues * 0, data.sound)), data)
    validate("words and sound", data.rows, data)
    if options.dry_run:
        return
    path = Path(asr.__file__).with_name("finished.json")
    known = json.loads(path.read_text())
    seen = np.array([not is_held_out(name) for name in data.names])
    known["any"] = fitted(data.cues[seen], data.finished[seen])
    known[weights.provenance.sha256] = fitted(data.rows[seen], data.finished[seen])
    path.write_text(json.dumps(known) + "\n")


if __name__ == "__main__":
    main()
