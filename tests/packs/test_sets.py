"""Findings about several records: who belongs together, what is not known to belong, and what is shown."""

import pytest

from helpers.law import findings, judged
from pmi_compliance import Dataset, Outcome
from pmi_compliance.records.schema import PartialList, bundled_model

ANA = {"name": "Ana Contoh", "birth_date": "1995-03-02"}
BEN = {"name": "Ben Contoh", "birth_date": "1990-07-15"}
NIK = "5301060203950001"
#: Recruited under UU 18/2017, so that its papers were filled in under it.
ABROAD = {"scope": "overseas", "recruited_on": "2024-02-01"}
PASSPORT = {"type": "passport", "status": "held", "number": "X1234567"}


def pair(first, second, **kinds):
    return findings(
        placement=[{**ABROAD, **first}, {**ABROAD, **second}, {"scope": "overseas"}],
        **kinds,
    )


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("uu18-2017-p65-nik-shared", lambda who: {"worker": {**who, "nik": NIK}}),
        ("uu18-2017-p65-phone-shared", lambda who: {"worker": {**who, "phone": "0812-0000"}}),
        ("uu18-2017-p65-passport-shared", lambda who: {"worker": who, "documents": [PASSPORT]}),
    ],
)
def test_two_persons_behind_one_number(rule, facts):
    two = pair(facts(ANA), facts(BEN))[rule]
    finding = pair(facts(ANA), facts({**ANA, "name": "ANA  CONTOH"}))[rule]

    assert (two.outcome, [str(member) for member in two.members]) == (
        Outcome.REVIEW,
        ["placement placement", "placement placement-2"],
    )
    assert finding.outcome is Outcome.PASS
    assert two.sanctions == () or two.outcome is Outcome.REVIEW


def test_each_member_of_a_set_names_all_of_them():
    report = judged(placement=[{**ABROAD, "worker": {**who, "nik": NIK}} for who in (ANA, BEN, ANA)])
    sets = {
        tuple(str(member) for member in finding.members)
        for finding in report.findings
        if finding.rule == "uu18-2017-p65-nik-shared"
    }

    assert sets == {("placement placement", "placement placement-2", "placement placement-3")}


def test_a_paper_that_is_no_passport_shares_nothing():
    paper = {**PASSPORT, "type": "work_visa"}
    by_rule = pair({"worker": ANA, "documents": [PASSPORT]}, {"worker": BEN, "documents": [paper]})

    assert by_rule["uu18-2017-p65-passport-shared"].outcome is Outcome.PASS


def test_a_record_that_was_excluded_may_belong_to_the_set():
    good = {"id": "placement", "scope": "overseas", "worker": {**ANA, "nik": NIK}}
    spoiled = {"id": 7, "worker": {**BEN, "nik": NIK}}
    other = {"id": 8, "worker": {**BEN, "nik": NIK[:-1] + "2"}}
    same = bundled_model().types["placement"].fields["same_nik"].relation

    def whole(*records):
        dataset = Dataset.from_records({"placement": records})
        return type(dataset.related(same)(dataset.get("placement", "placement").data)) is not PartialList

    assert whole(good)
    assert not whole(good, spoiled)
    assert whole(good, other)


def test_two_placements_at_once_and_one_after_the_other():
    def of(second, *others):
        first = {"departed_on": "2024-01-01", "returned_on": "2024-12-31"}
        placements = [
            {"scope": "overseas", "worker": {"id": "A"}, **placement}
            for placement in (first, second, *others)
        ]
        return findings(placement=placements)["uu18-2017-p65-placements-overlap"]

    assert of({"departed_on": "2024-06-01", "returned_on": "2025-06-01"}).outcome is Outcome.REVIEW
    assert of({"departed_on": "2025-01-01", "returned_on": "2025-06-01"}).outcome is Outcome.PASS
    assert len(of({"departed_on": "2024-06-01"}).members) == 2
    # A record of somebody nobody named may be hers.
    unnamed = {"worker": {}, "departed_on": "2024-02-01"}
    assert of({"departed_on": "2025-01-01"}, unnamed).outcome is Outcome.UNKNOWN


def test_a_quota_counts_the_placements_of_its_job_order():
    def of(count, quota):
        return findings(
            job_order={"quota": quota, "valid_from": "2024-01-01", "worker_category": "legal_entity_employer"},
            placement=[
                {"scope": "overseas", "job_order_id": "job_order", "departed_on": "2024-05-01",
                 "status": "departed"} for _ in range(count)
            ],
        )["uu18-2017-p59-3-quota"]  # fmt: skip

    assert of(2, 2).outcome is Outcome.PASS
    over = of(3, 2)
    assert over.outcome is Outcome.REVIEW
    assert len(over.members) == 4


# What is shown beside the reasons


def names(*claims, **options):
    worker = {
        "name": "Maria Contoh",
        "identity_claims": [{"source": "ktp", "name": name} for name in claims],
    }
    return findings(placement={**ABROAD, "worker": worker}, **options)["uu18-2017-p65-names-agree"]


def test_an_edit_between_two_names_is_shown_but_not_to_everybody():
    finding = names("Mariah Contoh")

    assert finding.outcome is Outcome.REVIEW
    assert [(fact.value, fact.personal) for fact in finding.shown] == [("[disamarkan]", True)]


def test_signs_and_case_make_no_other_name():
    assert names("MARIA  CONTOH", "maria contoh").outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("birth", "sex", "nik", "outcome"),
    [
        ("1995-03-02", "male", "5301060203950001", "pass"),
        ("1995-03-02", "female", "5301064203950001", "pass"),
        ("1995-03-02", "female", "5301060203950001", "review"),
        ("1995-03-03", "male", "5301060203950001", "review"),
        ("1995-03-02", "male", "3174060203950001", "pass"),
        (None, "male", "5301060203950001", "unknown"),
    ],
)
def test_the_parts_of_a_nik_against_birth_and_sex_never_against_the_district(birth, sex, nik, outcome):
    worker = {"sex": sex, "nik": nik, "domicile": "53.01"} | ({"birth_date": birth} if birth else {})

    finding = findings(placement={**ABROAD, "worker": worker})["uu18-2017-p65-nik-agrees"]

    assert finding.outcome.value == outcome
    assert all(reason.pointer != "/worker/domicile" for reason in finding.reasons)
