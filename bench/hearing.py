"""What hearing is worth: words, inventions, the end of a turn, and what they cost.

    python -m bench.hearing [--sentences 60] [--noise-seconds 50] [--model tiny.en]

Everything goes over G.711 mu-law. The endpoint is played through an ear with the transcriber's answer arriving
`--transcribe-ms` of audio after each pause, as it would in a call.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from asr.api import Ear, Heard, SpeechEnded, SpeechPaused, SpeechStarted, Transcriber
from asr.weights import read
from asr.whisper import load
from bench.asr_finished import Listener, is_held_out
from bench.asr_noises import NOISES, noise
from bench.asr_prompts import RATE_HZ, Prompt, Samples, over_g711, prompts
from bench.asr_takes import BLOCK, is_sentence, levels, loud_blocks
from bench.asr_words import word_errors

FRAME = RATE_HZ // 50


@dataclass(slots=True)
class Listened:
    """What an ear and a transcriber made of one line."""

    facts: list[tuple[int, Heard]] = field(default_factory=list)  # with the end of its frame in ms
    words: list[str] = field(default_factory=list, repr=False)

    def times(self, kind: type) -> list[int]:
        return [at for at, fact in self.facts if isinstance(fact, kind)]


def listen(line: Samples, transcriber: Transcriber, transcribe_ms: int) -> Listened:
    ear, heard = Ear(RATE_HZ), Listened()
    hints: list[tuple[int, SpeechPaused, float]] = []
    for start in range(0, len(line) - FRAME + 1, FRAME):
        now = (start + FRAME) * 1000 // RATE_HZ
        for fact in ear.hear(line[start : start + FRAME].astype("<i2").tobytes()):
            heard.facts.append((now, fact))
            if isinstance(fact, SpeechPaused):
                said = transcriber.transcribe(ear.audio(fact.utterance), RATE_HZ)
                heard.words.append(said.words)
                hints.append((now + transcribe_ms, fact, said.finished))
        while hints and hints[0][0] <= now:
            _, paused, finished = hints.pop(0)
            ear.hint(paused.utterance, paused.take, finished)
    ear.close()
    return heard


def on_a_line(*pieces: Samples | float, seed: int) -> Samples:
    """Speech and silences (in seconds) on a line with noise at -66 dBFS."""
    waves = [np.zeros(int(p * RATE_HZ)) if isinstance(p, float) else p.astype(np.float64) for p in pieces]
    wave = np.concatenate(waves)
    return over_g711(wave + np.random.default_rng(seed).normal(0.0, 16.0, len(wave)))


def trimmed(prompt: Prompt) -> Samples:
    loud = np.flatnonzero(loud_blocks(prompt.samples))
    return prompt.samples[loud[0] * BLOCK : (loud[-1] + 1) * BLOCK]


def report_words(transcriber: Transcriber) -> None:
    errors = said = 0
    seconds = []
    for prompt in prompts():
        pcm = over_g711(prompt.samples).astype("<i2").tobytes()
        began = time.perf_counter()
        heard = transcriber.transcribe(pcm, RATE_HZ)
        if 2.0 < prompt.seconds < 4.0:
            seconds.append(time.perf_counter() - began)
        wrong, words = word_errors(prompt.words, heard.words)
        errors, said = errors + wrong, said + words
    print(f"word error rate          {errors / said:7.2%}   ({len(prompts())} prompts, {said} words)")
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    print(f"time for 2-4 s of speech {p50:4.0f} ms p50, {p95:.0f} ms p95")


def report_inventions(transcriber: Transcriber, seconds: float) -> None:
    total = 0
    for name in NOISES:
        heard = listen(noise(name, seconds), transcriber, 80)
        invented = sum(bool(words) for words in heard.words)
        total += invented
        print(
            f"  {name:15s} onsets {len(heard.times(SpeechStarted)):3d}  "
            f"takes {len(heard.times(SpeechPaused)):3d}  invented {invented}"
        )
    print(f"invented transcripts     {total} in {len(NOISES) * seconds / 60:.1f} minutes")


def report_endpoint(title: str, sentences: list[Prompt], transcriber: Transcriber, transcribe_ms: int) -> None:
    onsets, delays, broken = [], [], 0
    for number, prompt in enumerate(sentences):
        speech = trimmed(prompt)
        heard = listen(on_a_line(1.0, speech, 1.6, seed=number), transcriber, transcribe_ms)
        end_ms = 1000 + len(speech) * 1000 / RATE_HZ
        ended = heard.times(SpeechEnded)
        onsets += [heard.times(SpeechStarted)[0] - 1000] if ended else []
        delays += [ended[-1] - end_ms] if ended else []
        broken += len(ended) != 1
    p50, p90, p95 = np.percentile(delays, [50, 90, 95])
    late = float(np.mean(np.array(delays) > 700))
    print(f"{title}: {len(sentences)} whole sentences")
    print(f"  onset after speech begins  p50 {np.median(onsets):4.0f} ms, p95 {np.percentile(onsets, 95):4.0f} ms")
    print(f"  end after last sample      p50 {p50:4.0f} ms, p90 {p90:.0f}, p95 {p95:.0f}; over 700 ms {late:.1%}")
    print(f"  not heard as one turn      {broken}")


def paused(prompt: Prompt, gaps: list[float], random: np.random.Generator) -> Iterator[tuple[Samples, Samples]]:
    """The sentence in two parts, broken at up to two of its word gaps."""
    level = levels(prompt.samples)
    inside = [gap for gap in gaps if 0.45 < gap < prompt.seconds - 0.4]
    for gap in random.permutation(inside)[:2]:
        low = max(0, int(gap * 100) - 8)
        cut = (low + int(level[low : low + 14].argmin())) * BLOCK
        yield prompt.samples[:cut], prompt.samples[cut:]


def report_too_early(sentences: list[Prompt], ears: tuple[Transcriber, Listener], ms: int) -> None:
    random = np.random.default_rng(5)
    tried = early = own = 0
    for number, prompt in enumerate(sentences):
        for first, second in paused(prompt, ears[1].word_gaps(prompt), random):
            silence = float(random.uniform(0.4, 0.8))
            line = on_a_line(1.0, first, silence, second, 1.6, seed=number)
            heard = listen(line, ears[0], ms)
            pauses_ms = 1000 + len(first) * 1000 / RATE_HZ
            ends = heard.times(SpeechEnded)
            tried += 1
            early += any(pauses_ms < at < pauses_ms + silence * 1000 for at in ends)
            own += any(at <= pauses_ms for at in ends)
    print(f"  answered in a pause of 0.4-0.8 s between two words: {early} of {tried} = {early / max(1, tried):.1%}")
    print(f"  answered in a pause the speaker made before it    : {own}")


def report_cost() -> None:
    line = on_a_line(30.0, prompts()[0].samples, 1.0, seed=1)
    frames = [line[at : at + FRAME].astype("<i2").tobytes() for at in range(0, len(line) - FRAME, FRAME)]
    ear = Ear(RATE_HZ)
    for title, some in (("silence", frames[:1400]), ("speech", frames[1500 : 1500 + 100])):
        began = time.perf_counter()
        for frame in some:
            ear.hear(frame)
        each = (time.perf_counter() - began) / len(some)
        print(f"ear, {title:8s}            {each * 1e6:4.0f} us a frame; 32 calls {each * 1600:.1%} of a core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="tiny.en")
    parser.add_argument("--sentences", type=int, default=60)
    parser.add_argument("--noise-seconds", type=float, default=50.0)
    parser.add_argument("--transcribe-ms", type=int, default=80)
    options = parser.parse_args()
    transcriber = load(options.model, lanes=1)
    report_cost()
    report_words(transcriber)
    report_inventions(transcriber, options.noise_seconds)
    listener = Listener(read(options.model), lanes=1, language="en")
    every = [prompt for prompt in prompts(max_seconds=10.0) if is_sentence(prompt)]
    np.random.default_rng(2).shuffle(every)
    for title, held_out in (("not fitted to", True), ("fitted to", False)):
        some = [prompt for prompt in every if is_held_out(prompt.name) == held_out][: options.sentences // 2]
        report_endpoint(title, some, transcriber, options.transcribe_ms)
        report_too_early(some, (transcriber, listener), options.transcribe_ms)


if __name__ == "__main__":
    main()
