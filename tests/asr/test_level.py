"""Levels and the noise floor."""

import numpy as np
import pytest

from asr.level import SILENT_DBFS, NoiseFloor, level_dbfs
from tests.asr.sounds import frames, quiet


def test_level_of_a_full_scale_sine() -> None:
    sine = (32_767 * np.sin(np.arange(160) * 2 * np.pi / 16)).astype("<i2")
    assert level_dbfs(sine.tobytes()) == pytest.approx(-3.0, abs=0.1)


@pytest.mark.parametrize("pcm", [b"", bytes(320)])
def test_level_of_nothing(pcm: bytes) -> None:
    assert level_dbfs(pcm) == SILENT_DBFS


def settled(floor: NoiseFloor, dbfs: float, seconds: float) -> NoiseFloor:
    for frame in frames(quiet(seconds, dbfs=dbfs)):
        floor.hear(level_dbfs(frame))
    return floor


@pytest.mark.parametrize("dbfs", [-65.0, -50.0, -35.0])
def test_floor_finds_the_noise_within_three_seconds(dbfs: float) -> None:
    assert settled(NoiseFloor(), dbfs, 3.0).dbfs == pytest.approx(dbfs, abs=3.0)


def test_floor_falls_within_a_few_frames() -> None:
    floor = settled(settled(NoiseFloor(), -35.0, 3.0), -60.0, 0.2)
    assert floor.dbfs < -55.0


def test_speech_with_gaps_does_not_raise_the_floor() -> None:
    floor = settled(NoiseFloor(), -60.0, 3.0)
    for frame in range(500):
        floor.hear(-20.0 if frame % 60 < 45 else -60.0)
    assert floor.dbfs < -54.0


def test_digital_silence_says_nothing_of_the_room() -> None:
    floor = settled(NoiseFloor(), -50.0, 3.0)
    before = floor.dbfs
    for _ in range(500):
        floor.hear(SILENT_DBFS)
    assert floor.dbfs == before


def test_nothing_is_so_loud_that_a_shout_is_lost_in_it() -> None:
    assert settled(NoiseFloor(), -10.0, 5.0).dbfs <= -25.0
