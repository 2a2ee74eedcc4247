"""strace, and what its trace tells: who opened a file for writing or wrote to one, and whom anybody spoke to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "open,openat,openat2,creat,write,pwrite64,writev,pwritev,pwritev2,sendfile,splice,copy_file_range,"
    "memfd_create,truncate,ftruncate,prctl,connect,sendto,sendmsg,sendmmsg"
)
NO_FILES = ("/dev/null", "/dev/tty", "/dev/pts/", "/proc/self/")  # nothing that is written there is kept
WEIGHTS = re.compile(r"^memfd_create\(.*/memfd:voice>|^write\(\d+</memfd:voice>")  # the voice's, in memory
# tempfile tries where it may write, with the word "blat", before it makes a folder of links to weights
MAY_I = re.compile(
    r'^openat\(.*"[^"]*/[a-z0-9_]{8}", O_RDWR\|O_CREAT\|O_EXCL|^write\(\d+<[^>]*/[a-z0-9_]{8}>, ""\.\.\., 4\)\s+= 4$'
)
NOT_AWAY = ("127.", "::1", "0.0.0.0")
_OPENED = re.compile(r"^(?:open|openat|openat2|creat)\(.*?\"(?P<path>[^\"]*)\"(?P<how>.*)\)\s+= \d+")
_FOR_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
_WRITTEN = re.compile(r"^(?:p?writev?2?|pwrite64|sendfile|splice|copy_file_range|ftruncate)\(\d+<(?P<path>/[^>]*)>")
_COPIED = re.compile(r"^(?:splice|copy_file_range)\(\d+<[^>]*>, [^,]+, \d+<(?P<path>/[^>]*)>")
_ADDRESSED = re.compile(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"|->\[?([0-9a-f.:]+?)\]?:\d+\]>')
_ONLY_ROUTED = re.compile(r"^connect\(\d+<UDP")  # asks the kernel for the way there and sends nothing
_BROKEN_OFF = " <unfinished ...>"
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>,? ?")
_NOT_DUMPABLE = re.compile(r"^prctl\(PR_SET_DUMPABLE, SUID_DUMP_DISABLE.*\) += 0$")


def under_strace(trace: Path) -> tuple[str, ...]:
    """The command to put before another one. Descriptors are shown with what they stand for, data is not shown."""
    return ("strace", "--seccomp-bpf", "-f", "-qq", "-yy", "-s", "0", "-e", f"trace={CALLS}", "-o", str(trace))


@dataclass(frozen=True, slots=True)
class Trace:
    """Each line of a trace as the id of the task and the call it made."""

    lines: tuple[tuple[int, str], ...]

    @classmethod
    def read(cls, trace: Path) -> "Trace":
        rows = (line.split(None, 1) for line in trace.read_text(errors="replace").splitlines())
        return cls(tuple(_whole((int(task), call) for task, call in rows)))

    def touched(self) -> list[str]:
        """The calls by which a byte could have reached a file."""
        return [call for _, call in self.lines if _touches(call)]

    def spoken_to(self) -> set[str]:
        """Addresses on other machines to which anything was sent, or a connection tried."""
        sent = [call for _, call in self.lines if not _ONLY_ROUTED.match(call)]
        hosts = {host for call in sent for pair in _ADDRESSED.findall(call) for host in pair if host}
        return {host for host in hosts if not host.startswith(NOT_AWAY)}

    def not_dumpable(self) -> set[int]:
        """Those who asked not to be dumped."""
        return {task for task, call in self.lines if _NOT_DUMPABLE.match(call)}


def _whole(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each call in one piece: strace breaks one off where another task's comes between its start and its result."""
    begun: dict[int, str] = {}
    for task, call in rows:
        if call.endswith(_BROKEN_OFF):
            begun[task] = call.removesuffix(_BROKEN_OFF)
        elif resumed := _RESUMED.match(call):
            yield task, begun.pop(task, "") + call[resumed.end() :]
        else:
            yield task, call
    yield from begun.items()


def _touches(call: str) -> bool:
    if WEIGHTS.match(call) or MAY_I.match(call):
        return False
    opened = _OPENED.match(call)
    if opened:
        writes = call.startswith("creat") or bool(_FOR_WRITING.search(opened["how"]))
        return writes and not opened["path"].startswith(NO_FILES)
    if call.startswith(("memfd_create", "truncate")):
        return not call.endswith("ENOENT (No such file or directory)")
    written = _COPIED.match(call) or _WRITTEN.match(call)
    return written is not None and not written["path"].startswith(NO_FILES)
