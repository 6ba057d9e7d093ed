"""What is larger than what is read is refused in words before it is held, in every form of input, by bounds in one place."""

import gzip
import json
import sqlite3
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.books import xlsx
from helpers.errors import raises
from pmi_compliance import Bounds, Dataset, UnreadableInput, UsageError, read_records
from pmi_compliance.cli.main import main
from pmi_compliance.records.reading import bounds

ROWS = [{"id": f"P{at}", "scope": "overseas", "job": "x" * 40} for at in range(4)]


def csv(path):
    path.write_text("id,scope,job\n" + "".join(",".join(row.values()) + "\n" for row in ROWS))
    return path


def packed(path):
    path.write_bytes(
        gzip.compress(b"id,scope,job\n" + b"".join(f"P{at},overseas,x\n".encode() for at in range(4)))
    )
    return path


def document(path):
    path.write_text(json.dumps({"placements": ROWS}))
    return path


def lines(path):
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def parquet(path):
    pq.write_table(pa.Table.from_pylist(ROWS), path)
    return path


def workbook(path):
    return xlsx(
        path, {"placements": [(1, [*ROWS[0]]), *((at, [*row.values()]) for at, row in enumerate(ROWS, 2))]}
    )


def database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("create table placements (id text, scope text, job text)")
        connection.executemany(
            "insert into placements values (?, ?, ?)", [tuple(row.values()) for row in ROWS]
        )
    connection.close()
    return f"sqlite:///{path}"


#: Every form, and the bounds that are met by four rows of three fields.
FORMS = {
    "placements.csv": (csv, {"rows", "columns", "memory_mb"}),
    "placements.csv.gz": (packed, {"rows", "columns", "memory_mb"}),
    "placements.json": (document, {"rows", "memory_mb"}),
    "placements.jsonl": (lines, {"rows", "memory_mb"}),
    "placements.parquet": (parquet, {"rows", "columns", "memory_mb"}),
    "data.xlsx": (workbook, {"rows", "columns", "cells", "memory_mb"}),
    "register.sqlite": (database, {"rows", "columns", "memory_mb"}),
}
CODES = {
    "rows": "too_many_rows",
    "columns": "too_many_columns",
    "cells": "sheet_too_large",
    "memory_mb": "too_much_memory",
}


@pytest.mark.parametrize(
    ("form", "name"), [(form, name) for form, (_, names) in FORMS.items() for name in sorted(names)]
)
def test_every_reader_keeps_every_bound(tmp_path, monkeypatch, form, name):
    path = FORMS[form][0](tmp_path / form)
    assert Dataset.read(path).sizes == {"placement": 4}
    if name == "memory_mb":
        monkeypatch.setattr(bounds, "_OFTEN", 1)
        grown = iter(range(0, 10**12, 3_000_000))
        monkeypatch.setattr(bounds, "memory_in_use", lambda: next(grown))
    most = 1 if name == "memory_mb" else 2

    with raises(UnreadableInput, CODES[name]) as caught:
        Dataset.read(path, bounds=Bounds(**{name: most}))

    assert caught.value.values == {"name": name, "most": most}
    assert f"naikkan `{name}` pada bagian [reading]" in caught.value.text.id


@pytest.mark.parametrize("form", ["placements.csv.gz", "data.xlsx"])
def test_what_is_packed_is_read_until_it_is_too_much(tmp_path, form):
    path = tmp_path / form
    if form == "data.xlsx":
        xlsx(path, {"placements": [(1, ["id", "job"]), (2, ["P1", "x" * 1_100_000])]})
    else:
        path.write_bytes(gzip.compress(b"id,job\n" + b"P1,x\n" * 250_000))

    with pytest.raises(UnreadableInput) as caught:
        Dataset.read(path, bounds=Bounds(unpacked_mb=1))

    assert caught.value.code in {"file_too_large", "workbook_too_large"}
    assert caught.value.values["name"] == "unpacked_mb"


@pytest.mark.parametrize("form", ["placements.csv.gz", "data.xlsx"])
def test_a_file_that_is_packed_as_no_office_packs_is_refused(tmp_path, monkeypatch, form):
    """A file of 180 KB held two million records, and filled the memory with them."""
    path = tmp_path / form
    if form == "data.xlsx":
        xlsx(path, {"placements": [(1, ["id", "job"]), *((at, ["P1", "x" * 2_000]) for at in range(2, 400))]})
    else:
        path.write_bytes(gzip.compress(b"id,job\n" + b"P1,x\n" * 100_000))
    monkeypatch.setattr(bounds, "_FREELY", 100_000)

    with raises(UnreadableInput, "packed_too_tightly", name="unpacked_times", most=20):
        Dataset.read(path, bounds=Bounds(unpacked_times=20))
    monkeypatch.undo()
    assert Dataset.read(path)


def test_a_record_that_is_nested_too_deeply_is_a_problem_of_its_own(tmp_path):
    deep = {"id": "P1", "extra": {"a": {"b": {"c": {"d": 1}}}}}
    path = tmp_path / "placements.json"
    path.write_text(json.dumps([deep, {"id": "P2", "job": "[[[[[{{{{{"}]))

    dataset = Dataset.read(path, bounds=Bounds(nesting=3))

    assert dataset.sizes == {"placement": 1}
    assert [[detail.code for detail in problem.details] for problem in dataset.problems] == [
        ["nested_too_deeply"]
    ]
    assert Dataset.read(path).sizes == {"placement": 2}


def holds_itself():
    record = {"id": "P1"}
    record["worker"] = {"extra": [record, record]}
    return record


def deep():
    record = inner = {"id": "P1"}
    for _ in range(5_000):
        inner["extra"] = inner = {}
    return record


@pytest.mark.parametrize(
    "record",
    [
        holds_itself(),
        deep(),
        {"id": "P1", "worker": {"stated_age": 10**5_000}},
        {"id": "P1", "worker": {"stated_age": 1j}},
    ],
    ids=["holds itself", "deep", "long number", "complex number"],
)
def test_a_record_from_python_that_no_file_could_hold_is_a_problem_of_its_own(record):
    """Each ended the call with an error of Python."""
    dataset = Dataset.from_records({"placement": [record, {"id": "P2"}]})

    assert len(dataset.problems) == 1
    assert dataset.get("placement", "P2") is not None


def test_a_record_with_too_many_fields_is_a_problem_of_its_own(tmp_path):
    path = tmp_path / "placements.json"
    path.write_text(json.dumps([{"id": "P1", **{f"k{at}": at for at in range(30_000)}}, {"id": "P2"}]))
    began = time.process_time()

    dataset = Dataset.read(path)

    assert dataset.sizes == {"placement": 1}
    assert [[detail.code for detail in problem.details] for problem in dataset.problems] == [
        ["too_many_fields"]
    ]
    assert time.process_time() - began < 5


@pytest.mark.parametrize("where", ["field", "code"])
def test_a_word_of_a_whole_page_is_compared_with_no_name(tmp_path, where):
    """A damaged file held a key of 40,000 signs, and each field and title was compared with it sign by sign."""
    page = "xy" * 20_000
    record = {"id": "P1", **({page: 1} if where == "field" else {"scope": page})}
    began = time.process_time()

    dataset = Dataset.from_records({"placement": [record]})

    assert dataset.problems
    assert time.process_time() - began < 1.5


def test_a_table_of_a_hundred_thousand_columns_is_refused_before_each_is_looked_at(tmp_path):
    path = tmp_path / "placements.csv"
    path.write_text(",".join(["id", *(f"c{at}" for at in range(100_000))]) + "\nP1\n")
    began = time.process_time()

    with raises(UnreadableInput, "too_many_columns"):
        Dataset.read(path)
    assert time.process_time() - began < 5


def test_a_cell_may_be_longer_where_the_bounds_say_so(tmp_path):
    path = tmp_path / "placements.csv"
    path.write_text(f"id,job\nP1,{'x' * 200_000}\n")

    with raises(UnreadableInput, "broken_csv"):
        Dataset.read(path)
    assert Dataset.read(path, bounds=Bounds(characters=300_000)).sizes == {"placement": 1}
    with raises(UnreadableInput, "broken_csv"):
        Dataset.read(path)


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_both_engines_read_within_the_same_bounds(tmp_path, backend):
    for name, make in (("placements.parquet", parquet), ("placements.csv", csv)):
        with raises(UnreadableInput, "too_many_rows"):
            read_records(make(tmp_path / name), backend=backend, bounds=Bounds(rows=3))


def test_commands_take_the_bounds_of_the_settings(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    csv(tmp_path / "placements.csv")
    (tmp_path / "pmi-compliance.toml").write_text("[reading]\nrows = 3\n")

    assert main(["validate", "placements.csv"]) == 4
    assert (
        "baris atau datanya lebih dari 3; bila memang sebesar itu, naikkan `rows`" in capsys.readouterr().err
    )
    (tmp_path / "pmi-compliance.toml").write_text("[reading]\nrows = 5\n")
    assert main(["validate", "placements.csv"]) == 0


def test_tables_from_python_are_read_within_them():
    with raises(UnreadableInput, "too_many_rows"):
        Dataset.from_tables({"placements": pa.Table.from_pylist(ROWS)}, bounds=Bounds(rows=3))


@pytest.mark.parametrize("value", [0, -1, 1.5, "4", None, True])
def test_a_bound_is_a_whole_number_from_one(value):
    with raises(UsageError, "not_a_bound", name="rows"):
        Bounds(rows=value)
