"""docs/privacy.md: every path, setting and test that its table of promises names is there."""

import ast
import re
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from gateway.settings.schema import Settings
from privacy.access.api import Role
from privacy.declared.terms import Region
from privacy.platforms.register import from_mapping
from privacy.requests.clocks import CLOCKS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "privacy.md").read_text()
SECTION = TEXT.split("\n## Promises\n")[1].split("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in SECTION.splitlines() if line.startswith("| ")
]
PROMISES = ROWS[1:]
SETTINGS = {
    f"{section.name}.{each.name}" for section in fields(Settings) for each in fields(getattr(Settings(), section.name))
}


def named(cell: str) -> list[str]:
    """What stands in backticks; the cell holds nothing else."""
    assert re.fullmatch(r"`[^`]+`(, `[^`]+`)*", cell), cell
    return re.findall(r"`([^`]+)`", cell)


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def test_the_table_is_read_as_it_stands() -> None:
    assert ROWS[0] == ["promise", "settings", "code", "proof"]
    assert len(PROMISES) >= 30
    assert len({row[0] for row in PROMISES}) == len(PROMISES)


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[0][:40])
def test_each_promise_has_code_and_a_test_that_are_there(row: list[str]) -> None:
    _, settings, code, proof = row
    assert settings == "none" or set(named(settings)) <= SETTINGS
    for path in named(code):
        assert (ROOT / path).exists(), path
    for test in named(proof):
        path, _, name = test.partition("::")
        assert name.startswith("test_") and name in functions_of(ROOT / path), test


def test_the_clocks_are_those_of_the_code() -> None:
    for region in Region:
        clock = CLOCKS[region]
        line = next(line for line in TEXT.splitlines() if line.startswith(f"| {region.name} |"))
        assert f"| {clock.days} days" in line and f"| {clock.more_days} days |" in line


def test_every_role_is_explained() -> None:
    section = TEXT.split("\n## Roles\n")[1].split("\n## ")[0]
    assert all(f"| {role.value.replace('-', ' ')} |" in section for role in Role)


def test_the_example_of_a_register_is_good() -> None:
    example = TEXT.split("```toml\n")[1].split("```")[0]
    assert set(from_mapping(tomllib.loads(example)).entries) == {"model"}
