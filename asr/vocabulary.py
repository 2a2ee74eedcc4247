"""Whisper's tokens as text. The byte-level alphabet of GPT-2, which all its vocabularies are written in.

Reading the tokens of the result this way replaces a tokenizer of 25 MB: nothing here ever needs to go from
text to tokens.
"""

from collections.abc import Iterable


def _byte_of_letter() -> dict[str, int]:
    """GPT-2 writes printable bytes as themselves and the others as letters from U+0100 on, in order."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(0x100 + n): byte for n, byte in enumerate(others)}


_BYTES = _byte_of_letter()


def text_of(tokens: Iterable[str]) -> str:
    """The text of `tokens`, special ones ("<|endoftext|>") left out and broken characters replaced."""
    letters = "".join(token for token in tokens if not is_special(token))
    return bytes(_BYTES[letter] for letter in letters if letter in _BYTES).decode("utf-8", "replace")


def is_special(token: str) -> bool:
    """Whether `token` stands for no text."""
    return token.startswith("<|") and token.endswith("|>")
