"""What is wrong with a table names the cell: its row, the letter of its column, and its heading; from row to row."""

import csv
import json
import re
from datetime import date

import openpyxl
import pytest

from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.auditing.backends import read_records
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.json import as_json, problem_as_json
from pmi_compliance.report.phrases import format_problem

HEADINGS = [
    "No",
    "Nama CPMI",
    "Tgl Lahir",
    "L/P",
    "Paspor",
    "No Visa",
    "Negara Tujuan",
    "Warna",
    "Tgl Berangkat",
]


def row(number, **cells):
    usual = [number, f"Sari {number}", "05/05/1999", "P", "ada", "V-12", "Malaysia", "biru", "01/02/2025"]
    return [cells.get(heading, cell) for heading, cell in zip(HEADINGS, usual, strict=True)]


def office_list(folder, rows, form):
    """A list under a title, as a workbook or as CSV."""
    lines = [["DAFTAR CPMI TAHUN 2025"], [], HEADINGS, *rows]
    path = folder / f"penempatan{form}"
    if form == ".csv":
        path.write_text("".join(";".join(map(str, line)) + "\n" for line in lines))
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Penempatan"
    for line in lines:
        sheet.append(line)
    book.save(path)
    return path


def cells(problems):
    return [
        (problem.origin.line or problem.origin.row, detail.cell and (detail.cell.letter, detail.cell.heading))
        for problem in problems
        for detail in problem.details
    ]


@pytest.mark.parametrize("form", [".xlsx", ".csv"])
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_what_is_wrong_names_row_letter_and_heading(form, backend, tmp_path):
    wrong = {
        "Tgl Lahir": "kemarin",
        "L/P": "Q",
        "Paspor": "#REF!",
        "Negara Tujuan": "Wakanda",
    }
    rows = [row(number) for number in range(1, 10)]
    rows += [row(10 + at, **{heading: text}) for at, (heading, text) in enumerate(wrong.items())]
    read = read_records(office_list(tmp_path, rows, form), backend=backend)
    letters = dict(zip(HEADINGS, "ABCDEFGHI", strict=True))
    assert cells(read.problems) == [
        (13 + at, (letters[heading], heading)) for at, heading in enumerate(wrong)
    ]


def test_problems_go_from_row_to_row(tmp_path):
    rows = [row(number, **{"Tgl Lahir": "kemarin"}) for number in range(1, 13)]
    problems = Dataset.read(office_list(tmp_path, rows, ".xlsx")).problems
    assert [place for place, _ in cells(problems)] == [*range(4, 16)]


def test_the_words_name_the_cell(tmp_path):
    dataset = Dataset.read(office_list(tmp_path, [row(1, **{"Tgl Lahir": "kemarin"})], ".xlsx"))
    for language, words in (("id", 'kolom C "Tgl Lahir": `'), ("en", 'column C "Tgl Lahir": `')):
        place, [error] = format_problem(dataset.problems[0], language, dataset.model)
        assert "penempatan.xlsx:Penempatan:4:" in place
        assert error.startswith(words)


PAPERS = """Tgl Paspor: documents[type=passport].issued_on
Tgl Visa: documents[type=work_visa].issued_on
"""


@pytest.mark.parametrize(("dates", "letter"), [
    ("kemarin;V-1;01/02/2025", "D"), ("01/02/2025;V-1;kemarin", "F"), ("01/02/2025;V-1;#REF!", "F")
])  # fmt: skip
def test_papers_of_one_list_are_told_apart(dates, letter, tmp_path):
    path = tmp_path / "penempatan.csv"
    path.write_text(f"No;Nama CPMI;No Paspor;Tgl Paspor;No Visa;Tgl Visa\n1;Sari;A 12;{dates}\n")
    (tmp_path / "penempatan.kolom.yaml").write_text(PAPERS)
    [(_, (found, _))] = cells(Dataset.read(path).problems)
    assert found == letter


def test_rows_of_a_group_name_their_own_cells(tmp_path):
    (tmp_path / "placements.csv").write_text("id\nP1\n")
    (tmp_path / "placement.documents.csv").write_text(
        "placement_id,type,issued_on\nP1,passport,2025-01-01\nP1,work_visa,kemarin\nP9,work_visa,2025-01-01\n"
    )
    for backend in ("closures", "tables"):
        problems = read_records(tmp_path, backend=backend).problems
        assert cells(problems) == [(3, ("C", "issued_on")), (4, ("A", "placement_id"))]


def test_a_row_of_a_group_in_a_group_names_its_own_cell(tmp_path):
    """It was told as if it stood in the table of the group around it."""
    (tmp_path / "recruiters.csv").write_text("id\nR1\n")
    (tmp_path / "recruiter.licences.csv").write_text("recruiter_id,type\nR1,sip3mi\n")
    (tmp_path / "recruiter.licences.status_history.csv").write_text(
        "recruiter_id,licences,status,from\nR1,1,active,2025-01-01\nR1,1,active,kemarin\n"
    )
    for backend in ("closures", "tables"):
        problems = read_records(tmp_path, backend=backend).problems
        assert cells(problems) == [(3, ("D", "from"))]
        assert problems[0].origin.file.endswith("status_history.csv")


def test_who_is_not_there_is_told_with_the_cell_that_names_them(tmp_path):
    (tmp_path / "placements.csv").write_text("id,recruiter_id\nP1,R1\nP2,R2\n")
    (tmp_path / "recruiters.csv").write_text("id\nR1\n")
    for backend in ("closures", "tables"):
        problems = read_records(tmp_path, backend=backend).problems
        assert cells(problems) == [(3, ("B", "recruiter_id"))]


def test_columns_of_tables_from_python_go_by_their_names():
    pa = pytest.importorskip("pyarrow")
    frame = pa.table({"id": ["P1"], "departed_on": ["kemarin"]})
    [problem] = Dataset.from_tables({"placements": frame}).problems
    assert problem.details[0].cell.words.id == 'kolom "departed_on"'


def test_records_that_stand_in_no_table_have_no_cells():
    [problem] = Dataset.from_records({"placement": [{"id": "P1", "departed_on": "soon"}]}).problems
    assert problem.details[0].cell is None


def test_a_report_as_json_names_the_column_and_keeps_its_schema(tmp_path):
    dataset = Dataset.read(office_list(tmp_path, [row(1, **{"Tgl Lahir": "kemarin"})], ".xlsx"))
    report = audit(dataset, default_packs(), as_of=date(2025, 10, 31))
    document = json.loads(json.dumps(as_json(report)))
    assert bundled_documents().problems("report", document) == []
    assert problem_as_json(dataset.problems[0])["errors"][0]["column"] == {
        "letter": "C",
        "heading": "Tgl Lahir",
    }


# Words, and no names of fields


MODEL = bundled_model()
#: Every name of a field or kind that no ordinary word is.
OUR_NAMES = {
    step
    for table in tables_of(MODEL).all
    for path in (*table.headings, table.group, table.kind)
    for step in path.split(".")
    if "_" in step
}


def own_tables(folder, cells):
    """
    A table of each kind and group with our titles as headings, and in each row one text in all columns but keys.

    What is alleged is said by the names of fields.
    """
    for table in tables_of(MODEL).all:
        keys = {"id": "{}", f"{table.kind}_id": "R1", **dict.fromkeys(table.around, "1"), "alleged": ""}
        titles = [title.id for title in table.headings.values()]
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(titles)
            for number, cell in enumerate(cells):
                writer.writerow([keys.get(path, cell).format(f"R{number}") for path in table.headings])
    return Dataset.read(folder)


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_message_on_a_table_with_words_for_headings_holds_a_name_of_ours(tmp_path, language):
    """An auditor read `amount_idr`, and that column `job_order_id` holds dashes."""
    dataset = own_tables(
        tmp_path, ["entah?!", "-", "sda", "15/13/2025", "R77", "<18", "#REF!", "Arab", "Kupang", "L"]
    )
    lines = [line for problem in dataset.problems for line in format_problem(problem, language, MODEL)[1]]
    lines += [note.message.in_language(language) for note in dataset.reading_notes]

    # A code of a list stands beside its words.
    without_codes = [re.sub(r"`\w+` \([^)]*\)", "", line) for line in lines]
    told = {(name, line) for line in without_codes for name in OUR_NAMES & set(re.findall(r"\w+", line))}
    assert len(lines) > 500
    assert told == set()
