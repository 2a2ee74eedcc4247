"""Findings of many rules made into one list of places that do not overlap."""

from collections.abc import Iterable, Sequence
from typing import Final

from privacy.finding import CRITICAL, Finding

# Between two findings of one type these characters belong to neither and would only leave a seam.
_SEAM: Final = frozenset(" ,.-–/()\t")


def merge(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """The union of all findings, in order; where they overlap, the surest, most critical, longest names the type."""
    merged: list[Finding] = []
    for finding in sorted(findings, key=lambda found: (found.start, -found.end)):
        if finding.start >= finding.end:
            continue
        if merged and _touch(text, merged[-1], finding):
            merged[-1] = _union(merged[-1], finding)
        else:
            merged.append(finding)
    return merged


def _touch(text: str, left: Finding, right: Finding) -> bool:
    if right.start < left.end:
        return True
    return left.type == right.type and _SEAM.issuperset(text[left.end : right.start])


def _union(left: Finding, right: Finding) -> Finding:
    named = max((left, right), key=_weight)
    return Finding(left.start, max(left.end, right.end), named.type, left.firm or right.firm)


def _weight(finding: Finding) -> tuple[bool, bool, int]:
    return finding.firm, finding.type in CRITICAL, finding.end - finding.start


def overlaps(places: Sequence[Finding], start: int, end: int) -> bool:
    """Whether any of the places shares a character with `start` to `end`."""
    return any(place.start < end and start < place.end for place in places)
