"""When an answer is late, to the second."""

from datetime import UTC, datetime

import pytest

from privacy.declared.terms import Region
from privacy.requests.authorities import AUTHORITIES
from privacy.requests.clocks import CLOCKS, answer_by_s, put_off_s


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("region", "made", "late"),
    [
        (Region.GDPR, "2026-11-24T04:30:00", "2026-12-25T00:00:00"),  # the month; 30 days end with the 24th too
        (Region.GDPR, "2026-12-01T23:59:59", "2027-01-01T00:00:00"),  # 30 days are sooner than a long month
        (Region.GDPR, "2027-01-31T12:00:00", "2027-03-01T00:00:00"),  # a short month is sooner than 30 days
        (Region.GDPR, "2028-01-30T12:00:00", "2028-03-01T00:00:00"),  # the month ends with 29 February
        (Region.CCPA, "2026-11-24T00:00:00", "2027-01-09T00:00:00"),
        (Region.PDPA, "2026-11-24T00:00:00", "2026-12-25T00:00:00"),
        (Region.PDPA, "2027-01-31T12:00:00", "2027-03-03T00:00:00"),
    ],
)
def test_the_first_late_second(region: Region, made: str, late: str) -> None:
    assert datetime.fromtimestamp(answer_by_s(region, at(made)), UTC) == datetime.fromtimestamp(at(late), UTC)


@pytest.mark.parametrize(("region", "days"), [(Region.GDPR, 60), (Region.CCPA, 45), (Region.PDPA, 30)])
def test_how_far_an_answer_may_be_put_off(region: Region, days: int) -> None:
    assert put_off_s(region, at("2026-12-25T00:00:00")) == at("2026-12-25T00:00:00") + days * 86_400


def test_every_region_has_a_clock_and_an_authority() -> None:
    assert set(CLOCKS) == set(AUTHORITIES) == set(Region)
    assert all(each.page.startswith("https://") for found in AUTHORITIES.values() for each in found)
