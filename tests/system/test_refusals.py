"""What an operator reads when something is wrong: one sentence that says what to do, and an exit code."""

import contextlib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import processes
from tests.system.ports import LOOPBACK, free_port
from tests.system.running import SOTTOVOCE, environment, run
from tests.system.waiting import until

WRONG, TAKEN, NO_MODEL, NO_FOLDER, BAD_INPUT, UNANSWERED = 2, 3, 4, 6, 7, 8


@contextlib.contextmanager
def taken(kind: socket.SocketKind) -> Iterator[int]:
    """A port that somebody else holds."""
    with socket.socket(socket.AF_INET, kind) as holder:
        port = free_port()
        holder.bind((LOOPBACK, port))
        if kind is socket.SOCK_STREAM:
            holder.listen()
        yield port


def one_sentence(error: str) -> str:
    assert error.startswith("sottovoce: ") and error.count("\n") == 1, error
    assert "Traceback" not in error
    return error


def refused(folder: Path, *arguments: str, **settings: object) -> tuple[int, str]:
    """Exit code and sentence of a gateway that cannot serve; nothing of it is left."""
    ports = {"sip_host": LOOPBACK, "sip_port": free_port(), "http_port": free_port(), "data_folder": folder / "data"}
    serving = subprocess.Popen(
        [SOTTOVOCE, "serve", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(**ports | settings), start_new_session=True,
    )  # fmt: skip
    try:
        out, error = serving.communicate(timeout=60)
    finally:
        serving.kill()
    assert "Ready" not in out
    until("nothing is left running", lambda: not processes.in_session(serving.pid), 5)
    return serving.returncode, one_sentence(error)


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM], ids=["udp", "tcp"])
def test_a_taken_sip_port(tmp_path: Path, kind: socket.SocketKind) -> None:
    with taken(kind) as port:
        code, error = refused(tmp_path, "--sip-port", str(port))
    assert code == TAKEN and f"SIP port {port}" in error and "--sip-port" in error


def test_a_taken_http_port(tmp_path: Path) -> None:
    with taken(socket.SOCK_STREAM) as port:
        code, error = refused(tmp_path, "--http-port", str(port))
    assert code == TAKEN and f"HTTP port {port}" in error and "--http-port" in error


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[sip]\nprot = 5060\n", "did you mean 'sip.port'"),
        ("[calls]\nmost = 1000\n", "at most 400"),
        ("[calls]\nmost = 'x'\n", "a whole number"),
        ("port = 5060\n", "[sip]"),
        ("[sip\n", "not valid TOML"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_wrong_configuration(tmp_path: Path, text: str, part: str) -> None:
    file = tmp_path / "sottovoce.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    checked = run("config", "check", "--config", str(file))
    assert checked.returncode == WRONG and part in one_sentence(checked.stderr)


def test_serve_says_what_config_check_says(tmp_path: Path) -> None:
    code, error = refused(tmp_path, voice_nmae="joe")
    assert code == WRONG and "did you mean 'voice.name'" in error
    checked = run("config", "check", voice_nmae="joe")
    assert (checked.returncode, checked.stderr) == (code, error)


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_a_configuration_that_cannot_be_read(tmp_path: Path, what: str) -> None:
    file = tmp_path / "settings"
    if what == "folder":
        file.mkdir()
    code, error = refused(tmp_path, "--config", str(file))
    assert code == WRONG and f"cannot read the configuration {file}" in error


@pytest.mark.parametrize("setting", ["hearing_model", "voice_name"])
def test_a_model_that_is_not_there(tmp_path: Path, setting: str) -> None:
    missing = tmp_path / "no-such-model.onnx"
    code, error = refused(tmp_path, **{setting: missing})
    assert code == NO_MODEL and str(missing) in error


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_data_folder_that_is_a_file(tmp_path: Path, below: str) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    code, error = refused(tmp_path, "--data-dir", str(in_the_way / below))
    assert code == NO_FOLDER and str(in_the_way) in error


def test_a_data_folder_that_nobody_can_make(tmp_path: Path) -> None:
    code, error = refused(tmp_path, "--data-dir", "/proc/sottovoce")
    assert code == NO_FOLDER and "/proc/sottovoce" in error


@pytest.fixture(scope="module", autouse=True)
def to_nobody() -> Iterator["subprocess.Popen[str]"]:
    """A call to a port where nobody is, begun before all else: over UDP, SIP hopes for 32 s (Timer B of RFC 3261)."""
    command = [SOTTOVOCE, "call", f"sip:agent@{LOOPBACK}:{free_port()}", "--no-text"]
    calling = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment())
    yield calling
    calling.kill()
    calling.communicate()


def test_a_call_to_nobody(to_nobody: "subprocess.Popen[str]") -> None:
    _, error = to_nobody.communicate(timeout=60)
    assert to_nobody.returncode == UNANSWERED
    assert "is the gateway running" in one_sentence(error)


def test_a_call_to_nobody_over_tcp() -> None:
    dialled = run("call", f"sip:agent@{LOOPBACK}:{free_port()};transport=tcp", "--no-text")
    assert dialled.returncode == UNANSWERED
    one_sentence(dialled.stderr)


@pytest.mark.parametrize("uri", ["nonsense", "http://127.0.0.1/", "sip:", "sip:agent@"])
def test_a_call_to_something_that_is_no_uri(uri: str) -> None:
    dialled = run("call", uri, "--no-text")
    assert dialled.returncode in (BAD_INPUT, UNANSWERED)
    one_sentence(dialled.stderr)


def test_a_wav_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "words.wav").write_text("these are words")
    for name in ("words.wav", "missing.wav"):
        called = run("call", "sip:agent@127.0.0.1", "--wav", str(tmp_path / name), "--no-text")
        assert called.returncode == BAD_INPUT
        assert name in one_sentence(called.stderr)


def test_redacting_what_is_no_json() -> None:
    redacted = run("redact", "--jsonl", stdin="secret words\n")
    assert redacted.returncode == BAD_INPUT
    assert "secret" not in one_sentence(redacted.stderr)
