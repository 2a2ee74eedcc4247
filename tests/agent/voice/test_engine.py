from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.voice import engine, graph, weights
from agent.voice.engine import HOP_SAMPLES, Manner, PiecewiseEngine, WholeEngine

STILL = Manner(noise=0.0, rhythm_noise=0.0)  # both engines must say the very same


@pytest.fixture(scope="module")
def whole() -> WholeEngine:
    with weights.open_model(weights.find("joe").model) as model:
        return WholeEngine(model)


@pytest.fixture(scope="module")
def piecewise() -> engine.Engine:
    with weights.open_model(weights.find("joe").model) as model:
        return engine.load(model)


def ids(count: int) -> list[int]:
    """Vowels and consonants in turn, as the phonemizer frames them."""
    body = [sound for index in range(count) for sound in (20 + index % 14, 0)]
    return [1, 0, *body, 2]


def test_the_packaged_voice_is_cut_in_three(piecewise: engine.Engine) -> None:
    assert isinstance(piecewise, PiecewiseEngine)


@pytest.mark.parametrize("count", [1, 8, 25, 60, 120])
def test_pieces_say_what_the_whole_says(whole: WholeEngine, piecewise: engine.Engine, count: int) -> None:
    expected = np.concatenate(list(whole.sound(ids(count), STILL)))
    pieces = list(piecewise.sound(ids(count), STILL))
    actual = np.concatenate(pieces)
    assert actual.size == expected.size
    error = np.square(actual - expected).mean()
    assert 10 * np.log10(np.square(expected).mean() / error) > 40  # G.711 itself is at 38 dB


def test_with_all_of_the_context_pieces_are_exact(
    whole: WholeEngine, piecewise: engine.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "VOCODER_CONTEXT", 10)
    expected = np.concatenate(list(whole.sound(ids(60), STILL)))
    actual = np.concatenate(list(piecewise.sound(ids(60), STILL)))
    assert np.abs(actual - expected).max() < 1e-4


def test_the_first_piece_is_short_whatever_the_length(piecewise: engine.Engine) -> None:
    first = next(piecewise.sound(ids(120), STILL))
    assert first.size == engine.PIECE_FRAMES[0] * HOP_SAMPLES


@given(st.integers(1, 2000), st.lists(st.integers(10, 500), min_size=1, max_size=4))
def test_pieces_cover_every_frame_once(frames: int, sizes: list[int]) -> None:
    ranges = list(engine.pieces(frames, sizes))
    assert ranges[0][0] == 0
    assert ranges[-1][1] == frames
    assert all(before[1] == after[0] for before, after in pairwise(ranges))
    assert all(start < stop for start, stop in ranges)


def test_a_graph_of_another_layout_is_left_whole() -> None:
    unknown = graph.Graph(nodes=(), weights={}, inputs={}, outputs=("output",), header=b"")
    assert engine.cut(unknown) is None
