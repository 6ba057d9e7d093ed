"""A name of several persons in the place of one: told, and nothing said of that one person is taken for a fact."""

import re
from datetime import date

import pytest
from attrs import evolve

from helpers.placements import FORMS, as_csv, as_parquet
from helpers.reading import told
from pmi_compliance import Dataset, Outcome, audit, default_packs, read_records
from pmi_compliance.records.persons import MAY_BE_SEVERAL, are_several

SEVERAL = [
    "Ones & Emi (adik)", "Maria dan Yohana", "MARIA DAN YOHANA", "Maria Dan Yohana", "Maria and Yohana", "Ana serta Beni",
    "Maria bersama adiknya", "Ana dgn Beni", "Maria (ibu) dan anak", "Ana dan 2 temannya", "Maria + 2 anak", "Ana+Beni",
    "Maria Bere/Yohana Tefa", "Maria / Yohana", "Ana | Beni", "Ana;Beni", "Ana, Beni", "Ana, Beni (adik)",
    "Maria Bere, Yohana Tefa", "Maria Bere, S.Pd. & Ana", "Ana, Beni dan Citra", "1. Ana 2. Beni", "1) Ana, 2) Beni",
    "(1) Ana (2) Beni", "1 Ana 2 Beni", "1.Ana\n2.Beni", "a. Ana b. Beni", "- Ana - Beni", "Ana\nBeni",
    "Maria Bere\nYohana Tefa", "Maria dkk", "Maria Bere, dkk.", "Ana cs", "2 orang", "Maria (2 orang)", "Éva & Ína",
]  # fmt: skip
ONE = [
    "Maria Dan", "Dan Bere", "Danny Dandara", "Yohanes Dan. Lende", "Ramadan", "Maria Bere, S.Pd., M.Si", "Maria Bere, SH",
    "Maria Bere, Amd Keb", "Maria, S. Kep., Ners", "Dr. Ana, Sp.A", "H. Udin, MM", "Maria Goreti\nBere", "Maria alias Mery",
    "Maria (alias Mery)", "Maria d/o Thomas", "Siti a/n Ahmad", "Maria Bere (adik Ones)", "Yohanes Bere 2", "Maria, Kupang",
    "Maria Bere, umur 17", "Ana-Maria", "Maria - Bere", "Ny. Maria (+)", "Maria Bere [PMI]", "Dua Lipa", "A. Rahman",
    "Cs Wijaya", "Petronela Da Cunha, istri Yosef", "Ni Wayan Sri", "Maria (16/08/2009)", "O'Neil", "Misal & Co", "& " * 400,
]  # fmt: skip


@pytest.mark.parametrize("name", SEVERAL)
def test_names_of_several_persons_are_known(name):
    assert are_several(name)


@pytest.mark.parametrize("name", ONE)
def test_a_name_of_one_person_is_one(name):
    assert not are_several(name)


def test_queries_leave_every_name_that_may_be_of_several_to_be_read():
    duckdb = pytest.importorskip("duckdb")
    matches = duckdb.execute(
        "SELECT bool_and(regexp_matches(name, ?)) FROM (SELECT unnest(?) AS name)", [MAY_BE_SEVERAL, SEVERAL]
    )

    assert matches.fetchone() == (True,)


PLACEMENTS = [
    {
        "id": "P-1",
        "scope": "overseas",
        "status": "departed",
        "departed_on": "2025-04-08",
        "destination": "MY",
        "worker": {"name": name, "birth_date": "1999-08-12", "nik": "5301064302920017"},
    }
    for name in ("Ones & Emi (adik)",)
]


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", FORMS)
def test_of_two_persons_in_one_cell_nobody_is_said_to_be_an_adult(tmp_path, form, backend):
    records = read_records(form(tmp_path, PLACEMENTS), backend=backend)
    law = next(pack for pack in default_packs() if pack.id == "uu-18-2017")
    few = evolve(law, rules=tuple(rule for rule in law.rules if rule.id == "uu18-2017-p5a-min-age"))
    report = audit(records, [few], as_of=date(2025, 9, 15), include_passed=True)

    [problem] = records.problems
    assert not problem.excluded
    assert [(detail.pointer, detail.code) for detail in problem.details] == [
        ("/worker/name", "several_persons")
    ]
    assert [finding.outcome for finding in report.findings] == [Outcome.UNKNOWN]
    assert records.count("placement", "worker.nik", "destination") == {(None, "MY"): 1}


@pytest.mark.parametrize("form", [as_csv, as_parquet])
def test_a_name_that_only_looks_so_loses_nothing(tmp_path, form):
    rows = [
        {**PLACEMENTS[0], "id": f"P-{at}", "worker": {**PLACEMENTS[0]["worker"], "name": name.strip()}}
        for at, name in enumerate(ONE)
    ]
    dataset = Dataset.read(form(tmp_path, rows))

    assert not told(dataset)
    assert all(record.data["worker"]["birth_date"] for record in dataset.tables["placement"])


def test_what_the_message_says_of_one_person_is_read_as_one():
    dataset = Dataset.from_records({"placement": [{"id": "P", "worker": {"name": "Ana dan Beni"}}]})
    said = dataset.problems[0].details[0].message

    for words in (said.id, said.en):
        names = re.findall(r"`(Ana[^`]*)`", words)
        assert names
        assert not any(map(are_several, names))


def test_a_record_that_says_that_it_stands_for_several_may_name_them():
    rows = [
        {"id": f"P-{count}", "count": count, "worker": {"name": "Ana dan Beni", "sex": "female"}}
        for count in (1, 2)
    ]
    dataset = Dataset.from_records({"placement": rows})

    assert dataset.count("placement", "id", "worker.sex") == {("P-1", None): 1, ("P-2", "female"): 1}


def test_a_claim_about_identity_is_lost_alone():
    claims = [
        {"source": "ktp", "name": "Ana & Beni", "birth_date": "2001-01-01"},
        {"source": "passport", "name": "Ana", "birth_date": "2008-01-01"},
    ]
    dataset = Dataset.from_records(
        {"placement": [{"id": "P", "worker": {"name": "Ana", "identity_claims": claims}}]}
    )

    worker = dataset.get("placement", "P").data["worker"]
    assert [dict(claim).get("name") for claim in worker["identity_claims"]] == [None, "Ana"]
    assert worker["name"] == "Ana"
    assert [detail.pointer for detail in dataset.problems[0].details] == ["/worker/identity_claims/0/name"]
