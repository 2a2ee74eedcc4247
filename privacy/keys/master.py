"""The master keys: they wrap every other key and lie nowhere near the database.

They come from the environment or from a file of our own. The first is used to wrap; those behind it only to unwrap
what was wrapped before a rotation.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from privacy.keys.errors import MasterDamaged, MasterMissing, MasterOpen
from privacy.keys.seal import KEY_BYTES, AesCipher

ENVIRONMENT: Final = "SOTTOVOCE_MASTER_KEY"  # several separated by commas, the one in use first


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One key; `ident` names it beside what it wrapped and tells nothing of it."""

    ident: str
    secret: bytes = field(repr=False)

    @property
    def cipher(self) -> AesCipher:
        return AesCipher(self.secret)


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The key that wraps, and those that only unwrap."""

    current: MasterKey
    previous: tuple[MasterKey, ...] = ()

    def named(self, ident: str) -> MasterKey | None:
        return next((key for key in (self.current, *self.previous) if key.ident == ident), None)


def from_environment(environment: Mapping[str, str]) -> MasterKeys | None:
    """The keys of `SOTTOVOCE_MASTER_KEY`, or None when it is not set. Raises `MasterDamaged`."""
    given = environment.get(ENVIRONMENT, "")
    return _parsed(given.split(","), f"the environment variable {ENVIRONMENT}") if given else None


def from_file(path: Path, *, make: bool = False) -> MasterKeys:
    """The keys in a file, one a line; with `make` a new one when there is no file yet.

    Raises `MasterMissing`, `MasterOpen` when others may read it, `MasterDamaged`.
    """
    if make and not path.exists():
        _write_new(path, [new_key()])
    try:
        if path.stat().st_mode & 0o077:
            raise MasterOpen(f"others may read the master key: chmod 600 {path}")
        return _parsed(path.read_text(encoding="ascii").splitlines(), str(path))
    except FileNotFoundError:
        raise MasterMissing(f"there is no master key at {path}: bring it back, or set privacy.key_file") from None
    except PermissionError:
        raise MasterMissing(f"the master key at {path} is not ours to read: chown it") from None
    except UnicodeDecodeError:
        raise MasterDamaged(f"{path} is not a master key") from None


def rotate_file(path: Path) -> MasterKeys:
    """A new key put before the others in the file; `Keyring.rotate` then wraps everything with it."""
    keys = from_file(path)
    secrets = [new_key(), *(_text(key.secret) for key in (keys.current, *keys.previous))]
    _replace(path, secrets)
    return from_file(path)


def forget_previous(path: Path) -> MasterKeys:
    """Only the first key left in the file: what was wrapped with another, backups too, is unreadable from here on."""
    _replace(path, [_text(from_file(path).current.secret)])
    return from_file(path)


def new_key() -> str:
    """A key in the form that the file and the environment take."""
    return _text(os.urandom(KEY_BYTES))


def _parsed(lines: Sequence[str], where: str) -> MasterKeys:
    try:
        secrets = [base64.b64decode(line.strip(), validate=True) for line in lines if line.strip()]
    except (binascii.Error, ValueError):
        raise MasterDamaged(f"{where} holds no master key: 32 bytes in base64 are one") from None
    if not secrets or any(len(secret) != KEY_BYTES for secret in secrets):
        raise MasterDamaged(f"{where} holds no master key: 32 bytes in base64 are one")
    keys = [MasterKey(hashlib.sha256(b"sottovoce master key" + secret).hexdigest()[:12], secret) for secret in secrets]
    return MasterKeys(keys[0], tuple(keys[1:]))


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _write_new(path: Path, secrets: Sequence[str]) -> None:
    """The file, whole or not at all: two starts at once end with the key of the one that came first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, secrets)
    try:
        os.link(draft, path)  # fails when the other was first, where a rename would replace its key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path)


def _replace(path: Path, secrets: Sequence[str]) -> None:
    _draft(path, secrets).replace(path)
    _sync_folder(path)


def _draft(path: Path, secrets: Sequence[str]) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{secret}\n" for secret in secrets))
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
