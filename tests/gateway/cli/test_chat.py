"""`sottovoce chat` at a terminal."""

import os
import pty
import signal
import subprocess
import sys

INTERRUPTED = 130


def test_control_c_ends_the_wait_for_a_line() -> None:
    ours, theirs = pty.openpty()
    chat = subprocess.Popen(
        ["env", "--default-signal=INT", sys.executable, "-m", "gateway.cli.main", "chat"],  # as at a terminal
        stdin=theirs, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert chat.stdout
    try:
        shown = b""
        while not shown.endswith(b"> "):
            shown += (read := os.read(chat.stdout.fileno(), 4096))
            assert read, shown
        chat.send_signal(signal.SIGINT)
        assert chat.wait(10) == INTERRUPTED
    finally:
        chat.kill()
        chat.wait()
        chat.stdout.close()
        os.close(ours)
        os.close(theirs)
