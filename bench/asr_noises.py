"""What is on a line when nobody speaks: made from a seed, at 8000 Hz."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from bench.asr_prompts import RATE_HZ, Samples, over_g711

Wave = npt.NDArray[np.float64]
Random = np.random.Generator


def amplitude(dbfs: float) -> float:
    return float(32_768 * 10 ** (dbfs / 20))


def white(count: int, random: Random, dbfs: float = -40.0) -> Wave:
    return random.normal(0.0, amplitude(dbfs), count)


def pink(count: int, random: Random, dbfs: float = -35.0) -> Wave:
    spectrum = np.fft.rfft(random.normal(size=count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    wave: Wave = np.fft.irfft(spectrum, count)
    wave *= amplitude(dbfs) / wave.std()
    return wave


def band(wave: Wave, low_hz: float, high_hz: float) -> Wave:
    spectrum, hz = np.fft.rfft(wave), np.fft.rfftfreq(len(wave), 1 / RATE_HZ)
    spectrum[(hz < low_hz) | (hz > high_hz)] = 0
    kept: Wave = np.fft.irfft(spectrum, len(wave))
    return kept


def scattered(count: int, random: Random, gap_s: tuple[float, float], sound: Callable[[Random], Wave]) -> Wave:
    """A quiet line with `sound` at random distances."""
    wave, at = white(count, random, -63.0), RATE_HZ // 2
    while at < count - 2 * RATE_HZ:
        piece = sound(random)
        wave[at : at + len(piece)] += piece
        at += len(piece) + int(random.uniform(*gap_s) * RATE_HZ)
    return wave


def decaying(random: Random, seconds: float, tau: float, dbfs: float) -> Wave:
    count = int(seconds * RATE_HZ)
    return random.normal(0.0, amplitude(dbfs), count) * np.exp(-np.arange(count) / tau)


def click(random: Random) -> Wave:
    return decaying(random, 0.05, random.uniform(5, 80), random.uniform(-27, -12))


def key(random: Random) -> Wave:
    t = np.arange(700)
    ring = np.sin(2 * np.pi * random.uniform(150, 900) * t / RATE_HZ) * np.exp(-t / 100)
    noise = random.normal(size=700) * np.exp(-t / random.uniform(20, 140))
    wave: Wave = (noise + 0.8 * ring) * amplitude(random.uniform(-34, -16))
    return wave


def dtmf_digit(random: Random) -> Wave:
    t = np.arange(int(random.uniform(0.06, 0.25) * RATE_HZ)) / RATE_HZ
    low, high = random.choice([697, 770, 852, 941]), random.choice([1209, 1336, 1477])
    wave: Wave = 5000 * (np.sin(2 * np.pi * low * t) + np.sin(2 * np.pi * high * t))
    return wave


def breath(random: Random) -> Wave:
    count = int(random.uniform(0.4, 1.0) * RATE_HZ)
    return band(white(count, random, -34.0), 300, 2500) * np.hanning(count)


def cough(random: Random) -> Wave:
    count = int(random.uniform(0.12, 0.24) * RATE_HZ)
    t = np.arange(count)
    burst = band(white(count, random, -15.0), 300, 3000) * np.exp(-4 * t / count)
    voice = 2500 * np.sign(np.sin(2 * np.pi * random.uniform(120, 300) * t / RATE_HZ)) * np.exp(-3 * t / count)
    wave: Wave = burst + voice * (random.uniform() < 0.5)
    return wave


def hold_hiss(count: int, random: Random) -> Wave:
    slow = 1 + 0.5 * np.sin(2 * np.pi * 0.4 * np.arange(count) / RATE_HZ)
    return pink(count, random, -32.0) * slow + white(count, random, -45.0)


def hold_music(count: int, random: Random) -> Wave:
    wave, at = white(count, random, -55.0), 0
    while at < count - RATE_HZ:
        length = int(random.choice([0.2, 0.3, 0.4, 0.6]) * RATE_HZ)
        t, hz = np.arange(length), random.choice([262, 294, 330, 349, 392, 440, 494, 523])
        shape = np.minimum(1, t / 200) * np.exp(-2 * t / length)
        for harmonic in (1, 2, 3, 4):
            wave[at : at + length] += 2500 / harmonic * np.sin(2 * np.pi * hz * harmonic * t / RATE_HZ) * shape
        at += length
    return wave


def ringback(count: int, random: Random) -> Wave:
    t = np.arange(count)
    on = (t // RATE_HZ) % 6 < 2
    tones = np.sin(2 * np.pi * 440 * t / RATE_HZ) + np.sin(2 * np.pi * 480 * t / RATE_HZ)
    wave: Wave = white(count, random, -65.0) + 3000 * on * tones
    return wave


def comfort(count: int, random: Random) -> Wave:
    return np.repeat(random.uniform(0.3, 1.5, count // 160 + 1), 160)[:count] * white(count, random, -58.0)


NOISES: dict[str, Callable[[int, Random], Wave]] = {
    "silence": lambda count, random: np.zeros(count),
    "white noise": white,
    "pink noise": pink,
    "comfort noise": comfort,
    "hold hiss": hold_hiss,
    "hold music": hold_music,
    "ringback": ringback,
    "clicks": lambda count, random: scattered(count, random, (0.2, 1.5), click),
    "keyboard": lambda count, random: scattered(count, random, (0.02, 0.3), key),
    "DTMF": lambda count, random: scattered(count, random, (0.08, 1.5), dtmf_digit),
    "breath": lambda count, random: scattered(count, random, (1.0, 3.0), breath),
    "coughs": lambda count, random: scattered(count, random, (0.6, 2.0), cough),
}


def noise(name: str, seconds: float, seed: int = 1) -> Samples:
    """`seconds` of the noise called `name`, over G.711."""
    return over_g711(NOISES[name](int(seconds * RATE_HZ), np.random.default_rng(seed)))
