"""The rows that a bench prints: what was measured, beside what it must be and what it aims at."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEAD = ("measure", "measured", "must", "aim", "of must", "from")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. Smaller is better; `must` and `aim` are NaN where there is none."""

    measure: str
    value: float
    unit: str
    must: float = math.nan
    aim: float = math.nan
    samples: str = ""  # what the figure was made from

    @property
    def of_must(self) -> float:
        """The figure as a share of what it must not exceed; NaN where nothing is demanded or 0 is."""
        return self.value / self.must if self.must else math.nan

    @property
    def cells(self) -> tuple[str, ...]:
        limits = (number(self.must), number(self.aim))
        measured = f"{number(self.value)} {self.unit}".strip()
        return (self.measure, measured, *limits, number(self.of_must, digits=2), self.samples)


def number(value: float, digits: int = 1) -> str:
    """As few digits as say something; a dash for NaN."""
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.{digits}f}"


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of `values` that at least `share` of them do not exceed (nearest rank); NaN for none."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table with aligned columns."""
    lines = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    shown = [_line(cells, widths) for cells in lines]
    return "\n".join((shown[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *shown[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
