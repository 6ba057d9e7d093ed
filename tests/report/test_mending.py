"""An office's own table given back to mend: what could not be read is coloured and commented, and nothing else changes."""

import stat

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from pmi_compliance import Dataset
from pmi_compliance.cli.exits import OK, PROBLEMS, UNREADABLE, WRONG_USE
from pmi_compliance.cli.main import main

HEADINGS = ["No", "Nama CPMI", "NIK", "Tgl Lahir", "L/P", "Negara Tujuan", "Gaji", "Kode"]
ROWS = [
    [1, "Sari Invent", "5301016505990001", "25/05/1999", "P", "Malaysia", 1500000, "007"],
    [2, "Rina Invent", "5301014101980002", "31/02/1998", "P", "Malaysia", 1500000, "=1+1"],
    [3, "Budi Invent", "5301010101970003", "01/01/1997", "Q", "Wakanda", 1500000, "B"],
    [4, "Tono Invent", "5301010202960004", "02/02/1996", "L", "#REF!", 1500000, "C"],
]
TOTAL = ["Jumlah", None, None, None, None, None, 6000000, None]
#: What is wrong, and what stands there; titles take two rows, so that the first record stands in row 4.
WRONG = {"D5": "31/02/1998", "E6": "Q", "F6": "Wakanda", "F7": "#REF!"}
RIGHT = {"D5": "28/02/1998", "E6": "L", "F6": "Malaysia", "F7": "Malaysia"}


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Penempatan"
    for line in (["DAFTAR CPMI TAHUN 2025"], [], HEADINGS, *ROWS, TOTAL):
        sheet.append(line)
    sheet["H5"].data_type = "s"
    sheet["D5"].font = Font(bold=True)
    sheet["D5"].comment = Comment("tanya keluarganya", "Dinas")
    choices = DataValidation("list", formula1='"L,P"')
    choices.add("E4:E7")
    sheet.add_data_validation(choices)
    sheet.column_dimensions["B"].width = 31
    other = book.create_sheet("Anggaran")
    other["A1"], other["B2"] = "=SUM(1,2)", "catatan"
    hidden = book.create_sheet("Rahasia")
    hidden["A1"] = "tersimpan"
    hidden.sheet_state = "hidden"
    book.save(path)


def csv(path):
    lines = [["DAFTAR CPMI TAHUN 2025"], [], HEADINGS, *ROWS, TOTAL]
    text = "".join(";".join("" if cell is None else str(cell) for cell in line) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


MAKES = {".xlsx": workbook, ".csv": csv}


@pytest.fixture(params=sorted(MAKES))
def own(request, tmp_path):
    path = tmp_path / f"penempatan{request.param}"
    MAKES[request.param](path)
    return path


def mended_by(own, *more):
    output = own.parent / "perbaikan.xlsx"
    code = main(["validate", str(own), "--output", str(output), *more])
    return code, output


def sheet_of(book):
    return book["Penempatan" if "Penempatan" in book.sheetnames else "penempatan"]


def marked(sheet):
    return {
        cell.coordinate: cell for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"
    }


def test_what_could_not_be_read_is_coloured_and_nothing_else(own):
    code, output = mended_by(own)
    assert code == PROBLEMS
    found = marked(sheet_of(openpyxl.load_workbook(output)))
    assert {place: str(cell.value) for place, cell in found.items()} == WRONG


@pytest.mark.parametrize(("language", "words"), [
    ("id", ("Tertulis: 31/02/1998", "tanggal")), ("en", ("Read: 31/02/1998", "date")),
])  # fmt: skip
def test_a_comment_says_what_was_read_and_what_was_expected(language, words, own):
    _, output = mended_by(own, "--lang", language)
    text = sheet_of(openpyxl.load_workbook(output))["D5"].comment.text
    assert all(word in text for word in words)


def test_what_an_office_commented_stays(tmp_path):
    workbook(tmp_path / "penempatan.xlsx")
    _, output = mended_by(tmp_path / "penempatan.xlsx")
    assert sheet_of(openpyxl.load_workbook(output))["D5"].comment.text.startswith("tanya keluarganya\n")


@pytest.mark.parametrize(("language", "name", "title"), [
    ("id", "Masalah", "Yang perlu diperbaiki"), ("en", "Problems", "What to mend"),
])  # fmt: skip
def test_the_first_sheet_lists_each_problem_with_its_cell(language, name, title, own):
    _, output = mended_by(own, "--lang", language)
    book = openpyxl.load_workbook(output)
    assert book.sheetnames[0] == name
    lines = [*book.worksheets[0].values]
    assert lines[1][6] == title
    listed = {f"{line[2]}{line[1]}": (line[3], line[5]) for line in lines[2:] if isinstance(line[1], int)}
    headings = {letter: HEADINGS["ABCDEFGH".index(letter)] for letter in "DEF"}
    assert listed == {place: (headings[place[0]], read) for place, read in WRONG.items()}
    assert [line[1] for line in lines[2:6]] == [5, 6, 6, 7]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


def test_all_else_of_a_workbook_stays(tmp_path):
    own = tmp_path / "penempatan.xlsx"
    workbook(own)
    _, output = mended_by(own)
    before, after = openpyxl.load_workbook(own), openpyxl.load_workbook(output)
    assert after.sheetnames == ["Masalah", *before.sheetnames]
    for sheet in before.worksheets:
        other = after[sheet.title]
        assert [*other.values] == [*sheet.values]
        assert other.sheet_state == sheet.sheet_state
    sheet = sheet_of(after)
    assert sheet["D5"].font.bold
    assert sheet.column_dimensions["B"].width == 31
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["E4:E7"]
    assert after["Anggaran"]["A1"].value == "=SUM(1,2)"


def test_a_text_stays_a_text(tmp_path):
    csv(tmp_path / "penempatan.csv")
    _, output = mended_by(tmp_path / "penempatan.csv")
    sheet = sheet_of(openpyxl.load_workbook(output))
    assert [(sheet[place].value, sheet[place].data_type) for place in ("C4", "H4", "H5")] == [
        ("5301016505990001", "s"), ("007", "s"), ("=1+1", "s"),
    ]  # fmt: skip


def test_corrected_cells_read_clean_afterwards(own, tmp_path):
    _, output = mended_by(own)
    book = openpyxl.load_workbook(output)
    for place, right in RIGHT.items():
        sheet_of(book)[place] = right
    corrected = tmp_path / "baru" / "penempatan.xlsx"
    corrected.parent.mkdir()
    book.save(corrected)
    dataset = Dataset.read(corrected)
    assert dataset.problems == ()
    assert dataset.sizes["placement"] == len(ROWS)
    code, again = mended_by(corrected)
    assert code == OK
    book = openpyxl.load_workbook(again)
    sheet = sheet_of(book)
    assert marked(sheet) == {}
    comments = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert comments == (["tanya keluarganya"] if own.suffix == ".xlsx" else [])
    assert book.sheetnames.count("Masalah") == 1
    assert book["Masalah"]["A3"].value == "Tidak ada masalah."


def test_an_own_sheet_of_that_name_stays(tmp_path):
    own = tmp_path / "penempatan.xlsx"
    workbook(own)
    book = openpyxl.load_workbook(own)
    book.create_sheet("Masalah")["A1"] = "milik kantor"
    book.save(own)
    _, output = mended_by(own)
    after = openpyxl.load_workbook(output)
    assert after.sheetnames == ["Masalah (2)", "Penempatan", "Anggaran", "Rahasia", "Masalah"]
    assert after["Masalah"]["A1"].value == "milik kantor"


def test_a_mended_workbook_hides_nothing_and_is_for_its_owner_alone(own):
    own_text = ROWS[1][2]
    _, output = mended_by(own)
    assert sheet_of(openpyxl.load_workbook(output))["C5"].value == own_text
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    output.chmod(0o400)
    mended_by(own)
    assert stat.S_IMODE(output.stat().st_mode) == 0o400


def test_merged_cells_are_marked_where_they_are_seen(tmp_path):
    own = tmp_path / "penempatan.xlsx"
    workbook(own)
    book = openpyxl.load_workbook(own)
    sheet = book["Penempatan"]
    sheet["F6"] = "Wakanda"
    sheet.merge_cells("F6:F7")
    book.save(own)
    _, output = mended_by(own)
    after = openpyxl.load_workbook(output)["Penempatan"]
    assert set(marked(after)) == {"D5", "E6", "F6"}
    assert [str(range_) for range_ in after.merged_cells.ranges] == ["F6:F7"]


def test_parquet_becomes_a_plain_workbook(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    own = tmp_path / "placements.parquet"
    table = {
        "id": ["P1", "P2"],
        "departed_on": ["2025-01-01", "kemarin"],
        "worker.nik": [5301016505990001, None],
    }
    pq.write_table(pa.table(table), own)
    _, output = mended_by(own)
    sheet = openpyxl.load_workbook(output)["placements"]
    assert set(marked(sheet)) == {"B3"}
    assert sheet["C2"].value == "5301016505990001"


@pytest.mark.parametrize(("names", "output", "code"), [
    (["placements.json"], "perbaikan.xlsx", UNREADABLE),
    (["placements.csv"], "perbaikan.csv", WRONG_USE),
    (["placements.csv", "recruiters.csv"], "perbaikan.xlsx", WRONG_USE),
    (["sqlite:///nothing.db"], "perbaikan.xlsx", WRONG_USE),
    (["placements.csv"], "placements.csv", WRONG_USE),
])  # fmt: skip
def test_what_cannot_be_mended_is_refused_before_anything_is_read(
    names, output, code, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    for name in names:
        if "://" not in name:
            (tmp_path / name).write_text("{")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["validate", *names, "--output", output]) == code
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_what_an_office_typed_is_never_run(tmp_path):
    own = tmp_path / "penempatan.csv"
    own.write_text("No;Nama CPMI;Tgl Lahir\n1;=HYPERLINK(1);=cmd()\n2;\x0bSari;+1\n3;Budi;01/01/1999\n")
    _, output = mended_by(own)
    book = openpyxl.load_workbook(output)
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
    }
