"""Signs of trafficking, and children, are heard wherever the worker is, and whatever is claimed of the journey."""

from itertools import product

import pytest

from helpers.law import findings
from pmi_compliance import Outcome

#: Where the worker is said to be; the Act on migrant workers holds in the first of them alone.
WHERE = {
    "abroad": {"scope": "overseas", "destination": "MY"},
    "student": {"scope": "overseas", "destination": "MY", "claimed_exclusion": "student_or_trainee"},
    "own business": {"destination": "CN", "claimed_exclusion": "own_business"},
    "at home": {"scope": "domestic", "destination": "ID"},
    "contradicted": {"scope": "domestic", "destination": "MY"},
    "nowhere": {},
}
#: What is seen of the worker.
SIGNS = {
    "means and purpose": {"indicators": ["recruitment", "deception", "forced_labour"]},
    "locked up": {"shelter": {"free_to_leave": False}},
    "telephone": {"kept": [{"what": "telephone", "by": "recruiter"}]},
    "passport": {"kept": [{"what": "passport", "by": "recruiter"}]},
    "child": {"worker": {"stated_age": 15}},
}
ABOUT_PERSONS = ("uu21-2007-", "kuhp-", "papers-kept-back", "uu6-2011-p130", "uu18-2017-p5a")


def heard(placement):
    said = findings(placement={"status": "working", "departed_on": "2025-03-01", **placement})
    return {rule: finding.outcome for rule, finding in said.items() if rule.startswith(ABOUT_PERSONS)}


@pytest.mark.parametrize(("where", "sign"), [*product(WHERE, SIGNS)])
def test_a_sign_is_for_a_person_wherever_it_is_seen(where, sign):
    """UU 21/2007 knows citizens inside the country and abroad; who is no migrant worker by UU 18/2017 Pasal 4 is one."""
    assert {Outcome.FAIL, Outcome.REVIEW} & {*heard({**WHERE[where], **SIGNS[sign]}).values()}


@pytest.mark.parametrize("where", ["student", "own business", "at home"])
def test_where_the_act_does_not_hold_silence_is_asked_nothing(where):
    assert {*heard(WHERE[where]).values()} == {Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("where", "threatened"),
    [("abroad", True), ("student", True), ("contradicted", False), ("nowhere", False)],
)
def test_taking_abroad_is_threatened_where_it_is_sure_that_it_was_abroad(where, threatened):
    placement = {"departed_on": "2025-03-01", **WHERE[where], **SIGNS["means and purpose"]}
    finding = findings(placement=placement)["uu21-2007-p4-tppo-indicators-placement"]

    assert (finding.outcome, bool(finding.sanctions)) == (Outcome.REVIEW, threatened)
