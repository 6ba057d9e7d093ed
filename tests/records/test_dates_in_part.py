"""Dates known in part in every form of input: they are facts, and no problems."""

import io
import json
from datetime import date

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.law import audited, findings
from pmi_compliance import Dataset, Outcome
from pmi_compliance.base.days import Span, day_of
from pmi_compliance.base.text import written
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.reading.template import template
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.validation import typed, validated

FORMS = [
    "2014-05-06", "2014-05", "2014", "2014?", "2014-05-06?", "2014~", "2014-05%", "2013/2014-02", "../2017",
    "2014-05/..",
]  # fmt: skip
MODEL = bundled_model()


def read(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    dataset = Dataset.read(path)
    assert not dataset.problems
    return [record.data for record in dataset.tables["placement"]]


EXPECTED = [
    {"id": f"P{at}", "departed_on": day_of(form), "worker": {"birth_date": day_of(form)}}
    for at, form in enumerate(FORMS)
]


def flat(at, form):
    return {"id": f"P{at}", "departed_on": form, "worker.birth_date": form}


def test_json(tmp_path):
    placements = [
        {"id": f"P{at}", "departed_on": form, "worker": {"birth_date": form}} for at, form in enumerate(FORMS)
    ]

    assert read(tmp_path, "all.json", json.dumps({"placements": placements})) == EXPECTED


def test_csv(tmp_path):
    lines = ["id,departed_on,worker.birth_date", *(f"P{at},{form},{form}" for at, form in enumerate(FORMS))]

    assert read(tmp_path, "placements.csv", "\n".join(lines)) == EXPECTED


def test_a_workbook_in_which_a_year_is_a_number(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "placements"
    book.active.append(["id", "departed_on", "worker.birth_date"])
    for at, form in enumerate(FORMS):
        cell = date(2014, 5, 6) if form == "2014-05-06" else int(form) if form.isdigit() else form
        book.active.append([f"P{at}", cell, cell])
    out = io.BytesIO()
    book.save(out)

    assert read(tmp_path, "all.xlsx", out.getvalue()) == EXPECTED


def test_a_column_of_texts(tmp_path):
    table = pa.Table.from_pylist([flat(at, form) for at, form in enumerate(FORMS)])
    out = io.BytesIO()
    pq.write_table(table, out)

    assert read(tmp_path, "placements.parquet", out.getvalue()) == EXPECTED
    assert [
        record.data for record in Dataset.from_tables({"placement": table}).tables["placement"]
    ] == EXPECTED


@pytest.mark.parametrize("form", FORMS)
def test_it_is_recognised_without_asking_the_library_that_finds_problems(form):
    value = {"departed_on": form, "id": "P1", "worker": {"birth_date": form}}
    text = json.dumps(value, separators=(",", ":")).encode()

    assert validated(MODEL, "placement", value, text) == typed(MODEL, "placement", value)


@pytest.mark.parametrize(
    "form", ["2014-13", "06/05/2014", "201X", "2015/2014", "2014-21", "2014//", "", "Mei 2014"]
)
def test_what_is_no_day_is_a_problem_that_names_the_forms(form):
    [problem] = Dataset.from_records({"placement": [{"id": "P1", "departed_on": form}]}).problems

    assert [(detail.pointer, detail.code) for detail in problem.details] == [("/departed_on", "not_a_day")]
    for known in ("2014-05", "2014~", "2013/2014", "../2017"):
        assert known in problem.details[0].message.id
        assert known in problem.details[0].message.en


def test_every_form_that_the_schema_states_is_read():
    stated = bundled_documents().definitions["date"]["x-forms"]

    assert all(day_of(form["form"]) is not None and form["id"] and form["en"] for form in stated)


def test_a_date_of_the_template_is_not_turned_into_another():
    """A spreadsheet makes 1905-07-06 of the year 2014 in a column of days, and 1 May of a month."""
    book = openpyxl.load_workbook(io.BytesIO(template("id", full=True)))
    sheet = book["Penempatan"]
    column = next(cell.column for cell in sheet[1] if "Tanggal berangkat" in str(cell.value))
    [around] = [each for each in sheet.column_dimensions.values() if each.min <= column <= each.max]

    assert around.number_format == "@"


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("2014", "tahun 2014", "2014"),
        ("2014-05", "Mei 2014", "May 2014"),
        ("2014-05-06?", "6 Mei 2014 (diragukan)", "6 May 2014 (in doubt)"),
        ("2014~", "sekitar 2014", "about 2014"),
        ("2014-05%", "sekitar Mei 2014 (diragukan)", "about May 2014 (in doubt)"),
        ("../2017", "sampai 2017", "up to 2017"),
        ("2014-05-06/", "sejak 6 Mei 2014", "from 6 May 2014"),
        ("2013-11/2014", "antara November 2013 dan 2014", "between November 2013 and 2014"),
    ],
)
def test_it_is_said_in_words(text, indonesian, english):
    assert (written(day_of(text), "id"), written(day_of(text), "en")) == (indonesian, english)


PLACEMENT = {
    "scope": "overseas",
    "status": "departed",
    "worker_category": "legal_entity_employer",
    "executor_kind": "p3mi",
    "worker": {"birth_date": "2005"},
}
RULE = "uu18-2017-p5a-min-age"


def test_what_is_known_of_a_date_decides():
    young = findings(placement={**PLACEMENT, "departed_on": "2021-06"})[RULE]
    grown = findings(placement={**PLACEMENT, "departed_on": "2024"})[RULE]
    unsure = findings(placement={**PLACEMENT, "departed_on": "2023"})[RULE]

    assert (young.outcome, grown.outcome, unsure.outcome) == (Outcome.FAIL, Outcome.PASS, Outcome.UNKNOWN)
    assert young.judged_on == Span(date(2021, 6, 1), date(2021, 6, 30), "2021-06")
    assert young.as_json()["judged_on"] == "2021-06"
    assert {"/departed_on", "/worker/birth_date"} <= {missing.pointer for missing in unsure.missing}


def test_across_the_border_of_a_law_the_day_is_what_is_missing():
    finding = findings(placement={**PLACEMENT, "worker": {"birth_date": "1980"}, "departed_on": "2017"})[RULE]

    assert finding.outcome is Outcome.UNKNOWN
    assert [missing.pointer for missing in finding.missing] == ["/departed_on"]


def test_wholly_before_the_law_it_does_not_apply():
    finding = findings(placement={**PLACEMENT, "departed_on": "../2016"})[RULE]

    assert finding.outcome is Outcome.NOT_APPLICABLE


def test_a_report_counts_the_years_that_are_known():
    report = audited(
        {
            "case": [
                {"id": f"C{at}", "opened_on": form}
                for at, form in enumerate(["2014-05", "2014", "2013/2014", "2014~"])
            ]
        }
    )

    assert report.case_years == {2014: 2, None: 2}
