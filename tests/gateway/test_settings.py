"""Settings: every source, every refusal, and the docs that must name each of them."""

from pathlib import Path

import pytest

from gateway.errors import SettingsError
from gateway.settings.load import load

ROOT = Path(__file__).parent.parent.parent


def test_the_defaults_are_in_order() -> None:
    loaded = load()
    assert loaded.settings.sip.port == 5060
    assert loaded.settings.http.port == 8080
    assert {each.source for each in loaded.each} == {"default"}


def test_the_command_line_outweighs_the_environment_and_that_the_file(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text('[sip]\nport = 1\npublic_address = "a"\n[calls]\nmost = 3\n')
    environ = {"SOTTOVOCE_SIP_PORT": "2", "SOTTOVOCE_SIP_PUBLIC_ADDRESS": "b", "HOME": "/"}
    loaded = load(file, environ, {"sip.port": 3})
    found = {each.key: (each.value, each.source) for each in loaded.each}
    assert found["sip.port"] == (3, "command line")
    assert found["sip.public_address"] == ("b", "environment")
    assert found["calls.most"] == (3, str(file))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sip]\nprot = 1", "unknown setting 'sip.prot' (FILE); did you mean 'sip.port'?"),
        ("[nothing]\nlike_it = 1", "unknown setting 'nothing.like_it'"),
        ("port = 1", "'port' stands alone; settings live in sections such as [sip]"),
        ('[sip]\nport = "many"', "sip.port (FILE) must be a whole number"),
        ("[sip]\nport = true", "sip.port (FILE) must be a whole number"),
        ("[sip]\nport = 70000", "sip.port (FILE) must be at most 65535"),
        ("[calls]\nmost = 0", "calls.most (FILE) must be at least 1"),
        ("[calls]\nsilence_seconds = nan", "calls.silence_seconds (FILE) must be a finite number"),
        ("[calls]\nlongest_seconds = inf", "calls.longest_seconds (FILE) must be a finite number"),
        ('[log]\nlevel = "loud"', "log.level (FILE) must be one of: debug, info, warning, error"),
        ('[sip]\ntrusted_networks = "here"', "sip.trusted_networks: 'here' is no network"),
        ("[sip]\nrtp_port_low = 20000\nrtp_port_high = 20010", "must hold 72 ports for 32 calls"),
        ("[sip\n", "is not valid TOML"),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "s.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load(file)
    assert sentence.replace("FILE", str(file)) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot read the configuration .*No such file"):
        load(tmp_path / "missing.toml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load(file)


def test_the_environment_is_checked_too() -> None:
    with pytest.raises(SettingsError, match=r"sip\.prot"):
        load(environ={"SOTTOVOCE_SIP_PROT": "1"})


def test_every_setting_is_in_the_docs() -> None:
    docs = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for each in load().each:
        assert f"`{each.key}`" in docs, f"{each.key} is not in docs/settings.md"
        assert each.meaning in docs, f"the meaning of {each.key} is not in docs/settings.md"


@pytest.mark.parametrize(("given", "meant"), [("true", True), ("False", False)])
def test_the_environment_says_true_and_false(given: str, meant: bool) -> None:
    assert load(environ={"SOTTOVOCE_PRIVACY_KEEP": given}).settings.privacy.keep is meant


def test_the_environment_says_nothing_else_for_it() -> None:
    with pytest.raises(SettingsError, match=r"privacy.keep .* must be true or false"):
        load(environ={"SOTTOVOCE_PRIVACY_KEEP": "maybe"})


def test_the_master_key_is_no_setting() -> None:
    assert load(environ={"SOTTOVOCE_MASTER_KEY": "secret"}).settings == load().settings
