"""Whole files as offices have them: registers, recaps, exports, forms; nobody is made up and nothing grave is lost."""

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
