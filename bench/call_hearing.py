"""The two rows of the table that need no call: words heard wrongly, and words heard where none were said."""

from asr.api import SpeechPaused, Transcriber
from asr.whisper import load
from bench.asr_noises import NOISES, noise
from bench.asr_prompts import RATE_HZ, over_g711, prompts
from bench.asr_words import word_errors
from bench.call_table import Row
from bench.hearing import listen

NOISE_MINUTES = 10.0
TRANSCRIBE_MS = 80


def hearing(share: float) -> list[Row]:
    """Word error rate over G.711 and inventions on noise, with the default model. `bench.hearing` tells more."""
    transcriber = load("tiny.en", lanes=1)
    return [_words(transcriber, max(1, round(1 / share))), _inventions(transcriber, NOISE_MINUTES * share)]


def _words(transcriber: Transcriber, every: int) -> Row:
    errors = said = 0
    chosen = prompts()[::every]
    for prompt in chosen:
        heard = transcriber.transcribe(over_g711(prompt.samples).astype("<i2").tobytes(), RATE_HZ)
        wrong, words = word_errors(prompt.words, heard.words)
        errors, said = errors + wrong, said + words
    return Row("word error rate over G.711", 100 * errors / said, "%", 7.5, 6, f"{len(chosen)} prompts, {said} words")


def _inventions(transcriber: Transcriber, minutes: float) -> Row:
    takes = invented = 0
    for name in NOISES:
        heard = listen(noise(name, minutes * 60 / len(NOISES)), transcriber, TRANSCRIBE_MS)
        takes += len(heard.times(SpeechPaused))
        invented += sum(bool(words) for words in heard.words)
    samples = f"{minutes:.0f} min, {len(NOISES)} kinds of noise, {takes} takes"
    return Row("invented transcripts", invented, "", 2, 0, samples)
