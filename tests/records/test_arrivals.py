"""Whether `Tgl tiba` is the arrival abroad or the one at home, by the list that it stands in; in doubt it is neither."""

from datetime import date

import pytest

from helpers.books import xlsx
from helpers.reading import notes
from pmi_compliance import Dataset

DAY = date(2025, 8, 12)
ARRIVALS = ["Tgl Tiba", "TGL KEDATANGAN", "Tanggal Tiba", "Kedatangan", "Arrival date"]


def days(path):
    (one,) = (record.data for record in Dataset.read(path).tables["placement"])
    return {name: one[name] for name in ("arrived_on", "returned_on") if name in one}


def book(path, heading, *, title=(), sheet="Daftar", name="Nama", more=()):
    headings = ["No", name, "L/P", "Umur", "Negara", *more, heading]
    cells = [1, "Dina Contoh", "P", 30, "Malaysia", *["10-08-2025"] * len(more), "12-08-2025"]
    return xlsx(path, {sheet: [*([[title]] if title else []), headings, cells]})


@pytest.mark.parametrize("heading", ARRIVALS)
@pytest.mark.parametrize(
    "said",
    [
        {"title": "DAFTAR PMI DEPORTASI DARI MALAYSIA"},
        {"title": "REKAP PENERIMAAN JENAZAH PMI 2025"},
        {"sheet": "Pemulangan Agustus"},
        {"name": "Nama Jenazah"},
    ],
)
def test_in_a_list_of_who_came_home_it_is_the_day_of_that(tmp_path, heading, said):
    """The day on which deportees came home was taken for their arrival abroad, before which they left."""
    assert days(book(tmp_path / "data.xlsx", heading, **said)) == {"returned_on": DAY}


def test_the_name_of_a_file_tells_what_its_list_is_of(tmp_path):
    path = tmp_path / "deportan nunukan.csv"
    path.write_text("No,Nama,Umur,Negara,Tgl tiba\n1,Dina Contoh,30,Malaysia,12-08-2025\n", encoding="utf-8")
    assert days(path) == {"returned_on": DAY}


@pytest.mark.parametrize("heading", ARRIVALS)
def test_beside_a_day_of_departure_it_is_the_arrival_abroad(tmp_path, heading):
    assert days(book(tmp_path / "data.xlsx", heading, more=["Tgl Berangkat"])) == {"arrived_on": DAY}
    path = book(tmp_path / "pulang.xlsx", heading, more=["Tgl Berangkat", "Tgl Pulang"])
    assert days(path) == {"arrived_on": DAY, "returned_on": date(2025, 8, 10)}


@pytest.mark.parametrize("heading", ARRIVALS)
@pytest.mark.parametrize("more", [[], ["Tgl Deportasi"], ["Tgl Berangkat", "Tgl Meninggal"]])
def test_where_neither_is_sure_it_is_neither_and_is_told(tmp_path, heading, more):
    path = book(tmp_path / "data.xlsx", heading, more=more)
    assert DAY not in days(path).values()
    assert notes(Dataset.read(path))["arrival_in_doubt"] == 1


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Tgl tiba di negara tujuan", "arrived_on"),
        ("arrived_on", "arrived_on"),
        ("Tgl tiba di Indonesia", "returned_on"),
    ],
)
def test_a_heading_that_says_where_counts_in_every_list(tmp_path, heading, field):
    assert days(book(tmp_path / "data.xlsx", heading, title="DAFTAR DEPORTASI")) == {field: DAY}


def test_what_the_office_answered_counts(tmp_path):
    path = book(tmp_path / "data.xlsx", "Tgl Tiba")
    (tmp_path / "data.kolom.yaml").write_text("Tgl Tiba: arrived_on\n", encoding="utf-8")
    assert days(path) == {"arrived_on": DAY}
