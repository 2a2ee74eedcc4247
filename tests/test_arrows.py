"""The arrows of docs/architecture.md, walked over every import in the tree."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("gateway", "asr", "agent", "privacy")
ALLOWED = {"gateway": {"asr", "agent", "privacy"}, "asr": set(), "agent": {"privacy"}, "privacy": set()}
REDACTED_ONLY = ("privacy.api", {"Redacted"})


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = dict(modules())


def imports(path: Path, *, at_top: bool = False) -> Iterator[tuple[str, str]]:
    """Every (module, name) a file imports; `at_top` leaves out what is imported inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body if at_top else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield from ((node.module or "", alias.name) for alias in node.names)


def depends_on(path: Path) -> set[str]:
    """The modules of ours that a file needs to be imported."""
    found = set()
    for module, name in imports(path, at_top=True):
        found |= {each for each in (module, f"{module}.{name}") if each in MODULES}
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_arrows_point_one_way(package: str) -> None:
    for name, path in MODULES.items():
        if name.split(".")[0] != package:
            continue
        for module, _ in imports(path):
            other = module.split(".")[0]
            if other in PACKAGES and other != package:
                assert other in ALLOWED[package], f"{name} imports {module}"


def test_the_agent_knows_of_privacy_only_what_redacted_words_are() -> None:
    module_allowed, names_allowed = REDACTED_ONLY
    for name, path in MODULES.items():
        if name.startswith("agent"):
            for module, imported in imports(path):
                if module.split(".")[0] == "privacy":
                    assert module == module_allowed, f"{name} imports {module}"
                    assert imported in names_allowed, f"{name} imports {imported}"


def test_there_is_no_cycle() -> None:
    graph = {name: depends_on(path) - {name} for name, path in MODULES.items()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in graph[name]:
                walk(other, (*trail, name))
            done.add(name)

    sys.setrecursionlimit(10_000)
    for name in graph:
        walk(name, ())


def test_only_the_speech_process_loads_models() -> None:
    """The gateway and the cells stay small: what is heavy is imported by one module alone."""
    heavy = {"asr.whisper", "agent.voice.piper", "faster_whisper", "ctranslate2", "piper"}
    for name, path in MODULES.items():
        if name.startswith("gateway") and name != "gateway.speech.models":
            direct = {
                each for module, imported in imports(path, at_top=True) for each in (module, f"{module}.{imported}")
            }
            assert not direct & heavy, name
