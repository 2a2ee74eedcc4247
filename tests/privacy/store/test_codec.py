"""Only redacted words go in, and a row opens in its own place only."""

import dataclasses
from typing import Any, cast

import pytest

from privacy.declared.content import Kept
from privacy.declared.fields import Undeclared
from privacy.declared.rows import Utterance
from privacy.keys.seal import AesCipher
from privacy.store.api import SealedRow
from privacy.store.codec import from_row, to_row
from privacy.store.errors import NotRedacted, Unreadable
from tests.privacy.store.sealed import CIPHER, a_call, said


def test_a_row_comes_back_with_its_types() -> None:
    row = said("c1", "s1", 3)
    back = from_row(to_row(row, CIPHER), Utterance, CIPHER)
    assert isinstance(back.text, Kept)
    assert back.text.text == row.text.text
    assert dataclasses.replace(back, text=row.text) == row


def test_raw_words_are_refused_and_not_named() -> None:
    raw = dataclasses.replace(said("c1", "s1", 1), text=cast(Any, "my pin is 4471"))
    with pytest.raises(NotRedacted) as refused:
        to_row(raw, CIPHER)
    assert "4471" not in str(refused.value)


def test_words_lie_nowhere_in_clear() -> None:
    sealed = to_row(said("c1", "s1", 1, "the canary sings"), CIPHER)
    assert b"canary" not in sealed.sealed
    assert "canary" not in repr(sealed) + repr(dict(sealed.clear))


def test_an_undeclared_field_cannot_be_written() -> None:
    row = a_call("c1", "s1")
    for clear in ({**row.clear, "number": "1"}, {**row.clear, "reference": "acorn"}, {"call": "c1"}):
        with pytest.raises(Undeclared):
            SealedRow(row.kind, row.key, clear, row.sealed)
    with pytest.raises(Undeclared):
        SealedRow("recording", row.key, row.clear, row.sealed)


def test_a_row_moved_changed_or_of_another_key_does_not_open() -> None:
    row = to_row(said("c1", "s1", 1), CIPHER)
    moved = dataclasses.replace(row, key="c2/00000001")
    given = dataclasses.replace(row, clear={**row.clear, "subject": "s2"})
    flipped = dataclasses.replace(row, sealed=row.sealed[:-1] + bytes([row.sealed[-1] ^ 1]))
    for other in (moved, given, flipped):
        with pytest.raises(Unreadable):
            from_row(other, Utterance, CIPHER)
    with pytest.raises(Unreadable):
        from_row(row, Utterance, AesCipher(bytes(31) + b"1"))
