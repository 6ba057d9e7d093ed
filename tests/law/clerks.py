"""
Records as clerks write them, on both sides of each border, and what somebody says of them who has read the article.

By rule and by what is said; `open` is `unknown` or `review`. What a record names is written inside of it.
"""

from predicates_other_acts import BOTH, FISHERS, sea_papers
from predicates_uu18_agreements import CLAUSES

LAND = {
    "destination": "MY",
    "status": "departed",
    "departed_on": "2025-03-12",
    "worker_category": "legal_entity_employer",
    "executor_kind": "p3mi",
}
WAITING = {name: value for name, value in LAND.items() if name != "departed_on"} | {"status": "candidate"}
EVE = {**LAND, "departed_on": "2017-11-21"}
FIRST = {**LAND, "departed_on": "2017-11-22"}
ALONE = {**LAND, "executor_kind": "none"}
HOUSEHOLD = {**LAND, "worker_category": "individual_employer", "employer": {"kind": "individual"}}
SAILOR = {**LAND, "worker_category": "merchant_crew"}
FISHER = {**LAND, "worker_category": "fishing_crew"}
OLD = {**LAND, "departed_on": "2016-05-10"}


def papers(*documents, **facts):
    """A list of papers, whole unless it says otherwise."""
    return {"documents": list(documents), "documents_complete": True, **facts}


def held(kind, **facts):
    """A paper that was seen, with its dates."""
    return {"type": kind, "status": "held", "issued_on": "2017-11-01", "expires_on": "2030-01-01", **facts}


def missing(kind):
    """A paper that was looked for in vain."""
    return {"type": kind, "status": "absent"}


def paper_records(kind, **facts):
    """What holds of every paper of Pasal 13: the day of the law, of the departure, and what an open list says."""
    good = held(kind, **facts)
    return {
        "pass": [
            LAND | papers(good),
            FIRST | papers(good),
            LAND | papers(good | {"issued_on": "2025-03-12"}),
        ],
        "fail": [
            LAND | papers(),
            FIRST | papers(),
            LAND | {"documents": [missing(kind)]},
            LAND | papers(good | {"issued_on": "2025-03-13"}),
        ],
        "review": [WAITING | {"documents": [missing(kind)]}],
        "open": [
            LAND,
            LAND | {"documents": []},
            LAND | {"documents": [held("other")]},
            LAND | papers({"type": kind}),
        ],
        "not_applicable": [
            EVE | papers(),
            SAILOR | papers(),
            LAND | {"destination": "ID"} | papers(),
            WAITING | {"status": "cancelled"} | papers(),
        ],
    }


def signed(group, **facts):
    """An agreement that both signed, and of which the worker has a copy."""
    whole = {"signed_by_worker": True, "signed_on": "2025-03-12", "copy_with_worker": True}
    return {group: {**whole, "signed_by_employer": True, **facts}}


def born(day, base=LAND, **facts):
    """Somebody born on a day."""
    return {**base, "worker": {"birth_date": day, **facts}}


def cost(**facts):
    """One charge in a whole list of costs."""
    charge = {"class": "placement", "charged_to": "worker", "amount_idr": 1, "on": "2025-02-01"}
    return {**LAND, "costs": [{**charge, **facts}], "costs_complete": True}


def licence(*states, **facts):
    """A recruiter with one licence, whose history is whole."""
    history = [{"status": status, "from": day} for day, status in states]
    one = {
        "type": "sip3mi",
        "issued_on": "2019-05-01",
        "status_history": history,
        "status_history_complete": True,
    }
    return {"kind": "p3mi", "legal_form": "pt", "licences": [{**one, **facts}], "licences_complete": True}


def recruited(day, recruiter):
    """A placement of a worker who was taken on that day."""
    return {**LAND, "recruited_on": day, "recruiter": recruiter}


def p3mi(**facts):
    """A licensed firm."""
    return {"kind": "p3mi", **facts}


def dead(**facts):
    """A death after which everything was done as it should be, but for what is told."""
    done = ("cause_reported", "body_repatriated", "belongings_protected", "rights_settled")
    days = {"on": "2025-06-01", "known_on": "2025-06-01", "notified_family_on": "2025-06-03"}
    return {
        "recruiter": {"kind": "p3mi"},
        "death": {**days, **dict.fromkeys(done, True), "family_charged_idr": 0, **facts},
    }


def oriented(base=LAND, **facts):
    """Somebody on the list for the orientation of BP3MI."""
    return {**base, "orientation": {"enrolled": True, "organised_by": "bp3mi", **facts}}


def home(reason, base=LAND, **facts):
    """Somebody who came home for a reason."""
    return {
        **base,
        "status": "returned",
        "departed_on": "2019-01-10",
        "returned_on": "2025-06-01",
        "repatriation": {"reason": reason, **facts},
    }


def sip2mi(day, **facts):
    """A worker taken on, and the permit of the demand."""
    return {**LAND, "recruited_on": day, "job_order": {"sip2mi": {"held": True, **facts}}}


def rested(base=SAILOR, **facts):
    """The hours of a sailor, at their limits."""
    hours = {"work_hours_day": 14, "work_hours_week": 72, "rest_hours_day": 10, "rest_hours_week": 77}
    return {**base, "seafarer_agreement": {**hours, **facts}}


def pkl(clauses, base=SAILOR, **facts):
    """An agreement for work at sea that was signed in time."""
    agreement = {"clauses": clauses, "clauses_complete": True, "approved_by_harbourmaster": True}
    signatures = {"signed_by_worker": True, "signed_by_employer": True, "signed_on": "2025-03-01"}
    return {**base, "seafarer_agreement": {**agreement, **signatures, **facts}}


NO_VISA = {"visa_required": False, "seafarer_identity_required": False}
ANNEXES = [
    "demand_letter",
    "collective_agreement",
    "power_of_attorney",
    "registration_proof",
    "draft_seafarer_agreement",
]


def agency(**facts):
    """A demand for sailors, with the agreement of the agency."""
    agreement = {"endorsed_by_mission": True, "endorsed_on": "2024-01-01", "annexes": ANNEXES}
    return {
        "worker_category": "merchant_crew",
        "valid_from": "2024-01-10",
        "sip2mi": {"held": True, "issued_on": "2024-01-05"},
        "agency_agreement": {**agreement, "annexes_complete": True, **facts},
    }


def profile(*facts):
    """What is known of the destination."""
    names = ("protection_law", "written_agreement", "social_insurance")
    return {**LAND, "job_order": {"destination_profile": dict(zip(names, facts, strict=True))}}


def kept_by(holder, base=LAND, **facts):
    """A worker whose passport is in somebody's hands."""
    return {**base, "status": "working", "documents": [held("passport", held_by=holder, **facts)]}


MARRIED, SINGLE, WIDOWED = ({"marital_status": status} for status in ("married", "unmarried", "widowed"))
LETTER, BOOK = held("marital_status"), held("marriage_book")


def leave(giver, head=True):
    """The permission of the family."""
    return papers(held("family_permission", granted_by=giver, acknowledged_by_village_head=head))


RECORDS = {
    "uu18-2017-p13e-passport": paper_records("passport"),
    "uu18-2017-p5b-competence": paper_records("competence_certificate"),
    "uu18-2017-p13d-health-psychology": paper_records(
        "health_certificate", covers=["medical", "psychological"], covers_complete=True
    ),
    "uu18-2017-p13f-work-visa": paper_records("work_visa", visa_class="work"),
    "uu18-2017-p13a-marital-status": {
        "pass": [
            LAND | papers(LETTER) | {"worker": SINGLE},
            LAND | papers(LETTER, BOOK) | {"worker": MARRIED},
        ],
        "fail": [
            LAND | papers(LETTER) | {"worker": MARRIED},
            LAND | papers() | {"worker": SINGLE},
            LAND | papers(BOOK),
        ],
        "open": [LAND | papers(LETTER), LAND | {"documents": [LETTER], "worker": MARRIED}],
        "review": [
            WAITING | papers() | {"worker": SINGLE},
            LAND | papers(LETTER | {"expires_on": "2025-03-11"}) | {"worker": SINGLE},
        ],
        "not_applicable": [EVE | papers() | {"worker": SINGLE}, SAILOR | papers()],
    },
    "uu18-2017-p13b-family-permission": {
        "pass": [LAND | leave("spouse") | {"worker": MARRIED}, LAND | leave("guardian") | {"worker": SINGLE}],
        "fail": [
            LAND | leave("parent") | {"worker": MARRIED},
            LAND | leave("spouse") | {"worker": SINGLE},
            LAND | leave("spouse", head=False) | {"worker": MARRIED},
            FIRST | papers() | {"worker": SINGLE},
        ],
        "open": [LAND | papers() | {"worker": WIDOWED}, LAND | papers(), LAND | leave("spouse", head=None)],
        "not_applicable": [EVE | papers() | {"worker": SINGLE}, FISHER | papers() | {"worker": SINGLE}],
    },
    "uu18-2017-p5a-min-age": {
        "pass": [
            born("2007-03-12"),
            born("1999-11-22", FIRST),
            born("2007-10-31", WAITING),
            born("2000", SAILOR),
        ],
        "fail": [born("2007-03-13"), born("1999-11-23", FIRST), born("2010", SAILOR)],
        "review": [
            born("2007-11-01", WAITING),
            born("2010-01-01", WAITING | {"status": "prevented", "stopped_on": "2025-03-12"}),
        ],
        "open": [LAND, born("2007-03"), born("2007"), born("2007-03-12", LAND | {"departed_on": "2025-03"})],
        "not_applicable": [born("2005-01-01", EVE), born("2010-01-01", LAND | {"destination": "ID"})],
    },
    "uu18-2017-p5d-social-security": {
        "pass": [
            LAND | {"social_security": {"membership_number": "0123"}},
            SAILOR | {"social_security": {"registered": True}},
        ],
        "fail": [
            LAND | {"social_security": {"registered": False}},
            FIRST | {"social_security": {"registered": False}},
        ],
        "review": [
            WAITING | {"social_security": {"registered": False}},
            LAND | {"social_security": {"registered": False, "membership_number": "0123"}},
        ],
        "open": [LAND],
        "not_applicable": [EVE | {"social_security": {"registered": False}}],
    },
    "uu18-2017-p13g-placement-agreement": {
        "fail": [
            LAND | {"documents": [missing("placement_agreement")]},
            FIRST | {"documents": [missing("placement_agreement")]},
        ],
        "review": [WAITING | {"documents": [missing("placement_agreement")]}],
        "open": [LAND, LAND | {"documents": []}],
        "not_applicable": [ALONE | papers(), EVE | papers()],
    },
    "uu18-2017-p15-1-signed-before-departure": {
        "pass": [
            LAND | signed("employment_agreement"),
            FIRST | signed("employment_agreement", signed_on="2017-11-22"),
        ],
        "fail": [
            LAND | signed("employment_agreement", signed_on="2025-03-13"),
            LAND | signed("employment_agreement", signed_by_worker=False),
            LAND | signed("employment_agreement", copy_with_worker=False),
        ],
        "open": [LAND, LAND | signed("employment_agreement", signed_on="2025-03")],
        "not_applicable": [EVE | signed("employment_agreement", signed_by_worker=False)],
    },
    "uu18-2017-p15-2-agreement-contents": {
        "pass": [LAND | {"employment_agreement": {"clauses": CLAUSES}}],
        "fail": [LAND | {"employment_agreement": {"clauses": CLAUSES[1:], "clauses_complete": True}}],
        "open": [LAND, LAND | {"employment_agreement": {"clauses": CLAUSES[1:]}}],
        "review": [WAITING | {"employment_agreement": {"clauses": CLAUSES[1:], "clauses_complete": True}}],
        "not_applicable": [
            SAILOR | {"employment_agreement": {"clauses": CLAUSES[1:], "clauses_complete": True}}
        ],
    },
    "uu18-2017-p17-extension-before-official": {
        "pass": [
            OLD | {"employment_agreement": {"extension": {"on": "2017-11-22", "before_official": True}}}
        ],
        "fail": [
            OLD | {"employment_agreement": {"extension": {"on": "2017-11-22", "before_official": False}}}
        ],
        "open": [OLD | {"employment_agreement": {"extension": {"on": "2025-06-01"}}}],
        "not_applicable": [
            OLD | {"employment_agreement": {"extension": {"on": "2017-11-21", "before_official": False}}}
        ],
    },
    "uu18-2017-p18-no-unilateral-change": {
        "fail": [
            LAND | {"employment_agreement": {"changes": [{"on": "2025-06-01", "worker_consented": False}]}},
            LAND | {"employment_agreement": {"changes": [{"on": "2025-06-01", "employer_consented": False}]}},
            OLD | {"employment_agreement": {"changes": [{"on": "2018-02-01", "worker_consented": False}]}},
        ],
        "not_applicable": [
            FIRST
            | {
                "employment_agreement": {
                    "changes": [{"on": "2017-11-21", "worker_consented": False}],
                    "changes_complete": True,
                }
            }
        ],
        "pass": [
            LAND
            | {
                "employment_agreement": {
                    "changes": [{"on": "2025-06-01", "worker_consented": True, "employer_consented": True}],
                    "changes_complete": True,
                }
            }
        ],
        "open": [
            LAND | {"employment_agreement": {"changes": [{"on": "2025-06-01", "worker_consented": True}]}}
        ],
    },
    "uu18-2017-p19-job-matches-agreement": {
        "pass": [LAND | {"employment_agreement": {"job": "perawat"}, "actual_job": "Perawat"}],
        "fail": [LAND | {"employment_agreement": {"job": "perawat"}, "actual_job": "sopir"}],
        "open": [
            LAND | {"actual_job": "sopir"},
            LAND | {"employment_agreement": {"job": "perawat"}},
            LAND | {"employment_agreement": {"job": "perawat"}, "actual_job": "Perawat lansia"},
            LAND
            | {"employment_agreement": {"signed_by_worker": True}, "job": "perawat", "actual_job": "sopir"},
        ],
        "not_applicable": [
            EVE | {"employment_agreement": {"job": "perawat"}, "actual_job": "sopir"},
            ALONE | {"employment_agreement": {"job": "perawat"}, "actual_job": "sopir"},
        ],
    },
    "uu18-2017-p25-return-extension-report": {
        "pass": [home("contract_end") | {"reports": {"return_reported": True}}],
        "fail": [home("contract_end") | {"reports": {"return_reported": False}}],
        "open": [home("contract_end")],
        "not_applicable": [
            home("contract_end", ALONE) | {"reports": {"return_reported": False}},
            OLD | {"status": "returned", "returned_on": "2017-11-21", "reports": {"return_reported": False}},
        ],
    },
    "uu18-2017-p27-2-death-duties": {
        "pass": [dead(), dead(body_repatriated=False, buried_abroad=True, family_consented=True)],
        "fail": [
            dead(family_notified=False, notified_family_on=None) | {"closed_on": "2025-09-01"},
            dead(family_charged_idr=1),
            dead(cause_reported=False) | {"closed_on": "2025-09-01"},
        ],
        "open": [dead(notified_family_on="2025-06-04"), dead(cause_reported=None)],
        "review": [
            dead(rights_settled=False),
            dead(cause_reported=False),
            dead(notified_family_on="2025-06-05"),
            dead(family_notified=False, notified_family_on=None),
        ],
        "not_applicable": [
            dead(family_charged_idr=1, on="2017-11-21"),
            dead(family_charged_idr=1) | {"recruiter": {"kind": "individual"}},
        ],
    },
    "uu18-2017-p49-executor-kind": {
        "pass": [LAND, LAND | {"executor_kind": "government_agency", "government_agreement": True}],
        "fail": [
            LAND | {"executor_kind": kind}
            for kind in ("individual", "company", "training_centre", "association")
        ],
        "open": [LAND | {"executor_kind": None}, LAND | {"executor_kind": "government_agency"}],
        "review": [WAITING | {"executor_kind": "individual"}],
        "not_applicable": [ALONE, EVE | {"executor_kind": "individual"}],
    },
    "uu18-2017-p51-licence-held": {
        "pass": [
            licence(("2019-05-01", "active")),
            licence(("2019-05-01", "active"), type="business_licence"),
        ],
        "fail": [
            licence(("2019-05-01", "active"), ("2023-01-01", "revoked")),
            licence(("2019-05-01", "active"), withdrawn_on="2025-10-31"),
            licence(("2019-05-01", "active")) | {"legal_form": "cv"},
            p3mi(legal_form="pt", licences=[], licences_complete=True),
        ],
        "open": [
            p3mi(legal_form="pt"),
            licence(("2019-05-01", "active"), expires_on="2025-10-30"),
            licence(("2019-05-01", "active"), ("2023-01-01", "suspended")),
        ],
        "not_applicable": [{"kind": "training_centre"}],
    },
    "uu18-2017-p51-licence-held-when-recruiting": {
        "pass": [
            recruited("2022-12-31", licence(("2019-05-01", "active"), ("2023-01-01", "revoked"))),
            recruited("2019-05-01", licence(("2019-05-01", "active"))),
        ],
        "fail": [
            recruited("2023-01-01", licence(("2019-05-01", "active"), ("2023-01-01", "revoked"))),
            recruited("2019-04-30", licence(("2019-05-01", "active"))),
        ],
        "open": [
            recruited(None, licence(("2019-05-01", "active"))),
            recruited("2022-12-31", p3mi(legal_form="pt")),
        ],
        "review": [recruited("2022-12-31", licence(("2023-01-01", "revoked")))],
        "not_applicable": [
            recruited("2017-11-21", licence(("2019-05-01", "active"))) | {"departed_on": "2017-11-21"}
        ],
    },
    "uu18-2017-p54-1a-paid-up-capital": {
        "pass": [p3mi(paid_up_capital_idr=5_000_000_000)],
        "fail": [p3mi(paid_up_capital_idr=4_999_999_999)],
        "open": [p3mi()],
        "not_applicable": [{"kind": "company", "paid_up_capital_idr": 1}],
    },
    "uu18-2017-p54-1b-deposit": {
        "pass": [p3mi(deposit={"amount_idr": 1_500_000_000, "state_owned_bank": True})],
        "fail": [
            p3mi(deposit={"amount_idr": 1_499_999_999, "state_owned_bank": True}),
            p3mi(deposit={"amount_idr": 1_500_000_000, "state_owned_bank": False}),
        ],
        "open": [
            p3mi(deposit={"amount_idr": 1_500_000_000}),
            p3mi(deposit={"amount_idr": 1_500_000_000, "state_owned_bank": True, "balance_idr": 1}),
        ],
        "not_applicable": [{"kind": "individual", "deposit": {"amount_idr": 0}}],
    },
    "uu18-2017-p54-1c-workplan-3y": {
        "pass": [p3mi(work_plan_years=3)],
        "fail": [p3mi(work_plan_years=2)],
        "open": [p3mi()],
        "not_applicable": [{"kind": "company", "work_plan_years": 2}],
    },
    "uu18-2017-p73-no-official-officer": {
        "pass": [p3mi(directors=[{"is_official": False}], directors_complete=True)],
        "fail": [p3mi(directors=[{"is_official": False}, {"is_official": True}])],
        "open": [p3mi(), p3mi(directors=[{"is_official": False}])],
    },
    "uu18-2017-p30-no-placement-fee": {
        "pass": [cost(charged_to="employer"), cost(**{"class": "personal"})],
        "fail": [
            cost(),
            cost(refunded=True),
            cost(amount_idr=None, is_salary_deduction=True),
            cost(on="2017-11-22") | {"departed_on": "2017-11-22"},
        ],
        "review": [cost(on="2017-11-21") | {"departed_on": "2017-11-22"}],
        "open": [
            LAND,
            cost(**{"class": "illegitimate"}),
            cost(charged_to=None),
            LAND | {"costs": [], "costs_complete": False},
        ],
        "not_applicable": [cost(on="2017-10-01") | {"departed_on": "2017-11-21"}],
    },
    "uu18-2017-p72a-cost-already-borne": {
        "pass": [
            cost(already_borne_by_employer=False),
            cost(charged_to="employer", already_borne_by_employer=True),
            cost(already_borne_by_employer=True, **{"class": "personal"}),
        ],
        "review": [cost(on="2017-11-21", already_borne_by_employer=True)],
        "fail": [cost(already_borne_by_employer=True)],
        "open": [LAND, cost(), cost(already_borne_by_employer=True, **{"class": None})],
        "not_applicable": [
            cost(on="2017-10-01", already_borne_by_employer=True) | {"departed_on": "2017-11-21"}
        ],
    },
    "uu18-2017-p31-destination-eligible": {
        "pass": [profile(True, True, True)],
        "fail": [profile(False, False, False)],
        "open": [profile(True, False, False), profile(True, True, False), profile(None, None, True)],
        "not_applicable": [profile(False, False, False) | {"departed_on": "2017-11-21"}],
    },
    "uu18-2017-p9-2-joborder-verified": {
        "pass": [{"verified": {"done": True, "on": "2024-01-01"}, "sip2mi": {"issued_on": "2024-01-01"}}],
        "fail": [
            {"verified": {"on": "2024-01-02"}, "sip2mi": {"issued_on": "2024-01-01"}},
            {"verified": {"done": False}, "sip2mi": {"issued_on": "2024-01-01"}},
        ],
        "open": [{"verified": {"done": True}, "sip2mi": {"issued_on": "2024-01-01"}}],
        "review": [{"verified": {"done": False, "on": "2024-01-01"}, "sip2mi": {"issued_on": "2024-01-01"}}],
    },
    "uu18-2017-p63-1-perseorangan-legal-entity": {
        "pass": [
            ALONE | {"employer": {"kind": "legal_entity"}},
            ALONE | {"worker_category": "no_crew", "employer": {"kind": "legal_entity"}},
        ],
        "fail": [
            HOUSEHOLD | {"executor_kind": "none"},
            HOUSEHOLD | {"executor_kind": "none", "worker_category": "no_crew"},
        ],
        "open": [ALONE | {"worker_category": None}, ALONE | {"employer": {"kind": "individual"}}],
        "not_applicable": [
            HOUSEHOLD,
            EVE | {"executor_kind": "none", "worker_category": "individual_employer"},
        ],
    },
    "uu18-2017-p63-3-perseorangan-reported": {
        "pass": [ALONE | {"reports": {"to_labour_office_on": "2025-03-12", "to_mission": True}}],
        "fail": [
            ALONE | {"reports": {"to_labour_office": False, "to_mission": True}},
            ALONE | {"reports": {"to_labour_office": True, "to_mission": False}},
        ],
        "open": [ALONE, ALONE | {"reports": {"to_labour_office": True}}],
        "review": [
            ALONE | {"reports": {"to_labour_office_on": "2025-03-13", "to_mission": True}},
            ALONE
            | {
                "reports": {"to_labour_office": True, "to_mission": False, "to_mission_on": "2025-03-20"},
            },
        ],
        "not_applicable": [LAND | {"reports": {"to_labour_office": False}}],
    },
    "uu18-2017-p61-own-interest": {
        "pass": [
            LAND
            | {
                "executor_kind": "own_interest_company",
                "own_interest": {
                    "is_employee": True,
                    "permit": True,
                    "employee_since": "2025-03-12",
                    "permit_on": "2025-03-12",
                },
            }
        ],
        "fail": [
            LAND | {"executor_kind": "own_interest_company", "own_interest": {"is_employee": False}},
            LAND
            | {
                "executor_kind": "own_interest_company",
                "own_interest": {"is_employee": True, "employee_since": "2025-03-13"},
            },
        ],
        "open": [
            LAND | {"executor_kind": "own_interest_company"},
            LAND | {"executor_kind": "own_interest_company", "own_interest": {"permit": False}},
            LAND
            | {
                "executor_kind": "own_interest_company",
                "own_interest": {"permit": True, "permit_on": "2025-03-13"},
            },
            SAILOR | {"executor_kind": "own_interest_company", "own_interest": {"permit": False}},
        ],
        "not_applicable": [LAND | {"own_interest": {"permit": False}}],
    },
    "pp59-2021-p86-2-individual-employer-via-partner": {
        "pass": [HOUSEHOLD | {"via_partner": True}],
        "fail": [
            HOUSEHOLD | {"via_partner": False},
            HOUSEHOLD | {"via_partner": False, "worker_category": "no_crew"},
            HOUSEHOLD | {"via_partner": False, "departed_on": "2021-04-07"},
        ],
        "open": [HOUSEHOLD],
        "not_applicable": [
            LAND | {"via_partner": False},
            HOUSEHOLD | {"via_partner": False, "departed_on": "2021-04-06"},
        ],
    },
    "pp59-2021-p86-3k-opp": {
        "pass": [
            oriented(attended_on="2025-03-11"),
            oriented(attended_on="2025-03-12"),
            oriented(attended=True),
        ],
        "fail": [
            oriented(attended=False),
            oriented(attended_on="2025-03-13"),
            oriented(LAND | {"departed_on": "2021-04-07"}, attended=False),
        ],
        "open": [LAND, oriented(attended=True, organised_by="other"), oriented(attended=None)],
        "not_applicable": [
            oriented(LAND | {"departed_on": "2021-04-06"}, attended=False),
            oriented(ALONE, attended=False),
        ],
    },
    "pp59-2021-p86-3a-selection-reported": {
        "pass": [LAND | {"selection": {"held": True, "on": "2021-04-07", "reported": True}}],
        "fail": [LAND | {"selection": {"held": True, "on": "2025-01-10", "reported": False}}],
        "open": [LAND | {"selection": {"held": True, "on": "2025-01-10"}}],
        "not_applicable": [
            LAND
            | {
                "departed_on": "2021-05-01",
                "selection": {"held": True, "on": "2021-04-06", "reported": False},
            }
        ],
    },
    "permenp2mi4-2025-p9-1c-selection-at-disnaker": {
        "pass": [LAND | {"selection": {"held": True, "on": "2025-01-10", "place": "ltsa"}}],
        "fail": [LAND | {"selection": {"held": True, "on": "2025-01-10", "place": "other"}}],
        "open": [LAND | {"selection": {"held": True, "on": "2025-01-10"}}],
        "not_applicable": [
            LAND
            | {
                "departed_on": "2021-05-01",
                "selection": {"held": True, "on": "2021-04-06", "place": "other"},
            },
            ALONE | {"selection": {"held": True, "on": "2025-01-10", "place": "other"}},
        ],
    },
    "pp59-2021-p20-3-repatriation": {
        "pass": [home("illness", arranged_by_recruiter=True, paid_by="recruiter")],
        "fail": [home("work_accident", arranged_by_recruiter=False)],
        "open": [home("death")],
        "not_applicable": [
            home("war", arranged_by_recruiter=False),
            home("illness", arranged_by_recruiter=False) | {"returned_on": "2021-04-06"},
            home("illness", ALONE, arranged_by_recruiter=False),
        ],
    },
    "pp59-2021-p47-3-no-recruit-before-sip2mi": {
        "pass": [sip2mi("2025-01-01", issued_on="2025-01-01", expires_on="2026-01-01", revoked=False)],
        "fail": [
            sip2mi("2024-12-31", issued_on="2025-01-01", expires_on="2026-01-01", revoked=False),
            sip2mi("2025-01-01", held=False),
        ],
        "open": [LAND | {"recruited_on": "2025-01-01"}],
        "review": [sip2mi("2025-01-01", held=False, issued_on="2025-01-01")],
        "not_applicable": [ALONE | {"recruited_on": "2025-01-01"}],
    },
    "pp59-2021-p48-no-recruit-after-revoked": {
        "fail": [sip2mi("2025-01-01", revoked_on="2025-01-01")],
        "open": [sip2mi("2025-01-01", revoked=True), LAND | {"recruited_on": "2025-01-01"}],
        "pass": [sip2mi("2024-12-31", revoked_on="2025-01-01")],
        "review": [sip2mi("2025-01-01", revoked=False, revoked_on="2025-01-01")],
        "not_applicable": [sip2mi("2025-01-01", revoked_on="2024-01-01") | {"executor_kind": "none"}],
    },
    "pp22-2022-p17-crew-hours": {
        "pass": [rested(), rested(FISHER)],
        "fail": [
            rested(work_hours_day=15),
            rested(work_hours_week=73),
            rested(rest_hours_day=9),
            rested(FISHER, rest_hours_week=76),
            rested(SAILOR | {"departed_on": "2022-06-08"}, work_hours_day=15),
        ],
        "open": [SAILOR, rested(rest_hours_week=None)],
        "not_applicable": [
            rested(LAND, work_hours_day=15),
            rested(SAILOR | {"departed_on": "2022-06-07"}, work_hours_day=15),
        ],
    },
    "pp22-2022-p17-pkl": {
        "pass": [pkl(BOTH), pkl(FISHERS, FISHER), pkl(BOTH, signed_on="2025-03-12")],
        "fail": [
            pkl(BOTH[1:]),
            pkl(BOTH, FISHER),
            pkl(BOTH, approved_by_harbourmaster=False),
            pkl(BOTH, signed_by_worker=False),
            pkl(BOTH, signed_on="2025-03-13"),
        ],
        "open": [SAILOR, pkl(BOTH[1:], clauses_complete=False)],
        "not_applicable": [pkl(BOTH[1:], LAND), pkl(BOTH[1:], SAILOR | {"departed_on": "2022-06-07"})],
    },
    "pp22-2022-p3-4-fishing-crew-alone": {
        "pass": [FISHER | {"executor_kind": "none", "employer": {"kind": "legal_entity"}}],
        "fail": [FISHER | {"executor_kind": "none", "employer": {"kind": "individual"}}],
        "open": [FISHER | {"executor_kind": "none"}],
        "not_applicable": [
            SAILOR | {"executor_kind": "none", "employer": {"kind": "individual"}},
            FISHER | {"employer": {"kind": "individual"}},
        ],
    },
    "pp22-2022-p18-crew-documents": {
        "pass": [
            SAILOR | papers(*sea_papers()),
            SAILOR | NO_VISA | papers(*sea_papers("work_visa", "seafarer_identity", "placement_agreement")),
            FISHER | NO_VISA | papers(*sea_papers("work_visa", "seafarer_identity")),
        ],
        "fail": [
            SAILOR | papers(*sea_papers("seafarer_book")),
            SAILOR | {"visa_required": True} | papers(*sea_papers("work_visa")),
            FISHER | papers(*sea_papers("placement_agreement")),
            SAILOR | {"seafarer_identity_required": True} | papers(*sea_papers("seafarer_identity")),
        ],
        "open": [
            SAILOR,
            SAILOR | {"documents": sea_papers("passport")},
            SAILOR | papers(*sea_papers("work_visa")),
        ],
        "not_applicable": [LAND | papers(), SAILOR | papers() | {"departed_on": "2022-06-07"}],
    },
    "pp22-2022-p10-agency-agreement": {
        "pass": [agency()],
        "fail": [agency(endorsed_by_mission=False, endorsed_on=None), agency(annexes=ANNEXES[:2])],
        "review": [agency(endorsed_by_mission=False)],
        "open": [
            agency(endorsed_by_mission=None, endorsed_on=None),
            agency(annexes=ANNEXES[:2], annexes_complete=False),
        ],
        "not_applicable": [
            agency(endorsed_by_mission=False, endorsed_on=None) | {"worker_category": "legal_entity_employer"}
        ],
    },
    "uu39-2004-p51-work-visa": {
        "pass": [EVE | papers(held("work_visa", visa_class="work"))],
        "fail": [EVE | papers(), EVE | papers(held("work_visa", visa_class="tourist"))],
        "open": [EVE, EVE | {"documents": []}],
        "not_applicable": [FIRST | papers(), EVE | papers() | {"departed_on": "2004-10-17"}],
    },
    "uu39-2004-p35a-min-age": {
        "pass": [born("1994-01-01", EVE | {"recruited_on": "2017-01-10"})],
        "fail": [
            born("2001-01-01", EVE | {"recruited_on": "2017-01-10"}),
            born("1999-01-11", EVE | {"recruited_on": "2017-01-10"}),
            born("1999-01-11", LAND | {"recruited_on": "2017-01-10"}),
        ],
        "open": [EVE | {"recruited_on": "2017-01-10"}, born("1999-01-11", EVE)],
        "review": [
            born("2001-01-01", EVE | {"recruited_on": "2017-01-10", "executor_kind": kind})
            for kind in ("individual", "company", "training_centre", "government_agency")
        ],
        "not_applicable": [
            born("2003-01-01", LAND | {"recruited_on": "2025-01-10"}),
            born("1990-01-01", EVE | {"recruited_on": "2004-10-17"}),
            born("1994-01-01", EVE | {"recruited_on": "2017-01-10", "executor_kind": "individual"}),
        ],
    },
    "uu6-2011-p130-passport-retention": {
        "fail": [kept_by("employer"), kept_by("recruiter", custody_receipt=False)],
        "open": [
            LAND,
            kept_by("family"),
            kept_by("recruiter") | {"status": "returned", "returned_on": "2025-06-01"},
        ],
        "pass": [kept_by("worker") | {"documents_complete": True, "kept": [], "kept_complete": True}],
        "review": [kept_by("employer", LAND | {"destination": "ID"}), kept_by("employer", SAILOR)],
        "not_applicable": [kept_by("worker", LAND | {"destination": "ID"})],
    },
}
