"""Secrets are planted in a call and in text; then everything that leaves the gateway is searched for them."""

import asyncio
import base64
import codecs
from pathlib import Path

import pytest

from tests.gateway.sip.cell.wireua import wire_ua
from tests.system.calling import calling, spoken
from tests.system.planted import FROM, SPOKEN, WRITTEN, canaries, canaries_in_files
from tests.system.running import Gateway, run, serving
from tests.system.watching import watching

FAULTS = Path(__file__).parent / "faults"
CARD = "4111 1111 1111 1111"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which everything lies that a command writes: home, temporary files, settings, data."""
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        (tmp_path / name.lower()).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser and an agent that raise what they were given, in every command that is run."""
    monkeypatch.setenv("PYTHONPATH", str(FAULTS))


@pytest.mark.parametrize(
    "line",
    [
        *SPOKEN,
        WRITTEN,
        FROM,
        CARD[::-1],
        "Z-E-L-D-A",
        base64.b64encode(f"x {WRITTEN}".encode()).decode(),
        WRITTEN.encode().hex(),
        codecs.encode("zelda.quimby@example.org".encode("utf-16-le"), "hex").decode().upper(),
        "From: %22Zelda%20Q",
    ],
)
def test_the_search_finds_them(line: str) -> None:
    assert canaries(line)


def test_the_search_finds_them_in_files_and_their_names(tmp_path: Path) -> None:
    (tmp_path / "zelda").mkdir()
    (tmp_path / "page.db").write_bytes(b"\x00\xff\x10" + CARD.encode() + b"\x00")
    assert {Path(name).name for name, _ in canaries_in_files(tmp_path)} == {"zelda", "page.db"}


async def called_by_name(gateway: Gateway) -> None:
    async with wire_ua(gateway.sip_port) as ua:
        reply = await ua.invite(headers={"From": FROM})
        assert reply.status == 200
        ua.send("BYE", headers={"From": FROM})
        await ua.final()


def everything_told(gateway: Gateway) -> dict[str, str]:
    """What leaves a gateway in a whole conversation in which the secrets are said, and on its way down."""
    with watching(gateway) as events:
        asyncio.run(called_by_name(gateway))
        with calling(gateway.uri(), *spoken(*SPOKEN, "Goodbye.")) as call:
            call.over()
        assert len(call.all("said")) == len(SPOKEN) + 1, call.out.text
        events.wait_for("event: turn-timed", 5)
        heard = " ".join(each["text"] for each in call.all("heard"))
        pages = "".join(gateway.get(page)[1] for page in ("/", "/metrics", "/healthz", "/readyz", "/api/none"))
        gateway.terminate()
        assert gateway.wait() == 0
        return {
            "pages": pages,
            "events": events.text,
            "output": gateway.out.text,
            "log": gateway.err.text,
            "the caller's log": call.err.text,
            "answers": heard,
        }


def assert_untold(told: dict[str, str], folder: Path) -> None:
    assert not {name: found for name, text in told.items() if (found := canaries(text))}
    assert not canaries_in_files(folder)


def test_nothing_that_leaves_a_gateway_tells_what_was_said_or_by_whom(folder: Path) -> None:
    with serving(folder, log_level="debug") as gateway:
        assert_untold(everything_told(gateway), folder)


@pytest.mark.usefixtures("faults")
def test_nothing_is_told_where_a_recogniser_fails_and_the_agent_raises(folder: Path) -> None:
    with serving(folder, log_level="debug") as gateway:
        told = everything_told(gateway)
        assert "UTTERANCE" not in told["answers"], "a failed redaction is not read out"
        assert_untold(told, folder)


def test_asking_in_text_tells_nobody_else(folder: Path) -> None:
    asked = run("ask", WRITTEN, log_level="debug")
    assert asked.returncode == 0 and not asked.stderr
    piped = run("redact", stdin=WRITTEN + "\n" + "\n".join(SPOKEN))
    assert piped.returncode == 0
    assert "488" in piped.stdout, "the trade's own numbers stay"
    chatted = run("chat", stdin="\n".join([*SPOKEN, WRITTEN, "goodbye"]) + "\n", log_level="debug")
    assert chatted.returncode == 0 and not chatted.stderr
    assert_untold({"redacted": piped.stdout + piped.stderr}, folder)


@pytest.mark.usefixtures("faults")
def test_text_is_told_to_nobody_where_a_recogniser_fails_and_the_agent_raises(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who typed may hear of it again; standard error and files may not."""
    told = {}
    chatted = run("chat", stdin="\n".join([*SPOKEN, WRITTEN, "goodbye"]) + "\n", log_level="debug")
    assert chatted.returncode == 0 and chatted.stdout.count("something went wrong") >= 2, "the fault was there"
    told["chat"] = chatted.stderr
    monkeypatch.setenv("AGENT_FAILS_AT_ONCE", "1")
    for words in (WRITTEN, *SPOKEN):
        asked = run("ask", words, log_level="debug")
        assert asked.returncode == 12
        told[f"ask {words[:9]}"] = asked.stdout + asked.stderr
    piped = run("redact", stdin="\n".join([*SPOKEN, f"my number: {WRITTEN}"]))
    assert "[UTTERANCE_1]" in piped.stdout, "the fault was there"
    told["redact"] = piped.stdout + piped.stderr
    assert not any("Traceback" in text for text in told.values()), told
    assert_untold(told, folder)
