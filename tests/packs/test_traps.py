"""Where a naive reading of the law goes wrong: one test for each trap of the catalogue, by its number."""

from datetime import date

import pytest

from helpers.law import findings, judged, outcomes, packs, rules
from pmi_compliance import Dataset, Outcome, audit

P3MI = {"kind": "p3mi", "legal_form": "pt"}
ABROAD = {
    "scope": "overseas",
    "executor_kind": "p3mi",
    "worker_category": "legal_entity_employer",
    "status": "departed",
    "recruited_on": "2025-02-01",
    "departed_on": "2025-05-01",
}
HEAD = {"id": "h", "kind": "head", "regency": "31.71", "status": "active"}


def documents_held(*types, **facts):
    return [{"type": kind, "status": "held", "issued_on": "2025-01-15", **facts} for kind in types]


def test_trap_01_a_branch_in_kupang_is_policy_and_not_law():
    maumere = {"id": "m", "kind": "branch", "regency": "53.07", "status": "active",
               "permit": {"issuer": "province", "issued_on": "2022-01-01", "status": "active"}}  # fmt: skip
    worker = {**ABROAD, "recruiter_id": "recruiter", "recruited_in": "53.01", "worker": {"domicile": "53.01"}}

    by_rule = findings(recruiter={**P3MI, "offices": [HEAD, maumere]}, placement=worker)
    in_kupang = findings(recruiter={**P3MI, "offices": [{**HEAD, "regency": "53.71"}]}, placement=worker)

    policy = by_rule["kupang-2025-local-representation"]
    assert (policy.outcome, policy.severity, policy.basis) == (Outcome.FAIL, "advisory", "policy")
    assert by_rule["uu18-2017-p53-branch-licence"].outcome is Outcome.PASS
    assert in_kupang["kupang-2025-local-representation"].outcome is Outcome.PASS
    assert in_kupang["uu18-2017-p53-branch-licence"].outcome is Outcome.NOT_APPLICABLE


def test_trap_02_a_branch_in_the_same_province_is_for_a_person_and_permits_are_provincial():
    def branch(regency, **permit):
        office = {"id": "b", "kind": "branch", "regency": regency, "status": "active", "permit": permit}
        return outcomes(recruiter={**P3MI, "offices": [HEAD, office]})["uu18-2017-p53-branch-licence"]

    assert branch("31.75", issuer="province", issued_on="2022-01-01") == "review"
    assert branch("53.71", issuer="province", issued_on="2022-01-01", status="active") == "pass"
    assert branch("53.71", issuer="regency", issued_on="2022-01-01") == "fail"


def test_trap_03_what_a_branch_does_is_laid_at_the_head_office():
    office = {
        "id": "b",
        "kind": "branch",
        "regency": "53.71",
        "status": "active",
        "permit": {"status": "absent"},
    }
    finding = findings(
        recruiter={**P3MI, "offices": [HEAD, office]},
        placement={**ABROAD, "recruiter_id": "recruiter", "office_id": "b"},
    )["uu18-2017-p53-branch-licence-when-recruiting"]

    assert (finding.outcome, finding.recruiter) == (Outcome.FAIL, "recruiter")


@pytest.mark.parametrize("place", ["53.01", "53.04", "31.71"])
def test_trap_04_a_sip2mi_is_national(place):
    order = {"sip2mi": {"issued_on": "2025-01-01", "countries": ["MY"], "holder_id": "recruiter", "held": True},
             "valid_from": "2025-01-01", "valid_until": "2025-12-31"}  # fmt: skip
    worker = {
        **ABROAD,
        "recruiter_id": "recruiter",
        "job_order_id": "job_order",
        "destination": "MY",
        "recruited_in": place,
    }
    outcome_of = outcomes(recruiter=P3MI, job_order=order, placement=worker)

    assert (
        "pass"
        == outcome_of["uu18-2017-p59-3-sip2mi-scope"]
        == outcome_of["pp59-2021-p47-3-no-recruit-before-sip2mi"]
    )


def test_trap_05_the_day_of_recruiting_counts_and_not_the_departure():
    def recruited(day):
        order = {"sip2mi": {"held": True, "issued_on": "2025-02-01"}}
        worker = {**ABROAD, "job_order_id": "job_order", "recruited_on": day}
        return outcomes(job_order=order, placement=worker)["pp59-2021-p47-3-no-recruit-before-sip2mi"]

    assert (recruited("2025-01-31"), recruited("2025-02-01")) == ("fail", "pass")


@pytest.mark.parametrize(
    ("status", "granted_by", "outcome"),
    [
        ("married", "spouse", "pass"),
        ("married", "parent", "fail"),
        ("unmarried", "parent", "pass"),
        ("unmarried", "guardian", "pass"),
        ("unmarried", "spouse", "fail"),
        ("widowed", "parent", "review"),
        ("divorced", "parent", "review"),
    ],
)
def test_trap_06_one_permission_is_asked_for_and_never_both(status, granted_by, outcome):
    documents = documents_held("family_permission", granted_by=granted_by, acknowledged_by_village_head=True)
    worker = {**ABROAD, "worker": {"marital_status": status}, "documents": documents}

    assert outcome == outcomes(placement=worker)["uu18-2017-p13b-family-permission"]


@pytest.mark.parametrize(
    ("status", "outcome"), [("married", "fail"), ("unmarried", "pass"), ("divorced", "pass")]
)
def test_trap_07_the_marriage_book_is_for_the_married(status, outcome):
    worker = {**ABROAD, "worker": {"marital_status": status}, "documents": documents_held("marital_status")}

    assert outcome == outcomes(placement=worker)["uu18-2017-p13a-marital-status"]


def test_trap_08_the_self_placed_have_no_executor_and_none_of_its_duties():
    alone = {**ABROAD, "executor_kind": "none", "worker_category": "individual_employer", "costs": [],
             "social_security": {"premiums": [{"stage": "during_after", "amount_idr": 332500}]},
             "employment_agreement": {"starts_on": "2025-05-01", "ends_on": "2027-05-01"}}  # fmt: skip
    outcome_of = outcomes(placement=alone)

    for rule in (
        "uu18-2017-p49-executor-kind",
        "uu18-2017-p13g-placement-agreement",
        "pp59-2021-p47-3-no-recruit-before-sip2mi",
        "uu18-2017-p51-licence-held-when-recruiting",
        "permenp2mi4-2025-p9-1c-selection-at-disnaker",
        "pp59-2021-p86-3k-opp",
    ):
        assert outcome_of[rule] == "not_applicable", rule
    assert outcome_of["uu18-2017-p63-1-perseorangan-legal-entity"] == "fail"
    assert outcome_of["permenaker4-2023-p18-premium"] == "pass"


def test_trap_09_own_interest_needs_permission_and_employees_and_no_licence():
    company = {"kind": "own_interest_company", "legal_form": "pt"}
    worker = {**ABROAD, "executor_kind": "own_interest_company", "recruiter_id": "recruiter",
                  "own_interest": {"permit": True, "permit_on": "2024-01-01",
                                   "is_employee": True, "employee_since": "2020-01-01"}}  # fmt: skip
    outcome_of = outcomes(recruiter=company, placement=worker)

    for rule in (
        "uu18-2017-p51-licence-held",
        "uu18-2017-p54-1a-paid-up-capital",
        "uu18-2017-p54-1b-deposit",
        "pp59-2021-p47-3-no-recruit-before-sip2mi",
    ):
        assert outcome_of[rule] == "not_applicable", rule
    assert outcome_of["uu18-2017-p61-own-interest"] == "pass"


def test_trap_10_seafarers_have_lists_of_their_own():
    def crew(category):
        return outcomes(
            placement={**ABROAD, "worker_category": category, "documents": [], "visa_required": False}
        )

    for category in ("merchant_crew", "fishing_crew"):
        outcome_of = crew(category)
        for rule in rules():
            if rule.startswith("uu18-2017-p13") and rules()[rule].subject == "placement":
                assert outcome_of[rule] == "not_applicable", (category, rule)
        assert outcome_of["pp22-2022-p18-crew-documents"] == "fail"
    six = documents_held(
        "passport", "seafarer_book", "seafarer_agreement", "social_security_card", "competence_certificate"
    )
    six += documents_held("health_certificate", covers=["medical", "psychological"])
    ready = {**ABROAD, "documents": six, "visa_required": False, "seafarer_identity_required": False}
    assert (
        outcomes(placement={**ready, "worker_category": "merchant_crew"})["pp22-2022-p18-crew-documents"]
        == "pass"
    )
    assert (
        outcomes(placement={**ready, "worker_category": "fishing_crew"})["pp22-2022-p18-crew-documents"]
        == "fail"
    )


def test_trap_11_twenty_one_for_households_is_dead_law():
    young = {**ABROAD, "worker_category": "individual_employer", "worker": {"birth_date": "2006-01-01"}}
    outcome_of = outcomes(placement=young)

    assert (outcome_of["uu18-2017-p5a-min-age"], outcome_of["uu39-2004-p35a-min-age"]) == (
        "pass",
        "not_applicable",
    )


def test_trap_12_the_old_tests_of_a_renewal_have_vanished():
    renewed = {**P3MI, "renewals": [{"decided_on": "2019-05-01", "placed_percent": 10}]}
    rule = "uu18-2017-p57-2-renewal-performance"

    assert outcomes(date(2020, 11, 1), recruiter=renewed)[rule] == "fail"
    assert outcomes(date(2020, 11, 2), recruiter=renewed)[rule] == "not_applicable"
    assert outcomes(recruiter=renewed)[rule] == "not_applicable"


def test_trap_13_cipta_kerja_changed_51_53_and_57_and_left_49_and_54():
    def cites_the_change(rule):
        return any(citation["instrument"] == "UU 11/2020" for citation in rules()[rule].citations)

    for rule in ("uu18-2017-p51-licence-held", "uu18-2017-p53-branch-licence", "uu18-2017-p57-data-renewal"):
        assert cites_the_change(rule), rule
    for rule in (
        "uu18-2017-p49-executor-kind",
        "uu18-2017-p54-1a-paid-up-capital",
        "uu18-2017-p54-1b-deposit",
    ):
        assert not cites_the_change(rule), rule
    days = {
        str(day)
        for pack in packs()
        for parameter in pack.parameters.values()
        for day in parameter.values.days
    }
    assert "2020-11-02" in days


def test_trap_14_a_licence_past_its_printed_end_is_for_a_person():
    licence = {"type": "sip3mi", "sector": "land", "issued_on": "2019-06-01", "expires_on": "2024-06-01",
               "holder_id": "recruiter", "status_history": [{"status": "active", "from": "2019-06-01"}]}  # fmt: skip
    outcome_of = outcomes(recruiter={**P3MI, "licences": [licence]})

    assert (
        outcome_of["permenp2mi1-2025-sip3mi-validity"],
        outcome_of["uu18-2017-p51-licence-held"],
    ) == ("review", "review")
    assert not [outcome for rule, outcome in outcome_of.items() if outcome == "fail" and "licence" in rule]


def test_trap_15_permenaker_17_2019_is_not_the_sanction_rule():
    cited = {citation["instrument"] for rule in rules().values() for citation in rule.citations}
    cited |= {sanction.citation["instrument"] for pack in packs() for sanction in pack.sanctions.values()}

    assert "Permenaker 17/2019" not in cited
    assert "Permen P2MI 4/2025" in cited


def test_trap_16_since_2025_a_fee_gets_two_flags_and_not_one_verdict():
    def charged(day):
        costs = [{"class": "placement", "charged_to": "worker", "amount_idr": 1}]
        outcome_of = outcomes(placement={**ABROAD, "departed_on": day, "costs": costs})
        return outcome_of["uu18-2017-p30-no-placement-fee"], outcome_of["permenp2mi17-2025-cost-rules"]

    assert charged("2025-07-31") == ("fail", "not_applicable")
    assert charged("2025-08-01") == ("fail", "review")


def test_trap_17_a_fee_alone_is_not_the_crime_of_pasal_72():
    def sanctions(**cost):
        cost = {"class": "placement", "charged_to": "worker", "amount_idr": 1, **cost}
        by_rule = findings(placement={**ABROAD, "costs": [cost]})
        return {sanction.code for finding in by_rule.values() for sanction in finding.sanctions}

    assert "uu18-2017-p86-a" not in sanctions(already_borne_by_employer=False)
    assert "uu18-2017-p86-a" in sanctions(already_borne_by_employer=True)


def test_trap_18_personal_costs_count_for_the_ilo_only():
    costs = [{"component": "skck", "class": "personal", "charged_to": "worker", "amount_idr": 30000}]
    by_rule = findings(placement={**ABROAD, "costs": costs})

    assert by_rule["uu18-2017-p30-no-placement-fee"].outcome is Outcome.PASS
    wider = by_rule["ilo-2019-no-recruitment-fees"]
    assert (wider.outcome, wider.basis, wider.shown[0].value) == (Outcome.FAIL, "standard", 30000)


@pytest.mark.parametrize(
    ("profile", "outcome"),
    [
        ({"protection_law": True, "written_agreement": True, "social_insurance": True}, "pass"),
        ({"protection_law": False, "written_agreement": True, "social_insurance": False}, "review"),
        ({"protection_law": False, "written_agreement": False, "social_insurance": False}, "fail"),
        (None, "unknown"),
    ],
)
def test_trap_19_whether_one_condition_on_the_destination_is_enough_is_contested(profile, outcome):
    outcome_of = outcomes(
        job_order={"destination_profile": profile}, placement={**ABROAD, "job_order_id": "job_order"}
    )

    assert outcome == outcome_of["uu18-2017-p31-destination-eligible"]


@pytest.mark.parametrize(
    ("category", "kind"), [("legal_entity_employer", "legal_entity"), ("individual_employer", "individual")]
)
def test_trap_20_the_closure_is_by_kind_of_employer_and_not_by_country(category, kind):
    worker = {
        **ABROAD,
        "destination": "QA",
        "destination_closed": False,
        "worker_category": category,
        "employer": {"kind": kind},
    }

    expected = "fail" if kind == "individual" else "pass"
    assert expected == outcomes(placement=worker)["uu18-2017-p32-closed-destination"]


def test_trap_21_a_headline_lifts_no_closure():
    worker = {
        **ABROAD,
        "departed_on": "2025-06-01",
        "destination": "SA",
        "worker_category": "individual_employer",
    }
    finding = findings(placement=worker)["kepmenaker260-2015-mideast-individual"]

    assert (finding.outcome, finding.confidence) == (Outcome.REVIEW, "secondary")
    assert outcomes(placement=worker)["uu18-2017-p32-closed-destination"] == "fail"


def test_trap_22_a_bill_is_no_law():
    cited = " ".join(citation["instrument"] for rule in rules().values() for citation in rule.citations)

    assert "RUU" not in cited
    assert not [rule.id for rule in rules().values() if "2025-03-20" in str(rule.in_force)]


def test_trap_23_the_governor_s_stop_is_advisory():
    untrained = {
        **ABROAD,
        "worker": {"domicile": "53.01"},
        "training": {"provider_licensed": False},
        "documents": [],
    }
    finding = findings(placement=untrained)["ntt-357-2018-departure-stop"]

    assert (finding.outcome, finding.severity, finding.basis) == (Outcome.REVIEW, "advisory", "policy")


def test_trap_24_domestic_placement_is_no_business_of_these_rules():
    akad = {**ABROAD, "scope": "domestic", "executor_kind": "individual", "worker": {"birth_date": "2012-01-01"},
            "documents": [], "costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 1}]}  # fmt: skip
    outcome_of = outcomes(placement=akad)

    assert outcome_of.pop("uu18-2017-p4-2-scope-guard") == "pass"
    # The child is reported all the same, under the law that protects children inside Indonesia too.
    assert outcome_of.pop("uu21-2007-p6-child-inside-indonesia") == "review"
    assert {"not_applicable"} == set(outcome_of.values())


def test_trap_25_a_missing_service_centre_is_no_breach():
    by_rule = findings(service_centre={"formed": False, "fallback_provided": True, "desks": []})

    assert by_rule["pp59-2021-p31-ltsa-desks"].outcome is Outcome.NOT_APPLICABLE
    assert by_rule["pp59-2021-p30-ltsa-formed-or-fallback"].outcome is Outcome.PASS
    assert rules()["pp59-2021-p30-ltsa-formed-or-fallback"].severity == "advisory"


def test_trap_26_nothing_recommends_to_stop_a_departure():
    advice = {rule.id: rule.remediation.text.id.lower() for rule in rules().values()}
    stopping = (
        "tahan",
        "cegah keberangkatan",
        "hentikan keberangkatan",
        "tunda keberangkatan",
        "batalkan keberangkatan",
    )

    for rule, text in advice.items():
        for word in stopping:
            at = text.find(word)
            # Only to say that it is forbidden, or no ground.
            assert at < 0 or "bukan" in text or "terlarang" in text, rule
    assert rules()["permenp2mi34-2025-ekpmi"].severity == "advisory"
    papers = documents_held(
        "marital_status", "competence_certificate", "health_certificate", "passport",
        "work_visa", "employment_agreement", "placement_agreement", "family_permission",
    )  # fmt: skip
    held_back = {
        **ABROAD,
        "worker": {"marital_status": "unmarried"},
        "clearance": {"decision": "held_back", "on": "2025-04-30", "other_ground": False},
        "documents": papers,
    }
    assert outcomes(placement=held_back)["uu18-2017-p70-complete-documents-departure"] == "fail"


@pytest.mark.parametrize(
    ("code", "word"),
    [("uu18-2017-p83", " atau denda"), ("uu18-2017-p81", " dan denda"), ("uu18-2017-p82", " dan denda"),
     ("uu18-2017-p86-c", " dan denda"), ("uu18-2017-p79", " dan/atau denda"), ("uu6-2011-p130", " dan/atau denda")],
)  # fmt: skip
def test_trap_27_each_sanction_keeps_its_own_conjunction(code, word):
    sanction = next(pack.sanctions[code] for pack in packs() if code in pack.sanctions)

    assert word in sanction.on(date(2025, 1, 1)).id


def test_the_act_of_2004_threatens_detention_in_months_and_steps_that_may_come_together():
    threats = {code: sanction for pack in packs() for code, sanction in pack.sanctions.items()}

    assert (
        threats["uu39-2004-p104-a"]
        .on(date(2012, 5, 1))
        .id.endswith(
            ": pidana kurungan 1 sampai 12 bulan dan/atau denda Rp100.000.000 sampai Rp1.000.000.000"
        )
    )
    assert (
        threats["uu39-2004-p100"]
        .on(date(2012, 5, 1))
        .en.endswith("cancellation of the departure, and/or bringing the worker home at its own cost")
    )


def test_trap_28_trafficking_changed_its_articles_on_2_january_2026():
    def sanctions(day, scope="overseas", rule="uu21-2007-p4-tppo-indicators-placement"):
        finding = findings(
            as_of=date(2026, 2, 1),
            placement={**ABROAD, "scope": scope, "departed_on": day, "worker": {"birth_date": "1990-01-01"},
                       "indicators": ["deception", "forced_labour"]}
        )[rule]  # fmt: skip
        assert finding.outcome is Outcome.REVIEW
        return {sanction.code: sanction.text.id for sanction in finding.sanctions}

    before, after = sanctions("2026-01-01"), sanctions("2026-01-02")
    assert before.keys() == {"uu21-2007-p4"}
    # Taking a citizen abroad rests on the same article before and after; inside Indonesia the Code took its place.
    assert after.keys() == {"uu21-2007-p4"}
    assert sanctions("2026-01-02", "domestic", "kuhp-p455-inside-indonesia").keys() == {"kuhp-p455"}
    assert "3 sampai 15 tahun" in before["uu21-2007-p4"]
    assert "3 sampai" not in after["uu21-2007-p4"]
    assert "UU 1/2026" in after["uu21-2007-p4"]


def test_a_child_inside_indonesia_threatens_nobody_by_itself():
    child = {
        **ABROAD,
        "scope": "domestic",
        "departed_on": "2026-05-01",
        "worker": {"birth_date": "2012-01-01"},
    }
    by_rule = findings(as_of=date(2026, 6, 1), placement=child)

    assert by_rule["kuhp-p455-inside-indonesia"].outcome is Outcome.NOT_APPLICABLE
    assert by_rule["uu21-2007-p6-child-inside-indonesia"].outcome is Outcome.REVIEW
    assert by_rule["uu21-2007-p6-child-inside-indonesia"].sanctions == ()
    articles = {citation["article"] for citation in by_rule["uu21-2007-p6-child-inside-indonesia"].citations}
    assert articles == {"1", "6", "17"}


def test_a_case_names_the_articles_of_both_places_and_no_threat():
    finding = findings(
        as_of=date(2026, 6, 1),
        case={"opened_on": "2026-05-01", "indicators": ["recruitment", "deception", "forced_labour"]},
    )["uu21-2007-p4-tppo-indicators"]
    cited = {(citation["instrument"], citation["article"]) for citation in finding.citations}

    assert finding.outcome is Outcome.REVIEW
    assert cited >= {("UU 21/2007", "2"), ("UU 21/2007", "4"), ("UU 1/2023", "455"), ("UU 1/2023", "624")}
    assert finding.sanctions == ()


def test_trap_29_consent_is_no_defence():
    costs = [{"class": "placement", "charged_to": "worker", "amount_idr": 1}]
    signed = {"signed_by_worker": True, "signed_by_employer": True, "signed_on": "2025-03-01"}
    by_rule = findings(
        placement={
            **ABROAD,
            "costs": costs,
            "employment_agreement": signed,
            "worker": {"birth_date": "1990-01-01"},
            "indicators": ["debt_bondage", "exploitation"],
        }
    )

    assert by_rule["uu18-2017-p30-no-placement-fee"].outcome is Outcome.FAIL
    tppo = by_rule["uu21-2007-p4-tppo-indicators-placement"]
    assert tppo.outcome is Outcome.REVIEW
    assert "Persetujuan korban tidak menghapusnya" in tppo.remediation.id
    assert "utang" in tppo.remediation.id


def test_trap_30_a_report_masks_and_says_so_when_it_does_not():
    child = {"id": "p", **ABROAD, "worker": {"name": "Ina Contoh", "birth_date": "2010-05-05"}}
    dataset = Dataset.from_records({"placement": [child]})
    masked, full = (
        audit(dataset, packs(), as_of=date(2025, 10, 31), disclose=how) for how in ("masked", "full")
    )

    assert (masked.disclosure, masked.notices) == ("masked", ())
    assert "UU 21/2007 Pasal 24 dan 44" in full.notices[0].id
    assert "UU 27/2022 Pasal 65 dan 67" in full.notices[0].id


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 11, 4), "Kementerian Ketenagakerjaan"),
        (date(2024, 11, 5), "KP2MI/BP2MI, Direktorat Jenderal Pelindungan"),
    ],
)
def test_trap_31_the_minister_moved(day, name):
    report = judged(day, placement={**ABROAD, "recruited_on": "2024-01-01", "departed_on": "2024-05-01"})

    assert name == report.authorities["kp2mi_pelindungan"].id


def test_trap_32_domicile_registration_and_recruitment_may_differ():
    worker = {"domicile": "53.01", "registered_in": "53.71", "registered": True}
    by_rule = findings(placement={**ABROAD, "worker": worker, "recruited_in": "53.04"})

    assert by_rule["uu18-2017-p1-1-registered-at-district"].outcome is Outcome.PASS
    assert not [finding for finding in by_rule.values() if finding.outcome is Outcome.FAIL]


def test_trap_33_duties_outlive_a_licence():
    licence = {"type": "sip3mi", "status_history": [{"status": "revoked", "from": "2024-01-01"}]}
    home = {**ABROAD, "recruiter_id": "recruiter", "departed_on": "2023-05-01", "returned_on": "2025-06-01",
            "reports": {"return_reported": False},
            "repatriation": {"reason": "illness", "arranged_by_recruiter": False, "paid_by": "family"}}  # fmt: skip
    death = {
        "kind": "death",
        "recruiter_id": "recruiter",
        "death": {"on": "2025-06-01", "body_repatriated": True, "family_charged_idr": 1},
    }
    outcome_of = outcomes(recruiter={**P3MI, "licences": [licence]}, placement=home, case=death)

    for rule in (
        "uu18-2017-p25-return-extension-report",
        "pp59-2021-p20-3-repatriation",
        "uu18-2017-p27-2-death-duties",
    ):
        assert outcome_of[rule] == "fail", rule


def test_trap_34_a_number_that_no_text_gave_is_marked_and_fails_nobody():
    death = {"kind": "death", "recruiter_id": "recruiter",
             "death": {"on": "2025-06-01", "known_on": "2025-06-01", "notified_family_on": "2025-06-10",
                       "body_repatriated": True, "family_charged_idr": 0}}  # fmt: skip
    finding = findings(recruiter=P3MI, case=death)["uu18-2017-p27-2-death-duties"]

    assert (finding.outcome, finding.confidence) == (Outcome.REVIEW, "secondary")


def test_trap_35_a_list_that_was_not_loaded_proves_nothing():
    rule = "uu18-2017-p10-2-partner-not-blacklisted"

    assert (
        outcomes(job_order={"partner": {"blacklisted": False}, "valid_from": "2025-01-01"})[rule] == "unknown"
    )
    listed = {"blacklisted": False, "list_as_of": "2025-01-01"}
    employer = {"blacklisted": False}
    order = {"partner": listed, "employer": employer, "valid_from": "2025-01-01"}
    assert outcomes(job_order=order)[rule] == "pass"


def test_trap_36_no_single_paper_proves_an_age():
    claims = [
        {"source": "ktp", "birth_date": "2005-01-01"},
        {"source": "birth_certificate", "birth_date": "2008-01-01"},
    ]
    outcome_of = outcomes(
        placement={**ABROAD, "worker": {"birth_date": "2005-01-01", "identity_claims": claims}}
    )

    assert "review" == outcome_of["uu18-2017-p5a-min-age"] == outcome_of["uu18-2017-p65-document-truth"]
