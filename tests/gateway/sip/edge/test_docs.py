"""`docs/sip-edge.md` names every setting and every fact."""

import re
from dataclasses import fields
from pathlib import Path

from gateway.sip.edge.api import EdgeSettings

ROOT = Path(__file__).parents[4]
DOCS = (ROOT / "docs" / "sip-edge.md").read_text()
SOURCES = [path.read_text() for path in (ROOT / "gateway" / "sip" / "edge").glob("*.py")]
FACT = re.compile(r'(?:Outcome\(|counted\(|_count\(|return )f?"([a-z][a-z-]*(?:\.[^"]+)?)"')


def test_every_setting_is_documented() -> None:
    assert [each.name for each in fields(EdgeSettings) if f"`{each.name}`" not in DOCS] == []


def test_every_fact_is_documented() -> None:
    facts = {name for source in SOURCES for name in FACT.findall(source) if "." in name or name in ("failed",)}
    assert len(facts) > 15
    stems = {re.split(r"[{0-9]", name)[0] for name in facts}  # methods and codes stand for themselves
    assert [stem for stem in sorted(stems) if f"`{stem}" not in DOCS] == []
