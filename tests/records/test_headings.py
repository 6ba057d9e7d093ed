"""Headings of an office's own lists: what they are taken for, that each guess is told, and that nothing is lost."""

import csv
import json
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import raises
from helpers.reading import ids, notes
from pmi_compliance import Dataset, Mapping, UnreadableInput, read_records
from pmi_compliance.base.days import day_of
from pmi_compliance.base.resources import folder
from pmi_compliance.records.reading import ReadingNotes, read_files
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.headings import is_known, words_in
from pmi_compliance.records.reading.targets import targets_of
from pmi_compliance.records.schema import bundled_model

#: Names of columns: all that the library knows, and some that it does not.
ALL_NAMES = {
    name
    for names in yaml.load((folder("schemas") / "headings.yaml").read_text("utf-8"), yaml.BaseLoader)[
        "placement"
    ].values()
    for part in names
    for name in ([part] if isinstance(part, str) else part)
} | {
    "Warna map",
    "Nama Ibu",
    "Negra Tujuan",
    "worker.name",
    "Pekerja: NIK",
    "Tgl Lahir (dd/mm/yyyy)",
    "lain-lain 2",
}


def listed(path, *rows):
    """A CSV file of some rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(tmp_path, heading, cell, **settings):
    """One placement with one cell under a heading."""
    path = listed(tmp_path / "placements.csv", ("id", heading), ("p", cell))
    return Dataset.read(path, **settings)


def codes(dataset):
    return sorted(note.code for note in dataset.reading_notes)


def fields(record):
    """The names of what a record holds beside what is only kept."""
    return record.data.keys() - {"extra"}


def at(data, path):
    for step in path.split("."):
        data = data[step]
    return data


NAMES = [
    ("Nama", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Nama CPMI", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("NAMA LENGKAP PMI", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Full name", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("No. KTP", "5301064302920017", "worker.nik", "5301064302920017"),
    ("National ID", "5301064302920017", "worker.nik", "5301064302920017"),
    ("Tgl. Lahir", "1992-02-03", "worker.birth_date", date(1992, 2, 3)),
    ("Tgl_Lahir", "1992-02-03", "worker.birth_date", date(1992, 2, 3)),
    ("Date of Birth", "1992-02-03", "worker.birth_date", date(1992, 2, 3)),
    ("Pekerja - Tanggal lahir", "1992-02-03", "worker.birth_date", date(1992, 2, 3)),
    ("L/P", "female", "worker.sex", "female"),
    ("JK", "female", "worker.sex", "female"),
    ("Gender", "female", "worker.sex", "female"),
    ("Umur", "31", "worker.stated_age", 31),
    ("Alamat", "RT 01", "worker.address", "RT 01"),
    ("Desa/Kel.", "Oebelo", "worker.village", "Oebelo"),
    ("Kecamatan", "53.01.06", "worker.domicile", "53.01.06"),
    ("Kab/Kota", "53.01", "worker.domicile", "53.01"),
    ("No HP", "081234567890", "worker.phone", "081234567890"),
    ("Telp", "081234567890", "worker.phone", "081234567890"),
    ("Tujuan", "MY", "destination", "MY"),
    ("Destination country", "MY", "destination", "MY"),
    ("Jabatan", "penjahit", "job", "penjahit"),
    ("Berangkat Tgl", "2025-04-07", "departed_on", date(2025, 4, 7)),
    ("Tahun Berangkat", "2024", "departed_on", day_of("2024")),
    ("Thn Keberangkatan", "2024", "departed_on", day_of("2024")),
    ("Berangkat Thn", "2024", "departed_on", day_of("2024")),
    ("Year left", "2024", "departed_on", day_of("2024")),
    ("Thn Pulang", "2024", "returned_on", day_of("2024")),
    ("Umur saat berangkat", "26", "worker.stated_age", 26),
    ("Country of destination", "MY", "destination", "MY"),
    ("Nama CPMI yg direkrut", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Asal", "Oebelo", "worker.address", "Oebelo"),
    ("Departure date", "2025-04-07", "departed_on", date(2025, 4, 7)),
    ("Tgl Rekrut", "2025-01-13", "recruited_on", date(2025, 1, 13)),
    ("Tgl OPP", "2025-03-13", "orientation.attended_on", date(2025, 3, 13)),
    ("No BPJS TK", "22001234567", "social_security.membership_number", "22001234567"),
    ("No. BPJSTK", "22001234567", "social_security.membership_number", "22001234567"),
    ("Tgl Brgkt", "2025-04-07", "departed_on", date(2025, 4, 7)),
    ("Tgl. Brkt.", "2025-04-07", "departed_on", date(2025, 4, 7)),
    ("Tgl Diberangkatkan", "2025-04-07", "departed_on", date(2025, 4, 7)),
    ("Tgl. Lhr", "1992-02-03", "worker.birth_date", date(1992, 2, 3)),
    ("Thn Lahir", "1992", "worker.birth_date", day_of("1992")),
    ("Nm CPMI/PMI", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Nama Alm.", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Nama Jenazah", "Ina Contoh", "worker.name", "Ina Contoh"),
    ("Jns Kel.", "female", "worker.sex", "female"),
    ("Usia Sebenarnya", "27", "worker.stated_age", 27),
    ("HP/WA", "081234567890", "worker.phone", "081234567890"),
    ("Stts Kawin", "married", "worker.marital_status", "married"),
    ("Pendd. Terakhir", "SMP", "worker.education", "SMP"),
    ("Kec/Kab", "53.01.06", "worker.domicile", "53.01.06"),
    ("Ngr Tujuan", "MY", "destination", "MY"),
    ("Negara Bekerja", "MY", "destination", "MY"),
    ("Jbtn", "penjahit", "job", "penjahit"),
    ("Petugas Rekrut", "Budi Contoh", "field_officer.name", "Budi Contoh"),
    ("PL/Sponsor", "Budi Contoh", "field_officer.name", "Budi Contoh"),
    ("Daerah Perekrutan", "53.01", "recruited_in", "53.01"),
    ("Tgl Deportasi", "2025-06-02", "returned_on", date(2025, 6, 2)),
    ("Tgl Jenazah Tiba", "2025-06-02", "returned_on", date(2025, 6, 2)),
    ("Tgl Pemulangan", "2025-06-02", "returned_on", date(2025, 6, 2)),
    ("Alasan Pemulangan", "deportasi", "repatriation.reason", "deportation"),
    ("Pemulangan dibayar oleh", "state", "repatriation.paid_by", "state"),
    ("Tgl Dicegah", "2025-06-02", "stopped_on", date(2025, 6, 2)),
    ("Lokasi Pencegahan", "Bandara", "stopped.place", "Bandara"),
    ("Tgl OPP/PAP", "2025-03-13", "orientation.attended_on", date(2025, 3, 13)),
]

#: What may mean two things, or nothing that a record holds: it is kept, and no field is filled from it.
KEPT = [
    "Dibayar oleh", "Paspor/Visa", "No. Paspor/SPLP", "Kontrak (bln)", "Masa Kontrak", "Jml Biaya", "Biaya", "Gaji/bln",
    "Calling Visa", "Tgl Calling Visa", "Alamat KTP", "Umur sesuai KTP", "Usia saat direkrut",
    "Tgl Meninggal", "Jalur", "Sektor", "Calo", "Nama Ortu/Wali", "No. SIP2MI", "Rekomendasi Paspor", "L", "P",
    "Tgl Diamankan", "Tempat Diamankan", "Negara Deportasi", "Nama Agency", "Akte Lahir", "Tgl Masuk", "Tgl Exp",
]  # fmt: skip


@pytest.mark.parametrize("heading", KEPT)
def test_a_heading_that_may_mean_two_things_fills_no_field(tmp_path, heading):
    """`Kontrak (bln)` was taken for a telephone, and `No. BPJSTK` for a yes or no."""
    dataset = read(tmp_path, heading, "A1234567")

    assert fields(dataset.get("placement", "p")) == {"id"}
    assert dataset.get("placement", "p").data["extra"] == {heading: "A1234567"}
    assert codes(dataset) == ["column_kept"]


@pytest.mark.parametrize(
    ("heading", "cell", "papers"),
    [("No. Paspor/Visa", "X0000001 / V-77", {"passport": "X0000001", "work_visa": "V-77"}),
     ("No. Paspor/Visa", "X0000001", {}), ("No. Visa/Paspor", "V-77 / X0000001", {})],
)  # fmt: skip
def test_a_visa_is_never_taken_for_a_passport(tmp_path, heading, cell, papers):
    data = read(tmp_path, heading, cell).get("placement", "p").data

    assert {paper["type"]: paper["number"] for paper in data.get("documents", ())} == papers
    assert papers or data["extra"] == {heading: cell}


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Desa/Kec", "Oebelo, Kupang Tengah"), ("Kec/Desa", "Kupang Tengah / Oebelo")],
)  # fmt: skip
def test_two_facts_of_a_column_stand_in_the_order_of_its_heading(tmp_path, heading, cell):
    """`Kec/Desa` was read as `Desa/Kec`: a kecamatan became the village."""
    worker = read(tmp_path, heading, cell).get("placement", "p").data["worker"]

    assert worker == {"village": "Oebelo", "domicile": "53.01.08"}


@pytest.mark.parametrize(
    ("heading", "cell"), [("Tgl/Tempat Lahir", "12-05-1999 / Kupang"), ("TTL", "Kupang, 12-05-1999")]
)
def test_a_day_of_birth_may_stand_before_or_behind_the_place(tmp_path, heading, cell):
    worker = read(tmp_path, heading, cell).get("placement", "p").data["worker"]

    assert worker == {"birth_place": "Kupang", "birth_date": date(1999, 5, 12)}


@pytest.mark.parametrize("heading", ["Umur saat berangkat", "Usia waktu berangkat", "Age at departure"])
@pytest.mark.parametrize("headings", ["{0},Tgl Berangkat", "{0},Thn Berangkat", "Umur,{0},Tgl Berangkat"])
def test_an_age_at_departure_is_one_of_the_day_of_departure(tmp_path, heading, headings):
    """It was kept and not checked; an age without its day goes behind it."""
    headings = headings.format(heading)
    day = "2024" if "Thn" in headings else "2024-03-01"
    cells = (["17"] if headings.startswith("Umur,") else []) + ["16", day]
    path = listed(tmp_path / "placements.csv", ("id", *headings.split(",")), ("p", *cells))
    worker = Dataset.read(path).get("placement", "p").data["worker"]

    assert worker == {"stated_age": 16, "stated_age_on": day_of(day)}


@pytest.mark.parametrize("day", ["-", "32/13/2024"])
def test_an_age_at_departure_without_a_day_that_is_read_has_no_day(tmp_path, day):
    headings, row = ("id", "Umur saat berangkat", "Tgl Berangkat"), ("p", "16", day)
    dataset = Dataset.read(listed(tmp_path / "placements.csv", headings, row))
    record = dataset.get("placement", "p")
    told = [detail.pointer for problem in dataset.problems for detail in problem.details]

    assert "/worker/stated_age_on" not in told
    assert record is None or record.data["worker"] == {"stated_age": 16}


@pytest.mark.parametrize(("heading", "cell", "path", "value"), NAMES)
def test_another_name_of_a_column_is_understood_and_noted_once(tmp_path, heading, cell, path, value):
    dataset = read(tmp_path, heading, cell)

    assert at(dataset.get("placement", "p").data, path) == value
    (note,) = dataset.reading_notes
    assert (note.code, note.values["heading"], note.origin.row) == ("column_read_as", heading, None)
    assert path in note.message.id
    assert path in note.message.en


@pytest.mark.parametrize("heading", ["worker.name", "Pekerja: Nama", "WORKER:  NAME"])
def test_what_stands_as_the_schema_calls_it_is_no_note(tmp_path, heading):
    dataset = read(tmp_path, heading, "Ina Contoh")

    assert dataset.get("placement", "p").data["worker"]["name"] == "Ina Contoh"
    assert not dataset.reading_notes


@pytest.mark.parametrize(
    ("heading", "cell", "path"),
    [
        ("Tgl Brangkat", "2025-04-07", "departed_on"),
        ("Negra Tujuan", "MY", "destination"),
        ("Tanggal Lahr", "1992-02-03", "worker.birth_date"),
        ("Destinaton", "MY", "destination"),
        ("Departure dates", "2025-04-07", "departed_on"),
        ("TanggalBerangkat", "2025-04-07", "departed_on"),
        ("Tgl Lahir (dd/mm/yyyy)", "1992-02-03", "worker.birth_date"),
        ("tanggallahir", "1992-02-03", "worker.birth_date"),
    ],
)
def test_a_misspelt_heading_is_guessed_told_and_can_be_turned_off(tmp_path, heading, cell, path):
    dataset = read(tmp_path, heading, cell)
    assert at(dataset.get("placement", "p").data, path) is not None
    assert codes(dataset) in (["column_guessed"], ["column_read_as"])

    strict = read(tmp_path, heading, cell, strict=True)
    assert fields(strict.get("placement", "p")) == {"id"}
    assert strict.get("placement", "p").data["extra"] == {heading: cell}
    assert codes(strict) == ["column_kept"]


@pytest.mark.parametrize(
    "heading",
    [
        "Tgl Lapor",
        "Nama Ibu",
        "Nama Suami/Istri",
        "No KK Lama",
        "Tgl Lahir Anak",
        "Nama (Ibu)",
        "Golongan darah",
        "Passport colour",
        "Birth weight",
        "Employer's phone",
        "Tanggal terima",
        "Negara asal ibu",
    ],
)
def test_what_is_like_a_field_and_another_thing_is_kept_aside(tmp_path, heading):
    dataset = read(tmp_path, heading, "x")

    assert not dataset.problems
    assert fields(dataset.get("placement", "p")) == {"id"}
    assert [(note.code, note.values["heading"]) for note in dataset.reading_notes] == [
        ("column_kept", heading)
    ]


def test_a_name_means_what_it_means_in_its_table(tmp_path):
    path = workbook(
        tmp_path / "daftar.xlsx",
        Penempatan=[["id", "Nama", "Alamat"], ["p", "Ina Contoh", "RT 01"]],
        Perekrut=[["id", "Nama", "Alamat"], ["r", "PT Misal", "Jalan Contoh"]],
    )

    dataset = Dataset.read(path)

    assert dataset.get("placement", "p").data["worker"]["name"] == "Ina Contoh"
    recruiter = dataset.get("recruiter", "r").data
    assert recruiter["name"] == "PT Misal"
    assert recruiter["offices"] == ({"kind": "head", "address": "Jalan Contoh"},)


# What is no field


def test_unknown_columns_are_kept_with_one_note_each(tmp_path):
    rows = [(f"p{number}", "lapor", str(number)) for number in range(50)]
    path = listed(tmp_path / "placements.csv", ("id", "Ket", "Warna map"), *rows)

    dataset = Dataset.read(path)

    assert not dataset.problems
    assert len(dataset.tables["placement"]) == 50
    assert [note.values["heading"] for note in dataset.reading_notes] == ["Ket", "Warna map"]


def test_very_many_unknown_columns_are_one_note(tmp_path):
    path = listed(tmp_path / "placements.csv", ("id", *(f"lain {n}" for n in range(300))), ("p", *"x" * 300))

    dataset = Dataset.read(path)

    (note,) = dataset.reading_notes
    assert (note.code, note.values["number"]) == ("columns_kept", 300)
    assert len(dataset.tables["placement"]) == 1


def test_cells_beyond_the_headings_are_kept_with_one_note(tmp_path):
    path = listed(
        tmp_path / "placements.csv",
        ("id", "scope"),
        ("p", "overseas", "", "cek"),
        ("q", "overseas", "", "lagi"),
    )

    dataset = Dataset.read(path)

    assert not dataset.problems
    assert [record.id for record in dataset.tables["placement"]] == ["p", "q"]
    assert dataset.get("placement", "p").data["extra"] == {"kolom D": "cek"}
    (note,) = dataset.reading_notes
    assert (note.code, note.values) == ("cells_beyond_headings", {"column": "D", "count": 2})


def test_a_table_without_place_for_more_says_what_is_left_out(tmp_path):
    listed(tmp_path / "placements.csv", ("id",), ("p",))
    listed(tmp_path / "placement.documents.csv", ("id", "type", "Map"), ("p", "passport", "merah"))

    dataset = Dataset.read(tmp_path)

    assert not dataset.problems
    assert dataset.get("placement", "p").data["documents"] == ({"type": "passport"},)
    assert codes(dataset) == ["column_left_out"]


def test_the_header_of_a_sheet_is_named_by_its_row(tmp_path):
    path = workbook(
        tmp_path / "daftar.xlsx",
        Penempatan=[["DAFTAR CPMI"], [], ["id", "No HP", "Telp"], ["p", "081", "082"]],
    )

    (problem,) = Dataset.read(path).problems

    assert (problem.origin.row, problem.excluded) == (3, False)


# Two columns, one fact


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("No HP", "Telp"),
        ("Jabatan", "Pekerjaan"),
        ("Nama", "Nama"),
        ("Tgl Terbang", "Tgl Keluar"),
        ("Date of birth", "Birthday"),
        ("Tujuan", "Negara"),
    ],
)
def test_two_columns_of_one_fact_leave_it_unknown_and_are_named_once(tmp_path, first, second):
    rows = [(f"p{number}", "2001", "2002") for number in range(3)]
    dataset = Dataset.read(listed(tmp_path / "placements.csv", ("id", first, second), *rows))

    assert all(fields(record) == {"id"} for record in dataset.tables["placement"])
    (problem,) = dataset.problems
    assert (problem.kind, problem.id, problem.excluded, problem.origin.row) == ("placement", None, False, 1)
    (detail,) = problem.details
    assert detail.code == "columns_of_one_field"
    assert f"`{first}`" in detail.values["columns"]
    assert f"`{second}`" in detail.values["columns"]


@pytest.mark.parametrize(
    ("surer", "other", "path"),
    [
        ("worker.name", "Nama", "worker.name"),
        ("Tanggal berangkat", "Tgl Terbang", "departed_on"),
        ("Tgl Lahir", "TTL", "worker.birth_date"),
        ("Tujuan", "Negra Tujuan", "destination"),
    ],
)
def test_the_surer_column_tells_the_fact_and_the_other_is_kept(tmp_path, surer, other, path):
    cell = {"worker.domicile": "53.01.06", "destination": "MY"}.get(path, "2001-01-01")
    path_ = listed(tmp_path / "placements.csv", ("id", other, surer), ("p", "53.01", cell))

    dataset = Dataset.read(path_)

    assert not dataset.problems
    value = at(dataset.get("placement", "p").data, path)
    assert str(value) == cell
    assert "column_told_elsewhere" in codes(dataset)


def test_two_titles_of_one_field_are_refused_as_before(tmp_path):
    path = listed(tmp_path / "placements.csv", ("id", "departed_on", "Tanggal berangkat"), ("p", "", ""))

    with raises(UnreadableInput, "columns_twice", place=f"{path}:1", columns=("departed_on",)):
        Dataset.read(path)


# Two facts, one column


@pytest.mark.parametrize(
    ("heading", "cell", "born", "where"),
    [
        ("Tempat/Tgl Lahir", "Oelamasi, 1999-05-12", date(1999, 5, 12), "Oelamasi"),
        ("TTL", "Desa Contoh 2, 1999-05-12", date(1999, 5, 12), "Desa Contoh 2"),
        ("Tempat - Tanggal Lahir", "Kupang / 1999-05-12", date(1999, 5, 12), "Kupang"),
        ("Tempat dan tanggal lahir", "1999-05-12", date(1999, 5, 12), None),
        ("Place and date of birth", "Kupang 1999-05-12", date(1999, 5, 12), "Kupang"),
        ("TTL", "Oelamasi", None, "Oelamasi"),
    ],
)
def test_place_and_day_of_birth_in_one_cell_are_parted(tmp_path, heading, cell, born, where):
    worker = read(tmp_path, heading, cell).get("placement", "p").data["worker"]

    assert worker.get("birth_date") == born
    assert worker.get("birth_place") == where


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Alamat (Desa/Kec)", "Oebelo, 53.01.08"),
        ("Desa/Kecamatan", "Oebelo / 53.01.08"),
        ("Desa/Kec.", "Oebelo; 53.01.08"),
        ("Desa dan Kecamatan", "Oebelo/53.01.08"),
        ("Village/District", "Oebelo,53.01.08"),
    ],
)
def test_village_and_kecamatan_in_one_cell_are_parted(tmp_path, heading, cell):
    worker = read(tmp_path, heading, cell).get("placement", "p").data["worker"]

    assert worker == {"village": "Oebelo", "domicile": "53.01.08"}


@pytest.mark.parametrize("cell", ["Oebelo", "Oebelo, Kupang Tengah, Kupang"])
def test_a_cell_that_cannot_be_parted_is_kept_whole(tmp_path, cell):
    dataset = read(tmp_path, "Desa/Kec", cell)

    assert "worker" not in dataset.get("placement", "p").data
    assert "cells_not_parted" in codes(dataset)


@pytest.mark.parametrize(
    ("headings", "cells", "domicile"),
    [
        (("Kecamatan", "Kab/Kota"), ("Kupang Tengah", "Kupang"), "53.01.08"),
        (("Kab/Kota", "Kecamatan"), ("Kab. Kupang", "Fatuleu"), "53.01.10"),
        (("Provinsi", "Kabupaten", "Kec."), ("NTT", "Kupang", "Semau"), "53.01.04"),
        (("Kecamatan", "Kabupaten"), ("", "Kab. Kupang"), "53.01"),
        (("Kecamatan", "Kabupaten"), ("-", "Kota Kupang"), "53.71"),
        (("Kecamatan", "Kabupaten"), ("53.01.06", "Kupang"), "53.01.06"),
        (("Subdistrict", "Regency", "Province"), ("Ende", "Ende", "NTT"), "53.08.03"),
    ],
)
def test_a_place_in_several_columns_is_one_place(tmp_path, headings, cells, domicile):
    path = listed(tmp_path / "placements.csv", ("id", *headings), ("p", *cells))

    dataset = Dataset.read(path)

    record = dataset.get("placement", "p").data
    assert record["worker"]["domicile"] == domicile
    assert codes(dataset).count("column_read_with") == len(headings) - 1
    # The answers of the office say the same.
    answers = Mapping.of(dict.fromkeys(headings, "worker.domicile"))
    assert Dataset.read(path, mapping=answers).get("placement", "p").data["worker"]["domicile"] == domicile


# Papers as columns


@pytest.mark.parametrize(
    ("heading", "cell", "items"),
    [
        ("Paspor", "ada", ({"type": "passport", "status": "held"},)),
        ("Paspor", "tidak ada", ({"type": "passport", "status": "absent"},)),
        ("Paspor", "Belum ada", ({"type": "passport", "status": "absent"},)),
        ("Paspor", "belum diperiksa", ()),
        ("Passport", "C1234567", ({"type": "passport", "number": "C1234567"},)),
        ("Visa", "yes", ({"type": "work_visa", "status": "held"},)),
        ("Surat izin keluarga", "ada", ({"type": "family_permission", "status": "held"},)),
        ("Surat ijin keluarga", "none", ({"type": "family_permission", "status": "absent"},)),
        ("Medical check up", "sudah", ({"type": "health_certificate", "status": "held"},)),
        ("Sertifikat kompetensi", "tidak ada", ({"type": "competence_certificate", "status": "absent"},)),
        ("PK", "ada", ({"type": "employment_agreement", "status": "held"},)),
        ("KK", "ada", ({"type": "family_card", "status": "held"},)),
    ],
)
def test_a_paper_in_a_column_of_its_own_is_an_item_of_the_list(tmp_path, heading, cell, items):
    data = read(tmp_path, heading, cell).get("placement", "p").data

    assert data.get("documents", ()) == items


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("No Paspor", "-"),
        ("Tgl terbit paspor", "belum ada"),
        ("Visa number", "n/a"),
        ("No KK", "0000"),
        ("P3MI", "-"),
        ("Company", "tidak diketahui"),
    ],
)
def test_a_word_for_missing_makes_no_paper_and_no_firm(tmp_path, heading, cell):
    dataset = read(tmp_path, heading, cell)

    assert fields(dataset.get("placement", "p")) == {"id"}
    assert not dataset.problems
    assert codes(dataset) == ["column_read_as", "word_for_missing"]


def test_all_columns_about_a_paper_fill_one_item_beside_rows_of_their_own(tmp_path):
    listed(
        tmp_path / "placements.csv",
        ("id", "No Paspor", "Paspor", "Tgl terbit paspor", "Paspor berlaku s/d", "Visa"),
        ("p", "C1234567", "ada", "2024-01-02", "2029-01-02", ""),
    )
    listed(tmp_path / "placement.documents.csv", ("id", "type", "status"), ("p", "work_visa", "held"))

    documents = Dataset.read(tmp_path).get("placement", "p").data["documents"]

    assert documents == (
        {
            "type": "passport",
            "number": "C1234567",
            "status": "held",
            "issued_on": date(2024, 1, 2),
            "expires_on": date(2029, 1, 2),
        },
        {"type": "work_visa", "status": "held"},
    )


# Ids


def test_a_running_number_serves_as_id_where_there_is_no_other(tmp_path):
    path = workbook(
        tmp_path / "daftar cpmi.xlsx",
        Penempatan=[["No.", "Nama", "NIK"], [1, "Ina Contoh", "5301064302920017"], [2, "Budi Misal", None]],
    )

    dataset = Dataset.read(path)

    assert [record.id for record in dataset.tables["placement"]] == [
        "daftar-cpmi-Penempatan-1",
        "daftar-cpmi-Penempatan-2",
    ]
    assert "ids_from_numbers" in codes(dataset)


@pytest.mark.parametrize(
    "numbers", [("1", "1"), ("1", ""), ("1", "dua"), ("5301064302920017", "5301064302920018")]
)
def test_a_number_that_does_not_tell_rows_apart_is_no_id(tmp_path, numbers):
    rows = [(number, "Ina") for number in numbers]
    dataset = Dataset.read(listed(tmp_path / "placements.csv", ("No", "Nama"), *rows))

    assert [record.id for record in dataset.tables["placement"]] == [
        "placements-baris-2",
        "placements-baris-3",
    ]
    assert "ids_from_rows" in codes(dataset)


@pytest.mark.parametrize("heading", ["NIK", "No KTP", "No Paspor", "No HP", "ID PMI"])
def test_what_names_a_person_becomes_no_id(tmp_path, heading):
    path = listed(tmp_path / "placements.csv", (heading, "Nama"), ("5301064302920017", "Ina Contoh"))

    (record,) = Dataset.read(path).tables["placement"]

    assert record.id == "placements-baris-2"


def test_beside_an_id_the_running_number_is_kept_aside(tmp_path):
    dataset = Dataset.read(listed(tmp_path / "placements.csv", ("No", "id"), ("7", "p")))

    assert [record.id for record in dataset.tables["placement"]] == ["p"]
    assert codes(dataset) == ["column_kept"]


def test_without_other_names_a_list_without_ids_has_problems(tmp_path):
    dataset = Dataset.read(
        listed(tmp_path / "placements.csv", ("No", "scope"), ("7", "overseas")), strict=True
    )

    assert [problem.details[0].code for problem in dataset.problems] == ["field_missing"]


@pytest.mark.parametrize("no_id", ["", "-", "\u2013", "n/a", "belum ada", "?", "  "])
def test_a_row_without_an_id_goes_by_its_row_and_is_told(tmp_path, no_id):
    """A dash in the column of ids took the person out of the audit, and a child with it."""
    rows = (("P-1", "Ina Contoh"), (no_id, "Budi Contoh"), (no_id, "Ana Contoh"))
    dataset = Dataset.read(listed(tmp_path / "placements.csv", ("id", "Nama"), *rows))
    strictly = Dataset.read(tmp_path / "placements.csv", strict=True)

    assert ids(dataset) == ["P-1", "placements-baris-3", "placements-baris-4"]
    assert not any(problem.excluded for problem in dataset.problems)
    assert notes(dataset)["ids_missing_from_rows"] == 2
    assert "placements-baris-3" not in ids(strictly)


def test_rows_without_an_id_go_by_their_rows_in_every_form_and_engine(tmp_path):
    rows = {"id": ["P-1", None, "-"], "worker.name": ["Ina Contoh", "Budi Contoh", "Ana Contoh"]}
    pq.write_table(pa.table({"id": rows["id"], "scope": ["overseas"] * 3}), tmp_path / "placements.parquet")
    frame = Dataset.from_tables({"placements": pd.DataFrame(rows)})
    store = read_records(tmp_path, backend="tables")

    assert len(ids(frame)) == 3
    assert ids(Dataset.read(tmp_path)) == ["P-1", "placements-baris-3", "placements-baris-4"]
    assert {*store.count("placement", "id")} == {(id_,) for id_ in ids(Dataset.read(tmp_path))}
    assert store.reading_notes == Dataset.read(tmp_path).reading_notes


def test_two_rows_with_one_written_id_are_not_told_apart_by_their_rows(tmp_path):
    rows = (("P-1", "Ina"), ("P-1", "Budi"), ("0", "Ana"))
    dataset = Dataset.read(listed(tmp_path / "placements.csv", ("id", "Nama"), *rows))

    assert ids(dataset) == ["0"]
    assert {detail.code for problem in dataset.problems for detail in problem.details} == {"id_shared"}


def test_an_id_that_is_an_error_of_the_sheet_is_a_problem_of_it(tmp_path):
    dataset = Dataset.read(
        listed(tmp_path / "placements.csv", ("id", "Nama"), ("#REF!", "Ina"), ("P", "Ana"))
    )

    assert ids(dataset) == ["P"]
    assert [detail.code for problem in dataset.problems for detail in problem.details] == [
        "cell_error",
        "field_missing",
    ]


# Firms by name


FIRMS = [("id", "name"), ("R1", "PT. Misal Jaya"), ("R2", "PT Contoh"), ("R3", "PT Contoh")]


@pytest.mark.parametrize(
    ("heading", "cell", "id_"),
    [
        ("P3MI", "PT Misal Jaya", "R1"),
        ("Nama PT", "pt. misal  jaya", "R1"),
        ("PPTKIS", "R2", "R2"),
        ("Nama Perusahaan", "PT Contoh", None),
        ("Agency", "PT Tidak Terdaftar", None),
        ("Company", "PT Misal", None),
    ],
)
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_firm_is_found_by_its_name_only_where_one_bears_it(tmp_path, heading, cell, id_, backend):
    listed(tmp_path / "placements.csv", ("id", heading), ("p", cell))
    listed(tmp_path / "recruiters.csv", *FIRMS)

    records = read_records(tmp_path, backend=backend)

    found = (
        records.get("placement", "p").data.get("recruiter_id") if backend == "closures" else only_key(records)
    )
    assert found == id_
    assert records.sizes["recruiter"] == 3
    expected = "name_found" if id_ else "name_not_found"
    assert expected in {note.code for note in records.reading_notes}


def only_key(store):
    (row,) = store.home.connection.to_pyarrow(store.tables["placement"].select("recruiter_id")).to_pylist()
    return row["recruiter_id"]


# The office's own answers


def test_a_mapping_beside_the_data_is_used_without_a_word(tmp_path):
    path = listed(
        tmp_path / "placements.csv", ("id", "Sebutan", "Lahir", "Map"), ("p", "Ina", "2001-02-03", "x")
    )
    (tmp_path / "placements.kolom.yaml").write_text(
        "# kolom kami\nSebutan: worker.name\nlahir: 'Pekerja: Tanggal lahir'\nMap: -   # warna map\n",
        encoding="utf-8",
    )

    dataset = Dataset.read(path)

    assert dataset.get("placement", "p").data["worker"] == {"name": "Ina", "birth_date": date(2001, 2, 3)}
    assert not dataset.reading_notes


def test_a_mapping_has_a_part_for_each_sheet_and_goes_before_all_else(tmp_path):
    path = workbook(
        tmp_path / "daftar.xlsx",
        Penempatan=[["id", "Nama", "No"], ["p", "PT Misal", "C1"]],
        Perekrut=[["id", "Nama"], ["r", "PT Misal"]],
    )
    mapping = Mapping.of(
        {"Penempatan": {"Nama": "recruiter_id -> name", "No": "documents[type=passport].number"}}
    )

    dataset = Dataset.read(path, mapping=mapping)

    placement = dataset.get("placement", "p").data
    assert placement["recruiter_id"] == "r"
    assert placement["documents"] == ({"type": "passport", "number": "C1"},)
    assert dataset.get("recruiter", "r").data["name"] == "PT Misal"


@pytest.mark.parametrize(
    ("written", "code", "values", "line"),
    [
        ("Nama: worker.nama\n", "mapping_field", {"name": "worker.nama"}, 1),
        ("Nama: Pekerja: Nama\n", "broken_mapping", {}, 1),
        ("\nNamo: worker.name\n", "mapping_heading", {"name": "Namo", "known": ("id", "Nama")}, 2),
        ("Nama: documents[type=paspor]\n", "mapping_field", {"name": "documents[type=paspor]"}, 1),
        ("Nama: worker.name\nNama: job\n", "key_twice", {"name": "Nama", "line": 1}, 2),
        ("Nama: worker.name\nNAMA: job\n", "kind_twice", {"name": "NAMA"}, 2),
        ("Nama: &satu worker.name\nid: *satu\n", "anchor", {}, 1),
        ('id: id\nNama: "worker.name"#nama\n', "yaml_comment", {}, 2),
        ("id:\tid\n", "yaml_tab", {}, 1),
        ("<<: {Nama: job}\n", "yaml_merge", {}, 1),
        ("Nama: job\n---\nNama: job\n", "second_document", {}, 2),
        ("Nama: !!str job\n", "tag", {}, 1),
        ("Nama: No\n", "yaml_word", {"name": "No"}, 1),
        ("- Nama\n", "broken_mapping", {}, 1),
        ("Lembar2:\n  Nama: job\n", "mapping_heading", {"name": "Lembar2"}, 2),
        ("Nama: [job]\n", "broken_mapping", {}, 1),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused_with_its_line(tmp_path, written, code, values, line):
    path = listed(tmp_path / "placements.csv", ("id", "Nama"), ("p", "Ina"))
    beside = tmp_path / "placements.kolom.yaml"
    beside.write_text(written, encoding="utf-8")

    with raises(UnreadableInput, code, place=f"{beside}:{line}", **values) as caught:
        Dataset.read(path)
    if code == "mapping_field" and "worker" in written:
        assert "mungkin maksudnya `worker.name`" in caught.value.text.id


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_every_form_and_engine_reads_the_same_headings(tmp_path, backend):
    rows = {"No": [1, 2], "Nama": ["Ina", "Budi"], "Tgl Lahir": [date(2001, 2, 3), None], "Ket": ["x", None]}
    pq.write_table(pa.table(rows), tmp_path / "placements.parquet")

    records = read_records(tmp_path, backend=backend)

    assert records.sizes == {"placement": 2}
    assert not records.problems
    assert {note.code for note in records.reading_notes} == {
        "column_read_as",
        "column_kept",
        "ids_from_numbers",
    }
    if backend == "closures":
        frame = Dataset.from_tables({"placements": pa.table(rows)})
        assert [record.data["worker"] for record in frame.tables["placement"]] == [
            record.data["worker"] for record in records.tables["placement"]
        ]
        assert frame.tables["placement"][0].id == "placement-1"


def test_whether_a_heading_is_known_can_be_asked():
    table = tables_of(bundled_model()).table("placement")

    assert all(is_known(heading, table) for heading in ("Nama", "TTL", "worker.name", "No", "Ket"))
    assert not any(is_known(heading, table) for heading in ("Ina Contoh", "DAFTAR CPMI 2025", "1", ""))
    assert not is_known("Nama", table, strict=True)


def test_no_name_stands_for_two_fields():
    """A name that two fields claim would be read as whichever stands first."""
    written = yaml.load(
        (folder("schemas") / "headings.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    for kind in bundled_model().kinds:
        table = tables_of(bundled_model()).table(kind)
        claimed = {}
        for field, names in written.get(kind, {}).items():
            assert targets_of(field, table), field
            for name in [name for part in names for name in ([part] if isinstance(part, str) else part)]:
                # Of a column for two facts the order counts.
                key = ("+", *words_in(name)) if "+" in field else tuple(sorted(words_in(name)))
                assert claimed.setdefault(key, field) == field, (kind, name)
                assert not table.knows(name) or table.path_of(name) == field, (kind, name)


@given(drawn=st.lists(st.sampled_from(sorted(ALL_NAMES)), min_size=1, max_size=9, unique=True))
def test_nothing_that_stands_in_a_list_is_lost(drawn):
    """Whatever the headings, every cell is in a field or kept aside."""
    with tempfile.TemporaryDirectory() as inside:
        cells = [f"nilai {at}z" for at in range(len(drawn))]
        path = listed(Path(inside) / "placements.csv", ("id", *drawn), ("p", *cells))
        (raw,) = read_files([path], bundled_model(), ReadingNotes())[1]

    written = json.dumps(raw.value)
    assert not [cell for cell in cells if cell not in written]


@pytest.mark.parametrize(
    ("text", "code"),
    [("\n\nNama,Negara Tujuan\nRut,Malaysia\nIna,Malaysia\n", "ids_from_rows"),
     ("No,Nama,Negara Tujuan\n7,Rut,Malaysia\n8,Ina,Malaysia\n", "ids_from_numbers"),
     ("ID penempatan,Nama,Negara Tujuan\nP-1,Rut,Malaysia\n,Ina,Malaysia\n", "ids_missing_from_rows")],
)  # fmt: skip
def test_an_id_that_a_note_gives_as_an_example_is_one_of_the_list(tmp_path, text, code):
    (tmp_path / "placements.csv").write_text(text, encoding="utf-8")
    dataset = Dataset.read(tmp_path)

    [note] = [note for note in dataset.reading_notes if note.code == code]
    assert dataset.get("placement", note.values["example"]) is not None
    assert f"`{note.values['example']}`" in note.message.en


def test_what_a_cell_may_hold_is_told_in_the_words_of_who_made_the_list(tmp_path):
    (tmp_path / "placements.csv").write_text(
        "ID penempatan,L/P,Paspor,scope\nP-1,perempun,mungkin,bulan\n", encoding="utf-8"
    )
    [problem] = Dataset.read(tmp_path).problems

    said = {detail.pointer: detail.message for detail in problem.details}
    assert said["/worker/sex"].id.startswith(
        "`Pekerja: Jenis kelamin` harus salah satu dari: perempuan, laki-laki; yang terdekat: perempuan"
    )
    assert said["/documents/0/status"].en.startswith(
        "`Documents: passport` must be one of: held, absent, invalid, forged"
    )
    # A column that goes by the path of its field is of somebody who knows the codes.
    assert "`overseas`" in said["/scope"].id
