"""Findings about several duties at once name those that are broken."""

import pytest

from helpers.law import findings
from pmi_compliance import Outcome

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
        "kind": "death",
        "recruiter_id": "recruiter",
        "opened_on": f"{year}-05-01",
        "closed_on": f"{year}-09-01",
        "death": {**death, **{duty: duty not in broken for duty in DUTIES}},
    }
    finding = findings(case=case, recruiter={"kind": "p3mi"}).get(rule)

    shown = [] if finding is None else [text.split(" / ")[1] for text in finding.shown[0].value]
    assert shown == [words for duty, words in DUTIES.items() if duty in broken & duties]


PLACED = {
    "scope": "overseas",
    "executor_kind": "p3mi",
    "status": "departed",
    "recruited_on": "2025-02-01",
    "departed_on": "2025-06-01",
}
ALONE = {**PLACED, "executor_kind": "none", "worker_category": "legal_entity_employer"}
OWN = {**PLACED, "executor_kind": "own_interest_company"}
SAILS = {**PLACED, "worker_category": "merchant_crew"}
REST = {"work_hours_day": 8, "work_hours_week": 48, "rest_hours_day": 10, "rest_hours_week": 77}
PERMIT = {"held": True, "issued_on": "2025-01-01", "countries": ["MY"], "countries_complete": True}
ORDER = {"sip2mi": PERMIT, "valid_from": "2025-01-01", "valid_until": "2025-12-31"}
LICENCE = {
    "type": "sip3mi",
    "issued_on": "2020-01-01",
    "status_history": [{"from": "2020-01-01", "status": "active"}],
}

#: Rules that ask for several things at once, records that break some of them, and which.
SEVERAL = [
    (
        "uu18-2017-p51-licence-held",
        {"recruiter": {"kind": "p3mi", "legal_form": "cv", "licences": [LICENCE]}},
        ["no limited company"],
    ),
    (
        "uu18-2017-p51-licence-held",
        {"recruiter": {"kind": "p3mi", "legal_form": "pt", "licences": [], "licences_complete": True}},
        ["no licence to place is written"],
    ),
    (
        "uu18-2017-p51-licence-held",
        {
            "recruiter": {
                "kind": "p3mi",
                "legal_form": "pt",
                "licences_complete": True,
                "licences": [{**LICENCE, "expires_on": "2025-01-01"}],
            }
        },
        ["the licence had lapsed"],
    ),
    (
        "uu18-2017-p61-own-interest",
        {
            "placement": {
                **OWN,
                "own_interest": {"permit": False, "is_employee": True, "employee_since": "2020-01-01"},
            }
        },
        ["without the Minister's permission"],
    ),
    (
        "uu18-2017-p61-own-interest",
        {
            "placement": {
                **OWN,
                "own_interest": {
                    "permit": True,
                    "permit_on": "2020-01-01",
                    "is_employee": True,
                    "employee_since": "2025-07-01",
                },
            }
        },
        ["not yet an employee"],
    ),
    (
        "uu18-2017-p63-3-perseorangan-reported",
        {"placement": {**ALONE, "reports": {"to_labour_office": True, "to_mission": False}}},
        ["did not report to the mission"],
    ),
    (
        "uu39-2004-p105-1-alone-reported",
        {
            "placement": {
                **ALONE,
                "recruited_on": None,
                "departed_on": "2014-06-01",
                "reports": {"to_labour_office": False, "to_mission": True},
            }
        },
        ["did not report to the labour office"],
    ),
    (
        "uu18-2017-p42-village-verification",
        {
            "placement": {
                **PLACED,
                "worker": {"registered": True, "village_record": {"recorded": True, "reported": False}},
            }
        },
        ["not reported to the labour office"],
    ),
    (
        "pp59-2021-p86-3k-opp",
        {"placement": {**PLACED, "orientation": {"enrolled": True, "attended": False}}},
        ["did not attend"],
    ),
    (
        "pp59-2021-p86-3k-opp",
        {"placement": {**PLACED, "orientation": {"enrolled": False, "attended": False}}},
        ["not enrolled", "did not attend"],
    ),
    (
        "pp59-2021-p20-3-repatriation",
        {
            "placement": {
                **PLACED,
                "status": "sent_home",
                "repatriation": {"reason": "illness", "arranged_by_recruiter": True, "paid_by": "family"},
            }
        },
        ["paid by somebody else"],
    ),
    (
        "pp22-2022-p17-crew-hours",
        {"placement": {**SAILS, "seafarer_agreement": {**REST, "work_hours_week": 90}}},
        ["hours of work a week"],
    ),
    (
        "pp22-2022-p17-crew-hours",
        {"placement": {**SAILS, "seafarer_agreement": {**REST, "rest_hours_day": 6}}},
        ["rest a day"],
    ),
    (
        "uu18-2017-p59-3-sip2mi-scope",
        {"placement": {**PLACED, "destination": "TW", "job_order_id": "job_order"}, "job_order": ORDER},
        ["destination"],
    ),
    (
        "uu18-2017-p59-3-sip2mi-scope",
        {
            "placement": {**PLACED, "destination": "MY", "job_order_id": "job_order"},
            "job_order": {**ORDER, "valid_until": "2025-01-31"},
        },
        ["time of recruiting"],
    ),
    (
        "pp59-2021-p47-3-no-recruit-before-sip2mi",
        {"placement": {**PLACED, "sip2mi_when_recruited": "expired"}},
        ["the SIP2MI had lapsed"],
    ),
    (
        "pp59-2021-p47-3-no-recruit-before-sip2mi",
        {
            "placement": {**PLACED, "job_order_id": "job_order"},
            "job_order": {"sip2mi": {**PERMIT, "issued_on": "2025-03-01"}},
        },
        ["the SIP2MI was issued after the recruiting"],
    ),
    (
        "uu18-2017-p25-return-extension-report",
        {"placement": {**PLACED, "status": "returned", "reports": {"return_reported": False}}},
        ["the return was not reported"],
    ),
    (
        "uu39-2004-p37-registered-at-district",
        {
            "placement": {
                **PLACED,
                "recruited_on": "2014-02-01",
                "departed_on": "2014-06-01",
                "worker": {"registered": True, "registered_on": "2014-03-01"},
            }
        },
        ["registered after the recruiting"],
    ),
    (
        "iom-iris-principles",
        {
            "recruiter": {
                "kind": "p3mi",
                "iris": {
                    **dict.fromkeys(
                        (
                            "laws_and_rights",
                            "ethical_conduct",
                            "freedom_of_movement",
                            "transparency",
                            "data_protection",
                            "remedy",
                        ),
                        "met",
                    ),
                    "no_fees": "not_met",
                },
            }
        },
        ["no fees"],
    ),
]


@pytest.mark.parametrize(("rule", "records", "which"), SEVERAL)
def test_which_of_several_things_is_not_met(rule, records, which):
    finding = findings(**records)[rule]

    assert finding.outcome in {Outcome.FAIL, Outcome.REVIEW}
    assert [text.split(" / ")[1] for text in finding.shown[0].value] == which


#: Rules that ask for a list of papers or annexes: where they are written, and the records.
LISTS = {
    "uu18-2017-p59-4-sip2mi-documents": lambda there: {
        "job_order": {**ORDER, "documents": there, "documents_complete": True}
    },
    "uu39-2004-p32-2-permit-papers": lambda there: {
        "job_order": {
            "sip2mi": {**PERMIT, "issued_on": "2014-01-01"},
            "valid_from": "2014-01-01",
            "documents": there,
            "documents_complete": True,
        }
    },
    "pp22-2022-p10-agency-agreement": lambda there: {
        "job_order": {
            **ORDER,
            "worker_category": "merchant_crew",
            "agency_agreement": {"endorsed_by_mission": True, "annexes": there, "annexes_complete": True},
        }
    },
}


@pytest.mark.parametrize("rule", LISTS)
def test_which_papers_are_not_there(rule):
    missing = findings(**LISTS[rule]([]))[rule].shown[0].value
    first, *others = missing

    assert others
    assert findings(**LISTS[rule]([first]))[rule].shown[0].value == others
