"""What is said of a paper in words: in whose hands it is and whether it is there are facts, and never its number."""

import json

import pytest

from helpers.own_lists import OWN_FORMS, as_csv
from helpers.reading import notes
from pmi_compliance import Dataset, read_records
from pmi_compliance.records.reading.papers import said_of_paper

#: What a cell says, as it stands in a record; `None`: it is not understood.
CASES = {
    "ada": {"status": "held"}, "Ada": {"status": "held"}, "tidak ada": {"status": "absent"}, "-": {"status": None},
    "B1234567": {"number": "B1234567"}, "No. B 1234567": {"number": "No. B 1234567"}, "12345678": {"number": "12345678"},
    "ditahan majikan": {"held_by": "employer"}, "ditahan oleh majikannya": {"held_by": "employer"},
    "di majikan": {"held_by": "employer"}, "ada di majikan": {"held_by": "employer"}, "sama bos": {"held_by": "employer"},
    "dipegang PT": {"held_by": "recruiter"}, "dipegang PT. Misal Jaya": {"held_by": "recruiter"},
    "dititipkan di P3MI": {"held_by": "recruiter"}, "masih di calo": {"held_by": "recruiter"},
    "ditahan agen": {"held_by": "other"}, "disita polisi": {"held_by": "other"}, "paspor ditahan": {"held_by": "other"},
    "ditahan": {"held_by": "other"}, "dipegang sendiri": {"held_by": "worker"}, "disimpan ibu": {"held_by": "family"},
    "ada (B1234567)": {"status": "held", "number": "B1234567"}, "ada, B1234567": {"status": "held", "number": "B1234567"},
    "ADA B1234567": {"status": "held", "number": "B1234567"},
    "ada tapi ditahan majikan": {"status": "held", "held_by": "employer"},
    "B1234567 (ditahan majikan)": {"number": "B1234567", "held_by": "employer"},
    "hilang": None, "hilang 2019": None, "proses 2 minggu": None, "dipegang": None, "dipegang Om Misal": None, "rusak": None,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "said"), CASES.items())
def test_a_cell_about_a_paper_says_closed_things_or_is_not_understood(cell, said):
    found = said_of_paper(cell)

    assert (None if found is None else dict(found)) == said


def papers(dataset):
    """The first paper of each placement, as far as it is known."""
    return {
        record.id: {
            name: value
            for name, value in record.data.get("documents", [{}])[0].items()
            if value and name != "type"
        }
        for record in dataset.tables["placement"]
    }


@pytest.mark.parametrize("form", OWN_FORMS)
@pytest.mark.parametrize("heading", ["Paspor", "No Paspor"])
def test_who_has_a_paper_is_a_fact_in_either_column(tmp_path, form, heading):
    cells = ["ditahan majikan", "dipegang PT", "masih proses", "B1234567", "ada"]
    path = form(tmp_path, ["ID penempatan", heading], *((f"P-{at}", cell) for at, cell in enumerate(cells)))
    dataset = Dataset.read(path)

    assert papers(dataset) == {
        "P-0": {"held_by": "employer"},
        "P-1": {"held_by": "recruiter"},
        "P-2": {"status": "in_process"},
        "P-3": {"number": "B1234567"},
        "P-4": {"status": "held"},
    }
    assert not dataset.problems
    assert [note.code for note in dataset.reading_notes].count("word_read_as") == 3
    assert read_records(path, backend="tables").reading_notes == dataset.reading_notes


@pytest.mark.parametrize("cell", ["hilang", "hilang 2019", "rusak", "dipegang Om Misal"])
@pytest.mark.parametrize(
    ("heading", "place"), [("Paspor", "/documents/0/status"), ("No Paspor", "/documents/number")]
)
def test_what_is_not_understood_is_a_problem_of_its_cell(tmp_path, cell, heading, place):
    dataset = Dataset.read(as_csv(tmp_path, ["ID penempatan", "Nama", heading], ["P-1", "Rut", cell]))

    [problem] = dataset.problems
    assert [(detail.pointer, detail.cell.letter) for detail in problem.details] == [(place, "C")]
    assert all("number" not in paper for paper in dataset.get("placement", "P-1").data.get("documents", ()))


def test_cells_that_contradict_each_other_are_told(tmp_path):
    rows = ["P-1", "ditahan agen", "dipegang PT"], ["P-2", "ada", "dipegang PT"]
    dataset = Dataset.read(as_csv(tmp_path, ["ID penempatan", "Paspor", "No Paspor"], *rows))

    assert notes(dataset)["cells_told_otherwise"] == 1
    assert dataset.get("placement", "P-1").data["extra"] == {"Paspor": "ditahan agen"}


def test_where_nothing_likely_is_read_such_a_word_is_a_problem(tmp_path):
    folder = as_csv(tmp_path, ["id", "Paspor: Nomor"], ["P-1", "B1234567"], ["P-2", "ditahan majikan"])
    dataset = Dataset.read(folder, strict=True)

    assert papers(dataset) == {"P-1": {"number": "B1234567"}, "P-2": {}}
    assert [detail.code for problem in dataset.problems for detail in problem.details] == ["no_number"]


@pytest.mark.parametrize("form", ["json", "parquet"])
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_words_are_no_number_of_a_paper_in_any_form(tmp_path, form, backend):
    rows = [
        {"id": f"P-{at}", "documents": [{"type": "passport", "number": number}]}
        for at, number in enumerate(["ditahan majikan", "hilang", "B1234567"])
    ]
    if form == "json":
        (tmp_path / "placements.json").write_text(json.dumps(rows), encoding="utf-8")
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "placements.parquet")
    records = read_records(tmp_path, backend=backend)

    assert [problem.id for problem in records.problems] == ["P-0", "P-1"]
    assert {detail.code for problem in records.problems for detail in problem.details} == {"no_number"}


STATES = {
    "dicabut": "revoked", "sudah dicabut": "revoked", "beku": "suspended", "dibekukan": "suspended", "skorsing": "suspended",
    "sudah mati": "expired", "kadaluarsa": "expired", "Aktif": "active", "masih berlaku": "active",
}  # fmt: skip


@pytest.mark.parametrize("form", OWN_FORMS)
@pytest.mark.parametrize("heading", ["Status", "Status izin", "No SIP3MI"])
def test_the_state_of_a_licence_in_one_word_is_a_state_since_a_day_that_nobody_wrote(tmp_path, form, heading):
    rows = [(f"R-{at}", "PT Misal", word) for at, word in enumerate(STATES)]
    path = form(tmp_path, ["ID P3MI", "Nama PT", heading], *rows, name="recruiters")
    dataset = Dataset.read(path)

    histories = [record.data["licences"][0]["status_history"] for record in dataset.tables["recruiter"]]
    assert [[dict(entry) for entry in history] for history in histories] == [
        [{"status": code}] for code in STATES.values()
    ]
    assert not dataset.problems


@pytest.mark.parametrize("word", ["tidak aktif", "nonaktif", "tutup"])
def test_a_state_that_may_be_several_is_told_and_its_opposite_is_not_proposed(tmp_path, word):
    dataset = Dataset.read(
        as_csv(tmp_path, ["ID P3MI", "Nama PT", "Status"], ["R", "PT Misal", word], name="recruiters")
    )

    [problem] = dataset.problems
    assert [(detail.pointer, detail.code, detail.cell.letter) for detail in problem.details] == [
        ("/licences/0/status_history/0/status", "not_listed", "C")
    ]


def test_a_licence_may_have_a_number_of_letters(tmp_path):
    folder = as_csv(tmp_path, ["ID P3MI", "No SIP3MI"], ["R", "CONTOH-A"], name="recruiters")

    assert Dataset.read(folder).get("recruiter", "R").data["licences"][0]["number"] == "CONTOH-A"
