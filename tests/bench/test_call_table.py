"""Percentiles by nearest rank, and rows as a table."""

import math

from bench.call_table import Row, markdown, number, percentile


def test_percentile_is_one_of_the_values_and_not_exceeded_by_its_share() -> None:
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile([7.0], 0.95) == 7
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3


def test_percentile_of_nothing_is_nothing() -> None:
    assert math.isnan(percentile([], 0.5))


def test_an_unanswered_turn_spoils_the_percentile() -> None:
    assert percentile([1.0] * 9 + [math.inf], 0.95) == math.inf


def test_numbers_are_as_short_as_they_may_be() -> None:
    assert [number(value) for value in (450.0, 123.4, 2.34, math.nan, math.inf)] == ["450", "123", "2.3", "–", "inf"]


def test_of_must_needs_something_demanded() -> None:
    assert Row("a", 90, "ms", 300).of_must == 0.3
    assert math.isnan(Row("a", 90, "ms").of_must)
    assert math.isnan(Row("a", 90, "ms", 0).of_must)


def test_columns_of_the_table_are_aligned() -> None:
    lines = markdown([Row("short", 1, "ms", 2, 1), Row("rather longer", 1234, "ms")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[2].startswith("| short ")
    assert "0.50" in lines[2]
