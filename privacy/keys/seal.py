"""AES-256-GCM with a random nonce (NIST SP 800-38D): one key for one subject, so far fewer than 2^32 uses."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.store.errors import Unreadable

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class AesCipher:
    """Seals and opens with one key; the key cannot be read back from it."""

    __slots__ = ("_aes",)

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Nonce, ciphertext and tag; 28 bytes more than `plain`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """What was sealed. Raises `Unreadable` when it, or what it is about, was changed."""
        try:
            return self._aes.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError):
            raise Unreadable("a sealed row does not open with its key: it was changed or moved") from None
