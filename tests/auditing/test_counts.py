"""What is counted beside outcomes: placements by district of origin, cases by year."""

from datetime import date

import pytest

from helpers.law import packs
from pmi_compliance import Dataset, audit
from pmi_compliance.records.regions import district
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("53.01.06", "Kupang Timur"),
        ("53.01.06.2015", "Kupang Timur"),
        ("53.01", "Kabupaten Kupang"),
        # An area that left the district: old papers carry its number.
        ("53.01.14", "Kabupaten Kupang"),
        ("53.71", "Kota Kupang"),
        ("53", "Nusa Tenggara Timur, kabupaten belum diketahui"),
        ("35.78.01", "di luar NTT"),
        (None, "belum diketahui"),
    ],
)
def test_a_district_is_named_as_exactly_as_its_code_says(code, name):
    assert district(code).id == name


def report(**tables):
    return audit(Dataset.from_records(tables), packs(), as_of=AS_OF)


def placed(id_, domicile=None, scope=None, born=None):
    worker = {name: value for name, value in (("domicile", domicile), ("birth_date", born)) if value}
    return {"id": id_, "worker": worker, **({"scope": scope} if scope else {})}


def test_placements_are_counted_by_origin_abroad_and_domestic_apart():
    counts = report(
        placement=[
            placed("a", "53.01.06", "overseas"),
            placed("b", "53.01.06.2015", "domestic"),
            placed("c", "53.01.06"),
            placed("d", None, "overseas"),
            {"id": "e", "scope": "overseas"},
        ]
    )

    assert {district.name.id: dict(district.placements) for district in counts.districts} == {
        "Kupang Timur": {"overseas": 1, "domestic": 1, "unknown": 1},
        "belum diketahui": {"overseas": 2, "domestic": 0, "unknown": 0},
    }


def test_findings_are_counted_where_the_worker_comes_from():
    child = {
        **placed("a", "53.01.09", "overseas", "2010-05-05"),
        "executor_kind": "p3mi",
        "worker_category": "legal_entity_employer",
        "departed_on": "2025-01-01",
    }
    audit_report = report(placement=[child, placed("b", "53.02")])

    by_name = {district.name.id: district for district in audit_report.districts}
    fails = sum(
        finding.outcome.value == "fail" for finding in audit_report.findings if finding.subject.id == "a"
    )
    assert sum(by_name["Amarasi"].fail.values()) == fails > 0
    assert sum(by_name["Kabupaten Timor Tengah Selatan"].fail.values()) == 0
    assert sum(district.unknown for district in audit_report.districts) == sum(
        finding.outcome.value == "unknown" for finding in audit_report.findings
    )


def test_the_code_of_a_domicile_is_personal_and_not_in_the_counts():
    assert "53.01.06" not in str(as_json(report(placement=[placed("a", "53.01.06", "overseas")])))


def test_cases_are_counted_by_year_and_those_without_a_date_last():
    cases = [{"id": "a", "opened_on": "2023-05-01"}, {"id": "b"}, {"id": "c", "opened_on": "2022-01-01"},
             {"id": "d", "opened_on": "2022-12-31"}]  # fmt: skip

    assert list(report(case=cases).case_years.items()) == [(2022, 2), (2023, 1), (None, 1)]
