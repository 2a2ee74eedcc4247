"""Every command of the README, as a newcomer types it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.ports import LOOPBACK, free_port, rtp_ports
from tests.system.running import NICE, READY, READY_WITHIN_S, ROOT, Gateway, environment, serving

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)
LINES = [line.split("  #")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
TO_MAKE = {"make run", "make test"}
OURS = [line for line in LINES if line not in TO_MAKE]


def test_the_readme_begins_with_the_two_commands() -> None:
    assert set(LINES[:2]) == TO_MAKE
    assert len(OURS) >= 6


def test_make_run_answers_and_says_what_to_dial(tmp_path: Path) -> None:
    sip_port, http_port, (low, high) = free_port(), free_port(), rtp_ports()
    settings = environment(sip_host=LOOPBACK, sip_rtp_port_low=low, sip_rtp_port_high=high, **NICE)
    ports = f"--sip-port {sip_port} --http-port {http_port} --data-dir {tmp_path / 'data'}"
    made = subprocess.Popen(
        ["make", "run", f"ARGS={ports}"],
        cwd=ROOT, env=settings, start_new_session=True, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    gateway = Gateway(made, sip_port, http_port, tmp_path / "data")
    try:
        gateway.out.wait_for(READY, READY_WITHIN_S)
        assert f"sip:agent@{LOOPBACK}:{sip_port}" in gateway.out.text
        assert gateway.get("/readyz")[0] == 200
        gateway.terminate()
        assert gateway.wait() == 0
    finally:
        gateway.kill()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with serving(tmp_path_factory.mktemp("readme")) as running:
        yield running


@pytest.mark.parametrize("line", OURS)
def test_it_does_what_the_readme_says(line: str, gateway: Gateway) -> None:
    """On another port than 5060, which a machine that runs the tests may use for its own gateway."""
    typed = line.replace(f"@{LOOPBACK}", f"@{LOOPBACK}:{gateway.sip_port}")
    ports = {"sip_port": free_port(), "http_port": free_port(), "data_folder": gateway.data}
    done = subprocess.run(
        ["sh", "-c", typed], cwd=ROOT, env=environment(**ports), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() and "Traceback" not in done.stderr
