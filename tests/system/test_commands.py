"""Every command that is not a call, as a person and a script use it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from gateway.cli.main import COMMANDS
from tests.system.running import SOTTOVOCE, environment, run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    helped = run(command, "--help")
    assert helped.returncode == 0 and not helped.stderr
    assert helped.stdout.startswith(f"usage: sottovoce {command}")
    assert "--config FILE" in helped.stdout


def test_the_whole_has_help_and_a_version() -> None:
    helped = run("--help").stdout
    assert all(f"    {command} " in helped for command in COMMANDS)
    assert run("--version").stdout.startswith("sottovoce ")


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("serve", "--sip-port", "many"), ("ask",)])
def test_a_wrong_command_line_is_2_and_says_how(arguments: tuple[str, ...]) -> None:
    refused = run(*arguments)
    assert refused.returncode == 2 and refused.stderr.startswith("usage: sottovoce")


def test_settings_are_shown_with_value_source_and_meaning() -> None:
    shown = run("config", "show", "--json", sip_port=5099)
    settings = {each["key"]: each for each in json.loads(shown.stdout)}
    assert settings["sip.port"]["value"] == 5099 and settings["sip.port"]["source"] == "environment"
    assert settings["http.port"]["source"] == "default" and settings["http.port"]["meaning"]
    assert "sip.port = 5099" in run("config", "show", sip_port=5099).stdout


def test_settings_are_checked() -> None:
    assert "in order" in run("config", "check").stdout
    assert json.loads(run("config", "check", "--json").stdout) == {"ok": True}


def test_the_doctor_reports_every_finding() -> None:
    seen = run("doctor", "--json", sip_port=0, http_port=0)
    findings = {each["check"]: each for each in json.loads(seen.stdout)}
    assert {"SIP port", "Whisper", "voice", "codecs", "media clock", "memory", "core dumps"} <= set(findings)
    assert seen.returncode == 0, findings
    assert all(each["advice"] for each in findings.values() if each["ok"] is None)


def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    seen = run("doctor", hearing_model="/nowhere", data_folder=tmp_path / "file", sip_port=0, http_port=0)
    assert seen.returncode == 1 and "Traceback" not in seen.stderr
    assert seen.stdout.count("!! ") == 2, seen.stdout


def test_redacting_lines() -> None:
    redacted = run("redact", stdin="call me on 415 555 0132\nport 5060 answers 488\n").stdout.splitlines()
    assert len(redacted) == 2
    assert "0132" not in redacted[0] and redacted[1] == "port 5060 answers 488"


def test_redacting_dialogues() -> None:
    text = "my number is four one five five five five oh one three two"
    line = {"id": "a", "text": text, "dialogue": "d", "turn": 1, "speaker": "caller"}
    (out,) = run("redact", "--jsonl", stdin=json.dumps(line) + "\n").stdout.splitlines()
    redacted = json.loads(out)
    assert redacted["id"] == "a" and set(redacted) == {"id", "text", "spans"}
    assert text[redacted["spans"][0]["start"] :].startswith("four one five")


def test_asking() -> None:
    asked = run("ask", "why do my calls fail with 488?", "--json")
    assert "488" in json.loads(asked.stdout)["answer"]
    assert "488" in run("ask", "why do my calls fail with 488?").stdout


def test_chatting_by_pipe() -> None:
    chat = run("chat", stdin="why do my calls fail with 488?\nand over TCP?\nbye\nnever read\n")
    assert chat.returncode == 0 and not chat.stderr
    lines = chat.stdout.splitlines()
    assert "automated assistant" in lines[0] and "488" in lines[1] and "TCP" in lines[2]
    assert len(lines) == 4, "bye ends it"


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        command = [SOTTOVOCE, "config", "show"]
        shown = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True, env=environment(), check=False)
    assert (shown.returncode, shown.stderr) == (0, "")
