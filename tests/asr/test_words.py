"""Tokens gathered into words."""

import numpy as np

from asr.decoder import Decoded, Token
from asr.words import believed

NO_CUES = (0.0,) * 7


def decoded(*pieces: str) -> Decoded:
    tokens = tuple(Token(piece, -0.1 * n, NO_CUES) for n, piece in enumerate((*pieces, "<|endoftext|>")))
    return Decoded(tokens, np.zeros(0, np.float32), 0.1, spent=False)


def test_words_keep_their_punctuation_and_their_pieces() -> None:
    said = believed(decoded("ĠAst", "erisk", ",", "Ġplease", "."))
    assert [word.text for word in said.words] == ["Asterisk,", "please."]
    assert [len(word.tokens) for word in said.words] == [3, 2]
    assert not said.repeated


def test_the_ending_is_the_place_behind_the_last_letters() -> None:
    assert believed(decoded("Ġhold", "Ġplease", ".")).ending.piece == "."
    assert believed(decoded("Ġhold", "Ġplease", ".", '"')).ending.piece == "."
    assert believed(decoded("Ġhold", "Ġplease")).ending.piece == "<|endoftext|>"


def test_the_ending_of_what_is_said_again_is_where_it_first_ended() -> None:
    said = believed(decoded("Ġhow", "Ġis", "Ġit", "?", "Ġhow", "Ġis", "Ġit"))
    assert [word.text for word in said.words] == ["how", "is", "it?"]
    assert said.ending.piece == "?"
    assert said.repeated


def test_nothing_is_nothing() -> None:
    said = believed(decoded())
    assert said.words == ()
    assert said.tokens == ()


def test_no_repr_shows_a_word() -> None:
    one = decoded("Ġsecret")
    assert "secret" not in repr(one) + repr(one.tokens[0]) + repr(believed(one)) + repr(believed(one).words)
