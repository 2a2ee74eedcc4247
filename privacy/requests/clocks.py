"""How long an answer may take. Days are whole: a term ends with its last day, in UTC, never on a later working day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from privacy.declared.terms import Region
from privacy.retention.calendar import DAY_S, after_days, after_months


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` and calendar `months` until an answer is late, whichever is sooner; and how far it may be put off once."""

    days: int
    months: int | None
    more_days: int
    law: str


CLOCKS: Final[Mapping[Region, Clock]] = {
    # One month, and two more where needed. A month from the end of January is less than thirty days.
    Region.GDPR: Clock(30, 1, 60, "GDPR Art. 12(3)"),
    # 45 days, and once as many more.
    Region.CCPA: Clock(45, None, 45, "Cal. Civ. Code § 1798.130(a)(2)"),
    # Thirty days, or a word before they are over until when.
    Region.PDPA: Clock(30, None, 30, "PDPA 2012 s. 21; Personal Data Protection Regulations 2021 reg. 5"),
}


def answer_by_s(region: Region, made_s: int) -> int:
    """The first second at which the answer is late."""
    clock = CLOCKS[region]
    ends = [after_days(made_s, clock.days)]
    if clock.months is not None:
        ends.append(after_months(made_s, clock.months))
    return _day_after(min(ends))


def put_off_s(region: Region, by_s: int) -> int:
    """The same, once it was put off."""
    return after_days(by_s, CLOCKS[region].more_days)


def _day_after(at_s: int) -> int:
    """The first second of the next day: the day of the event itself does not count (Regulation 1182/71 Art. 3)."""
    return at_s - at_s % DAY_S + DAY_S
