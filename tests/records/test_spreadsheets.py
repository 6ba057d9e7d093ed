"""Spreadsheets as offices have them: every row is a record, a problem or a note, and no cell says what nobody wrote."""

import time
from datetime import date

import pytest

from helpers.books import Raw, error, formula, number, xlsx
from helpers.errors import raises
from helpers.reading import ids, notes, told
from pmi_compliance import Dataset, UnreadableInput
from pmi_compliance.auditing.backends import read_records

HEADINGS = ["Nomor rekam", "Lingkup", "Status", "Negara tujuan", "Pekerja: Nama"]


def row(id_, name="Dina Contoh", *more):
    return [id_, "overseas", "departed", "MY", name, *more]


def book(tmp_path, *rows, name="Penempatan", headings=HEADINGS, **options):
    return xlsx(tmp_path / "data.xlsx", {name: [headings, *rows]}, **options)


def read(path):
    return Dataset.read(path)


def values(path, *steps):
    """The values of one fact in all records."""
    found = []
    for record in read(path).tables["placement"]:
        value = record.data
        for step in steps:
            value = (value or {}).get(step)
        found.append(value)
    return found


# Cells


@pytest.mark.parametrize(
    ("heading", "pointer"),
    [
        ("Pekerja: Telepon", "/worker/phone"),
        ("Pekerjaan sebenarnya", "/actual_job"),
        ("Tanggal berangkat", "/departed_on"),
        ("Jaminan sosial: Terdaftar", "/social_security/registered"),
        ("Jumlah orang", "/count"),
    ],
)
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (error(), "cell_error"),
        (error("#REF!"), "cell_error"),
        (Raw('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "cell_error"),
        (formula("TODAY()"), "formula_without_value"),
        (Raw("<c><f>A1</f><v></v></c>"), "formula_without_value"),
        (Raw('<c><f t="shared" si="0"/></c>'), "formula_without_value"),
    ],
)
def test_a_cell_without_a_value_is_a_problem_of_that_cell(tmp_path, heading, pointer, cell, code):
    from pmi_compliance.records.reading.columns import tables_of
    from pmi_compliance.records.schema import bundled_model

    table = tables_of(bundled_model()).table("placement")
    path = pointer.strip("/").replace("/", ".")
    assert path in table.headings
    name = heading if table.path_of(heading) == path else path
    dataset = read(book(tmp_path, row("a", "Dina", cell), row("b"), headings=[*HEADINGS, name]))

    assert told(dataset) == {2: [(pointer, code)]}
    assert ids(dataset) == ["a", "b"]
    value = dataset.tables["placement"][0].data
    for step in path.split("."):
        value = (value or {}).get(step)
    assert value is None


def test_a_text_or_a_format_of_endless_length_takes_no_room(tmp_path):
    shared = f"<sst><si><t> {'x' * 2_000_000}</t></si></sst>"
    cells = [row(f"a{at}", Raw('<c t="s"><v>0</v></c>'), number(7, 1)) for at in range(300)]
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="a/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="s" Type="a/styles" Target="styles.xml"/>'
        '<Relationship Id="t" Type="a/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    parts = [("xl/sharedStrings.xml", shared), ("xl/_rels/workbook.xml.rels", relations)]
    path = book(tmp_path, *cells, headings=[*HEADINGS, "worker.phone"], formats=["0" * 30_000], parts=parts)
    dataset = read(path)

    assert told(dataset)[2] == [("/worker/name", "text_too_long")]
    assert dataset.tables["placement"][0].data["worker"] == {"phone": "7"}


@pytest.mark.parametrize(
    ("cell", "code"), [(error(), "cell_error"), (formula("A1"), "formula_without_value")]
)
def test_an_id_without_a_value_is_a_problem_and_no_id(tmp_path, cell, code):
    dataset = read(book(tmp_path, row(cell), row("b")))

    assert ids(dataset) == ["b"]
    assert ("/id", code) in told(dataset)[2]


def test_a_formula_with_its_value_is_that_value(tmp_path):
    cells = [Raw('<c t="str"><f>A1</f><v>Rina</v></c>'), Raw('<c t="str"><f>""</f><v></v></c>')]
    path = book(tmp_path, *(row(id_, cell) for id_, cell in zip("ab", cells, strict=True)))

    assert values(path, "worker", "name") == ["Rina", None]
    assert not read(path).problems


FORMATS = [
    "000",
    '"0"#',
    "0000-0000-0000",
    "yyyy-mm-dd",
    "#,##0",
    "[$-421]dd mmmm yyyy",
    "_-* #,##0_-;_-* \\-_-",
    "0.0",
]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (number(7, 1), "007"),
        (number(1234, 1), "1234"),
        (number(81234567890, 2), "081234567890"),
        (number(81234567890, 3), "081234567890"),
        (number("7.0", 1), "007"),
        (7, "7"),
    ],
)
def test_zeros_that_a_format_shows_are_kept(tmp_path, cell, shown):
    dataset = read(book(tmp_path, row(cell), formats=FORMATS))

    assert ids(dataset) == [shown]


@pytest.mark.parametrize(
    ("style", "since_1904", "serial"), [(4, False, 45754), (6, False, 45754), (4, True, 44292)]
)
def test_days_are_days_in_every_format_and_count(tmp_path, style, since_1904, serial):
    path = book(
        tmp_path, row("a", "Dina", number(serial, style)), headings=[*HEADINGS, "departed_on"],
        formats=FORMATS, since_1904=since_1904,
    )  # fmt: skip
    assert values(path, "departed_on") == [date(2025, 4, 7)]


def test_a_zero_that_a_format_shows_as_a_dash_is_zero(tmp_path):
    costs = [
        ["placement_id", "component", "class", "charged_to", "amount_idr"],
        ["a", "tiket", "placement", "worker", number(0, 7)],
    ]
    path = xlsx(
        tmp_path / "data.xlsx",
        {"placements": [HEADINGS, row("a")], "placement.costs": costs},
        formats=FORMATS,
    )
    assert values(path, "costs")[0][0]["amount_idr"] == 0


@pytest.mark.parametrize(
    ("heading", "pointer"), [("job", "/job"), ("worker.phone", "/worker/phone"), ("id", "/id")]
)
def test_a_day_in_a_column_of_texts_is_a_problem(tmp_path, heading, pointer):
    """Spreadsheets make days of `3/4` and `1-2`."""
    cells = row("b", "Rina", number(45754, 4)) if heading != "id" else row(number(45754, 4))
    headings = [*HEADINGS, heading] if heading != "id" else HEADINGS
    dataset = read(book(tmp_path, row("a"), cells, headings=headings, formats=FORMATS))

    assert (pointer, "day_in_text") in told(dataset)[3]
    assert "2025" not in str(ids(dataset))


def test_texts_are_read_as_they_are_written(tmp_path):
    rich = Raw(
        '<c t="inlineStr"><is><r><t>Maria </t></r><r><t>Contoh</t></r><rPh sb="0" eb="1"><t>maria</t></rPh></is></c>'
    )
    escaped = Raw('<c t="inlineStr"><is><t>Dina_x0041_ &amp; Co</t></is></c>')
    path = book(tmp_path, row("a", rich), row("b", escaped))

    assert values(path, "worker", "name") == ["Maria Contoh", "DinaA & Co"]


# Rows


def test_rows_keep_their_numbers_in_whatever_order_they_stand(tmp_path):
    rows = [(1, HEADINGS), (5, row("a")), (3, row("b")), (5, row("c")), (9, row("d", error()))]
    dataset = read(xlsx(tmp_path / "data.xlsx", {"Penempatan": rows}))

    assert {"a", "b", "c"} <= set(ids(dataset))
    assert set(told(dataset)) == {9}
    assert notes(dataset) == {"rows_in_disorder": 1}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([(999_999_999, ["a"])], "row_too_far"),
        ([(1, HEADINGS), (1_048_577, row("a"))], "row_too_far"),
        (
            "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 2_000)),
            "sheet_too_large",
        ),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "too_many_columns"),
    ],
)
def test_what_no_sheet_can_hold_is_refused_at_once(tmp_path, rows, code):
    started = time.process_time()
    with raises(UnreadableInput, code):
        read(xlsx(tmp_path / "data.xlsx", {"Penempatan": rows}))
    assert time.process_time() - started < 5


def test_an_archive_that_unpacks_to_more_than_memory_is_refused(tmp_path):
    blanks = " " * 450_000_000
    path = book(tmp_path, row("a"), parts=[("xl/sharedStrings.xml", blanks)])
    assert path.stat().st_size < 1_000_000
    with raises(UnreadableInput, "workbook_too_large"):
        read(path)


def test_a_document_type_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>'
    with raises(UnreadableInput, "broken_workbook"):
        read(book(tmp_path, row("a"), parts=[("xl/worksheets/sheet1.xml", bomb)]))


def test_a_sheet_whose_part_is_missing_is_told(tmp_path):
    with raises(UnreadableInput, "broken_workbook"):
        read(book(tmp_path, row("a"), parts=[("xl/worksheets/sheet1.xml", None)]))


def test_prefixes_and_cells_without_a_place_are_read(tmp_path):
    cells = "".join(f'<x:c t="str"><x:v>{name}</x:v></x:c>' for name in ("id", "scope"))
    data = "".join(f'<x:c t="str"><x:v>{name}</x:v></x:c>' for name in ("a", "overseas"))
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        f"<x:row>{cells}</x:row><x:row>{data}</x:row></x:sheetData></x:worksheet>"
    )
    assert ids(read(book(tmp_path, parts=[("xl/worksheets/sheet1.xml", sheet)]))) == ["a"]


def test_the_value_of_merged_cells_is_that_of_every_row(tmp_path):
    headings = ["id", "recruiter_id", "scope", "worker.name"]
    rows = [
        ["a", "R1", "overseas", "A"],
        ["b", None, None, "B"],
        ["c", None, "domestic", "C"],
        ["d", None, "overseas"],
    ]
    path = book(tmp_path, *rows, headings=headings, merged=["B2:B4", "C2:C3", "D4:E4"])

    assert values(path, "recruiter_id") == ["R1", "R1", "R1", None]
    assert values(path, "scope") == ["overseas", "overseas", "domestic", "overseas"]
    assert notes(read(path)) == {"merged_cells": 3}


def test_merged_cells_make_no_record_of_an_empty_row(tmp_path):
    headings = ["id", "recruiter_id", "scope"]
    path = book(tmp_path, ["a", "R1", "overseas"], [Raw("<c/>")], headings=headings, merged=["B2:B3"])
    assert ids(read(path)) == ["a"]
    assert not read(path).problems


NO_RECORDS = [
    ([["JUMLAH"]], {"total_rows_left_out": 1}),
    ([["Total", None, None, None, 3]], {"total_rows_left_out": 1}),
    ([[None, None, "Jumlah", "3 orang"]], {"total_rows_left_out": 1}),
    ([["Grand Total", formula("SUM(B2)")]], {"total_rows_left_out": 1}),
    ([["Sumber: Dinas Contoh"]], {"lines_left_out": 1}),
    ([["Ket. : data sementara"]], {"lines_left_out": 1}),
    ([[], [None, None, "Mengetahui,"], [None, None, "Kepala Bidang"]], {"lines_left_out": 2}),
    (
        [[], ["Kupang, 30 Juni 2025"], ["Kepala Dinas"], [], ["Drs. Misal"], ["NIP. 19700101"]],
        {"lines_left_out": 4},
    ),
    ([["Mengetahui,", None, None, "Kupang, 30 Juni 2025"]], {"lines_left_out": 1}),
    ([["KECAMATAN KUPANG TIMUR"]], {"lines_left_out": 1}),
    ([["CONTOH-1", "overseas", "departed", "MY", "contoh"]], {"example_rows_left_out": 1}),
    ([[], HEADINGS], {"headings_repeated": 1}),
    ([["nomor  rekam", "LINGKUP", "Status", None, "Pekerja: Nama"]], {"headings_repeated": 1}),
]


@pytest.mark.parametrize(("rows", "expected"), NO_RECORDS)
def test_rows_that_are_no_records_are_left_out_and_told(tmp_path, rows, expected):
    dataset = read(book(tmp_path, row("a"), row("b"), *rows))

    assert ids(dataset) == ["a", "b"]
    assert notes(dataset) == expected
    assert not dataset.problems


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "overseas", "departed", "MY", "Total Budi"],
        ["Jumlah", "overseas"],
        ["NIP-7", "overseas"],
        ["Sumber", "overseas", "departed"],
        ["KUPANG TIMUR", "overseas", "departed", "MY"],
        ["c", None, None, None, "Mengetahui Contoh"],
    ],
)
def test_a_row_with_an_id_and_facts_is_a_record_whatever_its_words(tmp_path, cells):
    dataset = read(book(tmp_path, row("a"), [], cells))
    assert set(ids(dataset)) == {"a", cells[0]}


def test_parts_of_an_own_list_and_rows_that_wait_to_be_filled_are_no_records(tmp_path):
    own = ["No", "Nama", "NIK", "Tempat/Tgl Lahir"]
    rows = [
        ["A", "KECAMATAN KUPANG TIMUR"], [1, "Dina", "5301064302920017", "Kupang, 3 Mei 1992"],
        ["B.", "KECAMATAN KUPANG BARAT"], [2, "Rina", None, "Kupang, 4 Mei 1992"], [3], [4],
    ]  # fmt: skip
    dataset = read(book(tmp_path, *rows, headings=own))
    assert [record.data["worker"]["name"] for record in dataset.tables["placement"]] == ["Dina", "Rina"]
    assert {"lines_left_out": 2, "numbers_left_out": 2, "ids_from_numbers": 1}.items() <= notes(
        dataset
    ).items()


def test_another_table_below_a_numbered_list_is_no_part_of_it(tmp_path):
    own = ["No", "Nama", "NIK", "Tujuan"]
    rows = [
        [1, "Dina", "5301064302920017", "MY"],
        [],
        ["REKAP"],
        ["Negara", "L", "P", "Jumlah"],
        ["Malaysia", 0, 1, 1],
    ]
    dataset = read(book(tmp_path, *rows, headings=own))
    assert [record.data["worker"]["name"] for record in dataset.tables["placement"]] == ["Dina"]
    assert notes(dataset)["lines_left_out"] == 1
    (note,) = [note for note in dataset.reading_notes if note.code == "table_below_not_read"]
    assert (note.values["count"], note.values["rows"]) == (2, "5, 6")


def test_who_is_known_by_name_and_birth_only_is_a_person_and_no_signature(tmp_path):
    rows = [
        ["Dina", "Kupang, 3 Mei 1992", "MY"],
        ["Rina", "Kupang, 4 Mei 1992"],
        [],
        ["Budi", "Soe, 5 Mei 1992"],
    ]
    dataset = read(book(tmp_path, *rows, headings=["Nama", "Tempat/Tgl Lahir", "Negara tujuan"]))
    assert [record.data["worker"]["name"] for record in dataset.tables["placement"]] == [
        "Dina",
        "Rina",
        "Budi",
    ]


@pytest.mark.parametrize("no_id", [None, "-"])
def test_a_person_without_an_id_goes_by_the_row_and_is_not_left_out(tmp_path, no_id):
    dataset = read(book(tmp_path, row("a"), row(no_id, "Rina Misal")))
    assert [id_.rpartition("-baris-")[2] for id_ in ids(dataset)] == ["a", "3"]
    assert notes(dataset) == {"ids_missing_from_rows": 1}


def test_a_row_with_nothing_but_an_id_is_kept_and_told(tmp_path):
    dataset = read(book(tmp_path, row("a"), ["P-9"]))
    assert ids(dataset) == ["P-9", "a"]
    assert notes(dataset) == {"row_of_an_id_alone": 1}


def test_cells_beside_the_table_cost_no_record(tmp_path):
    dataset = read(book(tmp_path, row("a"), row("b", "Rina", None, None, "cek ulang"), row("c")))

    assert ids(dataset) == ["a", "b", "c"]
    assert notes(dataset) == {"cells_beyond_headings": 1}


# Headings


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ([["REKAP PENEMPATAN TRIWULAN II"]], {"headings_below_the_top": 1}),
        ([["DINAS CONTOH"], ["Daftar penempatan, status per Juni"], []], {"headings_below_the_top": 1}),
        ([[], []], {}),
    ],
)
def test_headings_are_found_below_titles_and_empty_rows(tmp_path, above, expected):
    path = xlsx(tmp_path / "data.xlsx", {"Penempatan": [*above, HEADINGS, row("a"), row("b", error())]})
    dataset = read(path)

    assert ids(dataset)[0] == "a"
    assert notes(dataset) == expected
    assert set(told(dataset)) == {len(above) + 3}


@pytest.mark.parametrize(
    "numbers", [[1, 2, 3, 4, 5], ["1", "2", "3", "4", "5"], ["(1)", "(2)", "(3)", "(4)", "(5)"]]
)
def test_numbers_of_columns_are_no_record(tmp_path, numbers):
    dataset = read(book(tmp_path, numbers, row("a")))
    assert ids(dataset) == ["a"]
    assert notes(dataset) == {"column_numbers_left_out": 1}


def test_headings_in_two_rows_are_read_together(tmp_path):
    rows = [
        ["DAFTAR"],
        ["Nomor rekam", "Pekerja", None, "Lingkup"],
        [None, "Nama", "NIK", None],
        [1, 2, 3, 4],
        ["a", "Dina", "5301064302920017", "overseas"],
    ]
    path = xlsx(tmp_path / "data.xlsx", {"Penempatan": rows}, merged=["A2:A3", "B2:C2", "D2:D3", "A1:D1"])

    assert values(path, "worker", "name") == ["Dina"]
    assert values(path, "worker", "nik") == ["5301064302920017"]
    assert values(path, "scope") == ["overseas"]
    assert notes(read(path)) == {"headings_in_two_rows": 1, "column_numbers_left_out": 1}


def test_a_single_row_of_headings_takes_no_row_of_data_with_it(tmp_path):
    path = xlsx(tmp_path / "data.xlsx", {"placements": [["id", "job"], ["scope", "status"], ["a", "b"]]})
    assert ids(read(path)) == ["a", "scope"]


OWN = [["DAFTAR"], ["Kode", "Siapa", "Ke"], ["a", "P3MI", "MY"], ["b", "Status", "SG"]]


def test_headings_that_only_the_office_knows_are_found_below_a_title(tmp_path):
    path = xlsx(tmp_path / "data.xlsx", {"Penempatan": OWN})
    (tmp_path / "data.kolom.yaml").write_text(
        "Kode: id\nSiapa: worker.name\nKe: destination\n", encoding="utf-8"
    )
    assert values(path, "worker", "name") == ["P3MI", "Status"]
    assert notes(read(path)) == {"headings_below_the_top": 1}


def test_a_word_in_a_row_of_data_makes_no_headings_of_it(tmp_path):
    with raises(UnreadableInput, "no_column_names") as caught:
        read(xlsx(tmp_path / "data.xlsx", {"Penempatan": OWN}))
    assert "P3MI" not in str(caught.value)


# Sheets


@pytest.mark.parametrize("name", ["PENEMPATAN 2025", "Sheet1"])
def test_a_guess_of_what_a_sheet_holds_can_be_turned_off(tmp_path, name):
    path = book(tmp_path, row("a"), name=name)
    assert ids(read(path)) == ["a"]
    with raises(UnreadableInput, "kind_not_in_name"):
        Dataset.read(path, strict=True)


@pytest.mark.parametrize(
    "name",
    ["PENEMPATAN 2025", "Data Penempatan", "placements (2)", "Penempatan_TW-II", "daftar penempatan pmi"],
)
def test_a_longer_name_of_a_sheet_is_understood_and_told(tmp_path, name):
    dataset = read(book(tmp_path, row("a"), name=name))
    assert ids(dataset) == ["a"]
    assert notes(dataset) == {"sheet_of_longer_name": 1}


def test_a_longer_name_of_a_group_is_that_of_the_group(tmp_path):
    papers = [["Nomor rekam penempatan", "Jenis"], ["a", "passport"]]
    path = xlsx(
        tmp_path / "data.xlsx", {"Penempatan 2025": [HEADINGS, row("a")], "Penempatan Dokumen 2025": papers}
    )
    assert [paper["type"] for paper in values(path, "documents")[0]] == ["passport"]


@pytest.mark.parametrize("name", ["Sheet1", "DATA CPMI", "Perekrut dan penempatan"])
def test_a_sheet_whose_name_says_nothing_goes_by_its_headings(tmp_path, name):
    dataset = read(book(tmp_path, row("a"), name=name))
    assert ids(dataset) == ["a"]
    assert notes(dataset) == {"sheet_by_headings": 1}


@pytest.mark.parametrize("name", ["Rekap", "Grafik penempatan", "Sheet3"])
def test_a_sheet_that_holds_no_records_stops_no_other(tmp_path, name):
    rekap = [["Negara", "Jumlah"], ["Malaysia", 3]]
    dataset = read(xlsx(tmp_path / "data.xlsx", {"Penempatan": [HEADINGS, row("a")], name: rekap}))
    assert ids(dataset) == ["a"]
    assert notes(dataset) == {"sheet_not_read": 1}


def test_a_workbook_of_which_no_sheet_is_understood_is_refused(tmp_path):
    with raises(UnreadableInput, "kind_not_in_name"):
        read(xlsx(tmp_path / "data.xlsx", {"Rekap": [["Negara", "Jumlah"], ["Malaysia", 3]]}))


@pytest.mark.parametrize("name", ["placements", "Acuan", "Daftar kode"])
def test_hidden_sheets_are_left_out_and_told(tmp_path, name):
    sheets = {"Penempatan": [HEADINGS, row("a")], name: [HEADINGS, row("LAMA-1")]}
    dataset = read(xlsx(tmp_path / "data.xlsx", sheets, hidden=[name]))
    assert ids(dataset) == ["a"]
    assert notes(dataset) == {"sheet_hidden": 1}


@pytest.mark.parametrize("name", ["Daftar", "KODE", "Daftar PMI"])
def test_a_list_of_an_office_is_read_though_the_template_calls_a_sheet_so(tmp_path, name):
    """Persons on a sheet called `Daftar` beside other tables were lost without a word."""
    sheets = {"Perekrut": [["id", "kind"], ["R", "p3mi"]], name: [HEADINGS, row("a"), row("b")]}
    dataset = read(xlsx(tmp_path / "data.xlsx", sheets))
    assert ids(dataset) == ["a", "b"]
    assert notes(dataset) == {"sheet_by_headings": 1}


@pytest.mark.parametrize("name", ["Contoh", "petunjuk "])
def test_what_an_office_calls_an_example_is_told_with_its_rows(tmp_path, name):
    sheets = {name: [HEADINGS, row("x"), row("y")], "Penempatan": [HEADINGS, row("a")]}
    dataset = read(xlsx(tmp_path / "data.xlsx", sheets))
    assert ids(dataset) == ["a"]
    (note,) = dataset.reading_notes
    assert (note.code, note.values["sheet"], note.values["rows"]) == ("sheet_aside", name, 3)


def test_a_person_who_was_added_to_the_examples_of_the_template_is_told(tmp_path):
    examples = [["Penempatan"], HEADINGS, row("CONTOH-1")]
    sheets = {"Penempatan": [HEADINGS, row("a")], "Contoh": examples}
    assert notes(read(xlsx(tmp_path / "data.xlsx", sheets))) == {}
    sheets["Contoh"] = [*examples, row("x")]
    assert notes(read(xlsx(tmp_path / "data.xlsx", sheets))) == {"sheet_aside": 1}


@pytest.mark.parametrize("name", ["Petunjuk", "Kode", "Daftar"])
def test_a_sheet_called_as_guidance_that_holds_something_else_is_told(tmp_path, name):
    sheets = {"Penempatan": [HEADINGS, row("a")], name: [["Apa", "Siapa"], ["x", "y"]]}
    assert set(notes(read(xlsx(tmp_path / "data.xlsx", sheets)))) <= {"sheet_aside", "sheet_not_read"}
    assert notes(read(xlsx(tmp_path / "data.xlsx", sheets)))
    hidden = read(xlsx(tmp_path / "data.xlsx", sheets, hidden=[name]))
    assert notes(hidden) == {"sheet_hidden": 1}


@pytest.mark.parametrize("name", ["Daftar", "Contoh", "KODE"])
def test_the_only_sheet_of_a_workbook_is_read_whatever_it_is_called(tmp_path, name):
    """A list of children was lost without a word, for the template calls one of its sheets so."""
    dataset = read(
        xlsx(tmp_path / "data.xlsx", {name: [HEADINGS, row("a"), row("b")], "Petunjuk": [["Isi."]]})
    )
    assert ids(dataset) == ["a", "b"]
    assert notes(dataset)["sheet_by_headings"] == 1


def test_a_sheet_with_nothing_but_the_example_was_not_supplied(tmp_path):
    sheets = {"Penempatan": [HEADINGS, row("a")], "Perekrut": [["id", "kind"], ["CONTOH-1", "p3mi"]]}
    dataset = read(xlsx(tmp_path / "data.xlsx", sheets))
    assert "recruiter" not in dataset.tables
    assert notes(dataset) == {"example_rows_left_out": 1}


# Both engines


def test_the_other_engine_reads_the_same(tmp_path):
    path = xlsx(
        tmp_path / "data.xlsx",
        {"PENEMPATAN 2025": [["REKAP"], HEADINGS, row("a"), row("b", error()), ["JUMLAH"]], "x": [["?"]]},
    )
    whole = read(path)
    store = read_records(path, backend="tables")

    assert notes(store) == notes(whole)
    assert told(store) == told(whole)
    assert notes(whole) == {
        "sheet_of_longer_name": 1, "headings_below_the_top": 1, "total_rows_left_out": 1, "sheet_not_read": 1,
    }  # fmt: skip
