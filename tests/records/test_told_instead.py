"""What a cell says of another fact than that of its column is that fact, and a word of two kinds is reported."""

import pytest

from helpers.own_lists import OWN_FORMS, as_csv
from helpers.reading import notes
from pmi_compliance import Dataset, audit, default_packs


def facts(dataset):
    """The facts of the only placement, groups of them by their paths."""
    (record,) = dataset.tables["placement"]
    return {
        name if name != "worker" else f"worker.{inner}": told
        for name, value in record.data.items()
        for inner, told in (value.items() if name == "worker" else [(None, value)])
    }


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        ("Perekrut", "calo", {"executor_kind": "individual"}),
        ("Perekrut", "Calo (perorangan)", {"executor_kind": "individual"}),
        ("PPTKIS", "LPK", {"executor_kind": "training_centre"}),
        ("Penempat", "BP2MI", {"executor_kind": "government_agency"}),
        ("Pelaksana", "mandiri", {"executor_kind": "none"}),
        ("Direkrut oleh", "tekong", {"executor_kind": "individual"}),
        ("Perekrut", "Om Beny", {"executor_kind": None}),
        ("Perekrut", "PT Misal Jaya", {"executor_kind": None}),
        ("Negara Tujuan", "Timur Tengah", {"destination_region": "middle_east", "destination": None}),
        ("Negara Tujuan", "Timteng", {"destination_region": "middle_east"}),
        ("Tujuan", "Asia Tenggara", {"destination_region": "southeast_asia"}),
        ("Negara Tujuan", "Malaysia", {"destination_region": None, "destination": "MY"}),
        ("Pekerjaan", "ART", {"worker_category": "no_crew", "job": "ART"}),
        ("Jabatan", "ABK", {"worker_category": "crew"}),
        ("Jabatan", "ABK ikan", {"worker_category": "fishing_crew"}),
        ("Jenis Kapal", "ikan", {"worker_category": "fishing_crew"}),
        ("Jenis Kapal", "Kapal niaga", {"worker_category": "merchant_crew"}),
        ("Pekerjaan", "perawat", {"worker_category": None}),
        ("Asal", "Kab. Alor", {"worker.domicile": "53.05", "worker.address": "Kab. Alor"}),
        ("Asal", "TTS", {"worker.domicile": "53.02"}),
        ("Alamat", "Oesena, Amarasi, Kab. Kupang", {"worker.domicile": "53.01.09.2001"}),
        # Villages of NTT alone are known: another may be called so elsewhere.
        ("Alamat", "Desa Oesena", {"worker.domicile": None}),
        ("Asal", "Kupang", {"worker.domicile": None}),
        ("Lingkup", "AKAD", {"scope": "domestic"}),
        ("Lingkup", "antar kerja antar daerah", {"scope": "domestic"}),
        ("Lingkup", "AKAN", {"scope": "overseas"}),
        ("Status", "ditolak berangkat", {"status": "prevented"}),
        ("Jumlah Orang", "14 orang", {"count": 14, "count_until": None}),
        ("Jumlah Orang", "12 - 15", {"count": 12, "count_until": 15}),
        ("Jumlah PMI", "18 s/d 26 orang", {"count": 18, "count_until": 26}),
        ("Pengecualian", "magang", {"claimed_exclusion": "student_or_trainee"}),
    ],
)
def test_a_cell_tells_the_fact_that_it_says(tmp_path, heading, cell, told):
    read = facts(Dataset.read(as_csv(tmp_path, ["ID penempatan", heading], ("P-1", cell))))

    assert {name: read.get(name) for name in told} == told


@pytest.mark.parametrize("form", OWN_FORMS)
def test_every_form_of_a_list_tells_them(tmp_path, form):
    headings = ["ID penempatan", "Perekrut", "Negara Tujuan", "Pekerjaan", "Asal", "Jumlah Orang"]
    read = facts(
        Dataset.read(form(tmp_path, headings, ("P-1", "calo", "Timteng", "PRT", "Kab. Ende", "3-5")))
    )

    told = {"executor_kind": "individual", "destination_region": "middle_east", "worker_category": "no_crew"}
    assert told.items() <= read.items()
    assert (read["worker.domicile"], read["count"], read["count_until"]) == ("53.08", 3, 5)


def test_what_was_read_so_is_noted_and_a_column_of_the_fact_has_told_it_better(tmp_path):
    headings = ["ID penempatan", "Perekrut", "Asal", "Kabupaten", "Pelaksana penempatan"]
    path = as_csv(tmp_path, headings, ("P-1", "calo", "Ende", "Sikka", "LPK"))
    dataset = Dataset.read(path)

    (message,) = [note.message.id for note in dataset.reading_notes if note.code == "told_instead"]
    assert (
        message
        == "kolom `Perekrut`: `calo` (1 kali) dibaca sebagai Pelaksana penempatan: `orang pribadi (calo)`"
    )
    assert notes(dataset)["home_in_address"] == 1
    read = facts(dataset)
    assert (read["executor_kind"], read["worker.domicile"]) == ("training_centre", "53.07")


@pytest.mark.parametrize("heading", ["Perekrut", "PPTKIS", "Pelaksana"])
def test_a_word_of_who_places_and_who_goes_alone_is_no_fact_and_is_reported(tmp_path, heading):
    dataset = Dataset.read(as_csv(tmp_path, ["ID penempatan", heading], ("P-1", "perorangan")))

    assert facts(dataset).get("executor_kind") is None
    (detail,) = [detail for problem in dataset.problems for detail in problem.details]
    assert (detail.pointer, detail.code) == ("/executor_kind", "not_listed")
    # The problem is told by the column where the word stands.
    assert detail.cell.heading == heading
    assert detail.message.id.startswith("`Pelaksana penempatan` harus salah satu dari: badan pemerintah,")


@pytest.mark.parametrize("place", ["Kalimantan Timur", "Kaltim", "Batam", "Kota Medan"])
def test_a_place_in_indonesia_is_no_country_and_the_report_says_what_to_write(tmp_path, place):
    """People are led through Batam and Nunukan: such a place does not say where the work is."""
    dataset = Dataset.read(as_csv(tmp_path, ["ID penempatan", "Negara Tujuan"], ("P-1", place)))

    assert facts(dataset).get("destination") is None
    (detail,) = [detail for problem in dataset.problems for detail in problem.details]
    assert (detail.code, "adalah tempat di Indonesia" in detail.message.id) == ("place_in_indonesia", True)


def test_of_a_list_of_people_who_were_stopped_it_is_said_who_was_about_to_place_them(tmp_path):
    headings = ["ID penempatan", "Umur", "Negara Tujuan", "Perekrut", "Tanggal Dicegah", "Status"]
    path = as_csv(
        tmp_path,
        headings,
        ("P-1", "22", "Malaysia", "calo (perorangan)", "12/05/2024", "dicegah"),
        ("P-2", "31", "Malaysia", "", "12/05/2024", "dicegah"),
    )
    report = audit(Dataset.read(path), default_packs(), as_of="2024-06-01")
    said = {
        finding.subject.id: finding.outcome.value
        for finding in report.findings
        if "p69-placed" in finding.rule
    }

    assert said == {"P-1": "review", "P-2": "unknown"}
