"""Nothing is stored that no declaration covers."""

import ast
import dataclasses
from pathlib import Path

import pytest

from privacy.declared.content import Kept
from privacy.declared.fields import KINDS, Undeclared, kind, kind_of
from privacy.declared.record import records
from privacy.declared.terms import DataClass, Purpose


def test_there_is_no_purpose_beyond_the_five_of_the_policy() -> None:
    assert {each.value for each in Purpose} == {"support", "diagnostics", "improvement", "misuse", "compliance"}


def test_a_field_without_a_declaration_is_refused_at_import() -> None:
    @dataclasses.dataclass(frozen=True)
    class Unexplained:
        number: str

    with pytest.raises(Undeclared) as refused:
        kind("new", key=("number",))(Unexplained)
    assert refused.value.field == "number"
    assert "new" not in KINDS


def test_a_row_of_no_kind_is_refused() -> None:
    with pytest.raises(Undeclared):
        kind_of("words")


def test_every_field_says_what_it_is_and_by_what_right() -> None:
    for each in KINDS.values():
        assert set(each.key) <= set(each.clear), each.name
        for name, declared in each.fields.items():
            assert declared.meaning, name
            assert declared.purposes, name
            assert declared.bases, name
            assert declared.regions, name


def test_what_was_said_is_never_in_clear() -> None:
    content = [declared for each in KINDS.values() for declared in each.fields.values() if declared.content]
    assert len(content) == 3
    assert all(declared.sealed for declared in content)
    assert {declared.data_class for declared in content} == {DataClass.CHAT, DataClass.DIAGNOSTIC, DataClass.EVIDENCE}


def test_the_record_of_processing_names_every_field() -> None:
    text = records()
    for each in KINDS.values():
        section = text.split(f"\n## {each.name}\n")[1].split("\n## ")[0]
        for name, declared in each.fields.items():
            assert f"| `{name}` | {declared.meaning} | {declared.data_class.value} |" in section


def test_kept_words_are_made_by_the_codec_alone() -> None:
    with pytest.raises(TypeError):
        Kept(object(), "in clear")
    importers = {
        path.as_posix()
        for package in ("gateway", "asr", "agent", "privacy")
        for path in Path(package).glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "read_back" for alias in node.names)
    }
    assert importers == {"privacy/store/codec.py"}
