"""The rules of retention, and the months they count."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.declared.terms import Basis, DataClass, Flag, Region
from privacy.retention.calendar import after_months, month_of
from privacy.retention.rules import BOUNDS, Rules, RulesRefused, TenantRule, allowed, from_file, from_mapping


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("began", "months", "due"),
    [
        ("2026-01-15T10:00:00", 6, "2026-07-15T10:00:00"),
        ("2026-08-31T23:59:59", 6, "2027-02-28T23:59:59"),
        ("2027-08-31T00:00:00", 6, "2028-02-29T00:00:00"),
        ("2028-02-29T12:00:00", 12, "2029-02-28T12:00:00"),
        ("2026-12-31T00:00:00", 12, "2027-12-31T00:00:00"),
        ("2026-11-24T00:00:00", 0, "2026-11-24T00:00:00"),
    ],
)
def test_months_are_counted_as_people_do(began: str, months: int, due: str) -> None:
    assert after_months(at(began), months) == at(due)


@given(st.integers(0, 4_000_000_000), st.integers(0, 72))
def test_more_months_are_never_sooner(began_s: int, months: int) -> None:
    assert after_months(began_s, months) < after_months(began_s, months + 1)
    assert 28 * months <= (after_months(began_s, months) - began_s) / 86_400 <= 31 * months


def test_a_month_has_a_name() -> None:
    assert month_of(at("2026-11-30T23:59:59")) == "2026-11"


@pytest.mark.parametrize("name", BOUNDS)
def test_what_the_policy_does_not_allow_is_refused(name: str) -> None:
    least, most = BOUNDS[name]
    for good in (least, most):
        assert getattr(from_mapping({"retention": {name: good}}), name) == good
    for bad in (least - 1, most + 1, "6", 6.5, True, None):
        with pytest.raises(RulesRefused, match=f"{name} must be a whole number from {least} to {most}"):
            from_mapping({"retention": {name: bad}})


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ({"retntion": {}}, r"only \[retention\]"),
        ({"retention": {"voice_months": 6}}, "has no voice_months"),
        ({"retention": 6}, "is a table"),
        ({"keep": {"destination": "agent"}}, r"write \[\[keep\]\]"),
        ({"keep": [{"destination": "agent", "flag": "support"}]}, "basis, destination, flag, all of them"),
        ({"keep": [{"destination": "agent", "flag": "marketing", "basis": "contract"}]}, "flag is compliance, support"),
        ({"keep": [{"destination": "agent", "flag": "support", "basis": "consent"}]}, "no rule can give it"),
    ],
)
def test_mistakes_are_explained(given_: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RulesRefused, match=sentence):
        from_mapping(given_)


def test_rules_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "retention.toml"
    path.write_text(
        '[retention]\nsupport_months = 9\n[[keep]]\ndestination = "agent"\nflag = "compliance"\nbasis = "contract"\n'
    )
    rules = from_file(path)
    assert rules.support_months == 9
    assert rules.tenant == (TenantRule("agent", Flag.COMPLIANCE, Basis.CONTRACT),)
    path.write_text("[retention\n")
    with pytest.raises(RulesRefused, match="is not TOML"):
        from_file(path)
    with pytest.raises(RulesRefused, match="No such file"):
        from_file(tmp_path / "none.toml")


def test_each_class_has_its_own_end() -> None:
    rules, began_s = Rules(), at("2026-03-31T12:00:00")
    assert rules.due_s(DataClass.CHAT, Flag.SUPPORT, began_s) == at("2026-09-30T12:00:00")
    assert rules.due_s(DataClass.CHAT, Flag.COMPLIANCE, began_s) == at("2027-03-31T12:00:00")
    assert rules.due_s(DataClass.DIAGNOSTIC, Flag.SUPPORT, began_s) == at("2026-04-30T12:00:00")
    assert rules.evidence_due_s(began_s) == at("2029-03-31T12:00:00")


@pytest.mark.parametrize("region", Region)
@pytest.mark.parametrize("flag", Flag)
def test_consent_is_good_everywhere_and_where_it_is_the_only_basis_nothing_else_is(region: Region, flag: Flag) -> None:
    assert allowed(region, flag, Basis.CONSENT)
    assert not allowed(region, flag, Basis.BUSINESS_PURPOSE) or region is Region.CCPA
    assert not allowed(region, flag, Basis.LEGITIMATE_INTEREST) or region is Region.GDPR
