"""`Redacted` can be made in one place, cannot be changed, and shows nothing by accident."""

import ast
import copy
import pickle
from pathlib import Path

import pytest

from privacy.api import Redacted, RedactionSession, Span


def words(text: str = "my pin is 4471") -> Redacted:
    return RedactionSession().redact(text)


def test_it_cannot_be_made_outside() -> None:
    with pytest.raises(TypeError):
        Redacted(object(), "in clear", ())
    with pytest.raises(TypeError):
        type("Open", (Redacted,), {})


def test_mint_is_called_by_the_session_alone() -> None:
    importers = set()
    for path in Path().glob("*/**/*.py"):
        if path.parts[0] in ("gateway", "asr", "agent", "privacy", "bench"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and any(alias.name in ("mint", "_SEAL") for alias in node.names):
                    importers.add(path.as_posix())
    assert importers == {"privacy/session.py"}


def test_it_cannot_be_changed() -> None:
    redacted = words()
    for name in ("_text", "text", "anything"):
        with pytest.raises(AttributeError):
            setattr(redacted, name, "in clear")
    with pytest.raises(AttributeError):
        del redacted._text
    assert copy.copy(redacted) is redacted
    assert copy.deepcopy(redacted) is redacted
    with pytest.raises(TypeError):
        pickle.dumps(redacted)


def test_str_gives_the_words_and_repr_does_not() -> None:
    redacted = words("call fails, my pin is 4471")
    assert str(redacted) == redacted.text == "call fails, my pin is [PIN_1]"
    assert "call" not in repr(redacted)
    assert redacted.spans == (Span(22, 26, "PIN"),)


def test_equality_and_hash_go_by_text_and_spans() -> None:
    assert words() == words()
    assert hash(words()) == hash(words())
    assert words() != words("my pin is 44718")
    assert words() != words().text
    assert not words("")
