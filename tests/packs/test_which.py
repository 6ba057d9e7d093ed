"""Findings about several duties at once name those that are broken."""

import pytest

from helpers.law import findings

#: What is done of each duty after a death, and what a finding says where it is written that it was not.
DUTIES = {
    "family_notified": "the family was not told",
    "cause_reported": "the cause was not told",
    "body_repatriated": "the body was not brought home",
    "belongings_protected": "the property was not protected",
    "rights_settled": "the rights were not settled",
}

LAWS = {
    "uu18-2017-p27-2-death-duties": (2024, DUTIES.keys()),
    "uu39-2004-p73-2bef-death-duties": (2014, {"cause_reported", "belongings_protected", "rights_settled"}),
    "uu39-2004-p73-2cd-body-home": (2014, {"body_repatriated"}),
}


@pytest.mark.parametrize("rule", LAWS)
@pytest.mark.parametrize(
    "broken", [*({duty} for duty in DUTIES), {"cause_reported", "rights_settled"}, DUTIES.keys()]
)
def test_which_duties_after_a_death_are_broken(rule, broken):
    year, duties = LAWS[rule]
    death = {"on": f"{year}-05-01", "known_on": f"{year}-05-01", "family_charged_idr": 0}
    case = {
        "kind": "death", "recruiter_id": "recruiter", "opened_on": f"{year}-05-01", "closed_on": f"{year}-09-01",
        "death": {**death, **{duty: duty not in broken for duty in DUTIES}},
    }  # fmt: skip
    finding = findings(case=case, recruiter={"kind": "p3mi"}).get(rule)

    shown = [] if finding is None else [text.split(" / ")[1] for text in finding.shown[0].value]
    assert shown == [words for duty, words in DUTIES.items() if duty in broken & duties]
