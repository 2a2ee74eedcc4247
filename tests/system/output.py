"""A process's output, read as it comes, so that no pipe fills and a test can wait for a line."""

import subprocess
import threading
from typing import IO


class Output:
    """Lines of one pipe. The reading thread ends when the pipe does."""

    def __init__(self, pipe: IO[str]) -> None:
        self._pipe = pipe
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._over = False
        self._reader = threading.Thread(target=self._read, name="output", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._pipe:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._over = True
            self._changed.notify_all()

    @property
    def lines(self) -> list[str]:
        with self._changed:
            return list(self._lines)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, part: str, within_s: float, after: int = 0) -> str:
        """The first line with `part` in it among those from number `after` on; fails when there will be none."""

        def found() -> str | None:
            return next((line for line in self._lines[after:] if part in line), None)

        with self._changed:
            self._changed.wait_for(lambda: found() is not None or self._over, within_s)
            line = found()
        assert line is not None, f"no {part!r} within {within_s:g} s in:\n{self.text}"
        return line

    def finish(self, within_s: float = 10.0) -> str:
        """Everything, once the pipe has ended."""
        self._reader.join(within_s)
        assert not self._reader.is_alive(), "somebody holds the pipe open"
        return self.text


def outputs(process: "subprocess.Popen[str]") -> tuple[Output, Output]:
    """Standard output and standard error of a process that was given pipes."""
    assert process.stdout and process.stderr
    return Output(process.stdout), Output(process.stderr)
