"""The measures of docs/performance.md, by name. Each starts what it needs and returns rows."""

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench import call_rounds
from bench.asr_prompts import Prompt
from bench.call_dial import Phone, phone
from bench.call_line import Line
from bench.call_rounds import Round, at_once, endless, talk, talk_over
from bench.call_scripts import AnyScript, Turn, listen
from bench.call_service import Service, service
from bench.call_speech import Saying, interrupted, saying, sentences
from bench.call_table import Row, percentile

SEED = 20


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: 1.0 is what the documentation was made with."""

    share: float = 1.0
    settings: dict[str, str] = field(default_factory=dict)  # of the gateway, such as {"speech.lanes": "1"}

    def of(self, count: int) -> int:
        return max(4, round(count * self.share))


Measure = Callable[[Effort], Coroutine[Any, Any, list[Row]]]


async def ready(effort: Effort) -> list[Row]:
    """From `serve` to ready, and memory with nobody on the line."""
    async with service(effort.settings) as running:
        memory = running.memory_mb()
        return [
            Row("from serve to ready", running.ready_s, "s", 15, 6, "one start"),
            Row("memory, no call", memory, "MB", samples="PSS of all processes"),
        ]


async def turns(effort: Effort) -> list[Row]:
    """One caller who waits for each answer."""
    async with service(effort.settings) as running, phone(running.uri()) as calling:
        await running.settle()
        chosen = itertools.islice(_sayings(SEED), effort.of(60))
        told, memory = await _with_memory(running, talk(calling, list(chosen), 1))
        return [
            *_latency_rows("one caller", told, (450, 250), (950, 450)),
            Row("memory, one call", memory, "MB", 700, 430, "PSS of all processes, the most"),
            Row("gap of RTP packets, one caller, p99", _p99_gap(told), "ms", 30, 23, _gaps(told)),
        ]


async def pauses(effort: Effort) -> list[Row]:
    """Callers who pause for 0.4 to 0.8 s inside a sentence."""
    chosen = interrupted(_shuffled(SEED + 1), effort.of(100), np.random.default_rng(SEED))
    async with service(effort.settings) as running, phone(running.uri()) as calling:
        await running.settle()
        told = await talk(calling, chosen, 4)
    share = 100 * told.early / max(1, len(told.turns))
    return [
        Row("answered before the caller had finished", share, "%", 8, 4, str(told)),
        *_latency_rows("after a pause inside", told, (math.nan, math.nan), (math.nan, math.nan)),
    ]


async def barge(effort: Effort) -> list[Row]:
    """A caller who talks over the greeting and over each answer, one second after it began."""
    async with service(effort.settings) as running, phone(running.uri()) as calling:
        await running.settle()
        told = await talk_over(calling, list(itertools.islice(_sayings(SEED + 2), effort.of(60))), effort.of(12))
    stops = told.stops_ms
    return [
        Row("stop after barge-in, p50", percentile(stops, 0.5), "ms", samples=f"{len(stops)} interruptions"),
        Row("stop after barge-in, p95", percentile(stops, 0.95), "ms", 300, 150, f"{len(stops)} interruptions"),
    ]


async def callers(effort: Effort) -> list[Row]:
    """Eight, sixteen and thirty-two callers in conversation at once."""
    rows: list[Row] = []
    async with service(effort.settings) as running, phone(running.uri()) as calling:
        await running.settle()
        for count, p50, p95 in ((8, math.nan, math.nan), (16, 950, 500), (32, 1600, 600)):
            chosen = list(itertools.islice(_sayings(SEED + count), count * effort.of(6)))
            before_s = running.cpu_s()
            told, memory = await _with_memory(running, talk(calling, chosen, count))
            cpu = (running.cpu_s() - before_s) / max(1, len(told.turns))
            rows += _latency_rows(f"{count} callers", told, (math.nan, math.nan), (p50, p95))
            rows.append(Row(f"gap of RTP packets, {count} callers, p99", _p99_gap(told), "ms", 30, 23, _gaps(told)))
            rows.append(Row(f"processor time a turn, {count} callers", cpu * 1000, "ms", samples="all processes"))
            if count == 32:
                rows.append(Row("memory, thirty-two calls", memory, "MB", 1000, 600, "PSS of all processes, the most"))
            await asyncio.sleep(2)
    return rows


async def endurance(effort: Effort) -> list[Row]:
    """Two hundred calls one after the other, then twenty at once, each with a turn."""
    async with service(effort.settings) as running, phone(running.uri()) as calling:
        await running.settle()
        pick = _sayings(SEED + 3)
        warm = await _one_by_one(calling, 20, pick)
        before = running.memory_mb()
        told = await _one_by_one(calling, effort.of(180), pick)
        after_sequence = running.memory_mb()
        twenty = await talk(calling, list(itertools.islice(pick, 40)), 20)
        await asyncio.sleep(8)
        after, stuck = running.memory_mb(), running.metric("sottovoce_live_calls")
        restarts = running.metric("sottovoce_restarts_total")
    lost = sum(each.refused + each.cut + each.silent for each in (warm, told, twenty))
    return [
        Row("growth over 180 calls, one by one", after_sequence - before, "MB", 20, samples=str(told)),
        Row("growth after twenty at once", after - before, "MB", 20, samples=str(twenty)),
        Row("calls refused, cut or unanswered", lost, "", 0, 0, "of 220"),
        Row("calls stuck afterwards", stuck, "", 0, 0, "/metrics"),
        Row("processes that died", restarts, "", 0, 0, "/metrics"),
    ]


async def echo(effort: Effort) -> list[Row]:
    """What an echo call costs, and so how many a core bears."""
    count, seconds = 24, effort.of(15)
    async with service(effort.settings | {"calls.most": "64"}) as running, phone(running.uri("echo")) as calling:
        await running.settle()
        mu_law = b"".join(each.mu_law for each in itertools.islice(_sayings(SEED), 12))

        def script(_: int, line: Line) -> AnyScript:
            line.say(mu_law)
            return _as_turns(listen(line, (seconds + 12) * 1000))

        calls = asyncio.create_task(at_once(calling, count, script), name="echo-callers")
        await asyncio.sleep(count * call_rounds.EVERY_S + 4)
        before_s = running.cpu_s()
        await asyncio.sleep(seconds)
        share = (running.cpu_s() - before_s) / seconds / count
        told = await calls
    return [
        Row("an echo call's share of a core", 100 * share, "%", samples=f"{count - told.refused} calls, {seconds} s"),
        Row("echo calls a core", 1 / share if share else math.nan, "", samples="from that share"),
        Row("gap of RTP packets, echo, p99", _p99_gap(told), "ms", 30, 23, _gaps(told)),
    ]


async def heard(effort: Effort) -> list[Row]:
    """Words heard wrongly, and words heard in noise."""
    from bench.call_hearing import hearing  # noqa: PLC0415 - loads the weights into this process

    return await asyncio.to_thread(hearing, effort.share)


MEASURES: dict[str, Measure] = {
    "ready": ready,
    "turns": turns,
    "pauses": pauses,
    "barge": barge,
    "heard": heard,
    "callers": callers,
    "endurance": endurance,
    "echo": echo,
}


async def _one_by_one(calling: Phone, count: int, pick: Iterator[Saying]) -> Round:
    """Calls of a second each; every fifth waits for an answer."""
    total = Round()
    for number in range(count):
        line = Line(number + 1)
        if number % 5:
            total.add(await calling.call(_as_turns(listen(line, 700)), line))
        else:
            total.add_all(await talk_over(calling, [next(pick), next(pick)], 1))
    return total


def _as_turns(script: AnyScript) -> AnyScript:
    """The script, its result no turns at all; unanswered if nothing was heard."""
    heard = yield from script
    return [] if heard else [Turn(math.nan, silent=True)]


async def _with_memory(running: Service, work: Awaitable[Round]) -> tuple[Round, float]:
    """The round, and the most memory that was seen in it, looked at every few seconds."""
    most = 0.0
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait({task}, timeout=8)
        most = max(most, await asyncio.to_thread(running.memory_mb))
    return task.result(), most


def _latency_rows(who: str, told: Round, p50: tuple[float, float], p95: tuple[float, float]) -> list[Row]:
    return [
        Row(f"end of speech to answer, {who}, p50", told.latency_ms(0.5), "ms", *p50, str(told)),
        Row(f"end of speech to answer, {who}, p95", told.latency_ms(0.95), "ms", *p95, str(told)),
    ]


def _p99_gap(told: Round) -> float:
    return percentile(told.gaps_ms, 0.99)


def _gaps(told: Round) -> str:
    return f"{len(told.gaps_ms)} gaps, worst {max(told.gaps_ms, default=math.nan):.0f} ms"


def _shuffled(seed: int) -> list[Prompt]:
    chosen = sentences()
    return [chosen[int(at)] for at in np.random.default_rng(seed).permutation(len(chosen))]


def _sayings(seed: int) -> Iterator[Saying]:
    return endless([saying(each) for each in sentences()], seed)
