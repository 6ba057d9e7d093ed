"""A suite for a rule pack of one's own: records made for each rule have the outcome that they were made for."""

from hypothesis import given, settings

from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.testing.strategies import boundary, compliant, violating

PACK = RulePack.load("kupang")
RULE = next(rule for rule in PACK.rules if rule.id == "kupang-2025-local-representation")

few = settings(max_examples=20, deadline=None)


def outcomes(scenario):
    """The outcomes of an audit for the record of a scenario, by rule."""
    report = audit(Dataset.from_records(scenario.tables), [PACK], as_of=scenario.as_of, include_passed=True)
    return {
        finding.rule: finding.outcome
        for finding in report.findings
        if finding.subject.id == scenario.subject[1]
    }


@few
@given(violating(RULE))
def test_a_recruiter_without_an_office_in_kupang_fails_that_rule_alone(scenario):
    """One rule is broken, and only that one."""
    others = outcomes(scenario)
    assert others.pop(RULE.id) is Outcome.FAIL
    assert Outcome.FAIL not in others.values()


@few
@given(boundary(RULE))
def test_one_day_makes_the_difference(pair):
    """On both sides of every boundary the audit has the outcome of that side."""
    for side in (pair.before, pair.after):
        assert outcomes(side)[RULE.id] is side.outcome


@few
@given(compliant(PACK))
def test_records_that_comply_have_no_breach(scenario):
    """No breach is invented."""
    assert {*outcomes(scenario).values()} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
