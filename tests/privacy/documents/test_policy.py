"""The policy says what the system does, is safe to show, and changes its hash when it changes."""

from dataclasses import replace

import pytest

from privacy.declared.terms import Basis, Flag, Region
from privacy.documents.facts import Facts
from privacy.documents.policy import policy
from privacy.documents.text import Bullets, Document, Section, Table
from privacy.retention.rules import Rules, TenantRule

FACTS = Facts(operator="Example Telecom", contact="privacy@example.org")


def test_it_tells_the_periods_that_are_set() -> None:
    text = policy(replace(FACTS, rules=Rules(support_months=9, trace_days=14))).markdown
    assert "| Masked transcript, for support | 9 months |" in text
    assert "| Masked trace of the signalling | 14 days," in text


def test_it_says_who_runs_it_and_whom_to_ask() -> None:
    text = policy(FACTS).markdown
    assert "Example Telecom" in text and "privacy@example.org" in text


def test_without_keeping_it_promises_no_period() -> None:
    assert "set to keep nothing at all" in policy(replace(FACTS, keeping=False)).markdown


def test_a_rule_that_keeps_calls_is_told() -> None:
    rules = Rules(tenant=(TenantRule("claims", Flag.COMPLIANCE, Basis.CONTRACT),))
    assert "Calls to “claims” are kept for compliance (contract)" in policy(replace(FACTS, rules=rules)).markdown


def test_platforms_are_named_or_there_are_none() -> None:
    assert "Nobody." in policy(FACTS).markdown
    assert "- Example AI, Ireland" in policy(replace(FACTS, platforms=("Example AI, Ireland",))).markdown


@pytest.mark.parametrize(
    ("region", "authority", "days"),
    [
        (Region.GDPR, "authority of the country", "30"),
        (Region.CCPA, "California", "45"),
        (Region.PDPA, "Commission", "30"),
    ],
)
def test_each_region_has_its_basis_clock_and_authority(region: Region, authority: str, days: str) -> None:
    text = policy(replace(FACTS, region=region)).markdown
    assert authority in text and f"within {days} days" in text


def test_any_change_changes_the_hash() -> None:
    changed = [replace(FACTS, contact="else"), replace(FACTS, rules=Rules(support_months=7)), replace(FACTS, dated="x")]
    assert len({policy(each).sha256 for each in (FACTS, *changed)}) == 4
    assert policy(FACTS).sha256 == policy(replace(FACTS)).sha256


def test_what_an_operator_sets_cannot_become_a_script() -> None:
    html = policy(replace(FACTS, operator="<script>alert(1)</script>", contact='"><img src=x>')).html
    assert "<script" not in html and "<img" not in html


def test_every_block_has_both_forms() -> None:
    blocks = ("a < b", Bullets(("one", "two")), Table(("h",), (("x|y",),)))
    document = Document("T", "2026-11-24", (Section("S", blocks),))
    assert document.markdown == (
        "# T\n\nIn force since 2026-11-24.\n\n## S\n\na < b\n\n- one\n- two\n\n| h |\n| --- |\n| x\\|y |\n"
    )
    assert "<p>a &lt; b</p>" in document.html and "<ul><li>one</li>" in document.html
    assert '<th scope="col">h</th>' in document.html and "<td>x|y</td>" in document.html
