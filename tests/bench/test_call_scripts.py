"""Callers on a line whose far end is data: when it speaks is written down."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from bench.asr_prompts import mu_law
from bench.call_line import MS, TICK_NS, Line
from bench.call_rtp import SAMPLES, SILENCE, Packet, pack
from bench.call_scripts import AnyScript, ask, converse, greeting, interrupt, listen

LOUD = mu_law(np.full(SAMPLES, 3_000, np.int16)).tobytes()
SECOND_OF_SPEECH = LOUD * 50


def play(line: Line, script: AnyScript, far_speech_ms: Sequence[tuple[int, int]], most_ms: int = 60_000) -> object:
    """What the script returns, when the far end speaks in these spans of the call."""
    for now_ms in range(0, most_ms, 20):
        loud = any(start <= now_ms < end for start, end in far_speech_ms)
        line.receive(pack(Packet(0, False, 0, 0, 1, LOUD if loud else SILENCE)), now_ms * MS)
        line.send(now_ms * MS)
        try:
            next(script)
        except StopIteration as end:
            return end.value
    pytest.fail("the script does not end")


def test_latency_runs_from_the_last_sample_to_the_first_of_the_answer() -> None:
    line = Line(1)
    turn = play(line, ask(line, SECOND_OF_SPEECH), [(1_320, 2_000)])
    assert not turn.early  # type: ignore[attr-defined]
    assert turn.latency_ms == pytest.approx(300, abs=0.2)  # type: ignore[attr-defined]


def test_an_answer_into_the_speech_is_early_and_has_no_latency() -> None:
    line = Line(1)
    turn = play(line, ask(line, SECOND_OF_SPEECH), [(600, 700), (1_400, 2_000)])
    assert turn.early  # type: ignore[attr-defined]
    assert math.isnan(turn.latency_ms)  # type: ignore[attr-defined]


def test_no_answer_is_silence() -> None:
    line = Line(1)
    turn = play(line, ask(line, SECOND_OF_SPEECH), [])
    assert turn.silent  # type: ignore[attr-defined]
    assert line.now_ns // TICK_NS == pytest.approx((1_000 + 8_000) // 20, abs=2)


def test_a_greeting_is_heard_to_its_end() -> None:
    line = Line(1)
    assert play(line, greeting(line), [(200, 2_000), (2_500, 4_000)]) is True
    assert line.now_ns >= 4_880 * MS


def test_a_caller_waits_for_each_answer_to_end() -> None:
    line = Line(1)
    # The greeting until 1000, silence of 900, a pause of 100, speech until 3020; the answer until 4000.
    turns = play(
        line, converse(line, [SECOND_OF_SPEECH] * 2, [100.0] * 2), [(0, 1_000), (3_300, 4_000), (6_400, 7_000)]
    )
    assert isinstance(turns, list)
    assert [turn.silent or turn.early for turn in turns] == [False, False]


@pytest.mark.parametrize(("until_ms", "stop_ms"), [(1_240, 220), (1_980, 960)])
def test_an_interruption_is_over_with_the_last_sound_before_the_caller_ended(until_ms: int, stop_ms: int) -> None:
    line = Line(1)
    turns = play(line, interrupt(line, [SECOND_OF_SPEECH], 1_000.0), [(0, until_ms)])
    assert isinstance(turns, list)
    assert turns[0].stop_ms == pytest.approx(stop_ms, abs=21)


def test_speech_into_a_pause_of_the_far_end_is_no_interruption() -> None:
    line = Line(1)
    assert play(line, interrupt(line, [SECOND_OF_SPEECH], 1_000.0), [(0, 700)]) == []


def test_listening_tells_whether_anything_was_heard() -> None:
    line = Line(1)
    assert play(line, listen(line, 500), [(100, 200)]) is True
    line = Line(1)
    assert play(line, listen(line, 500), []) is False
