"""Places by code: all that there are, with dots and without, and nothing else."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.law import packs
from pmi_compliance import AuditSession, Dataset, audit, read_records
from pmi_compliance.records import regions
from pmi_compliance.records.store import RecordStore
from pmi_compliance.report.phrases import deciding_facts

CODES = sorted(regions.names())


def read(code):
    """What becomes of the home of a worker."""
    dataset = Dataset.from_records(
        {"placement": [{"id": "P", "worker": {"domicile": code, "sex": "female"}}]}
    )
    return dataset.get("placement", "P"), dataset.problems


def test_all_provinces_regencies_and_districts_are_there_and_the_villages_of_ntt():
    lengths = [len(code) for code in CODES]

    assert [lengths.count(length) for length in (2, 5, 8)] == [38, 514, 7285]
    assert {code[:2] for code in CODES if len(code) == 13} == {"53"}
    assert all(code.rpartition(".")[0] in {"", *CODES} for code in CODES)


def test_every_code_is_accepted_with_its_dots_and_without():
    rows = [{"id": code, "recruited_in": code} for code in CODES]
    rows += [{"id": f"{code} undotted", "recruited_in": code.replace(".", "")} for code in CODES]
    dataset = Dataset.from_records({"placement": rows})

    # Four digits may be a code of the statistics office: they are understood, and told.
    assert {problem.id for problem in dataset.problems} == {
        f"{code} undotted" for code in CODES if len(code) == 5
    }
    assert not any(problem.excluded for problem in dataset.problems)
    assert all(dataset.get("placement", code).data["recruited_in"] == code for code in CODES)
    assert all(dataset.get("placement", f"{code} undotted").data["recruited_in"] == code for code in CODES)


@given(
    code=st.sampled_from(CODES),
    at=st.integers(0, 12),
    digit=st.sampled_from("0123456789"),
    bare=st.booleans(),
)
def test_every_neighbour_of_a_code_that_is_not_there_is_refused(code, at, digit, bare):
    at %= len(code)
    changed = code if code[at] == "." else code[:at] + digit + code[at + 1 :]
    elsewhere = len(changed) == 13 and changed[:2] != "53"
    exists = changed in CODES or (elsewhere and changed[:8] in CODES)
    written = changed.replace(".", "") if bare and changed[-4] != "0" else changed
    record, problems = read(written)

    assert bool(re.fullmatch(regions.bundled_regions().pattern(), changed)) is exists
    assert record is None or record.data["worker"].get("domicile") == (changed if exists else None)
    assert [detail.code for problem in problems for detail in problem.details] in (
        [[], ["region_may_be_of_bps"]] if exists else [["no_such_place"], ["region_of_bps"]]
    )


def test_a_code_that_does_not_exist_names_the_nearest_and_the_record_is_kept():
    record, [problem] = read("53.01.14")

    assert record.data["worker"] == {"sex": "female"}
    assert not problem.excluded
    assert problem.details[0].pointer == "/worker/domicile"
    for words in (problem.details[0].message.id, problem.details[0].message.en):
        assert "53.01.13 Amfoang Utara, Kabupaten Kupang; 53.01.12 Amfoang Selatan" in words


def test_four_digits_are_understood_and_told_without_repeating_where_somebody_lives():
    record, [problem] = read("5303")
    [detail] = Dataset.from_records({"placement": [{"id": "P", "recruited_in": "5303"}]}).problems[0].details

    assert record.data["worker"]["domicile"] == "53.03"
    assert not problem.excluded
    assert "Timor" not in problem.details[0].message.id
    assert "53.03 Kabupaten Timor Tengah Utara" in detail.message.en


def test_where_there_is_no_such_place_the_nearest_is_in_another():
    assert regions.nearest_codes("99.03") == ("96.03", "95.03", "94.03")


def test_a_record_with_another_mistake_is_told_with_both():
    dataset = Dataset.from_records({"placement": [{"id": "P", "recruited_in": "99.03", "scope": "abroad"}]})

    assert dataset.get("placement", "P").data == {"id": "P"}
    assert [detail.code for detail in dataset.problems[0].details] == ["no_such_place", "not_listed_misspelt"]


def test_a_child_is_found_whatever_the_code_of_its_home(tmp_path):
    (tmp_path / "placements.csv").write_text(
        "id,scope,status,departed_on,worker.birth_date,worker.domicile\n"
        "P,overseas,departed,2025-03-11,2009-04-04,5301 99\nQ,overseas,departed,2025-03-11,2009-04-04,53.01.99\n",
        encoding="utf-8",
    )
    report = audit(Dataset.read(tmp_path), packs(), as_of=date(2025, 9, 15))
    of_age = [finding for finding in report.findings if finding.rule == "uu18-2017-p5a-min-age"]

    assert [(finding.subject.id, finding.outcome.value) for finding in of_age] == [
        ("P", "fail"),
        ("Q", "fail"),
    ]
    assert [(problem.id, problem.excluded) for problem in report.problems] == [("P", False), ("Q", False)]


@pytest.mark.parametrize("offices", [[{"regency": "99.03"}, {"regency": "5371", "kind": "branch"}]])
def test_offices_are_read_the_same_one_by_one_and_by_queries(offices, tmp_path):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{"id": "R", "offices": offices}, {"id": "S", "offices": [{"regency": "53.01", "kind": "branch"}]}]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "recruiters.parquet")
    plain, tables = Dataset.read(tmp_path), read_records(tmp_path, backend="tables")

    assert plain.get("recruiter", "R").data["offices"] == ({}, {"regency": "53.71", "kind": "branch"})
    assert tables.problems == plain.problems == RecordStore.of(plain).problems
    assert [detail.pointer for detail in plain.problems[0].details] == [
        "/offices/0/regency",
        "/offices/1/regency",
    ]
    assert tables.sizes == plain.sizes == {"recruiter": 2}


def test_names_of_places_are_understood_everywhere_and_those_of_ntt_first():
    assert regions.code_named("Kab. Banyumas") == "33.02"
    assert regions.code_named("Kec. Kupang Timur") == "53.01.06"
    assert regions.code_named("kupang") is None


def test_a_record_that_comes_in_over_time_is_kept_with_its_problem():
    session = AuditSession(packs(), as_of=date(2025, 9, 15), kinds=["placement"])
    change = session.put("placement", {"id": "P", "recruited_in": "99.03"})

    assert [problem.excluded for problem in session.problems] == [False]
    assert "99.03" in change.problems[0].en
    assert not session.put("placement", {"id": "P", "recruited_in": "53.01"}).problems
    assert session.problems == ()


@pytest.mark.parametrize("language", ["id", "en"])
def test_beside_the_code_of_a_place_a_report_names_the_place(language):
    records = {
        "placement": [
            {
                "id": "P",
                "recruiter_id": "R",
                "scope": "overseas",
                "status": "departed",
                "worker": {"domicile": "53.01"},
            }
        ],
        "recruiter": [
            {"id": "R", "offices": [{"regency": "33.02", "status": "active"}], "offices_complete": True}
        ],
    }
    report = audit(Dataset.from_records(records, whole=["placement"]), packs(), as_of=date(2025, 12, 10))
    rule = "kupang-2025-local-representation"
    (finding,) = (finding for finding in report.findings if finding.rule == rule)

    assert "/offices/0/regency = 33.02 (Kabupaten Banyumas)" in deciding_facts(finding, language)
    # Where somebody lives is masked, and not named either.
    assert "Kupang (" not in "".join(fact for fact in deciding_facts(finding, language) if "domicile" in fact)
