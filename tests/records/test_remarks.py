"""Remarks that a person should read: of a child, papers, wages, force or money: told, and taken for no fact."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers.own_lists import OWN_FORMS, as_csv
from pmi_compliance import Dataset, read_records
from pmi_compliance.records.remarks import remarks_on

ON_AGE = [
    "umur sebenarnya 15", "masih sekolah", "masih dibawah umur", "di bawah umur", "usia 16 th", "baru 15 tahun", "umur 17",
    "belum 18 tahun", "belum cukup umur", "kelas 3 SMP", "umur dituakan", "umurnya dipalsukan", "pelajar SMK",
    "masih anak-anak", "siswi SMA", "Umur : 15 thn", "di KTP 21 tapi aslinya 16", "katanya 15 th", "putus sekolah SMP",
]  # fmt: skip
ON_PAPERS = [
    "paspor ditahan", "ditahan majikan", "paspor di agen", "ijazah ditahan PT", "HP disita", "KTP diambil calo",
    "majikan tahan paspor", "dokumen masih di PT",
]  # fmt: skip
ON_NO_PAPERS = [
    "tanpa dokumen", "tidak punya paspor", "belum ada visa", "dokumen tidak lengkap", "KTP milik orang lain", "paspor palsu",
    "pakai visa turis", "overstay", "paspor dipalsukan", "surat kurang",
]  # fmt: skip
ON_SIGNS = [
    "gaji 5 bulan belum dibayar", "gaji tidak dibayar", "tidak digaji", "disekap", "sering dipukul majikan", "ditipu calo",
    "dilarung di laut", "upah ditahan", "kerja scam", "tidak boleh keluar rumah", "tidak dibayar", "korban TPPO",
]  # fmt: skip
ON_MONEY = [
    "uang tidak kembali", "bayar calo 7 juta", "terlilit utang", "sudah setor Rp 3.500.000", "gaji dipotong 6 bulan",
    "diminta 12 jt", "utang ke sponsor 5 juta",
]  # fmt: skip
ON_NEITHER = [
    "gaji 3 juta", "paspor lengkap", "visa kerja", "dengan visa kerja", "majikan baik", "dijemput keluarga", "tanpa anak",
    "punya uang", "pulang cuti", "biaya nol", "dipanggil majikan", "tidak ada masalah", "surat lengkap dan sah",
    "janda anak 2", "punya anak 3 orang", "umur 35 th", "usia 21", "umur 18", "sudah pulang", "lulus SMA", "kontrak 2 tahun",
    "berangkat 2019", "gaji 15 juta", "menjaga anak majikan", "mengasuh anak 2 tahun", "pengalaman 5 tahun", "paspor ada",
    "surat lengkap", "ditahan polisi", "KTP sudah diambil", "tinggi 155", "siswa LPK",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "topics"),
    [*((text, ["remark_on_age"]) for text in ON_AGE), *((text, ["remark_on_kept_papers"]) for text in ON_PAPERS),
     *((text, ["remark_on_no_papers"]) for text in ON_NO_PAPERS), *((text, ["remark_on_signs"]) for text in ON_SIGNS),
     *((text, ["remark_on_money"]) for text in ON_MONEY), ("KTP palsu", ["remark_on_age", "remark_on_no_papers"]),
     *((text, []) for text in ON_NEITHER)],
)  # fmt: skip
def test_what_a_remark_speaks_of(text, topics):
    assert [code for code, _ in remarks_on({"extra": {"Keterangan": text}})] == topics


def remarks(records):
    return [
        (note.code, note.values["heading"], note.values["ids"])
        for note in records.reading_notes
        if note.code.startswith("remark")
    ]


ROWS = [
    ("P-10", "umur sebenarnya 15"),
    ("P-2", "masih sekolah; paspor ditahan majikan"),
    ("P-3", "sudah pulang"),
]
TOLD = [("remark_on_age", "Keterangan", "P-2, P-10"), ("remark_on_kept_papers", "Keterangan", "P-2")]


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", OWN_FORMS)
def test_a_remark_names_its_record_in_every_form_and_is_no_fact(tmp_path, form, backend):
    path = form(tmp_path, ["ID penempatan", "Keterangan"], *ROWS)

    assert remarks(read_records(path, backend=backend)) == TOLD
    assert all("worker" not in record.data for record in Dataset.read(path).tables["placement"])


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_remark_of_a_program_is_told_too(tmp_path, backend):
    rows = [{"id": id_, "extra": {"Keterangan": text}} for id_, text in ROWS]
    (tmp_path / "placements.json").write_text(json.dumps(rows), encoding="utf-8")

    assert remarks(read_records(tmp_path, backend=backend)) == TOLD


def test_of_many_records_the_first_are_named(tmp_path):
    rows = [(f"P-{at}", "masih sekolah") for at in range(1, 31)]
    [note] = [
        note
        for note in Dataset.read(as_csv(tmp_path, ["ID penempatan", "Ket"], *rows)).reading_notes
        if note.code == "remark_on_age"
    ]

    assert note.values["count"] == 30
    assert note.values["ids"].startswith("P-1, P-2, P-3, ")
    assert note.values["ids"].endswith("P-20 …")


CHILDREN = {
    "a": {"stated_age": 16},
    "b": {"stated_age_below": 18},
    "c": {"name": "Ana & Beni", "stated_age": 15},
}
NO_CHILDREN = {"d": {"stated_age": 18}, "e": {"stated_age_below": 30}, "f": {"name": "Ana"}}


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_who_is_written_to_be_a_child_is_told_though_no_day_is_known(tmp_path, backend):
    """A child of 16 of whom only the return was written stood among thousands of unknowns."""
    rows = [
        {"id": id_, "worker": worker, "returned_on": "2025-08-10"}
        for id_, worker in {**CHILDREN, **NO_CHILDREN}.items()
    ]
    rows += [
        {"id": day, "worker": {"stated_age": 16}, day: "2025-08-10"}
        for day in ("departed_on", "recruited_on", "stopped_on")
    ]
    (tmp_path / "placements.json").write_text(json.dumps(rows), encoding="utf-8")
    told = [
        note
        for note in read_records(tmp_path, backend=backend).reading_notes
        if note.code == "child_on_no_day"
    ]

    assert [note.values["ids"] for note in told] == ["a, b, c"]


def test_such_a_child_in_rows_of_parquet_is_told_too(tmp_path):
    workers = [{"stated_age": age} for age in (16, 30, None)]
    pq.write_table(pa.table({"id": ["a", "b", "c"], "worker": workers}), tmp_path / "placements.parquet")
    told = [
        note
        for note in read_records(tmp_path, backend="tables").reading_notes
        if note.code == "child_on_no_day"
    ]

    assert [note.values["ids"] for note in told] == ["a"]
