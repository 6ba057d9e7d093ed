"""Silence accuses nobody: of a good placement of which a single fact is known nothing is found."""

from datetime import date

import pytest

from helpers.law import packs
from helpers.placements import FORMS
from pmi_compliance import Dataset, Outcome, audit, read_records

AS_OF = date(2025, 10, 31)

#: Each is all that somebody wrote down.
SINGLE_FACTS = [
    {"scope": "overseas"},
    {"destination": "MY"},
    {"status": "departed"},
    {"status": "candidate"},
    {"departed_on": "2025-03-11"},
    {"departed_on": "2025-03"},
    {"recruited_on": "2024-02-01"},
    {"returned_on": "2025-06-01"},
    {"worker_category": "individual_employer"},
    {"worker_category": "merchant_crew"},
    {"executor_kind": "p3mi"},
    {"job": "perawat"},
    {"employer": {"kind": "legal_entity"}},
    {"visa_required": True},
    {"clearance": {"decision": "cleared"}},
    {"selection": {"held": True}},
    {"orientation": {"attended": True}},
    {"training": {"provider_licensed": True}},
    {"social_security": {"registered": True}},
    {"own_interest": {"permit": True}},
    {"employment_agreement": {"signed_on": "2025-01-01"}},
    {"placement_agreement": {"signed_on": "2025-01-01"}},
    {"worker": {"name": "Ina Contoh"}},
    {"worker": {"birth_date": "1999-02-05"}},
    {"worker": {"nik": "5301064502990001"}},
    {"worker": {"marital_status": "married"}},
    {"worker": {"domicile": "53.01.06"}},
    {"worker": {"identity_claims": [{"source": "other", "birth_date": "1999-02-05"}]}},
    {"documents": []},
    {"documents": [{"type": "passport", "status": "held"}]},
    {
        "documents": [
            {"type": "passport", "status": "held", "issued_on": "2020-01-01", "expires_on": "2030-01-01"}
        ]
    },
    {"costs": []},
    {"costs": [{"class": "placement", "charged_to": "employer", "amount_idr": 100}]},
    {"indicators": []},
]

#: What may be known of all of them besides.
AROUND = [
    {},
    {"scope": "overseas"},
    {"destination": "MY", "status": "departed"},
    {"scope": "overseas", "worker_category": "legal_entity_employer", "departed_on": "2025-03-11"},
    {"scope": "overseas", "worker_category": "merchant_crew", "status": "ready"},
]


def accused(records):
    report = audit(records, packs(), as_of=AS_OF)
    assert not report.problems
    return {
        (finding.subject.id, finding.rule)
        for finding in report.findings
        if finding.outcome in {Outcome.FAIL, Outcome.REVIEW}
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "around", [*AROUND[:2], *(pytest.param(around, marks=pytest.mark.slow) for around in AROUND[2:])]
)
def test_one_good_fact_accuses_nobody(around):
    """One record at a time: none is made a witness against another."""
    for fact in SINGLE_FACTS:
        assert not accused(Dataset.from_records({"placement": [{"id": "P1", **around, **fact}]})), fact


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_ten_good_placements_of_which_one_fact_is_known_are_not_accused_in_any_form(tmp_path, form):
    """Together, in a file: what others of the same file know is not known of them."""
    written = [{"id": f"P{number}", **SINGLE_FACTS[3 * number + 1]} for number in range(10)]

    assert not accused(read_records(form(tmp_path, written)))
