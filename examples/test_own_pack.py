"""A suite for a rule pack of one's own: records made for each rule are judged by an audit as they should be."""

from hypothesis import given, settings

from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.testing.strategies import boundary, compliant, violating

PACK = RulePack.load("kupang")
RULE = next(rule for rule in PACK.rules if rule.id == "kupang-2025-local-representation")

few = settings(max_examples=20, deadline=None)


def judged(scene):
    """What an audit says of the records of a scene, by rule."""
    report = audit(Dataset.from_records(scene.tables), [PACK], as_of=scene.as_of, include_passed=True)
    return {one.rule: one.outcome for one in report.findings if one.subject.id == scene.subject[1]}


@few
@given(violating(RULE))
def test_who_has_no_office_in_kupang_is_told_so_and_nothing_else(scene):
    """One rule is broken, and only that one."""
    found = judged(scene)
    assert found.pop(RULE.id) is Outcome.FAIL
    assert Outcome.FAIL not in found.values()


@few
@given(boundary(RULE))
def test_one_day_makes_the_difference(border):
    """On both sides of every border the audit says what the border says."""
    for side in (border.before, border.after):
        assert judged(side)[RULE.id] is side.outcome


@few
@given(compliant(PACK))
def test_who_keeps_the_law_hears_of_no_breach(scene):
    """Never an invented breach."""
    assert {*judged(scene).values()} <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
