"""How soon and at what cost the voice speaks.

Run `python -m bench.voice`. Prints first-sound times by length of text, with the model whole and in pieces, the
processor time a second of speech costs, two lanes at once, and memory. Asserts nothing.
"""

import statistics
import threading
import time
from itertools import pairwise
from pathlib import Path

from agent.voice import engine, piper, weights
from agent.voice.piper import PiperVoice

RATE_HZ = 8000
ROUNDS = 7
TEXTS = (
    "Yes.",
    "Your line looks fine.",
    "That usually means the far end refused the codec,",
    "A registration fails when the server knows you but refuses the request, so check the password first.",
    "A registration fails when the server knows you but refuses the request, so check the password first, and "
    "then look whether the account is allowed to register from where you are.",
)


def main() -> None:
    began_mb = _pss_mb()
    pieces = piper.load()
    loaded_mb = _pss_mb()
    _lanes(pieces)
    _gaps(pieces)
    print(f"memory (PSS): {began_mb} MB before, {loaded_mb} MB loaded, {_pss_mb()} MB after both lanes")
    whole = _whole_voice()
    print(f"{'words':>5} {'seconds':>8} | {'whole':>16} | {'in pieces':>16}   (ms to first sound, CPU ms a second)")
    for text in TEXTS:
        rows = [_measured(voice, text) for voice in (whole, pieces)]
        cells = " | ".join(f"{first:7.0f} {cost:8.0f}" for first, _, cost in rows)
        print(f"{len(text.split()):5d} {rows[1][1]:8.2f} | {cells}")


def _whole_voice() -> PiperVoice:
    files = weights.find("joe")
    with weights.open_model(files.model) as model:
        return PiperVoice(engine.WholeEngine(model), files.config, files.provenance)


def _measured(voice: PiperVoice, text: str) -> tuple[float, float, float]:
    """Medians: ms to the first sound, seconds of speech, ms of processor time a second of speech."""
    rounds = [_once(voice, text) for _ in range(ROUNDS)]
    first, seconds, cost = (statistics.median(column) for column in zip(*rounds, strict=True))
    return first, seconds, cost


def _once(voice: PiperVoice, text: str) -> tuple[float, float, float]:
    start, used = time.perf_counter(), time.thread_time()
    spoken = voice.synthesize(text, RATE_HZ)
    size = len(next(spoken))
    first_ms = (time.perf_counter() - start) * 1000
    size += sum(map(len, spoken))
    seconds = size / 2 / RATE_HZ
    return first_ms, seconds, (time.thread_time() - used) * 1000 / seconds


def _lanes(voice: PiperVoice) -> None:
    """Two lanes that speak the same clause over and over, at the same time."""
    rows: list[tuple[float, float, float]] = []

    def lane() -> None:
        rows.extend(_once(voice, TEXTS[2]) for _ in range(ROUNDS))

    lanes = [threading.Thread(target=lane) for _ in range(2)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()
    first, _, cost = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"two lanes at once, {len(TEXTS[2].split())} words: first sound {first:.0f} ms, {cost:.0f} CPU ms a second")


def _gaps(voice: PiperVoice) -> None:
    """How long before it is needed each piece of a long text is there: below nothing the caller hears a gap."""
    spare_ms = statistics.median(_least_spare_ms(voice) for _ in range(ROUNDS))
    print(f"pieces of a long text are there {spare_ms:.0f} ms before they are needed, at the tightest")


def _least_spare_ms(voice: PiperVoice) -> float:
    arrivals = [(time.perf_counter(), len(piece)) for piece in voice.synthesize(TEXTS[-1], RATE_HZ)]
    needed, spare_ms = arrivals[0][0], []
    for (_, size), (arrived, _) in pairwise(arrivals):
        needed += size / 2 / RATE_HZ
        spare_ms.append((needed - arrived) * 1000)
    return min(spare_ms)


def _pss_mb() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024


if __name__ == "__main__":
    main()
