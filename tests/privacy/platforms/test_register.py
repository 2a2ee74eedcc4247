"""The register takes what can be an agreement, and tells the audit what changed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from privacy.audit.api import AuditAway
from privacy.audit.fake import MemoryAudit
from privacy.declared.terms import Purpose, Region
from privacy.platforms.api import Field, TransferBasis
from privacy.platforms.register import Register, RegisterRefused, from_file, from_mapping
from privacy.store.fake import MemoryStore
from tests.privacy.platforms.agreed import FROM_S, UNTIL_S, agreed

TOML = """
[platform.model]
name = "Example Model"
operator = "Example AI Ltd"
country = "Ireland"
agreement = "DPA-2026-17"
basis = { gdpr = "same-region" }
purposes = ["support"]
fields = ["words"]
turns = 4
from = 2026-01-01
until = 2027-01-01
url = "https://model.example.org/v1"
"""


def test_a_register_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "platforms.toml"
    path.write_text(TOML)
    read = from_file(path)
    assert read == from_mapping({"platform": {"model": agreed()}})
    entry = read.entries["model"]
    assert (entry.from_s, entry.until_s) == (FROM_S, UNTIL_S)
    assert entry.basis_for(Region.GDPR) is TransferBasis.SAME_REGION and entry.basis_for(Region.CCPA) is None
    assert entry.purposes == {Purpose.SUPPORT} and entry.fields == {Field.WORDS}


@pytest.mark.parametrize("content", [b"[platform", b"\xff\xfe", None])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "platforms.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RegisterRefused, match=r"platforms\.toml"):
        from_file(path)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"agreement": ""}, "agreement is a word"),
        ({"name": 7}, "name is a word"),
        ({"basis": {}}, "basis is a table"),
        ({"basis": {"gdpr": "service-provider"}}, "is no basis"),
        ({"basis": {"ccpa": "standard-clauses"}}, "is no basis"),
        ({"basis": {"pdpa": "adequacy"}}, "is no basis"),
        ({"basis": {"mars": "adequacy"}}, "ccpa, gdpr, pdpa"),
        ({"purposes": ["improvement"]}, "nothing else"),
        ({"purposes": ["marketing"]}, "is meant"),
        ({"purposes": []}, "is a list"),
        ({"fields": ["number"]}, "is meant"),
        ({"fields": "words"}, "is a list"),
        ({"turns": 9}, "from 1 to 8"),
        ({"turns": 0}, "from 1 to 8"),
        ({"turns": True}, "from 1 to 8"),
        ({"until": "2027-01-01"}, "without quotes"),
        ({"from": datetime(2026, 1, 1, tzinfo=UTC)}, "is a day"),
        ({"url": "http://model.example.org"}, "https"),
        ({"url": "https://user:pass@model.example.org"}, "https"),
        ({"surprise": 1}, "has no surprise"),
    ],
)
def test_what_can_be_no_agreement_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RegisterRefused, match=sentence):
        from_mapping({"platform": {"model": agreed(**changed)}})


def test_everything_an_agreement_needs_has_to_be_there() -> None:
    for missing in set(agreed()) - {"url"}:
        entry = {name: value for name, value in agreed().items() if name != missing}
        with pytest.raises(RegisterRefused, match=f"lacks {missing}"):
            from_mapping({"platform": {"model": entry}})


@pytest.mark.parametrize("given", [{"platforms": {}}, {"platform": []}, {"platform": {"model": 1}}])
def test_other_tables_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(RegisterRefused):
        from_mapping(given)


@pytest.mark.parametrize("ident", ["Model", "a b", "", "x" * 33, "call:ada"])
def test_a_short_name_fits_in_the_audit(ident: str) -> None:
    with pytest.raises(RegisterRefused, match="short name"):
        from_mapping({"platform": {ident: agreed()}})


async def test_what_changed_since_the_last_start_is_audited_once() -> None:
    store, audit = MemoryStore(), MemoryAudit()
    first = from_mapping({"platform": {"model": agreed(), "other": agreed(turns=2)}})
    second = from_mapping({"platform": {"model": agreed(turns=3)}})
    for register in (first, first, second, second, Register()):
        await register.settle(store, audit, 1)
    told = [(each.action.value, each.detail.split(":")[0]) for each in audit.entries]
    assert told == [
        ("platform-entered", "model"),
        ("platform-entered", "other"),
        ("platform-removed", "other"),
        ("platform-entered", "model"),
        ("platform-removed", "model"),
    ]
    assert await store.all("platform") == ()


async def test_without_an_audit_nothing_is_settled() -> None:
    store, audit = MemoryStore(), MemoryAudit()
    audit.away = True
    with pytest.raises(AuditAway):
        await from_mapping({"platform": {"model": agreed()}}).settle(store, audit, 1)
    assert await store.all("platform") == ()


def test_an_entry_shows_no_secret() -> None:
    entry = from_mapping({"platform": {"model": agreed(key_file="/secret/place")}}).entries["model"]
    assert "secret" not in repr(entry)
