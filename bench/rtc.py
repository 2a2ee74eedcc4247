"""Calls from browsers beside calls by SIP: the same sentences to the same gateway, in turns, and what each costs.

`python -m bench.rtc` prints a table. Both callers time packets at the wire; neither has a jitter buffer. A sentence is
said once by SIP and once by WebRTC, who is first changes, and the difference is that of the pairs.
"""

import argparse
import asyncio
import itertools
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.call_dial import Phone, phone
from bench.call_line import Line
from bench.call_measures import _as_turns, _sayings
from bench.call_rounds import Round, at_once, talk
from bench.call_scripts import AnyScript, Turn, listen
from bench.call_service import Service, service
from bench.call_speech import Saying
from bench.call_table import Row, markdown, percentile
from bench.rtc_phone import WebPhone

CHUNK = 4  # sentences of a call
SEED = 31


@dataclass(slots=True)
class Pairs:
    """Each sentence's turn by SIP and by WebRTC."""

    sip: Round = field(default_factory=Round)
    web: Round = field(default_factory=Round)
    differences_ms: list[float] = field(default_factory=list)  # WebRTC less SIP, where both were answered in time

    def add(self, sip: Round, web: Round) -> None:
        self.sip.add_all(sip)
        self.web.add_all(web)
        both: Sequence[tuple[Turn, Turn]] = list(zip(sip.turns, web.turns, strict=False))
        self.differences_ms += [
            there.latency_ms - here.latency_ms
            for here, there in both
            if not math.isnan(here.latency_ms) and not math.isnan(there.latency_ms)
        ]


async def answers(running: Service, sentences: int) -> list[Row]:
    """From the last sample of speech to the first of the answer."""
    pairs, pick = Pairs(), _sayings(SEED)
    async with phone(running.uri()) as sip:
        web = WebPhone(running.http_port)
        for number in range(max(1, sentences // CHUNK)):
            pairs.add(*await _both(sip, web, list(itertools.islice(pick, CHUNK)), sip_first=number % 2 == 0))
            print(f"    {number + 1}: {pairs.sip} / {pairs.web}", file=sys.stderr, flush=True)
    told = ((pairs.sip, "SIP, G.711"), (pairs.web, "WebRTC, Opus"))
    rows = [
        Row(f"end of speech to answer, {who}, p{share * 100:.0f}", each.latency_ms(share), "ms", samples=str(each))
        for each, who in told
        for share in (0.5, 0.95)
    ]
    median = percentile(pairs.differences_ms, 0.5)
    count = f"{len(pairs.differences_ms)} pairs"
    rows.append(Row("WebRTC less SIP, p50", pairs.web.latency_ms(0.5) - pairs.sip.latency_ms(0.5), "ms", 100))
    rows.append(Row("WebRTC less SIP, the same sentence, median", median, "ms", 100, samples=count))
    return rows


async def _both(sip: Phone, web: WebPhone, said: list[Saying], *, sip_first: bool) -> tuple[Round, Round]:
    if sip_first:
        return await talk(sip, said, 1), await talk(web, said, 1)  # type: ignore[arg-type]  # it calls as a Phone does
    after = await talk(web, said, 1)  # type: ignore[arg-type]
    return await talk(sip, said, 1), after


async def echo(running: Service, who: str, calling: Phone | WebPhone, count: int, seconds: int) -> list[Row]:
    """What an echo call costs the gateway."""
    mu_law = b"".join(each.mu_law for each in itertools.islice(_sayings(SEED), 12))

    def script(_: int, line: Line) -> AnyScript:
        line.say(mu_law)
        return _as_turns(listen(line, (seconds + 12) * 1000))

    every_s = 0.4
    before_mb = running.memory_mb()
    calls = asyncio.create_task(at_once(calling, count, script, every_s), name="echo-callers")  # type: ignore[arg-type]
    await asyncio.sleep(count * every_s + 4)
    began_s = running.cpu_s()
    await asyncio.sleep(seconds)
    share = (running.cpu_s() - began_s) / seconds / count
    memory_mb = await asyncio.to_thread(running.memory_mb) - before_mb
    late_ms = running.metric("sottovoce_loop_late_milliseconds")
    told = await calls
    return [
        Row(f"an echo call's share of a core, {who}", 100 * share, "%", samples=f"{count - told.refused} calls"),
        Row(f"memory of an echo call, {who}", memory_mb / count, "MB", samples="PSS, more with the calls than before"),
        Row(f"gap of RTP packets, {who}, p99", percentile(told.gaps_ms, 0.99), "ms", 30, samples=str(told)),
        *([Row("the loop's worst lateness meanwhile", late_ms, "ms", samples="/metrics")] if "WebRTC" in who else []),
    ]


async def main() -> None:
    given = _arguments().parse_args()
    settings = {"calls.most": "64", "http.openings_per_source": "600", "rtc.addresses": "127.0.0.1"}
    loads = [os.getloadavg()[0]]
    async with service(settings) as running:
        await running.settle()
        rows = await answers(running, given.sentences)
        async with phone(running.uri("echo")) as sip:
            rows += await echo(running, "SIP", sip, given.calls, given.seconds)
        for attempt in ("first time", "again"):
            web = WebPhone(running.http_port, "echo")
            rows += await echo(running, f"WebRTC, {attempt}", web, given.calls, given.seconds)
    loads.append(os.getloadavg()[0])
    print(f"{len(os.sched_getaffinity(0))} cores, load {loads[0]:.1f} before and {loads[1]:.1f} after\n")
    print(markdown(rows))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=40, help="each by SIP and by WebRTC")
    parser.add_argument("--calls", type=int, default=12, help="echo calls at once")
    parser.add_argument("--seconds", type=int, default=12, help="for which their cost is measured")
    return parser


if __name__ == "__main__":
    asyncio.run(main())
