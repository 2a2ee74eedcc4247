"""Phoneme ids in, sound out: the neural part of a Piper voice, run in pieces.

Piper's voices are VITS models (Kim, Kong, Son: Conditional Variational Autoencoder with Adversarial Learning
for End-to-End Text-to-Speech, 2021): a text encoder with a duration predictor (`front`), a normalising flow
and a HiFi-GAN vocoder, all convolutions from the flow on. What a convolution says of a frame depends on a few
neighbours alone, so that the vocoder can begin before the rest of the clause has been through the flow.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import Any, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from agent.voice import graph as onnx_graph
from agent.voice.graph import Graph, Node

Sound = NDArray[np.float32]
Feeds = Mapping[str, NDArray[Any]]

HOP_SAMPLES = 256  # of one latent frame: 11.6 ms at 22,050 Hz

# Frames of context beside a piece. Ten are the vocoder's whole field of view; six leave an error 64 dB below
# the speech, under what G.711 adds (38 dB), and cost 40 % less (measured, docs/voice.md).
VOCODER_CONTEXT = 6
# Four coupling layers of four convolutions of width five see 2 * 4 * 4 frames to each side.
FLOW_CONTEXT = 32
# New frames in each piece: 280 ms so that sound starts early, then so much that a boundary costs little and
# each piece is there well before the one in front of it has been played, also when the core is shared by two.
PIECE_FRAMES = (24, 64, 144)
# The flow runs ahead by the vocoder's context, in fewer steps: beside each it costs 64 frames of context.
FLOW_FRAMES = (24 + VOCODER_CONTEXT, 64, 432)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a voice varies. Zero noise makes a clause sound the same each time, and somewhat flat."""

    noise: float = 0.667  # Piper's own names: noise_scale, length_scale, noise_w
    length: float = 1.0
    rhythm_noise: float = 0.8
    speaker: int = 0


class Engine(Protocol):
    """Thread-safe: onnxruntime's `Run` may be called from every lane at once."""

    def sound(self, ids: list[int], manner: Manner) -> Iterator[Sound]:
        """One sentence in pieces, float mono in -1 to 1 at the voice's own rate."""
        ...


class WholeEngine:
    """Runs the model as it is: for voices whose graph is not laid out as we know it."""

    def __init__(self, model: bytes | mmap) -> None:
        self._session = _session(model)

    def sound(self, ids: list[int], manner: Manner) -> Iterator[Sound]:
        yield _run(self._session, _feeds(ids, manner)).reshape(-1)


class PiecewiseEngine:
    """Runs front, flow and vocoder one after the other, the last two in overlapping pieces."""

    def __init__(self, parts: "Parts") -> None:
        self._prior, self._mask, self._latent = parts.prior, parts.mask, parts.latent
        self._wide = parts.wide
        self._front = _session(onnx_graph.serialize(parts.front))
        self._flow = _session(onnx_graph.serialize(parts.flow))
        self._vocoder = _session(onnx_graph.serialize(parts.vocoder))

    def sound(self, ids: list[int], manner: Manner) -> Iterator[Sound]:
        feeds = _feeds(ids, manner)
        prior = _run(self._front, feeds)
        frames = prior.shape[2]
        latents = (self._flowed(prior, start, stop, feeds) for start, stop in pieces(frames, FLOW_FRAMES))
        latent = prior[:, :, :0]
        for start, stop in pieces(frames, PIECE_FRAMES):
            while latent.shape[2] < min(stop + VOCODER_CONTEXT, frames):
                latent = np.concatenate((latent, next(latents)), axis=2)
            yield self._vocoded(latent, start, stop, feeds)

    def _flowed(self, prior: Sound, start: int, stop: int, feeds: Feeds) -> Sound:
        first = max(0, start - FLOW_CONTEXT)
        window = prior[:, :, first : stop + FLOW_CONTEXT]
        mask = np.ones((1, 1, window.shape[2]), dtype=np.float32)
        latent = _run(self._flow, {**feeds, self._prior: window, self._mask: mask})
        return latent[:, :, start - first : stop - first]

    def _vocoded(self, latent: Sound, start: int, stop: int, feeds: Feeds) -> Sound:
        first = max(0, start - VOCODER_CONTEXT)
        window = latent[:, :, first : stop + VOCODER_CONTEXT]
        if self._wide:
            window = window[:, :, np.newaxis]
        sound = _run(self._vocoder, {**feeds, self._latent: window}).reshape(-1)
        return sound[(start - first) * HOP_SAMPLES : (stop - first) * HOP_SAMPLES]


def pieces(frames: int, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of frames that cover 0 to `frames` without a gap, of the given sizes, the last one repeating.

    A rest shorter than the vocoder's context goes with the piece before it.
    """
    start = index = 0
    while start < frames:
        stop = start + sizes[min(index, len(sizes) - 1)]
        if frames - stop <= VOCODER_CONTEXT:
            stop = frames
        yield start, stop
        start, index = stop, index + 1


@dataclass(frozen=True, slots=True)
class Parts:
    """A voice's graph, cut in three, with the names of the tensors that pass between the parts."""

    front: Graph
    flow: Graph
    vocoder: Graph
    prior: str  # front to flow: (1, channels, frames)
    mask: str  # ones (1, 1, frames)
    latent: str  # flow to vocoder: (1, channels, frames), or (1, channels, 1, frames) when `wide`
    wide: bool


def cut(whole: Graph) -> Parts | None:
    """The three parts of a Piper voice, or None where the graph is laid out in another way.

    The nodes' names are those that Piper's exporter leaves; the flow's layers run from last to first.
    """
    names = ("/flow/flows.7/Slice", "/flow/flows.6/Mul", "/dec/conv_pre/Conv")
    nodes = [whole.node(name) for name in names]
    reverse, masking, vocoder = nodes
    if reverse is None or masking is None or vocoder is None or len(whole.outputs) != 1:
        return None
    prior, mask, latent = reverse.inputs[0], masking.inputs[1], vocoder.inputs[0]
    sounding = onnx_graph.part(whole, whole.outputs, given=(latent,))
    wide = set(sounding.inputs) == {latent} and all(_widenable(node) for node in sounding.nodes)
    return Parts(
        front=onnx_graph.part(whole, (prior,)),
        flow=onnx_graph.part(whole, (latent,), given=(prior, mask)),
        vocoder=onnx_graph.widen(sounding) if wide else sounding,
        prior=prior,
        mask=mask,
        latent=latent,
        wide=wide,
    )


def load(model: bytes | mmap) -> Engine:
    """The fastest engine that the model allows. Raises what onnxruntime and `wire` raise."""
    parts = cut(onnx_graph.parse(model))
    return PiecewiseEngine(parts) if parts else WholeEngine(model)


def _widenable(node: Node) -> bool:
    return node.op in onnx_graph.WIDENABLE


def _session(model: bytes | mmap) -> onnxruntime.InferenceSession:
    """A session over `model`, of one thread: lanes run side by side instead.

    No arena and no memory pattern: both keep a block for every length of sentence ever seen, 60 to 170 MB
    after a few minutes, and save no time (measured, docs/voice.md). The model goes in through a file in
    memory because a session made from bytes holds on to them for its life (a TODO in its source).
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    with open(os.memfd_create("voice"), "wb") as memory:  # noqa: PTH123 - a descriptor, not a path
        memory.write(model)
        memory.flush()
        path = f"/proc/self/fd/{memory.fileno()}"
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _feeds(ids: list[int], manner: Manner) -> Feeds:
    return {
        "input": np.array([ids], dtype=np.int64),
        "input_lengths": np.array([len(ids)], dtype=np.int64),
        "scales": np.array([manner.noise, manner.length, manner.rhythm_noise], dtype=np.float32),
        "sid": np.array([manner.speaker], dtype=np.int64),
    }


def _run(session: onnxruntime.InferenceSession, feeds: Feeds) -> Sound:
    wanted = {item.name: feeds[item.name] for item in session.get_inputs()}
    result: Sound = session.run(None, wanted)[0]
    return result
