"""Values that no record has and some file holds all the same: one cell is lost with a word, and never the whole run."""

import json
import sqlite3
from datetime import date

import pyarrow as pa
import pytest
import sqlalchemy as sa
from test_forms_of_input import server  # noqa: F401  a server for both

from helpers.errors import raises
from pmi_compliance import Dataset, audit, outlook
from pmi_compliance.base.errors import UnreadableInput, UsageError
from pmi_compliance.packs.load import RulePack
from pmi_compliance.report import FORMATS
from pmi_compliance.report.table import problem_lines

DAY = date(2025, 10, 31)


def told(dataset):
    """Pointer and code of all that is wrong, by the id of the record."""
    return {
        problem.id: [(detail.pointer, detail.code) for detail in problem.details]
        for problem in dataset.problems
    }


def table(**columns):
    return Dataset.from_tables({"placements": pa.table(columns)})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("column", ["count", "worker.nik", "fees_total", "departed_on"])
def test_a_number_that_is_none_is_a_problem_of_its_cell(number, column):
    dataset = table(**{"id": ["A", "B"], "scope": ["overseas"] * 2, column: pa.array([1.0, number])})

    assert [record.id for record in dataset.tables["placement"]] == ["A", "B"]
    if column != "fees_total":
        assert told(dataset)["B"] == [("/" + column.replace(".", "/"), "not_finite")]


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([0, 10**18], pa.timestamp("s")),
        pa.array([0, -(10**7)], pa.date32()),
        pa.array([None, 1], pa.timestamp("s", "No/Where")),
    ],
    ids=["far away", "before the year 1", "a zone nobody knows"],
)
def test_a_day_beyond_the_calendar_is_a_problem_of_its_cell(cells):
    dataset = table(id=["A", "B"], departed_on=cells)

    assert len(dataset.tables["placement"]) == 2
    assert told(dataset)["B"] == [("/departed_on", "no_value_of_python")]


# Databases


DEEP = f'{{"other": {"[" * 3000}{"]" * 3000}}}'
ODD_JSON = {
    "deep": ('{"name": "Rut"}', DEEP, [("/worker", "nested_too_deeply")]),
    "doubled": ('{"name": "Rut"}', '{"name": "a", "name": "b"}', [("/worker/name", "field_twice")]),
    "broken": ('{"name": "Rut"}', '{"name": "\\ud800"}', [("/worker/name", "broken_character")]),
    "key": ('{"name": "Rut"}', '{"n\\ud800": "b"}', [("/worker/n\ufffd", "broken_character")]),
}


@pytest.mark.parametrize("name", ODD_JSON)
def test_a_json_column_costs_one_fact(name, tmp_path):
    good, bad, expected = ODD_JSON[name]
    path = tmp_path / "register.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table placements (id text, worker json)")
        connection.executemany("insert into placements values (?, ?)", [("A", good), ("B", bad)])
    connection.close()
    dataset = Dataset.read(f"sqlite:///{path}")

    assert dataset.get("placement", "A").data["worker"]["name"] == "Rut"
    assert told(dataset)["B"][:1] == expected


@pytest.mark.extras
def test_types_without_an_order_and_deep_json_in_postgresql(server):  # noqa: F811
    engine = sa.create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("drop schema public cascade; create schema public"))
        connection.execute(
            sa.text(
                "create table placements (id text, count numeric, worker json, letter xml, place point, area box)"
            )
        )
        row = sa.text(
            "insert into placements values (:id, 'NaN', cast(:worker as json), '<a/>', '(1,2)', '(1,2),(3,4)')"
        )
        connection.execute(row, [{"id": "B", "worker": DEEP}, {"id": "A", "worker": '{"name": "a"}'}])
    engine.dispose()
    dataset = Dataset.read(server)

    assert [record.id for record in dataset.tables["placement"]] == ["A", "B"]
    assert dict(told(dataset)["B"]) == {"/worker": "nested_too_deeply", "/count": "not_finite"}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/d?password=rahasia",
        "postgresql://office:rahasia@127.0.0.1:1/d",
        "postgresql://127.0.0.1:1/d?user=a&Passwd=rahasia",
        "postgresql://office:rahasia@127.0.0.1:99999/d",
        "postgresql://office:rahasia@127.0.0.1:port/d",
        "sqlite:////no/such/file.db?password=rahasia",
    ],
)
def test_no_password_of_an_address_is_repeated(address):
    with pytest.raises(UnreadableInput) as caught:
        Dataset.read(address)
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.db", "a/missing.db"])
def test_a_database_that_is_not_there_is_not_made(name, tmp_path):
    with raises(UnreadableInput, "cannot_open"):
        Dataset.read(f"sqlite:///{tmp_path / name}")
    assert [*tmp_path.iterdir()] == []


# Broken characters


BROKEN = [
    {"id": "A\ud800", "worker": {"name": "\udfff"}},
    {"id": "B", "extra": {"k\ud800": 1}},
    {"id": "C", "k\ud801": 1},
    {"id": "D", "recruiter_id": "R\ud802"},
]


@pytest.fixture(params=["file", "python"])
def broken(request, tmp_path):
    if request.param == "python":
        return Dataset.from_records({"placement": BROKEN})
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"placements": BROKEN}), encoding="ascii")
    return Dataset.read(path)


def test_a_broken_character_is_a_problem_in_an_id_a_key_and_a_value(broken):
    assert told(broken)["A\ufffd"][0] == ("/id", "broken_character")
    assert told(broken)["B"] == [("/extra/k\ufffd", "broken_character")]
    assert ("/k\ufffd", "broken_character") in told(broken)["C"]
    assert told(broken)["D"] == [("/recruiter_id", "broken_character")]


@pytest.mark.parametrize("form", FORMATS)
def test_a_broken_character_can_be_told_in_every_form(broken, form):
    report = audit(broken, [RulePack.load("kupang")], as_of=DAY)

    assert b"".join(FORMATS[form].write(report, "en"))
    for problem in broken.problems:
        for line in problem_lines(problem, "en", broken.model):
            line.encode()


# Far days


def test_an_outlook_ends_within_a_hundred_years():
    records = Dataset.from_records({"placement": [{"id": "A"}]})
    with raises(UsageError, "too_far_ahead", until=date(9999, 12, 31)):
        outlook(records, [], as_of=DAY, until=date(9999, 12, 31))
    assert outlook(records, [], as_of=date(9999, 12, 30), until=date(9999, 12, 31)) == ()


@pytest.mark.parametrize("broken", [float("inf"), float("nan"), "\ud800"])
@pytest.mark.parametrize(
    "facts",
    [
        lambda odd: {"extra": {"catatan": [odd]}},
        lambda odd: {"extra": {"catatan": [1, {"a": [odd]}]}},
        lambda odd: {"x": [odd]},
        lambda odd: {"documents": [{"q": [odd]}]},
        lambda odd: {"worker": {"documents": {"scope": [odd, 0.5]}}},
        lambda odd: {"worker": {"name": {"a": [odd]}}},
    ],
)
def test_what_no_file_can_hold_in_a_list_that_no_schema_knows_is_a_problem(facts, broken):
    """It ended the run, for the schema was asked what stands in such a list."""
    dataset = Dataset.from_records({"placement": [{"id": "a", **facts(broken)}, {"id": "b"}]})

    assert [problem.id for problem in dataset.problems] == ["a"]
    assert dataset.get("placement", "b") is not None
