"""Which authority is informed of what an audit found."""

from datetime import date
from pathlib import Path

import pytest

from helpers import law
from pmi_compliance import Dataset, Outcome, audit
from pmi_compliance.office.referrals import referrals
from pmi_compliance.records.documents import bundled_documents

QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"
LEVELS = bundled_documents().by_name["authorities"]["additionalProperties"]["properties"]["level"]["enum"]


@pytest.fixture(scope="module")
def report():
    return audit(Dataset.read(QUICKSTART), law.packs(), as_of=law.AS_OF)


def test_every_finding_stands_with_every_authority_it_refers_to(report):
    listed = {referral.code: referral for referral in referrals(report)}

    expected = {
        (code, finding.fingerprint)
        for finding in report.findings
        if finding.outcome in {Outcome.FAIL, Outcome.REVIEW}
        for code in finding.refers_to
    }
    assert {
        (code, referred.fingerprint) for code, referral in listed.items() for referred in referral.findings
    } == expected
    concluded = {
        (code, conclusion.fingerprint) for conclusion in report.conclusions for code in conclusion.refers_to
    }
    assert {
        (code, referred.fingerprint) for code, referral in listed.items() for referred in referral.conclusions
    } == concluded
    assert concluded


def test_the_nearest_authority_comes_first_and_bears_its_name_of_the_day(report):
    listed = referrals(report)

    assert [LEVELS.index(referral.level) for referral in listed] == sorted(
        LEVELS.index(referral.level) for referral in listed
    )
    assert all(referral.name == report.authorities[referral.code] for referral in listed)


def test_facts_to_attach_are_those_the_findings_rest_on(report):
    for referral in referrals(report):
        facts = {
            (reason.record or finding.subject, reason.pointer)
            for finding in referral.findings
            for reason in finding.reasons
            if reason.pointer is not None and reason.value is not None
        }
        assert {(record, pointer) for record, pointers in referral.attach for pointer in pointers} == facts


def test_what_is_missing_is_about_what_is_referred():
    child = {
        "id": "P-1",
        "scope": "overseas",
        "departed_on": "2025-05-01",
        "worker": {"birth_date": "2009-01-01"},
    }
    unclear = {"id": "P-2", "scope": "overseas", "departed_on": "2025-05-01"}
    dataset = Dataset.from_records({"placement": [child, unclear]})
    listed = referrals(audit(dataset, law.packs(), as_of=date(2025, 10, 31)))

    assert listed
    about = {record.id for referral in listed for record, _ in referral.missing}
    assert about == {"P-1"}
    # Nothing is referred about a record of which nothing is known for sure.
    assert {finding.subject.id for referral in listed for finding in referral.findings} == {"P-1"}
    assert referrals(audit(Dataset.from_records({}), law.packs(), as_of=date(2025, 10, 31))) == ()


def test_a_list_can_be_read_in_both_languages_and_names_no_person(report):
    text = "\n".join(
        line
        for referral in referrals(report)
        for language in ("id", "en")
        for line in referral.lines(language)
    )

    assert "lampirkan: " in text
    assert "attach: " in text
    workers = [placement.data.get("worker", {}) for placement in Dataset.read(QUICKSTART).tables["placement"]]
    names = {worker["name"] for worker in workers if "name" in worker}
    assert names
    assert not [name for name in names if name in text]


@pytest.mark.parametrize(
    ("stages", "category", "step"),
    [
        (["deliberation"], "individual_employer", "dinas ketenagakerjaan / labour office"),
        (["deliberation", "labour_office"], "individual_employer", "pengadilan / court"),
        (["deliberation"], "fishing_crew", "pengadilan hubungan industrial / industrial relations court"),
        (["deliberation", "court"], "individual_employer", "putusan pengadilan / decision of the court"),
    ],
)
def test_a_dispute_is_shown_its_next_step(stages, category, step):
    case = {
        "id": "K",
        "opened_on": "2025-01-02",
        "origin": "53.01.06",
        "placement_ids": ["P"],
        "placement_ids_complete": True,
        "steps": [{"stage": stage} for stage in stages],
        "steps_complete": True,
    }
    dataset = Dataset.from_records({
        "placement": [{"id": "P", "scope": "overseas", "worker_category": category}],
        "case": [case],
    })  # fmt: skip

    listed = {
        referral.code: referral
        for referral in referrals(audit(dataset, law.packs(), as_of=date(2025, 10, 31)))
    }

    assert f"    Jenjang berikutnya: {step}" in listed["disnaker_kab_kupang"].lines("id")
    assert f"    Next step: {step}" in listed["disnaker_kab_kupang"].lines("en")


def test_papers_and_facts_are_named_in_words_and_once_for_a_record():
    child = {"id": "W1", "scope": "overseas", "executor_kind": "p3mi", "destination": "MY", "status": "departed",
             "departed_on": "2025-03-11", "worker": {"birth_date": "2009-04-04"}}  # fmt: skip
    report = audit(Dataset.from_records({"placement": [child]}), law.packs(), as_of=date(2025, 10, 31))
    lines = [line for referral in referrals(report) for line in referral.lines("en")]

    attached = [line for line in lines if line.startswith("  attach: placement W1: ")]
    missing = [line for line in lines if line.startswith("  missing: placement W1: ")]
    assert attached
    assert "Birth date" in attached[0]
    assert len(missing) <= len(attached)
    assert not [line for line in (*attached, *missing) if "/" in line]
    assert any("Selection (" in line for line in missing)
