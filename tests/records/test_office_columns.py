"""Columns of whole files of offices: about something else, told by several, asked as questions, dated as elsewhere."""

import csv
import random
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Font

from helpers.books import xlsx
from helpers.errors import raises
from helpers.reading import notes
from pmi_compliance import Dataset, UnreadableInput, audit, default_packs

WHO = ["No", "Nama", "Negara Tujuan"]


def read(tmp_path, *rows, sheet="Daftar"):
    return Dataset.read(xlsx(tmp_path / "data.xlsx", {sheet: [*rows]}))


def one_of_each(heading, cells):
    return [[*WHO, heading], *([at, "Dina Contoh", "Malaysia", cell] for at, cell in enumerate(cells, 1))]


def told(dataset):
    return [detail.code for problem in dataset.problems for detail in problem.details]


def values(dataset, name):
    return [record.data.get(name) for record in dataset.tables["placement"]]


# Other words than the heading promises


def test_a_column_of_other_words_is_one_problem_and_not_one_in_each_row(tmp_path):
    """`Status: Lunas` of the list of an insurance was a problem in each of its rows."""
    dataset = read(tmp_path, *one_of_each("Status", ["Lunas", "Belum bayar", "Lunas", "-"]))
    assert told(dataset) == ["column_of_other_words"]
    assert values(dataset, "status") == [None] * 4
    assert [record.data["extra"]["Status"] for record in dataset.tables["placement"]][:2] == [
        "Lunas",
        "Belum bayar",
    ]


@pytest.mark.parametrize("cells", [["Lunas", "Lunas", "berangkat"], ["Lunas", "Lunas"], ["Lunas", "-", "-"]])
def test_where_one_word_fits_or_there_are_few_each_is_told(tmp_path, cells):
    dataset = read(tmp_path, *one_of_each("Status", cells))
    assert told(dataset) == ["not_listed"] * cells.count("Lunas")


def test_what_an_office_says_of_a_column_counts(tmp_path):
    path = xlsx(tmp_path / "data.xlsx", {"Daftar": one_of_each("Status", ["Lunas"] * 3)})
    (tmp_path / "data.kolom.yaml").write_text("Status: status\n", encoding="utf-8")
    assert told(Dataset.read(path)) == ["not_listed"] * 3


@pytest.mark.parametrize("others", [[], ["sudah pulang"]])
@pytest.mark.parametrize("heading", ["Status Keberangkatan", "Status", "Status Penempatan"])
def test_a_word_for_another_fact_tells_that(tmp_path, heading, others):
    cells = ["Non Prosedural", "Prosedural", "ilegal", *others]
    dataset = read(tmp_path, *one_of_each(heading, cells))
    assert values(dataset, "procedural")[:3] == ["non_procedural", "procedural", "non_procedural"]
    assert values(dataset, "status") == [None, None, None, *["returned"] * len(others)]
    assert not dataset.problems
    assert notes(dataset)["told_instead"] == 1


def test_a_column_of_its_own_tells_that_better(tmp_path):
    rows = [
        [*WHO, "Status", "Prosedural/Non"],
        [1, "Dina Contoh", "Malaysia", "Non prosedural", "Prosedural"],
    ]
    assert values(read(tmp_path, *rows), "procedural") == ["procedural"]


# The month before the day


def birth(dataset):
    return [(record.data.get("worker") or {}).get("birth_date") for record in dataset.tables["placement"]]


def test_in_a_column_with_the_month_first_what_may_be_two_days_is_none(tmp_path):
    """A form in American dates: 3/12/1999 was read as 3 December beside 1/20/2009, which was not read at all."""
    dataset = read(tmp_path, *one_of_each("Tgl Lahir", ["3/12/1999", "1/20/2009", "8/17/1990", "5/5/2001"]))
    assert [day and day.isoformat() for day in birth(dataset)] == [
        None,
        "2009-01-20",
        "1990-08-17",
        "2001-05-05",
    ]
    assert {code: count for code, count in notes(dataset).items() if "month" in code} == {
        "month_first_read": 2, "day_or_month_first": 1,
    }  # fmt: skip


def test_one_such_date_among_others_is_a_slip(tmp_path):
    dataset = read(tmp_path, *one_of_each("Tgl Lahir", ["3/12/1999", "05/31/1995", "20/01/2009"]))
    assert [day and day.isoformat() for day in birth(dataset)] == ["1999-12-03", None, "2009-01-20"]


# A place in several columns


@pytest.mark.parametrize(
    ("cell", "village", "domicile"),
    [
        ("Oesao, Kupang Timur", "Oesao", "53.01.06"),
        ("Oenoni", None, "53.01"),
        (None, None, "53.01"),
    ],
)
def test_a_regency_beside_desa_and_kecamatan_is_not_lost(tmp_path, cell, village, domicile):
    rows = [[*WHO, "Alamat (Desa/Kec)", "Kabupaten"], [1, "Dina Contoh", "Malaysia", cell, "Kab. Kupang"]]
    worker = read(tmp_path, *rows).tables["placement"][0].data["worker"]
    assert (worker.get("village"), worker.get("domicile")) == (village, domicile)


# Whole questions, and lists that do not say what they are


ASKED = {
    "Siapa nama lengkap Anda?": "Dina Contoh",
    "Kapan tanggal lahir Anda?": "20 Januari 2009",
    "Ke negara mana Anda akan bekerja?": "Malaysia",
    "Apakah Anda sudah punya paspor?": "Belum",
    "Siapa yang memegang paspor Anda saat ini?": "Saya sendiri",
    "Apakah Anda tidak punya KTP?": "Ya",
    "Kapan rencana berangkat?": "1 Mei 2026",
}


def test_questions_of_a_form_are_read_as_guesses_and_only_what_they_ask(tmp_path):
    with (tmp_path / "Formulir (Jawaban).csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*ASKED], [*ASKED.values()]])
    dataset = Dataset.read(tmp_path / "Formulir (Jawaban).csv")
    (one,) = (record.data for record in dataset.tables["placement"])
    assert one["worker"]["name"] == "Dina Contoh"
    assert one["worker"]["birth_date"].isoformat() == "2009-01-20"
    assert one["destination"] == "MY"
    assert one["documents"] == ({"type": "passport", "held_by": "worker"},)
    assert {*one["extra"]} == {"Apakah Anda tidak punya KTP?", "Kapan rencana berangkat?"}
    assert "departed_on" not in one
    with raises(UnreadableInput, "kind_not_in_name"):
        Dataset.read(tmp_path / "Formulir (Jawaban).csv", strict=True)


@pytest.mark.parametrize("sheet", ["Data P3MI", "DAFTAR PPTKIS 2025"])
def test_a_list_of_firms_is_one_of_recruiters_by_its_name_and_headings(tmp_path, sheet):
    rows = [
        ["No", "Nama Perusahaan", "Nomor Izin (SIP3MI)", "Alamat"],
        [1, "PT Contoh", "KEP.1/2021", "Kupang"],
    ]
    dataset = read(tmp_path, ["Daftar Perusahaan"], *rows, sheet=sheet)
    assert [record.data["name"] for record in dataset.tables["recruiter"]] == ["PT Contoh"]


@pytest.mark.parametrize("heading", ["Lewat (PT/Calo/Sendiri)", "Melalui", "P3MI / Sponsor"])
def test_by_which_way_somebody_went_does_not_say_who_placed(tmp_path, heading):
    """A broker leads to a firm, too: `calo` there is no placement by a private person, which fails."""
    dataset = read(tmp_path, *one_of_each(heading, ["calo"]))
    assert {*dataset.tables["placement"][0].data} == {"id", "worker", "destination", "extra"}


def test_workers_on_a_sheet_named_after_firms_are_no_firms(tmp_path):
    rows = [
        ["No", "Nama", "NIK", "Tgl Lahir", "Alamat", "No HP"],
        [1, "Dina Contoh", None, "1-2-1999", "Oesao", None],
    ]
    assert len(read(tmp_path, *rows, sheet="P3MI Contoh").tables["placement"]) == 1


def test_a_firm_in_the_order_of_the_alphabet_is_the_same_firm(tmp_path):
    sheets = {
        "Perekrut": [["Nomor data", "Nama"], ["R-1", "PT Contoh Jaya"]],
        "Penempatan": [["No", "Nama", "P3MI"], [1, "Dina Contoh", "Contoh Jaya, PT"]],
    }
    dataset = Dataset.read(xlsx(tmp_path / "data.xlsx", sheets))
    assert values(dataset, "recruiter_id") == ["R-1"]


# Lists beside one another, colours, and what stops


BESIDE = [
    ["TAHUN 2023", None, None, None, "TAHUN 2024"],
    ["No", "Nama", "Umur", "Negara", "No", "Nama", "Umur", "Negara"],
    [1, "Ana Contoh", 33, "Malaysia", 1, "Beni Contoh", "x", "Malaysia"],
    [None, None, None, None, 2, "Cita Contoh", 29, "Malaysia"],
]


def test_lists_beside_one_another_are_read_each_by_itself(tmp_path):
    dataset = read(tmp_path, *BESIDE)
    names = {record.id: record.data["worker"]["name"] for record in dataset.tables["placement"]}
    assert sorted(names.values()) == ["Ana Contoh", "Beni Contoh", "Cita Contoh"]
    assert notes(dataset)["lists_side_by_side"] == 1
    (problem,) = dataset.problems
    assert (problem.origin.row, problem.details[0].cell.letter) == (3, "G")


def test_the_same_heading_twice_in_one_list_makes_no_two_lists(tmp_path):
    dataset = read(
        tmp_path, ["No", "Nama", "Umur", "Keterangan", "Keterangan"], [1, "Ana Contoh", 33, "a", "b"]
    )
    assert "lists_side_by_side" not in notes(dataset)


def test_columns_that_stop_the_run_are_told_by_their_headings_and_letters(tmp_path):
    """`kolom tertulis dua kali: recruiter_id` used a word that no clerk knows."""
    path = xlsx(
        tmp_path / "data.xlsx", {"Penempatan": [["Nama", "Perekrut", "Perekrut"], ["Ana Contoh", "a", "b"]]}
    )
    with raises(UnreadableInput, "columns_twice", where="`Perekrut` (B), `Perekrut` (C)"):
        Dataset.read(path)


def test_the_export_of_another_program_is_told_as_such(tmp_path):
    (tmp_path / "ekspor.json").write_text('{"instansi": "x", "data_pmi": []}', encoding="utf-8")
    with raises(UnreadableInput, "json_of_another_program", name="instansi"):
        Dataset.read(tmp_path / "ekspor.json")


@pytest.mark.parametrize(
    "legend", ["Kuning = belum ada paspor", "Warna merah: non prosedural", "Baris hijau - berangkat"]
)
def test_colours_with_a_meaning_are_told(tmp_path, legend):
    dataset = read(tmp_path, WHO, [1, "Dina Contoh", "Malaysia"], [], ["Ket:"], [None, legend])
    assert notes(dataset)["colours_not_read"] == 1


@pytest.mark.parametrize("text", ["Merah Contoh", "Hijau", "Putih Biru"])
def test_a_name_of_a_colour_is_none(tmp_path, text):
    assert "colours_not_read" not in notes(read(tmp_path, WHO, [1, text, "Malaysia"]))


@pytest.mark.parametrize("is_struck", [True, False])
def test_what_is_struck_out_is_told(tmp_path, is_struck):
    book = openpyxl.Workbook()
    for row in (WHO, [1, "Dina Contoh", "Malaysia"], [2, "Ema Contoh", "Malaysia"]):
        book.active.append(row)
    for cell in book.active[3]:
        cell.font = Font(strike=is_struck)
    book.save(tmp_path / "data.xlsx")
    found = [note for note in Dataset.read(tmp_path / "data.xlsx").reading_notes if note.code == "struck_out"]
    assert [note.values["rows"] for note in found] == ["3"] * is_struck


@pytest.mark.parametrize(
    "rows",
    [
        [["BIODATA"], ["1.", "Nama Lengkap", ":", "Dina Contoh"], ["2.", "NIK"], ["3.", "Negara Tujuan", ":", "MY"]],
        [["Nama", "Ana Contoh", "Beni Contoh"], ["Tgl Lahir", "1-2-1999", "3-4-2000"], ["Negara Tujuan", "MY", "MY"]],
    ],
)  # fmt: skip
def test_a_form_and_a_table_on_its_side_are_told_as_such(tmp_path, rows):
    with raises(UnreadableInput, "headings_in_a_column"):
        read(tmp_path, *rows)
    dataset = Dataset.read(
        xlsx(tmp_path / "data.xlsx", {"Daftar": [WHO, [1, "Dina Contoh", "MY"]], "Lain": rows})
    )
    assert notes(dataset)["sheet_not_read"] == 1


def test_the_headings_of_an_export_with_underscores_are_known(tmp_path):
    told_ = {
        "id_pendaftaran": "SK-1", "nama_cpmi": "Dina Contoh", "alamat_desa": "Oesao", "alamat_kecamatan": "Kupang Timur",
        "alamat_kabupaten": "Kabupaten Kupang", "status": "DIAJUKAN", "Tgl Tiba di Kupang": "12-08-2025",
    }  # fmt: skip
    _, *others = told_.values()
    dataset = read(tmp_path, [*told_], *([f"SK-{at}", *others] for at in (1, 2, 3)))
    one = dataset.tables["placement"][0].data
    assert (one["id"], one["worker"]["domicile"], one["worker"]["village"]) == ("SK-1", "53.01.06", "Oesao")
    assert one["returned_on"].isoformat() == "2025-08-12"
    assert told(dataset) == ["column_of_other_words"]


# What nobody wrote in a workbook is never a fact


OWN_LIST = Path(__file__).parents[2] / "examples" / "own-list" / "daftar.xlsx"
SAYS_NOTHING = [
    "-",
    "n/a",
    "belum diketahui",
    "?",
    "tidak tahu",
    "entah?!",
    "31/02/2025",
    "#REF!",
    "kosong",
    "blm",
    "sda",
]


@cache
def known_of(path):
    """The known outcomes of a workbook, by rule and row."""
    dataset = Dataset.read(path)
    report = audit(dataset, default_packs(), as_of=date(2025, 10, 31), include_passed=True)
    rows = {record.id: record.origin.row for record in dataset.tables["placement"]}
    return {
        (one.rule, rows[one.subject.id]): one.outcome.value
        for one in report.findings
        if one.subject.kind == "placement" and one.outcome.value in {"pass", "fail", "review"}
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_cells_that_say_nothing_turn_no_outcome_of_a_workbook_into_another(tmp_path, seed):
    drawn = random.Random(seed)
    book = openpyxl.load_workbook(OWN_LIST)
    for row in book.worksheets[0].iter_rows(min_row=5):
        for cell in row:
            if cell.value is not None and not isinstance(cell, MergedCell) and drawn.random() < 0.15:
                cell.value = drawn.choice(SAYS_NOTHING)
    book.save(tmp_path / "daftar.xlsx")
    before, after = known_of(OWN_LIST), known_of(tmp_path / "daftar.xlsx")
    sure = {"pass", "fail"}
    assert {
        key: (before[key], after[key])
        for key in before.keys() & after
        if before[key] != after[key] and after[key] in sure
    } == {}
