"""Requests as lines of text, for whoever answers them."""

from collections.abc import Iterable

from privacy.declared.rows import Request
from privacy.requests.receipt import when
from privacy.retention.calendar import DAY_S


def listing(requests: Iterable[Request], now_s: int) -> list[str]:
    """A line for each, in the order given; one that says so when there are none."""
    return [_line(each, now_s) for each in requests] or ["No request waits for an answer."]


def _line(request: Request, now_s: int) -> str:
    about = "one call" if request.about else "everything"
    return f"{request.request}  {request.right}, {about}, {request.region.value}: {_time(request, now_s)}"


def _time(request: Request, now_s: int) -> str:
    """How much of it is left, in whole days."""
    if request.closed_s is not None:
        return f"{request.state}{f' ({request.why})' if request.why else ''} on {when(request.closed_s)}"
    if now_s >= request.answer_by_s:
        return f"LATE since {when(request.answer_by_s)}"
    days = (request.answer_by_s - now_s) // DAY_S
    left = {0: "today", 1: "within a day"}.get(days, f"within {days} days")
    return f"to be answered {left}, before {when(request.answer_by_s)}"
