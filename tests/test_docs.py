"""The documents: every link leads somewhere, every command of ours that they show exists."""

import re
from pathlib import Path

import pytest

from gateway.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
]
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)?(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+\s+(.+)$", re.MULTILINE)
COMMAND = re.compile(r"sottovoce ([a-z]+)(?= |`|$)", re.MULTILINE)
FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The fragments by which a heading is reached, as code hosts make them."""
    found = HEADING.findall(path.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target, fragment in LINK.findall(path.read_text()):
        linked = (path.parent / target).resolve() if target else path
        assert linked.exists(), target
        if fragment and linked.suffix == ".md":
            assert fragment in anchors(linked), f"{target}#{fragment}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_shown_exists(path: Path) -> None:
    shown = {command for block in FENCED.findall(path.read_text()) for command in COMMAND.findall(block)}
    assert shown <= set(COMMANDS)


def test_every_document_is_reached_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    reached = {target for target, _ in LINK.findall(readme)}
    missing = [path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in reached]
    assert not missing
