"""Whole files as offices have them: registers, recaps, exports, forms; nobody is made up and nothing grave is lost."""

from datetime import date

import pytest

from helpers.books import xlsx
from helpers.reading import notes
from pmi_compliance import Dataset

LIST = [
    ["No", "Nama", "Tgl Lahir", "Negara Tujuan", "P3MI"],
    [1, "Dina Contoh", "12-03-1999", "Malaysia", "PT Contoh"],
]


def placements(path):
    return [record.data for record in Dataset.read(path).tables["placement"]]


# What counts is nobody


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["Bulan", "L", "P", "Jumlah"], ["Januari", 1, 1, 2]),
        (["No", "Kecamatan", "Desa", "L", "P", "Total"], [1, "Amarasi", "Oenoni", 1, 2, 3]),
        (["Umur", "L", "P", "Jml"], ["18-25", 3, 4, 7]),
        (["Desa", "KTP", "KK", "Paspor", "Visa"], ["Oesao", 5, 6, 3, 2]),
        (["No", "Jabatan", "Negara", "Laki-laki", "Perempuan", "Jumlah"], [1, "PRT", "Malaysia", 0, 5, 5]),
    ],
)
def test_a_sheet_that_counts_makes_no_person_and_is_told(tmp_path, headings, row):
    """`Bulan`, `L`, `P`, `Jumlah` are known headings, which are kept: each month of a recap was a placement."""
    path = xlsx(tmp_path / "data.xlsx", {"Januari": LIST, "Rekap": [headings, row]})
    assert [one["worker"]["name"] for one in placements(path)] == ["Dina Contoh"]
    assert notes(Dataset.read(path))["sheet_not_read"] == 1


@pytest.mark.parametrize(
    "headings",
    [["No", "L/P", "Umur", "Negara"], ["Nama", "L", "P", "Negara"], ["No Reg", "JK", "Umur", "Negara"]],
)
def test_who_is_written_without_a_name_is_a_person(tmp_path, headings):
    path = xlsx(tmp_path / "data.xlsx", {"Sheet1": [headings, [1, "P", 20, "MY"]]})
    assert len(placements(path)) == 1


# Words that only look alike


@pytest.mark.parametrize("heading", ["Tgl Selesai", "Tanggal selesai", "Tgl Mulai"])
def test_a_word_of_another_heading_is_no_slip(tmp_path, heading):
    """`Tgl Selesai` of a training was taken for the day of the selection, `seleksi`."""
    path = xlsx(tmp_path / "data.xlsx", {"Sheet1": [[*LIST[0], heading], [*LIST[1], "30/07/2025"]]})
    (one,) = placements(path)
    assert "selection" not in one
    assert one["extra"][heading] == "30/07/2025"


# What is grave stands in the record, whatever the column asks


@pytest.mark.parametrize(
    ("cell", "code"), [("Turis", "tourist"), ("WORKING VISA", "work"), ("Pelancong", "tourist")]
)
@pytest.mark.parametrize("heading", ["Visa", "Visa Kerja", "Jenis Visa"])
def test_the_class_of_a_visa_is_read_where_a_visa_is_asked_for(tmp_path, heading, cell, code):
    """`Visa: Turis` was a cell that could not be read, and the tourist visa was lost."""
    path = xlsx(tmp_path / "data.xlsx", {"Daftar": [[*LIST[0], heading], [*LIST[1], cell]]})
    (one,) = placements(path)
    assert one["documents"] == ({"type": "work_visa", "visa_class": code},)
    assert not Dataset.read(path).problems


@pytest.mark.parametrize(("cell", "status"), [("ada", "held"), ("tidak ada", "absent"), ("palsu", "forged")])
def test_whether_a_visa_is_there_is_read_as_before(tmp_path, cell, status):
    path = xlsx(tmp_path / "data.xlsx", {"Daftar": [[*LIST[0], "Visa"], [*LIST[1], cell]]})
    assert placements(path)[0]["documents"] == ({"type": "work_visa", "status": status},)


@pytest.mark.parametrize(("heading", "cell"), [("Visa", "entah"), ("Paspor", "Turis")])
def test_what_is_no_class_of_a_visa_is_told(tmp_path, heading, cell):
    path = xlsx(tmp_path / "data.xlsx", {"Daftar": [[*LIST[0], heading], [*LIST[1], cell]]})
    assert Dataset.read(path).problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("majikan", "employer"),
        ("calo", "recruiter"),
        ("PT", "recruiter"),
        ("sendiri", "worker"),
        ("agen", "other"),
    ],
)
def test_in_whose_hands_a_passport_is_has_a_column_of_its_own(tmp_path, cell, code):
    path = xlsx(tmp_path / "data.xlsx", {"Daftar": [[*LIST[0], "Paspor dipegang oleh"], [*LIST[1], cell]]})
    assert placements(path)[0]["documents"] == ({"type": "passport", "held_by": code},)


def test_the_headings_of_an_export_in_two_languages_are_known(tmp_path):
    told = {
        "Full Name": "Dina Contoh", "Village/Desa": "Oesao", "District/Kecamatan": "Kupang Timur",
        "Regency/Kabupaten": "Kab. Kupang", "Jabatan (Job Title)": "PRT", "Employer/Pengguna": "Tuan Contoh",
        "P3MI Name": "PT Contoh", "Contract Start": "10-08-2025", "Contract End": "09-08-2027",
    }  # fmt: skip
    path = xlsx(tmp_path / "data.xlsx", {"Sheet1": [[*told], [*told.values()]]})
    (one,) = placements(path)
    assert one["worker"] == {"name": "Dina Contoh", "village": "Oesao", "domicile": "53.01.06"}
    assert (one["job"], one["employer"]) == ("PRT", {"name": "Tuan Contoh"})
    assert one["employment_agreement"] == {"starts_on": date(2025, 8, 10), "ends_on": date(2027, 8, 9)}
    assert one["extra"]["P3MI Name"] == "PT Contoh"
