"""The E-model against what ITU-T has published."""

from dataclasses import replace

import pytest

from agent.line.emodel import Path, mos, rating


def test_the_defaults_give_the_published_rating() -> None:
    assert rating(Path()) == pytest.approx(93.2, abs=0.05)  # G.107 clause 7.7


@pytest.mark.parametrize(("r", "score"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58)])
def test_mos_of_the_user_satisfaction_table(r: float, score: float) -> None:
    assert mos(r) == pytest.approx(score, abs=0.01)  # G.107 Table B.1


def test_mos_is_bounded() -> None:
    assert mos(-20) == mos(0) == mos(6.5) == 1.0
    assert mos(100) == mos(120) == 4.5


@pytest.mark.parametrize(
    ("equipment", "robustness", "loss_percent", "impairment"),
    [
        (0.0, 4.3, 0.0, 0.0),
        (0.0, 4.3, 1.0, 17.92),
        (0.0, 25.1, 5.0, 15.78),
        (11.0, 19.0, 0.0, 11.0),
        (11.0, 19.0, 2.0, 19.0),
    ],
)
def test_the_effective_equipment_impairment(
    equipment: float, robustness: float, loss_percent: float, impairment: float
) -> None:
    """Ie + (95 - Ie) Ppl / (Ppl + Bpl), worked by hand, for the codecs of G.113 Appendix I."""
    path = Path(loss_percent=loss_percent, equipment=equipment, robustness=robustness)
    assert rating(Path()) - rating(path) == pytest.approx(impairment, abs=0.01)


def test_bursts_are_worse_than_single_losses() -> None:
    path = Path(loss_percent=3.0, robustness=25.1)
    assert rating(replace(path, burstiness=2.0)) < rating(path)


def test_delay_alone_costs_little_below_150_ms_and_much_above_400() -> None:
    ratings = [rating(Path(delay_ms=delay)) for delay in range(0, 800, 50)]
    assert ratings == sorted(ratings, reverse=True)
    assert ratings[3] > 89  # 150 ms, G.114: essentially transparent
    assert ratings[8] < 70  # 400 ms, G.114: the limit for planning
