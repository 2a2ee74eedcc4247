"""Tokens as text."""

import pytest

from asr.vocabulary import is_special, text_of


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (["ĠHello", ",", "Ġworld", "."], " Hello, world."),
        (["Ġcaf", "Ã©"], " café"),
        (["<|startoftranscript|>", "Ġyes", "<|endoftext|>"], " yes"),
        (["Ã"], "\N{REPLACEMENT CHARACTER}"),
        ([], ""),
    ],
)
def test_text_of(tokens: list[str], text: str) -> None:
    assert text_of(tokens) == text


def test_special_tokens() -> None:
    assert is_special("<|endoftext|>")
    assert not is_special("<")
