"""The ear on recorded people and on made-up noises."""

import numpy as np
import pytest

from asr.api import (
    Ear,
    Heard,
    SpeechDismissed,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    UnsupportedRate,
)
from bench.asr_noises import noise
from bench.asr_prompts import Samples
from tests.asr.sounds import frames, needs_prompts, quiet, recorded


def heard(ear: Ear, samples: Samples, finished: float | None = None) -> list[Heard]:
    facts: list[Heard] = []
    for frame in frames(samples):
        for fact in ear.hear(frame):
            facts.append(fact)
            if isinstance(fact, SpeechPaused) and finished is not None:
                ear.hint(fact.utterance, fact.take, finished)
    return facts


def called(name: str) -> Samples:
    return np.concatenate((quiet(1.0), recorded(name), quiet(1.5, seed=2)))


@needs_prompts
def test_hears_one_utterance_in_one_sentence() -> None:
    ear = Ear(8000)
    facts = heard(ear, called("all-circuits-busy-now"), finished=0.95)
    assert facts[0] == SpeechStarted(1)
    assert isinstance(facts[-1], SpeechEnded)
    assert [fact for fact in facts if isinstance(fact, SpeechStarted | SpeechEnded)] == [facts[0], facts[-1]]
    assert facts[-1].silence_ms <= 260


@needs_prompts
def test_audio_holds_the_sentence_and_little_more() -> None:
    ear = Ear(8000)
    heard(ear, called("all-circuits-busy-now"), finished=0.95)
    seconds = len(ear.audio(1)) / 16_000
    assert seconds == pytest.approx(len(recorded("all-circuits-busy-now")) / 8000, abs=0.45)
    ear.forget(1)
    assert ear.audio(1) == b""


@needs_prompts
def test_the_take_that_ends_is_the_take_that_paused() -> None:
    ear = Ear(8000)
    paused = b""
    for frame in frames(called("all-circuits-busy-now")):
        for fact in ear.hear(frame):
            if isinstance(fact, SpeechPaused):
                paused = ear.audio(fact.utterance)
            if isinstance(fact, SpeechEnded):
                assert ear.audio(fact.utterance) == paused
                return
    pytest.fail("the utterance never ended")


@needs_prompts
def test_hears_the_same_at_16_khz() -> None:
    twice = np.repeat(called("all-circuits-busy-now"), 2)
    ear = Ear(16_000)
    facts = [fact for frame in frames(twice, 16_000) for fact in ear.hear(frame)]
    assert facts[0] == SpeechStarted(1)
    assert isinstance(facts[-1], SpeechEnded)


@needs_prompts
def test_a_pause_in_an_unfinished_sentence_is_no_end() -> None:
    speech = recorded("all-circuits-busy-now")
    ear = Ear(8000)
    both = np.concatenate((quiet(1.0), speech, quiet(0.7, seed=3), speech, quiet(1.5, seed=4)))
    facts = heard(ear, both, finished=0.05)
    assert [fact for fact in facts if isinstance(fact, SpeechEnded)] == facts[-1:]
    assert any(isinstance(fact, SpeechResumed) for fact in facts)


@needs_prompts
def test_its_own_echo_is_not_the_caller() -> None:
    spoken = frames(np.concatenate([recorded("demo-congrats")[:80_000]]))
    from asr.level import level_dbfs

    ear = Ear(8000)
    noise = frames(quiet(len(spoken) / 50 + 1, seed=5))
    echo = np.concatenate((np.zeros(1600), np.concatenate([np.frombuffer(f, "<i2") for f in spoken]) * 0.1))
    echoes = frames(echo.astype(np.int16))
    facts: list[Heard] = []
    for played, back, line in zip(spoken, echoes, noise, strict=False):
        both = np.frombuffer(back, "<i2") + np.frombuffer(line, "<i2")
        facts += ear.hear(both.astype("<i2").tobytes(), level_dbfs(played))
    assert facts == []


@pytest.mark.parametrize("seed", range(3))
def test_noise_and_clicks_are_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hiss = quiet(5.0, seed=seed, dbfs=-35.0)
    clicks = quiet(5.0, seed=seed).astype(np.float64)
    for start in rng.integers(0, 39_000, 40):
        clicks[start : start + 240] += rng.normal(0.0, 8000.0, 240) * np.exp(-np.arange(240) / 40)
    ear = Ear(8000)
    facts = heard(ear, hiss) + heard(ear, np.clip(clicks, -32_000, 32_000).astype(np.int16))
    assert not [fact for fact in facts if isinstance(fact, SpeechPaused)]


def test_frames_of_a_wrong_length_are_silence() -> None:
    ear = Ear(8000)
    assert [ear.hear(pcm) for pcm in (b"", b"\x01", b"\x7f\x7f" * 5000)] == [(), (), ()]


def test_refuses_other_rates() -> None:
    with pytest.raises(UnsupportedRate):
        Ear(44_100)


@needs_prompts
def test_close_leaves_no_sound_and_is_idempotent() -> None:
    ear = Ear(8000)
    heard(ear, called("all-circuits-busy-now"))
    ear.close()
    ear.close()
    assert ear.audio(1) == b""


def onset_ms(speech: Samples, played_dbfs: float) -> int:
    """From the first sample of `speech` to its onset, after a second in which we played."""
    ear = Ear(8000)
    before = frames(quiet(1.0))
    for frame in before:
        assert ear.hear(frame, played_dbfs) == ()
    for number, frame in enumerate(frames(speech)):
        if SpeechStarted(1) in ear.hear(frame, played_dbfs):
            return (number + 1) * 20
    pytest.fail("nothing was heard")


@needs_prompts
@pytest.mark.parametrize("name", ["vm-rec-busy", "priv-recordintro", "vm-marked-nonurgent", "vm-leavemsg"])
def test_whoever_talks_over_us_is_heard_at_the_first_vowel(name: str) -> None:
    """Sentences whose beginning the network knows for speech after 180 to 420 ms."""
    speech = recorded(name)
    loud = np.flatnonzero(np.abs(speech.astype(int)) > 600)[0]
    assert onset_ms(speech[loud:], -22.0) <= 160


def talked_over(name: str, seconds: float) -> list[Heard]:
    """What the ear makes of a noise while we speak, fall silent when interrupted, and go on after a dismissal."""
    ear, speaking, facts = Ear(8000), True, list[Heard]()
    for frame in frames(noise(name, seconds)):
        for fact in ear.hear(frame, -22.0 if speaking else -100.0):
            facts.append(fact)
            speaking = isinstance(fact, SpeechDismissed | SpeechEnded)
    return facts


@pytest.mark.parametrize("name", ["ringback", "DTMF", "coughs", "keyboard"])
def test_tones_and_noises_do_not_take_the_word_from_us(name: str) -> None:
    facts = talked_over(name, 20.0)
    assert not [fact for fact in facts if isinstance(fact, SpeechPaused)]
    assert len([fact for fact in facts if isinstance(fact, SpeechStarted)]) <= 2


def test_music_stops_us_for_a_moment_at_most_every_five_seconds() -> None:
    facts = talked_over("hold music", 30.0)
    assert len([fact for fact in facts if isinstance(fact, SpeechStarted)]) <= 6
