"""The second opinion on speech: the Silero VAD v6 network that ships with faster-whisper.

One session a process, on one thread; each call keeps its own recurrent state (two vectors of 128 floats) and
the last 64 samples. A window of 32 ms costs about 0.1 ms. The package faster_whisper itself is not imported:
it would bring a media library into the gateway.
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asr.errors import ModelMissing

RATE_HZ = 16_000
WINDOW = 512
_CONTEXT = 64
_WEIGHTS = "faster_whisper/assets/silero_vad_v6.onnx"

Floats = npt.NDArray[np.float32]


@cache
def _session() -> Any:
    import onnxruntime  # noqa: PLC0415 - 20 MB that only a process with ears needs

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_weights()), options, providers=["CPUExecutionProvider"])


def _weights() -> Path:
    try:
        path = Path(str(distribution("faster-whisper").locate_file(_WEIGHTS)))
    except PackageNotFoundError:
        path = Path()
    if not path.is_file():
        raise ModelMissing("the voice activity model is missing: install faster-whisper 1.2 (make setup)")
    return path


class Silero:
    """Probabilities of speech for the windows of one stream of 16 kHz samples. Not thread-safe."""

    def __init__(self) -> None:
        self._session = _session()
        self._input = np.zeros((1, _CONTEXT + WINDOW), np.float32)
        self._fill = _CONTEXT
        self.reset()

    def reset(self) -> None:
        """Forget what was heard: the next sample begins a new stream."""
        self._h = np.zeros((1, 1, 128), np.float32)
        self._c = np.zeros((1, 1, 128), np.float32)
        self._input[:] = 0.0
        self._fill = _CONTEXT

    def hear(self, samples: Floats) -> float | None:
        """The probability of speech in the last window that `samples` (16 kHz, -1..1) complete, if one is."""
        probability: float | None = None
        while samples.size:
            room = _CONTEXT + WINDOW - self._fill
            piece, samples = samples[:room], samples[room:]
            self._input[0, self._fill : self._fill + piece.size] = piece
            self._fill += piece.size
            if self._fill == _CONTEXT + WINDOW:
                probability = self._judge()
        return probability

    def _judge(self) -> float:
        out, self._h, self._c = self._session.run(None, {"input": self._input, "h": self._h, "c": self._c})
        self._input[0, :_CONTEXT] = self._input[0, -_CONTEXT:]
        self._fill = _CONTEXT
        return float(out[0])


def probabilities(sound: Floats) -> Floats:
    """The probability of speech in each whole window of `sound`, from its beginning. Thread-safe.

    The same as `Silero.hear` window by window, at a third of its cost: the network takes them as one sequence.
    """
    count = sound.size // WINDOW
    windows = np.zeros((count, _CONTEXT + WINDOW), np.float32)
    windows[:, _CONTEXT:] = sound[: count * WINDOW].reshape(count, WINDOW)
    windows[1:, :_CONTEXT] = windows[:-1, -_CONTEXT:]
    state = np.zeros((1, 1, 128), np.float32)
    out: Floats = _session().run(None, {"input": windows, "h": state, "c": state})[0].reshape(-1)
    return out


class Doubler:
    """8 kHz frames as 16 kHz samples, without delay beyond 0.5 ms: a half-band filter with memory."""

    def __init__(self) -> None:
        # Windowed sinc at half the band: the even output samples are the input, the odd ones lie between.
        taps = np.arange(-7.5, 8.0)
        self._taps = (np.sinc(taps) * np.hanning(18)[1:-1]).astype(np.float32)
        self._taps /= self._taps.sum()
        self._memory = np.zeros(15, np.float32)

    def double(self, samples: Floats) -> Floats:
        """Twice as many samples of the same sound."""
        wide = np.concatenate((self._memory, samples))
        self._memory = wide[-15:]
        out = np.empty(2 * samples.size, np.float32)
        out[0::2] = wide[7 : 7 + samples.size]
        out[1::2] = np.convolve(wide, self._taps, "valid")
        return out
