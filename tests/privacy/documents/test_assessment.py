"""The assessment is made of the declarations, the settings and the findings, and leaves the decision to a person."""

from privacy.access.api import Role
from privacy.declared.fields import KINDS
from privacy.declared.terms import Basis, DataClass, Flag
from privacy.documents.assessment import assessment
from privacy.documents.facts import Facts
from privacy.documents.risks import RISKS
from privacy.documents.text import Table
from privacy.retention.rules import Rules, TenantRule
from privacy.store.api import Finding, Level

FACTS = Facts(operator="Example Telecom", rules=Rules(support_months=9))


def made(facts: Facts = FACTS, *findings: Finding) -> str:
    return assessment(facts, findings, "2026-11-24").markdown


def test_every_kind_of_row_and_every_class_is_in_it() -> None:
    table = next(each for each in assessment(FACTS, (), "2026-11-24").sections[0].blocks if isinstance(each, Table))
    assert {row[0] for row in table.rows} == {each.value for each in DataClass}
    assert {name for row in table.rows for name in row[2].split(", ")} == set(KINDS)


def test_it_tells_the_periods_that_are_set_and_the_rules_of_the_operator() -> None:
    assert "9 months for support" in made()
    rules = Rules(tenant=(TenantRule("claims", Flag.COMPLIANCE, Basis.CONTRACT),))
    assert "keeps calls to “claims” (contract)" in made(Facts(rules=rules))


def test_without_keeping_and_without_third_parties_it_says_so() -> None:
    assert "keeping is switched off" in made(Facts(keeping=False))
    assert "No third party gets anything." in made()
    assert "may go to Example Model" in made(Facts(platforms=("Example Model",)))


def test_what_is_found_on_the_system_is_an_open_risk() -> None:
    assert "Nothing that weakens a measure was found" in made()
    assert "- error: the key lies open" in made(FACTS, Finding(Level.ERROR, "x", "the key lies open"))


def test_each_role_is_there_and_each_risk_has_a_measure_and_a_rest() -> None:
    text = made()
    assert all(f"| {role.value} |" in text for role in Role)
    assert all(each.measure and each.left and f"| {each.harm} |" in text for each in RISKS)


def test_it_says_what_a_person_has_to_add() -> None:
    assert "none is set (privacy.contact)" in made()
    assert "Decision and date:" in made()
