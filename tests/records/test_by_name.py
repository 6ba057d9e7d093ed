"""Below the title of an id people write names, and words for nobody: `Perekrut: sendiri` is no recruiter."""

import pytest

from helpers.books import xlsx
from helpers.reading import notes
from pmi_compliance import Dataset, read_records

RECRUITERS = [["Nomor data", "Nama"], ["R-1", "PT Contoh Jaya"], ["MANDIRI", "PT Mandiri Contoh"]]


def read(tmp_path, told, *, recruiters=None):
    """One placement with some columns about its recruiter."""
    sheets = {"Penempatan": [["No", "Nama", "Negara", *told], [1, "Dina Contoh", "Malaysia", *told.values()]]}
    if recruiters is not None:
        sheets["Perekrut"] = recruiters
    dataset = Dataset.read(xlsx(tmp_path / "data.xlsx", sheets))
    return dataset, dataset.tables["placement"][0].data


@pytest.mark.parametrize(
    "cell",
    [
        "sendiri",
        "PL",
        "Mandiri",
        "calo",
        "Perorangan",
        "Calo/PL",
        "berangkat sendiri",
        "tanpa perekrut",
        "P3MI",
    ],
)
def test_a_word_for_nobody_is_no_recruiter(tmp_path, cell):
    dataset, one = read(tmp_path, {"Perekrut": cell})
    assert "recruiter_id" not in one
    assert one["extra"]["Perekrut"] == cell
    assert notes(dataset)["name_not_found"] == 1


@pytest.mark.parametrize("cell", ["R-1", "PT Contoh Jaya", "PT. CONTOH JAYA"])
def test_below_the_title_a_recruiter_is_told_by_id_or_name(tmp_path, cell):
    dataset, one = read(tmp_path, {"Perekrut": cell}, recruiters=RECRUITERS)
    assert one["recruiter_id"] == "R-1"
    assert ("name_found" in notes(dataset)) == (cell != "R-1")
    assert not dataset.problems


def test_who_goes_by_such_a_word_is_found_by_it(tmp_path):
    _, one = read(tmp_path, {"Perekrut": "Mandiri"}, recruiters=RECRUITERS)
    assert one["recruiter_id"] == "MANDIRI"


@pytest.mark.parametrize("cell", ["P3MI-9", "PT Lain Contoh"])
def test_another_stays_so_that_its_placements_are_found(tmp_path, cell):
    dataset, one = read(tmp_path, {"Perekrut": cell}, recruiters=RECRUITERS)
    assert one["recruiter_id"] == cell
    assert [detail.code for problem in dataset.problems for detail in problem.details] == ["record_missing"]


def test_two_names_of_one_firm_are_not_two_firms(tmp_path):
    """The name beside the id was another recruiter who acted: a licence that was lent, a critical failure."""
    told = {"Perekrut": "R-1", "Perekrut yang nyatanya bertindak": "PT Contoh Jaya"}
    _, one = read(tmp_path, told, recruiters=RECRUITERS)
    assert one["acting_recruiter_id"] == one["recruiter_id"] == "R-1"
    _, one = read(tmp_path, told)
    assert one["recruiter_id"] == "R-1"
    assert "acting_recruiter_id" not in one
    _, one = read(tmp_path, dict(reversed(told.items())) | {"Perekrut": "PT. Contoh Jaya"})
    assert not {"recruiter_id", "acting_recruiter_id"} & {*one}


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_broker_who_goes_by_his_name_is_found_and_shown_in_neither_engine(tmp_path, backend):
    sheets = {
        "Penempatan": [
            ["Nomor data", "Perekrut"],
            ["P-1", "Om Beny"],
            ["P-2", "om beny"],
            ["P-3", "sendiri"],
        ],
        "Perekrut": [["Nomor data", "Nama"], ["Om Beny", "Beny Contoh"]],
    }
    records = read_records(xlsx(tmp_path / "data.xlsx", sheets), backend=backend)
    (broker,) = (id_ for (id_,) in records.count("recruiter", "id"))
    assert broker.startswith("ORANG-")
    assert dict(records.count("placement", "recruiter_id")) == {(broker,): 2, (None,): 1}


def test_what_goes_by_the_path_of_the_field_is_an_id(tmp_path):
    _, one = read(tmp_path, {"recruiter_id": "PL"})
    assert one["recruiter_id"] == "PL"
