"""Rounds of calls: so many callers at once, each with sentences of its own, and what all of them saw."""

import asyncio
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.call_dial import Called, Phone
from bench.call_line import Line
from bench.call_scripts import AnyScript, Turn, converse, interrupt
from bench.call_speech import Saying
from bench.call_table import percentile

EVERY_S = 0.25  # a new caller: four a second, fewer than one address may make
BETWEEN_MS = (200.0, 1500.0)  # a caller thinks before the next sentence

MakeScript = Callable[[int, Line], AnyScript]


@dataclass(slots=True)
class Round:
    """What the callers of one round saw."""

    turns: list[Turn] = field(default_factory=list)
    gaps_ms: list[float] = field(default_factory=list)
    refused: int = 0
    cut: int = 0  # calls that ended before their caller hung up

    @property
    def latencies_ms(self) -> list[float]:
        return [turn.latency_ms for turn in self.turns if not math.isnan(turn.latency_ms)]

    @property
    def stops_ms(self) -> list[float]:
        return [turn.stop_ms for turn in self.turns if not math.isnan(turn.stop_ms)]

    @property
    def early(self) -> int:
        return sum(turn.early for turn in self.turns)

    @property
    def silent(self) -> int:
        return sum(turn.silent for turn in self.turns)

    def latency_ms(self, share: float) -> float:
        """A percentile; a turn that was never answered counts as an endless one."""
        return percentile([*self.latencies_ms, *[math.inf] * self.silent], share)

    def add(self, called: Called) -> None:
        if called.status != 200:
            self.refused += 1
        elif called.result is None:
            self.cut += 1
        else:
            self.turns += called.result
        self.gaps_ms += called.line.gaps_ms()

    def add_all(self, other: "Round") -> None:
        self.turns += other.turns
        self.gaps_ms += other.gaps_ms
        self.refused += other.refused
        self.cut += other.cut

    def __str__(self) -> str:
        told = [f"{len(self.turns)} turns"]
        told += [
            f"{count} {what}"
            for count, what in (
                (self.early, "too early"),
                (self.silent, "unanswered"),
                (self.refused, "calls refused"),
                (self.cut, "calls cut"),
            )
            if count
        ]
        return ", ".join(told)


async def talk(phone: Phone, sayings: Sequence[Saying], callers: int, seed: int = 1) -> Round:
    """`callers` at once say all of `sayings` among them, each its share."""
    rng = np.random.default_rng(seed)
    shares = [sayings[n::callers] for n in range(callers)]

    def script(number: int, line: Line) -> AnyScript:
        share = shares[number]
        return converse(line, [each.mu_law for each in share], list(rng.uniform(*BETWEEN_MS, len(share))))

    return await at_once(phone, callers, script)


async def talk_over(phone: Phone, sayings: Sequence[Saying], calls: int, after_ms: float = 1000.0) -> Round:
    """One caller after the other talks over the greeting and over each answer."""
    total = Round()
    for number in range(calls):
        share = [each.mu_law for each in sayings[number::calls]]
        line = Line(number + 1)
        total.add(await phone.call(interrupt(line, share, after_ms), line))
    return total


async def at_once(phone: Phone, callers: int, script: MakeScript, every_s: float = EVERY_S) -> Round:
    """Play a script for each caller, beginning one every `every_s`."""
    total = Round()

    async def one(number: int) -> None:
        await asyncio.sleep(number * every_s)
        line = Line(number + 1)
        total.add(await phone.call(script(number, line), line))

    async with asyncio.TaskGroup() as tasks:
        for number in range(callers):
            tasks.create_task(one(number), name=f"caller-{number}")
    return total


def endless(sayings: Sequence[Saying], seed: int) -> Iterator[Saying]:
    """The sayings in random order, again and again."""
    rng = np.random.default_rng(seed)
    while True:
        for at in rng.permutation(len(sayings)):
            yield sayings[int(at)]
