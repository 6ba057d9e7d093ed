"""What is threatened: only for the act, the person and the place that the article of the threat names."""

import pytest

from helpers.law import findings, packs, rules
from pmi_compliance import Outcome

#: UU 18/2017: the articles whose breach each threat names. Pasal 58 names every duty and prohibition of the Act.
BREACHES = {
    "uu18-2017-p37": {"19", "25", "27"},
    "uu18-2017-p74": {"56", "62"},
    "uu18-2017-p79": {"65"},
    "uu18-2017-p80": {"66"},
    "uu18-2017-p81": {"69"},
    "uu18-2017-p82": {"67"},
    "uu18-2017-p83": {"68"},
    "uu18-2017-p84-1": {"70"},
    "uu18-2017-p84-2": {"70"},
    "uu18-2017-p85": {"71"},
    "uu18-2017-p86-a": {"72"},
    "uu6-2011-p130": {"130"},
}
#: Threats against who places; recruiting is threatened by others.
PLACING = {
    *(f"uu18-2017-p{article}" for article in ("80", "81", "82", "83", "86-b", "86-c", "86-d")),
    *(f"uu39-2004-p{article}" for article in ("102-a", "102-b", "102-c", "103-f", "104-a", "104-d")),
}


def threats(placement):
    return {threat.code for finding in findings(placement=placement).values() for threat in finding.sanctions}


@pytest.mark.parametrize("code", BREACHES)
def test_a_threat_stands_beside_an_article_that_it_names(code):
    beside = [rule for rule in rules().values() if code in {threat.code for threat in rule.sanctions}]

    assert beside
    for rule in beside:
        assert {citation.get("article") for citation in rule.citations} & BREACHES[code], rule.id


@pytest.mark.parametrize("status", ["candidate", "ready", "cancelled", "prevented"])
@pytest.mark.parametrize("executor", ["p3mi", "individual", "company"])
@pytest.mark.parametrize("year", [2013, 2025])
@pytest.mark.parametrize("permit", ["revoked", "none", "expired"])
def test_placing_is_not_threatened_where_nobody_was_placed(status, executor, year, permit):
    """Nearly all is broken that can be broken before a departure; there is no permit to recruit, or none any more."""
    broken = {
        "scope": "overseas", "destination": "SY", "status": status, "executor_kind": executor,
        "recruited_on": f"{year}-02-01", "sip2mi_when_recruited": permit,
        "worker_category": "individual_employer", "via_partner": False,
        "worker": {"birth_date": f"{year - 15}-01-01", "registered": False, "marital_status": "married"},
        "documents": [], "documents_complete": True, "social_security": {"registered": False},
        "employment_agreement": {"job": "perawat", "signed_by_worker": False},
    }  # fmt: skip

    assert threats(broken).isdisjoint(PLACING)
    placed = {**broken, "status": "departed", "departed_on": f"{year}-06-01"}
    assert threats(placed) & PLACING


@pytest.mark.parametrize(
    ("issued", "expires", "threatened"),
    [
        (None, None, True), ("2025-03-01", None, False), ("2025-06-01", None, False), ("2025-06-02", None, True),
        ("2024-01-01", "2025-01-31", True),
    ],
)  # fmt: skip
def test_who_recruited_too_early_and_placed_with_a_permit_is_not_threatened_with_placing_without(
    issued, expires, threatened
):
    permit = {"held": issued is not None, "issued_on": issued, "expires_on": expires}
    finding = findings(
        placement={
            "scope": "overseas", "executor_kind": "p3mi", "status": "departed", "job_order_id": "job_order",
            "recruited_on": "2025-02-01", "departed_on": "2025-06-01",
        },
        job_order={"sip2mi": permit},
    )["pp59-2021-p47-3-no-recruit-before-sip2mi"]  # fmt: skip

    assert finding.outcome is Outcome.FAIL
    assert ("uu18-2017-p86-c" in {threat.code for threat in finding.sanctions}) is threatened


#: Threats of UU 18/2017 against "setiap orang", who is a person or a corporation (Pasal 1 number 19).
AGAINST_PERSONS = {
    *(f"uu18-2017-p{article}" for article in ("80", "81", "82", "83", "85", "86-a", "86-b", "86-c", "86-d"))
}


@pytest.mark.parametrize(
    ("executor", "threatened"), [("p3mi", True), ("company", False), ("individual", False)]
)
def test_who_holds_a_licence_is_threatened_with_its_loss_for_another_job(executor, threatened):
    """UU 18/2017 Pasal 19 (2) with 37: against a P3MI, beside the crimes of whoever places."""
    placed = {
        "scope": "overseas", "status": "departed", "departed_on": "2025-06-01", "executor_kind": executor,
        "actual_job": "sopir", "employment_agreement": {"job": "perawat"},
    }  # fmt: skip
    told = {
        threat.code for threat in findings(placement=placed)["uu18-2017-p19-job-matches-agreement"].sanctions
    }

    assert told >= {"uu18-2017-p82", "uu18-2017-p85"}
    assert ("uu18-2017-p37" in told) is threatened


@pytest.mark.parametrize("said", ["executor", "recruiter"])
def test_a_body_of_the_state_is_no_person_who_places(said):
    """Officials are threatened by Pasal 84 for what they decide; the agency is neither a person nor a corporation."""
    broken = {
        "scope": "overseas", "destination": "SY", "status": "departed", "departed_on": "2025-06-01",
        "worker_category": "individual_employer", "actual_job": "sopir",
        "worker": {"birth_date": "2010-01-01", "registered": False, "marital_status": "married"},
        "documents": [], "documents_complete": True, "social_security": {"registered": False},
        "employment_agreement": {"job": "perawat", "signed_by_worker": False},
        "costs": [{"class": "placement", "amount_idr": 1, "charged_to": "worker", "already_borne_by_employer": True}],
    }  # fmt: skip
    agency = {"executor_kind": "government_agency"} if said == "executor" else {"recruiter_id": "recruiter"}
    told = findings(recruiter={"kind": "government_agency"}, placement={**broken, **agency})

    assert {finding.outcome for finding in told.values()} >= {Outcome.FAIL}
    assert {threat.code for finding in told.values() for threat in finding.sanctions}.isdisjoint(
        AGAINST_PERSONS
    )
    assert threats({**broken, "executor_kind": "individual"}) & AGAINST_PERSONS


@pytest.mark.parametrize(
    ("holder", "threatened"), [("recruiter", True), ("employer", False), ("other", False)]
)
def test_who_keeps_a_passport_abroad_is_not_reached_by_the_law_on_immigration(holder, threatened):
    """UU 6/2011 Pasal 130 and UU 1/2023 Pasal 4 and 5: inside Indonesia; the right of the worker holds everywhere."""
    rule = "uu6-2011-p130-passport-retention"
    abroad = {"scope": "overseas", "status": "working", "departed_on": "2025-01-10"}
    by_list = {"documents": [{"type": "passport", "status": "held", "held_by": holder}]}
    taken = {"kept": [{"what": "passport", "by": "agent" if holder == "other" else holder}]}

    for written in (by_list, taken):
        finding = findings(placement={**abroad, **written})[rule]
        assert finding.outcome in {Outcome.FAIL, Outcome.REVIEW}
        if finding.outcome is Outcome.FAIL or not threatened:
            assert bool(finding.sanctions) is threatened


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "rule", "parameter"),
    [
        (2012, "uu39-2004-p76-1-charges", "never_personal_2004"),
        (2024, "uu18-2017-p30-no-placement-fee", "never_personal"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_named_like_a_placement_fee_is_for_a_person_whatever_its_class(year, rule, parameter, whole):
    """Clerks write what the receipt says, and leave the class to others."""
    words = next(pack for pack in packs() if parameter in pack.parameters).parameters[parameter]
    for word in words.values.values[-1].value:
        cost = {"component": f"biaya {word}", "amount_idr": 500000, "charged_to": "worker"}
        charged = {
            "scope": "overseas", "executor_kind": "p3mi", "recruited_on": f"{year}-02-01",
            "departed_on": f"{year}-06-01", "costs": [cost], "costs_complete": whole,
        }  # fmt: skip
        assert findings(placement=charged)[rule].outcome is Outcome.REVIEW, word
