"""`.ods`, `.xls` and `.xlsb` say the same as `.xlsx`, and no more: errors, zeros, merged cells and hidden sheets too."""

import time
import tracemalloc
from datetime import date

import pytest

from helpers.books import Raw, ods, xls, xlsb, xlsx
from helpers.errors import raises
from helpers.reading import ids, notes, refused_when_damaged, told
from pmi_compliance import Dataset, UnreadableInput
from pmi_compliance.auditing.backends import read_records
from pmi_compliance.base.messages.libraries import WORKBOOK

HEADINGS = ["Nomor rekam", "Lingkup", "Pekerja: Nama", "Pekerja: Telepon"]
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)


def row(id_, name="Dina", phone=None):
    return [id_, "overseas", name, phone]


def fact(path, *steps):
    (record,) = Dataset.read(path).tables["placement"]
    value = record.data
    for step in steps:
        value = value[step]
    return value


WRITERS = [(ods, "data.ods", Raw(ERROR)), (xlsb, "data.xlsb", Raw("#N/A"))]


@pytest.mark.parametrize(("write", "name", "error"), WRITERS)
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_list_of_an_office_is_read(tmp_path, write, name, error, backend):
    rows = [["REKAP"], [], HEADINGS, [1, 2, 3, 4], row("a"), row("b", "Rina", error), ["JUMLAH"]]
    sheets = {
        "PENEMPATAN 2025": rows,
        "Lama": [HEADINGS, row("LAMA-1")],
        "Rekap": [["Negara", "Jumlah"], ["MY", 3]],
    }
    records = read_records(write(tmp_path / name, sheets, hidden=["Lama"]), backend=backend)

    assert told(records) == {6: [("/worker/phone", "cell_error")]}
    assert notes(records) == {
        "sheet_of_longer_name": 1, "headings_below_the_top": 1, "column_numbers_left_out": 1,
        "total_rows_left_out": 1, "sheet_hidden": 1, "sheet_not_read": 1,
    }  # fmt: skip
    assert "a" in ids(Dataset.read(tmp_path / name))


@pytest.mark.parametrize(("write", "name", "error"), WRITERS)
def test_a_zero_and_a_truth_and_a_number_are_what_they_are(tmp_path, write, name, error):
    headings = ["id", "worker.stated_age", "via_partner"]
    assert fact(write(tmp_path / name, {"placements": [headings, ["a", 0, True]]}), "via_partner") is True
    assert fact(tmp_path / name, "worker", "stated_age") == 0


def test_an_old_workbook_is_read(tmp_path):
    path = xls(tmp_path / "data.xls")
    dataset = Dataset.read(path)

    assert set(ids(dataset)) >= {"W1", "W2", "W3"}
    assert [record.data["recruiter_id"] for record in dataset.tables["placement"] if record.id != "007"] == [
        "R1"
    ] * 3
    assert [
        record.data["departed_on"].day for record in dataset.tables["placement"] if record.id != "007"
    ] == [7, 8, 9]
    assert [problem.id for problem in dataset.problems] == ["007"]
    assert told(dataset) == {7: [("/departed_on", "cell_error")]}
    assert notes(dataset) == {
        "sheet_hidden": 1, "headings_below_the_top": 1, "merged_cells": 2, "sheet_of_longer_name": 1,
        "total_rows_left_out": 1,
    }  # fmt: skip
    assert told(read_records(path, backend="tables")) == told(dataset)


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".xlsb", ".xlsm"])
@pytest.mark.parametrize("write", [ods, xlsb, xlsx])
def test_what_a_workbook_is_does_not_hang_on_its_ending(tmp_path, write, ending):
    assert ids(Dataset.read(write(tmp_path / f"data{ending}", {"placements": [HEADINGS, row("a")]}))) == ["a"]


# .ods


def shown(number, text):
    return Raw(
        f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{text}</text:p></table:table-cell>'
    )


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (shown(81234567890, "081234567890"), "081234567890"),
        (shown(81234567890, "0812-3456-7890"), "081234567890"),
        (shown(81234567890, "+6281234567890"), "+6281234567890"),
        (shown(81234567890, "81.234.567.890"), "81234567890"),
        (shown("8.123E10", "8,1E10"), "81230000000"),
    ],
)
def test_zeros_that_are_shown_are_kept(tmp_path, cell, phone):
    path = ods(tmp_path / "data.ods", {"placements": [HEADINGS, row("a", "Dina", cell)]})
    assert fact(path, "worker", "phone") == phone


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (ERROR, "cell_error"),
        (
            '<table:table-cell table:formula="of:=A1"><text:p>Err:508</text:p></table:table-cell>',
            "cell_error",
        ),
        ('<table:table-cell table:formula="of:=TODAY()"/>', "formula_without_value"),
        ('<table:table-cell office:value-type="date" office:date-value="2025-04-03"/>', "day_in_text"),
    ],
)
def test_a_cell_without_a_value_is_a_problem_of_that_cell(tmp_path, cell, code):
    path = ods(tmp_path / "data.ods", {"placements": [HEADINGS, row("a", "Dina", Raw(cell)), row("b")]})
    assert told(Dataset.read(path)) == {2: [("/worker/phone", code)]}


def test_remarks_are_no_values_and_blanks_are_kept(tmp_path):
    name = Raw(
        '<table:table-cell office:value-type="string"><office:annotation><text:p>cek</text:p></office:annotation>'
        '<text:p>Maria<text:s text:c="1"/>Contoh</text:p></table:table-cell>'
    )
    assert (
        fact(ods(tmp_path / "data.ods", {"placements": [HEADINGS, row("a", name)]}), "worker", "name")
        == "Maria Contoh"
    )


def test_days_and_merged_and_repeated_cells_are_read(tmp_path):
    recruiter = Raw(
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>R1</text:p></table:table-cell>'
    )
    rows = [
        ["id", "recruiter_id", "departed_on", "worker.name", "job"],
        ["a", recruiter, date(2025, 4, 7), Raw(
            '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>x</text:p>'
            "</table:table-cell>"
        )],
        ["b", Raw("<table:covered-table-cell/>"), None],
    ]  # fmt: skip
    first, second = Dataset.read(ods(tmp_path / "data.ods", {"placements": rows})).tables["placement"]
    assert (first.data["recruiter_id"], second.data["recruiter_id"]) == ("R1", "R1")
    assert first.data["departed_on"] == date(2025, 4, 7)
    assert (first.data["worker"]["name"], first.data["job"]) == ("x", "x")


EMPTY = '<table:table-row table:number-rows-repeated="999999998"><table:table-cell/></table:table-row>'


def cells(text):
    return f'<table:table-cell office:value-type="string"{text}><text:p>id</text:p></table:table-cell>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f'<table:table-row table:number-rows-repeated="999999999">{cells("")}</table:table-row>', "row_too_far"),
        (
            EMPTY + f"<table:table-row>{cells('')}</table:table-row>",
            "row_too_far",
        ),
        (f'<table:table-row>{cells(" table:number-columns-repeated=" + chr(34) + "999999999" + chr(34))}</table:table-row>',
         "too_many_columns"),
    ],
)  # fmt: skip
def test_what_no_sheet_of_ods_can_hold_is_refused_at_once(tmp_path, rows, code):
    started = time.process_time()
    with raises(UnreadableInput, code):
        Dataset.read(ods(tmp_path / "data.ods", {"placements": rows}))
    assert time.process_time() - started < 10


# .xlsb


@pytest.mark.parametrize("number", [999_999_999, 4_294_967_295, 1_048_577])
def test_a_row_that_no_sheet_has_is_refused_before_room_is_made_for_it(tmp_path, number):
    started = time.process_time()
    with raises(UnreadableInput, "row_too_far"):
        Dataset.read(xlsb(tmp_path / "data.xlsb", {"placements": [HEADINGS, (number, row("a"))]}))
    assert time.process_time() - started < 5


def test_cells_far_apart_take_no_room_between_them(tmp_path):
    tracemalloc.start()
    path = xlsb(tmp_path / "data.xlsb", {"placements": [HEADINGS, (1_000_000, row("a"))]})
    assert ids(Dataset.read(path)) == ["a"]
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_merged_cells_of_a_binary_workbook_give_their_value_to_each_row(tmp_path):
    rows = [["id", "recruiter_id"], ["a", "R1"], ["b"], ["c"]]
    dataset = Dataset.read(xlsb(tmp_path / "data.xlsb", {"placements": rows}, merged=[(1, 2, 1, 1)]))
    assert [record.data.get("recruiter_id") for record in dataset.tables["placement"]] == ["R1", "R1", None]


# Damaged files


@pytest.mark.parametrize("name", ["data.ods", "data.xlsb", "data.xls"])
def test_no_damaged_workbook_shows_a_stack_trace(tmp_path, name):
    path = tmp_path / name
    if name == "data.xls":
        whole = xls(path).read_bytes()
    else:
        write = ods if name == "data.ods" else xlsb
        whole = write(
            path, {"placements": [HEADINGS, *(row(f"a{at}", "Dina", 7) for at in range(50))]}
        ).read_bytes()

    assert refused_when_damaged(path, whole, times=150, cut=0.3) > 20


@pytest.mark.parametrize(
    "content", ["<html><table><tr><td>id</td></tr></table></html>", "id\tscope\na\toverseas\n"]
)
def test_a_page_or_text_that_is_called_a_workbook_is_refused_in_words(tmp_path, content):
    path = tmp_path / "data.xls"
    path.write_text(content)
    with raises(UnreadableInput, "broken_workbook", reason=WORKBOOK["not a zip file"]):
        Dataset.read(path)
