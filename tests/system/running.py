"""A gateway as an operator runs it: `sottovoce serve`, its output, its ports and its processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.system import processes
from tests.system.output import Output, outputs
from tests.system.ports import LOOPBACK, free_port, rtp_ports
from tests.system.waiting import until

SOTTOVOCE = str(Path(sys.executable).with_name("sottovoce"))
ROOT = Path(__file__).parents[2]
READY = "Ready for calls."
READY_WITHIN_S = 60.0  # on a machine that is busy with other tests
STOPPED_WITHIN_S = 60.0
Completed = subprocess.CompletedProcess[str]
NICE = {"speech_nice": 0}  # what else runs beside the tests must not decide whether an answer comes


def environment(**settings: object) -> dict[str, str]:
    """Ours without any setting of the gateway but those given: sip_port=5062 becomes SOTTOVOCE_SIP_PORT."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOTTOVOCE_")}
    return kept | {f"SOTTOVOCE_{name.upper()}": str(value) for name, value in settings.items()}


def run(
    *arguments: str, stdin: str = "", within_s: float = 60.0, **settings: object
) -> subprocess.CompletedProcess[str]:
    """A `sottovoce` command to its end."""
    return subprocess.run(
        [SOTTOVOCE, *arguments],
        input=stdin, capture_output=True, text=True, timeout=within_s, env=environment(**settings), check=False,
    )  # fmt: skip


@dataclass(slots=True)
class Gateway:
    """A running gateway. It leads a session of its own, so that every process it leaves behind can be found."""

    process: "subprocess.Popen[str]"
    sip_port: int
    http_port: int
    data: Path
    exits_with: int = 0
    out: Output = field(init=False)
    err: Output = field(init=False)

    def __post_init__(self) -> None:
        self.out, self.err = outputs(self.process)

    def uri(self, user: str = "agent", parameters: str = "") -> str:
        return f"sip:{user}@{LOOPBACK}:{self.sip_port}{parameters}"

    @property
    def session(self) -> int:
        return self.process.pid

    @property
    def pids(self) -> list[int]:
        return [each.pid for each in processes.in_session(self.session)]

    @property
    def pid(self) -> int:
        """The gateway process itself, also where another program started it."""
        serving = [each for each in processes.in_session(self.session) if " serve" in each.command]
        return min(each.pid for each in serving if "strace" not in each.command.split()[0])

    @property
    def cells(self) -> list[int]:
        """The cells, each a child of the nursery."""
        nursery = [each.pid for each in processes.children_of(self.pid) if "gateway.sip.cell" in each.command]
        return [each.pid for pid in nursery for each in processes.children_of(pid)]

    @property
    def speech(self) -> int | None:
        found = [each.pid for each in processes.children_of(self.pid) if "gateway.speech.worker" in each.command]
        return found[0] if found else None

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.http_port}{path}", timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def metric(self, name: str) -> float:
        """The sum of a metric's samples over its labels; 0 where there is none yet."""
        samples = (line.rpartition(" ") for line in self.get("/metrics")[1].splitlines() if line[:1] != "#")
        return sum(float(value) for key, _, value in samples if key.partition("{")[0] == f"sottovoce_{name}")

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log's events of that name, so far; the gateway logs in JSON."""
        found = [json.loads(line) for line in self.err.lines if line.startswith("{")]
        return [each for each in found if each.get("event") == name]

    def wait_for_calls(self, count: int, within_s: float = 15.0) -> None:
        until(f"{count} calls under way", lambda: self.metric("live_calls") == count, within_s)

    def terminate(self) -> None:
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, within_s: float = STOPPED_WITHIN_S) -> int:
        """The exit code, once it has ended and nothing of it is left."""
        code = self.process.wait(within_s)
        until("every process of the gateway ended", lambda: not self.pids, 5.0)
        self.out.finish()
        self.err.finish()
        return code

    def kill(self) -> None:
        """For a test that failed: leave nothing running."""
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(5)


@contextlib.contextmanager
def serving(folder: Path, before: Sequence[str] = (), **settings: object) -> Iterator[Gateway]:
    """A gateway on free ports with its data below `folder`, ready for calls.

    `before` is a command to run it under. Left with the gateway ended, by the test or here: it must exit with 0
    (or `exits_with`), show no traceback and leave no process behind.
    """
    sip_port, http_port, (rtp_low, rtp_high) = free_port(), free_port(), rtp_ports()
    data = folder / "data"
    named: Mapping[str, object] = {
        "sip_host": LOOPBACK, "sip_rtp_port_low": rtp_low, "sip_rtp_port_high": rtp_high, "log_style": "json",
    } | NICE | settings  # fmt: skip
    command = [*before, SOTTOVOCE, "serve", "--sip-port", str(sip_port), "--http-port", str(http_port)]
    process = subprocess.Popen(
        [*command, "--data-dir", str(data)],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(**named), start_new_session=True, cwd=folder,
    )  # fmt: skip
    running = Gateway(process, sip_port, http_port, data)
    try:
        running.out.wait_for(READY, READY_WITHIN_S)
        yield running
        if process.poll() is None and running.pids:
            running.terminate()
        assert running.wait() == running.exits_with, running.err.text
        assert "Traceback" not in running.err.text, running.err.text
    finally:
        running.kill()
