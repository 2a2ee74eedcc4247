"""Months as people count them: the same day at the same time, or the month's last day; in UTC."""

import calendar
from datetime import UTC, datetime
from typing import Final

DAY_S: Final = 86_400


def after_months(at_s: int, months: int) -> int:
    """The second that lies `months` calendar months behind `at_s`."""
    at = datetime.fromtimestamp(at_s, UTC)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return int(at.replace(year=year, month=month + 1, day=day).timestamp())


def after_days(at_s: int, days: int) -> int:
    return at_s + days * DAY_S


def month_of(at_s: int) -> str:
    """Year and month, such as "2026-11"."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m")
