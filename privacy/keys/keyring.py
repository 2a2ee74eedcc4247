"""The keys of subjects and of the house: made, fetched, wrapped anew, destroyed."""

import os
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.keys.errors import KeyGone, MasterMissing
from privacy.keys.master import MasterKeys
from privacy.keys.seal import KEY_BYTES, AesCipher
from privacy.keys.shelf import Shelf, Wrapped

_PEPPER: Final = "@pepper"  # keys the hashes of identifiers
_HOUSE: Final = "@house"  # seals what belongs to no subject
_SIGNING: Final = "@signing"  # signs checkpoints of the audit


class Keyring:
    """Unwraps keys for who needs them, and keeps none but the house's own in memory.

    Used on one event loop. Raises `StoreError` from the shelf, `KeyGone`, and `MasterMissing` when a key was wrapped
    by a master key that is not among ours.
    """

    def __init__(self, shelf: Shelf, masters: MasterKeys) -> None:
        self._shelf = shelf
        self._masters = masters
        self._own: dict[str, bytes] = {}

    async def fresh(self, subject: str) -> AesCipher:
        """A new key for a new subject, durable before it is used."""
        secret = os.urandom(KEY_BYTES)
        if not await self._shelf.add(subject, self._wrap(subject, secret)):
            return await self.cipher(subject)
        return AesCipher(secret)

    async def cipher(self, subject: str) -> AesCipher:
        """The subject's key. Raises `KeyGone`."""
        return AesCipher(await self._fetch(subject))

    async def drop(self, *subjects: str) -> bool:
        """Whether there was a key; whatever it sealed, wherever a copy lies, is unreadable from here on."""
        return await self._shelf.drop(*subjects)

    async def subjects(self) -> frozenset[str]:
        """Everyone who has a key."""
        return frozenset(name for name in await self._shelf.names() if not name.startswith("@"))

    async def house(self) -> AesCipher:
        """The key for rows without a subject: staff and holds."""
        return AesCipher(await self._of_the_house(_HOUSE))

    async def pepper(self) -> bytes:
        """The key of `alias_of`."""
        return await self._of_the_house(_PEPPER)

    async def signing(self) -> Ed25519PrivateKey:
        """The key that signs the audit's checkpoints."""
        return Ed25519PrivateKey.from_private_bytes(await self._of_the_house(_SIGNING))

    async def rotate(self) -> int:
        """Wraps with the current master key what another wrapped; how many. May be broken off and called again."""
        changed = 0
        for name in sorted(await self._shelf.names()):
            old = await self._shelf.get(name)
            if old is not None and old.master != self._masters.current.ident:
                changed += await self._shelf.replace(name, old, self._wrap(name, self._unwrap(name, old)))
        await self._shelf.scrub()
        return changed

    async def scrub(self) -> bool:
        return await self._shelf.scrub()

    async def aclose(self) -> None:
        self._own.clear()
        await self._shelf.aclose()

    async def _of_the_house(self, name: str) -> bytes:
        if name not in self._own:
            await self._shelf.add(name, self._wrap(name, os.urandom(KEY_BYTES)))
            self._own[name] = await self._fetch(name)  # of two boxes at their first start one was earlier
        return self._own[name]

    async def _fetch(self, name: str) -> bytes:
        wrapped = await self._shelf.get(name)
        if wrapped is None:
            raise KeyGone("there is no key: what it sealed was erased")
        return self._unwrap(name, wrapped)

    def _wrap(self, name: str, secret: bytes) -> Wrapped:
        master = self._masters.current
        return Wrapped(master.ident, master.cipher.seal(secret, name.encode()))

    def _unwrap(self, name: str, wrapped: Wrapped) -> bytes:
        master = self._masters.named(wrapped.master)
        if master is None:
            raise MasterMissing(f"keys are wrapped by master key {wrapped.master}, which is not there: bring it back")
        return master.cipher.open(wrapped.blob, name.encode())
