"""The workbook to fill in: what is chosen from its lists and typed into its cells comes back as the same records."""

from datetime import date
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from helpers import needs
from helpers.filling import fill_in_examples
from helpers.flat import dated, flat, plain, sheets
from pmi_compliance import Dataset
from pmi_compliance.cli.main import main
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType
from pmi_compliance.records.reading.asked import SHORT, asked_in_full, asked_in_short
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.targets import targets_of
from pmi_compliance.records.reading.template import ROWS, template
from pmi_compliance.records.schema import bundled_model

MODEL = bundled_model()
COLUMNS = tables_of(MODEL)
QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
FORMS = pytest.mark.parametrize("full", [False, True], ids=["short", "full"])


def saved(book, path):
    book.save(path)
    return path


def made(path, language, *, full=False):
    path.write_bytes(template(language, full=full))
    return openpyxl.load_workbook(path)


def read_quietly(path, *, strict=False):
    """The records of a file that is read without a problem and without a note."""
    dataset = Dataset.read(path, strict=strict)
    assert not dataset.reading_notes, dataset.reading_notes[:3]
    return records_of(dataset)


def records_of(dataset):
    assert not dataset.problems, dataset.problems[:3]
    return {kind: [plain({**record.data}) for record in records] for kind, records in dataset.tables.items()}


# Reading back


@LANGUAGES
@FORMS
def test_an_empty_workbook_holds_no_record(tmp_path, language, full):
    made(tmp_path / "data.xlsx", language, full=full)

    assert not any(read_quietly(tmp_path / "data.xlsx").values())


@LANGUAGES
@FORMS
def test_the_examples_are_records_once_they_are_copied(tmp_path, language, full):
    book = made(tmp_path / "data.xlsx", language, full=full)
    fill_in_examples(book)
    records = read_quietly(saved(book, tmp_path / "data.xlsx"), strict=True)

    kinds = MODEL.kinds if full else SHORT
    assert {kind: len(found) for kind, found in records.items()} == dict.fromkeys(kinds, 1)
    [example] = records["placement"]
    assert example["recruiter_id"] == records["recruiter"][0]["id"]
    assert len(example["costs"]) == 1
    assert len(example["documents"]) == (1 if full else 2)


#: The short form: what is typed into a column that has no list, and what a record holds of it.
TYPED = {
    "worker.name": ("Maria Contoh", "Maria Contoh"),
    "worker.nik": ("5301064505900001", "5301064505900001"),
    "worker.domicile": ("53.01.06", "53.01.06"),
    "documents[type=passport].number": ("X0000000", "X0000000"),
    "name": ("Perekrut Contoh", "Perekrut Contoh"),
    "licences[type=sip3mi].number": ("CONTOH/2024", "CONTOH/2024"),
    "offices[kind=head].regency": ("Kota Kupang", "53.71"),
    "offices[kind=branch].regency": ("53.01", "53.01"),
    DATE: (date(2025, 7, 4), "2025-07-04"),
    INT: (1_500_000_000, 1_500_000_000),
}


def short_rows(kind, language):
    """Rows of the short form in which every word of every list stands, and the records that they are."""
    table = COLUMNS.table(kind)
    asked = asked_in_short(MODEL, table, language)
    targets = [targets_of(written, table)[0] for written in SHORT[kind]]
    for number in range(max(len(column.words) for column in asked)):
        cells, record = [], {}
        for column, target in zip(asked, targets, strict=True):
            if column.words:
                fact, cell = column.words[number % len(column.words)]
                fact = {"ya": True, "tidak": False}.get(fact, fact) if target.type == BOOL else fact
            elif column.is_id:
                cell = fact = f"R-{number:03}"
            elif column.refers_to:
                cell = fact = "R-000"
            else:
                cell, fact = TYPED.get(target.written) or TYPED[target.type]
            cells.append(cell)
            put(record, target, fact)
        yield cells, plain(record)


def put(record, target, fact):
    if fact == "":
        return
    if target.fixed:
        name, code = target.fixed
        items = record.setdefault(target.path[0], [])
        record = next((item for item in items if item[name] == code), None)
        if record is None:
            record = {name: code}
            items.append(record)
        path = target.inner
    else:
        path = target.path
    for step in path[:-1]:
        record = record.setdefault(step, {})
    record[path[-1]] = fact


def filled_in_short(book, language):
    """Fill in every column of the short form, with every word of every list; the records that must be read."""
    expected = {}
    for kind in SHORT:
        sheet = book[COLUMNS.table(kind).sheet_name(language)]
        expected[kind] = []
        for row, (cells, record) in enumerate(short_rows(kind, language), 2):
            for at, cell in enumerate(cells, 1):
                sheet.cell(row, at).value = cell
            expected[kind].append(record)
    return expected


@LANGUAGES
@pytest.mark.parametrize("strict", [False, True])
def test_every_word_and_cell_of_the_short_form_comes_back(tmp_path, language, strict):
    book = made(tmp_path / "data.xlsx", language)
    expected = filled_in_short(book, language)

    assert read_quietly(saved(book, tmp_path / "data.xlsx"), strict=strict) == expected


@pytest.mark.slow
@LANGUAGES
def test_every_word_and_cell_of_the_full_form_comes_back(tmp_path, language):
    book = made(tmp_path / "data.xlsx", language, full=True)
    expected = {}
    for table in COLUMNS.all:
        sheet = book[table.sheet_name(language)]
        asked = asked_in_full(MODEL, table, language)
        leading = [table.owner, *table.around] if table.owner else []
        paths = [*leading, *(c.path for c in sorted(table.columns, key=lambda column: column.path != "id"))]
        rows = []
        for number in range(max(1, *(len(column.words) for column in asked))):
            row = {}
            for at, (path, column) in enumerate(zip(paths, asked, strict=True), 1):
                cell, row[path] = full_cell(path, column, number, table)
                sheet.cell(number + 2, at).value = cell
            rows.append(row)
        expected[table.kind, table.group] = rows

    records = read_quietly(saved(book, tmp_path / "data.xlsx"))
    found = {}
    for kind, of_kind in records.items():
        found |= flat(kind, of_kind)
    assert found.keys() == expected.keys()
    for name, rows in expected.items():
        assert found[name] == rows, name


def full_cell(path, column, number, table):
    """What is typed into one cell of the full form, and what a record holds of it."""
    kind = table.type_of(path)
    if path == table.owner:
        return "R-000", "R-000"
    if path in table.around:
        return "1", 1
    if column.words:
        code, word = column.words[number % len(column.words)]
        fact = code == "ya" if kind == BOOL else code
        return word, [fact] if column.is_list else fact
    if column.is_id:
        return f"R-{number:03}", f"R-{number:03}"
    cell = "R-000" if column.example == "CONTOH-1" else column.example
    if isinstance(kind, ListType):
        return cell, [cell]
    return cell, int(cell) if kind == INT else cell


def quick_start_typed(path):
    """The full form with the records of the quick start, and these."""
    book = made(path, "id", full=True)
    expected = records_of(Dataset.read(QUICKSTART))
    for table, header, rows in sheets(expected):
        sheet = book[table.sheet_name("id")]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, start=2):
            for name, cell in zip(header, row, strict=True):
                value = dated(cell, table.type_of(name))
                sheet.cell(number, columns[table.heading(name, "id")]).value = value
    return book, expected


def test_the_records_of_the_quick_start_can_be_typed_into_the_full_form(tmp_path):
    book, expected = quick_start_typed(tmp_path / "data.xlsx")

    assert records_of(Dataset.read(saved(book, tmp_path / "data.xlsx"))) == expected


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_libreoffice_keeps_the_full_form_in_each_of_its_forms(tmp_path, form):
    book, expected = quick_start_typed(tmp_path / "data.xlsx")
    (tmp_path / "written").mkdir()
    path = needs.libreoffice(saved(book, tmp_path / "data.xlsx"), tmp_path / "written", form)
    dataset = Dataset.read(path)

    assert records_of(dataset) == expected
    assert (dataset.problems, dataset.reading_notes) == ((), ())


@LANGUAGES
def test_libreoffice_keeps_what_was_filled_in(tmp_path, language):
    book = made(tmp_path / "data.xlsx", language)
    expected = filled_in_short(book, language)
    (tmp_path / "written").mkdir()
    path = needs.libreoffice(saved(book, tmp_path / "data.xlsx"), tmp_path / "written")

    assert read_quietly(path) == expected


@pytest.mark.parametrize("cell", [0, "0", "nihil"])
def test_no_costs_are_a_sum(tmp_path, cell):
    book = openpyxl.Workbook()
    book.active.title = "Penempatan"
    book.active.append(["Nomor data", "Biaya penempatan: Jumlah"])
    book.active.append(["a", cell])

    assert read_quietly(saved(book, tmp_path / "data.xlsx"), strict=True) == {
        "placement": [{"id": "a", "costs": [{"class": "placement", "amount_idr": 0}]}]
    }


def test_a_workbook_that_was_made_before_is_read(tmp_path):
    """Records went by `Nomor rekam` there."""
    book = openpyxl.Workbook()
    book.active.title = "Penempatan"
    book.active.append(["Nomor rekam", "Negara tujuan"])
    book.active.append(["a", "MY"])

    assert read_quietly(saved(book, tmp_path / "data.xlsx"), strict=True) == {
        "placement": [{"id": "a", "destination": "MY"}]
    }


# What it offers


@LANGUAGES
@FORMS
def test_lists_hold_words_and_reach_every_row(tmp_path, language, full):
    book = made(tmp_path / "data.xlsx", language, full=full)
    assert book["Daftar"].sheet_state == "hidden"
    lists = {
        f"Daftar!${cells[0].column_letter}$1:${cells[0].column_letter}${len(words)}": words
        for cells in book["Daftar"].iter_cols()
        if (words := [cell.value for cell in cells if cell.value is not None])
    }

    tables = COLUMNS.all if full else [COLUMNS.table(kind) for kind in SHORT]
    for table in tables:
        sheet = book[table.sheet_name(language)]
        rules = sheet.data_validations.dataValidation
        offered = {str(rule.sqref).split(":")[0].rstrip("0123456789"): rule for rule in rules}
        ask = asked_in_full if full else asked_in_short
        for cell, column in zip(sheet[1], ask(MODEL, table, language), strict=True):
            assert cell.value == column.heading
            assert cell.comment.text == column.note
            rule = offered.get(cell.column_letter)
            if column.words and not column.is_list:
                assert lists[rule.formula1] == [word for _, word in column.words]
            if rule is not None:
                assert str(rule.sqref) == f"{cell.column_letter}2:{cell.column_letter}{ROWS + 1}"


@LANGUAGES
def test_no_list_offers_a_code_where_there_is_a_name(language):
    """A code is offered only where reading does not give it back from its name."""
    columns = list(chain.from_iterable(asked_in_full(MODEL, table, language) for table in COLUMNS.all))
    codes = {
        (column.heading, code)
        for column in columns
        for code, word in column.words
        if word == code and column.node.codes and column.node.codes[code].name.in_language(language) != code
    }

    assert codes == set()


def test_the_short_form_is_short_and_made_for_paper(tmp_path):
    book = made(tmp_path / "data.xlsx", "id")

    assert book.sheetnames == ["Petunjuk", "Perekrut", "Penempatan", "Contoh", "Daftar"]
    for name, most in (("Perekrut", 13), ("Penempatan", 19)):
        sheet = book[name]
        width = sum(cell.value is not None for cell in sheet[1])
        assert width <= most
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_area.startswith(f"'{name}'!$A$1:")
        assert all(cell.value is None for row in sheet.iter_rows(min_row=2) for cell in row)


def test_columns_of_the_short_form_are_formatted_for_what_is_typed(tmp_path):
    sheet = made(tmp_path / "data.xlsx", "id")["Penempatan"]

    def form(heading):
        column = next(cell.column for cell in sheet[1] if cell.value == heading)
        [around] = [each for each in sheet.column_dimensions.values() if each.min <= column <= each.max]
        return around.number_format

    assert form("Tanggal berangkat") == form("Paspor: Tanggal terbit") == "dd mmm yyyy"
    assert form("Pekerja: NIK") == form("Paspor: Nomor") == form("Nomor data") == "@"


@LANGUAGES
def test_the_sheet_of_codes_says_what_every_code_of_every_column_means(tmp_path, language):
    sheet = made(tmp_path / "data.xlsx", language, full=True)["Kode"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=2)]

    assert sheet.sheet_state == "visible"
    table = COLUMNS.table("placement")
    heading = table.heading("indicators", language)
    codes = MODEL.node_at("placement", ["indicators"]).item.codes
    assert [row for row in rows if row[:2] == (table.sheet_name(language), heading)] == [
        (
            table.sheet_name(language), heading, code,
            words.name.in_language(language), words.meaning.in_language(language),
        )
        for code, words in codes.items()
    ]  # fmt: skip
    country = MODEL.node_at("placement", ["destination"]).codes["MY"].name.in_language(language)
    assert [row[2:4] for row in rows if row[2] == "MY"] == [("MY", country)]
    told = {row[:2] for row in rows}
    for one in COLUMNS.all:
        for column in one.columns:
            values = getattr(getattr(column.field.type, "item", column.field.type), "values", None)
            # Countries are told once for all columns; facts that can be alleged go by their fields.
            is_told = bool(values) and len(values) < 60 and column.path != "alleged"
            assert is_told == ((one.sheet_name(language), one.heading(column.path, language)) in told), (
                column.path
            )


@LANGUAGES
@pytest.mark.parametrize("options", [[], ["--full"]])
def test_the_command_writes_the_form_that_is_asked_for(tmp_path, language, options):
    path = tmp_path / "data.xlsx"

    assert main(["template", "--output", str(path), "--lang", language, *options]) == 0
    assert ("Kode" in openpyxl.load_workbook(path).sheetnames) == bool(options)
