"""Audio and words stay in memory: the system calls of a whole conversation, at both ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.calling import calling, says, spoken
from tests.system.processes import children_of, limits
from tests.system.running import serving
from tests.system.tracing import Trace, under_strace

WAYS_TO_WRITE = (
    "open('kept', 'wb').write(b'audio')",
    "import os; os.write(os.open('kept', os.O_CREAT | os.O_RDWR), b'audio')",
    "import os; os.memfd_create('kept')",
    "import tempfile; tempfile.TemporaryFile().write(b'audio')",
    "import os; os.dup2(os.open('there', os.O_RDONLY), 9); os.truncate('there', 1)",
)


@pytest.mark.parametrize("code", WAYS_TO_WRITE)
def test_a_write_would_be_seen(tmp_path: Path, code: str) -> None:
    (tmp_path / "there").write_bytes(b"audio")
    subprocess.run([*under_strace(tmp_path / "trace"), sys.executable, "-B", "-c", code], cwd=tmp_path, check=True)
    assert Trace.read(tmp_path / "trace").touched()


@pytest.mark.parametrize(
    "code",
    [
        "s.settimeout(0.01); s.connect(('192.0.2.99', 443))",
        "s = socket.socket(2, 2); s.sendto(b'audio', ('192.0.2.99', 53))",
        "s = socket.socket(2, 2); s.connect(('192.0.2.99', 53)); s.send(b'audio')",
    ],
)
def test_a_word_to_somebody_else_would_be_heard(tmp_path: Path, code: str) -> None:
    code = f"import socket; s = socket.socket(); {code}"
    subprocess.run([*under_strace(tmp_path / "trace"), sys.executable, "-B", "-c", code], check=False)
    assert Trace.read(tmp_path / "trace").spoken_to() == {"192.0.2.99"}


def test_nothing_of_a_conversation_reaches_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # compiled code is the one thing Python itself would write
    ours, theirs = tmp_path / "gateway.trace", tmp_path / "caller.trace"
    lines = spoken(
        "I can hear them but they can't hear me.", "My number is four one five, five five five, oh one three two."
    )
    with serving(tmp_path, under_strace(ours), privacy_keep="false") as gateway:
        with calling(gateway.uri(), *lines, *spoken("Goodbye."), before=under_strace(theirs)) as call:
            gateway.wait_for_calls(1, 60)
            running = {gateway.pid, *(each.pid for each in children_of(gateway.pid)), *gateway.cells}
            assert all(limits(pid)["Max core file size"] == ["0", "0"] for pid in running)
            assert call.over() == 0, call.out.text
        assert call.ending == "caller-hung-up"
        assert says("audio|microphone|firewall", call.answer(0)), "the trace did not keep them from talking"
        assert gateway.data.is_dir() and not list(gateway.data.iterdir()), "nothing is kept"
        assert gateway.data.stat().st_mode & 0o077 == 0, "and the folder is its owner's alone"
    for trace in (Trace.read(ours), Trace.read(theirs)):
        assert len(trace.lines) > 1000
        assert not trace.touched(), trace.touched()[:10]
        assert not trace.spoken_to(), "nothing calls home"
    assert running <= Trace.read(ours).not_dumpable(), "every process asked not to be dumped"
