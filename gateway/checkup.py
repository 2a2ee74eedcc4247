"""What a gateway needs of its machine, looked at one by one."""

import os
import resource
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.settings.schema import Settings

CLOCK_TICKS = 50
TICK_S = 0.02


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: `ok` is None for what works but could be better."""

    check: str
    ok: bool | None
    found: str
    advice: str = ""


def checkup(settings: Settings) -> list[Finding]:
    """Every finding, in the order in which they matter."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _sip_port, _http_port, _data_folder, _whisper, _voice, _codecs, _cpu, _clock, _memory, _core_dumps,
    )  # fmt: skip
    return [check(settings) for check in checks]


def _sip_port(settings: Settings) -> Finding:
    sip = settings.sip
    for kind, name in ((socket.SOCK_DGRAM, "UDP"), (socket.SOCK_STREAM, "TCP")):
        if not _free(sip.host, sip.port, kind):
            return Finding("SIP port", False, f"{sip.port}/{name} is taken", "Stop what listens there or set sip.port.")
    return Finding("SIP port", True, f"{sip.port} is free, UDP and TCP")


def _http_port(settings: Settings) -> Finding:
    if _free(settings.http.host, settings.http.port, socket.SOCK_STREAM):
        return Finding("HTTP port", True, f"{settings.http.port} is free")
    return Finding("HTTP port", False, f"{settings.http.port} is taken", "Stop what listens there, or set http.port.")


def _free(host: str, port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _data_folder(settings: Settings) -> Finding:
    folder = Path(settings.data.folder)
    near = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if near.is_dir() and os.access(near, os.W_OK | os.X_OK):
        return Finding("data folder", True, f"{folder.absolute()} can be written")
    return Finding("data folder", False, f"{near} is no folder that can be written", "Set data.folder to another one.")


def _whisper(settings: Settings) -> Finding:
    from asr import whisper  # noqa: PLC0415  # heavy, and wanted by this check alone

    try:
        found = whisper.load(settings.hearing.model, lanes=1).provenance
    except Exception as error:  # whatever it is, the operator reads it here
        return Finding("Whisper", False, str(error))
    return Finding("Whisper", True, f"{found.name} from {found.origin}, sha256 {found.sha256[:12]}")


def _voice(settings: Settings) -> Finding:
    from agent.voice import piper  # noqa: PLC0415  # heavy, and wanted by this check alone

    try:
        found = piper.load(settings.voice.name).provenance
    except Exception as error:  # whatever it is, the operator reads it here
        return Finding("voice", False, str(error))
    return Finding("voice", True, f"{found.name} from {found.origin}, sha256 {found.sha256[:12]}")


def _codecs(_: Settings) -> Finding:
    try:
        import pjsua2  # noqa: F401, PLC0415
    except ImportError as error:
        return Finding("codecs", False, f"pjsua2 does not load: {error}", "Run 'make setup' with Python 3.11 or 3.12.")
    return Finding("codecs", True, "PCMU, PCMA and G722 by pjsua2")


def _cpu(_: Settings) -> Finding:
    cpuinfo = Path("/proc/cpuinfo")
    flags = cpuinfo.read_text(encoding="ascii", errors="replace") if cpuinfo.exists() else ""
    best = next((name for name in ("avx512f", "avx2", "avx") if f" {name} " in flags), "")
    cores = len(os.sched_getaffinity(0))
    found = f"{cores} cores, {best or 'no AVX'}"
    if cores < 2:
        return Finding("CPU", None, found, "One core answers one caller at a time in good time; two are the least.")
    if best not in ("avx2", "avx512f"):
        return Finding("CPU", None, found, "Without AVX2 transcription is several times slower: expect later answers.")
    return Finding("CPU", True, found)


def _clock(_: Settings) -> Finding:
    """How well a thread keeps 20 ms here: the media lives on it."""
    late: list[float] = []
    due = time.monotonic()
    for _tick in range(CLOCK_TICKS):
        due += TICK_S
        time.sleep(max(0.0, due - time.monotonic()))
        late.append((time.monotonic() - due) * 1000)
    worst = sorted(late)[-2]
    found = f"20 ms ticks are at most {worst:.1f} ms late"
    if worst > 10:
        return Finding("media clock", None, found, "The machine is busy or throttled: speech will be choppy meanwhile.")
    return Finding("media clock", True, found)


def _memory(_: Settings) -> Finding:
    if os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] == resource.RLIM_INFINITY:
        return Finding("memory", True, "pages with speech in them can be kept out of swap")
    advice = "Allow it: LimitMEMLOCK=infinity in the systemd unit, or memlock in /etc/security/limits.conf."
    return Finding("memory", None, "memory cannot be locked: speech could reach swap", advice)


def _core_dumps(_: Settings) -> Finding:
    return Finding("core dumps", True, "switched off by every process of the gateway")
