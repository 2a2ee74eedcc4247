"""Counting people's calls so that nobody can be told apart: groups of ten people or more, or no group at all.

k-anonymity (Samarati and Sweeney 1998) by giving up one class after the other for a group that is too small, the most
telling first; what is too small even then is left out. Nothing in the result can be led back: ids and exact values are
not in it, and the rows it was counted from are deleted.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Final

from privacy.declared.rows import Diagnosis, Statistic

K: Final = 10  # people
ANY: Final = "*"
_MOST_TELLING_FIRST: Final = ("jitter_band", "loss_band", "status", "codec", "transport")


@dataclass(frozen=True, slots=True)
class Alike:
    """What the calls of one group have in common."""

    month: str
    transport: str
    codec: str
    status: str
    loss_band: str
    jitter_band: str


def counted(diagnoses: Iterable[Diagnosis], due_s: int, k: int = K) -> tuple[Statistic, ...]:
    """Statistics of at least `k` people each. A person's calls count in one group together, once as a person."""
    left = [(_alike(each), each.subject) for each in diagnoses]
    found: list[Statistic] = []
    for given_up in range(len(_MOST_TELLING_FIRST) + 1):
        groups = _grouped(left, _MOST_TELLING_FIRST[:given_up])
        left = []
        for alike, people in groups.items():
            if len({subject for _, subject in people}) >= k:
                found.append(_statistic(alike, len(people), due_s))
            else:
                left += people
    return tuple(found)


def _grouped(calls: Sequence[tuple[Alike, str]], given_up: Sequence[str]) -> dict[Alike, list[tuple[Alike, str]]]:
    groups: dict[Alike, list[tuple[Alike, str]]] = defaultdict(list)
    for alike, subject in calls:
        groups[replace(alike, **dict.fromkeys(given_up, ANY))].append((alike, subject))
    return groups


def _alike(diagnosis: Diagnosis) -> Alike:
    return Alike(
        diagnosis.month,
        diagnosis.transport,
        diagnosis.codec,
        str(diagnosis.status),
        diagnosis.loss_band,
        diagnosis.jitter_band,
    )


def _statistic(alike: Alike, calls: int, due_s: int) -> Statistic:
    return Statistic(
        statistic=token_hex(16),
        month=alike.month,
        transport=alike.transport,
        codec=alike.codec,
        status=alike.status,
        loss_band=alike.loss_band,
        jitter_band=alike.jitter_band,
        calls=calls,
        due_s=due_s,
    )
