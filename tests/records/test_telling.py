"""What messages repeat of what was read: enough to mend a cell, and nothing that tells of a person."""

from datetime import date
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmi_compliance import Dataset, RulePack, audit, read_records
from pmi_compliance.records.telling import Column, may_repeat
from pmi_compliance.report import FORMATS

NAME, NIK, PHONE, BORN = "Ansel Teresia Contoh", "5301064505100001", "+62 812-3456-7890", "2010-05-05"
HOME = "Jalan Contoh 7"
SECRETS = (NAME, NIK, PHONE, BORN, HOME)


@pytest.mark.parametrize(
    ("value", "column", "repeated"),
    [
        ("Rut Contoh", Column.OF_A_PERSON, False),
        (0.5301, Column.OF_A_PERSON, False),
        (True, Column.OF_A_PERSON, False),
        (["Rut"], Column.OF_A_PERSON, True),
        ("WANITAA", Column.CODED, True),
        ("cerai hidup tahun lalu", Column.CODED, True),
        ("cerai hidup, tahun yang lalu", Column.CODED, False),
        ("530106", Column.CODED, False),
        ("53010", Column.CODED, True),
        ("53.01.99", Column.CODED, True),
        (BORN, Column.CODED, False),
        ("5-5-2010", Column.OTHER, False),
        ("2025-13-45", Column.DAY, True),
        ("15000000x", Column.NUMBER, False),
        (15000000.5, Column.NUMBER, True),
        ("15.000.000,50", Column.NUMBER, True),
        ("5301 0645 0510 0001", Column.NUMBER, False),
        ("0812 3456 7890", Column.OTHER, False),
        ("kerja di ladang", Column.OTHER, True),
        (float("nan"), Column.NUMBER, True),
    ],
)
def test_the_first_line_that_fits_decides(value, column, repeated):
    assert may_repeat(value, column) is repeated


@pytest.mark.parametrize("read", ["ANSEL TERESIA CONTOH", "Ansel-Teresia Contoh.", f"anak {NAME}"])
def test_what_stands_in_a_column_of_persons_too_is_known_again(read):
    beside = frozenset({"anselteresiacontoh"})

    assert not may_repeat(read, Column.OTHER, lambda: beside)
    assert may_repeat("Ansel", Column.OTHER, lambda: beside)


@pytest.mark.parametrize(
    ("read", "repeated"),
    [
        ("hilang di rumah Bu Sontre", False),
        ("Sdr. Wili Tefa", False),
        ("Om Beny", False),
        ("dipegang om di kampung", True),
        ("ibu kota Malaysia", True),
        ("Markus Lelo", True),
    ],
)
def test_whoever_is_named_with_a_title_is_hidden(read, repeated):
    assert may_repeat(read, Column.OTHER) is repeated


@pytest.mark.parametrize(
    ("read", "repeated"),
    [
        ("Markus Lelo", False),
        ("Kota Kupang", True),
        ("PT Misal Jaya", True),
        ("belum ada", True),
        ("Malaisia", True),
    ],
)
def test_what_may_be_a_name_is_hidden_where_columns_slipped(read, repeated):
    assert may_repeat(read, Column.OTHER, slipped=lambda: True) is repeated


def test_a_row_that_slipped_by_one_comma_tells_no_name_in_its_coded_columns():
    record = {
        "id": "P1",
        "worker": {"name": "Yosefina", "nik": "Contoh", "birth_date": "5301064505100001"},
        "destination": "Wili Tefanas",
        "documents": [{"type": "passport", "status": "Markus Lelovani"}],
    }

    told = " ".join(messages(record))

    assert "destination" in told
    assert not any(name in told for name in ("Tefanas", "Lelovani", "Contoh"))
    record["worker"]["nik"] = "5301"
    assert "Wili Tefanas" in " ".join(messages(record))


def test_a_passport_number_where_a_recruiter_belongs_goes_by_a_pseudonym(tmp_path):
    (tmp_path / "placements.csv").write_text(
        "id,recruiter_id,scope\nP1,C8273645,overseas\n", encoding="utf-8"
    )

    dataset = Dataset.read(tmp_path)

    assert dataset.get("placement", "P1").data["recruiter_id"].startswith("PASPOR-")
    assert "id_is_a_passport" in {note.code for note in dataset.reading_notes}


def messages(record):
    dataset = Dataset.from_records({"placement": [record]})
    return [
        message
        for problem in dataset.problems
        for detail in problem.details
        for message in (detail.message.id, detail.message.en)
    ]


def slipped(order):
    """A row of which the cells of a person stand in other columns."""
    cells = dict(zip(("name", "nik", "phone", "birth_date", "address"), SECRETS, strict=True))
    shifted = dict(zip(("scope", "status", "destination", "executor_kind"), order, strict=False))
    return {"id": "P1", **shifted, "worker": {"name": cells["name"], "nik": cells["nik"]}}


@pytest.mark.parametrize("order", list(permutations((NAME, NIK, PHONE, BORN), 4)))
def test_columns_that_slipped_tell_no_person(order):
    """Nothing else says that a number or a day is one of a person than what it looks like and where it stands, too."""
    told = messages(slipped(order))

    assert told
    assert not [secret for secret in SECRETS for message in told if secret in message]


def test_no_form_of_report_tells_what_slipped():
    report = audit(
        Dataset.from_records({"placement": [slipped((NIK, NAME, BORN, PHONE))]}),
        [RulePack.load("uu-18-2017")],
        as_of=date(2025, 10, 31),
    )

    for name, form in FORMATS.items():
        written = b"".join(form.write(report, "id"))
        assert not [secret for secret in SECRETS if secret.encode() in written], name


def test_what_a_coded_column_of_a_person_holds_helps_to_mend_it():
    told = messages({"id": "P1", "worker": {"sex": "WANITAA", "marital_status": "jandaaa"}})

    assert any("WANITAA" in message for message in told)
    assert any("jandaaa" in message for message in told)


def test_a_fraction_in_a_column_of_persons_is_not_repeated():
    told = messages({"id": "P1", "worker": {"nik": 0.5301064505, "phone": 81.25}})

    assert told
    assert not [message for message in told if "0.5301" in message or "81.25" in message]


@given(st.text(max_size=40), st.sampled_from([Column.OTHER, Column.CODED, Column.NUMBER, Column.DAY]))
def test_a_nik_in_whatever_text_is_never_repeated(text, column):
    assert not may_repeat(f"{text}{NIK}", column)


@pytest.mark.slow
@pytest.mark.parametrize("engine", [Dataset.read, partial(read_records, backend="tables")])
def test_somebody_and_his_telephone_are_no_id_of_a_recruiter(engine, tmp_path):
    """An id stands in every form of report."""
    path = tmp_path / "daftar.csv"
    numbers = ("081237451111", "0812-3745-2222", "+62 812 3745 3333")
    rows = [f"Ina Contoh;Om Beny {number};Malaysia" for number in numbers]
    path.write_text("\n".join(["Nama;Perekrut;Negara", *rows, "Rut Contoh;P3MI-A;Malaysia"]))
    records = engine(path)
    report = audit(records, [RulePack.load("uu-18-2017")], as_of=date(2025, 10, 31))

    *named, known = sorted({finding.recruiter for finding in report.findings})
    assert [name[:3] for name in named] == ["HP-"] * len(numbers)
    assert known == "P3MI-A"
    assert any("nomor telepon" in note.message.id for note in report.reading_notes)
    for name, form in FORMATS.items():
        written = b"".join(form.write(report, "id"))
        assert not [number for number in numbers if number.encode() in written], name
