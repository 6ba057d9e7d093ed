"""What records go by: a NIK is shown in no form and found again in every run, and ids that look the same are the same."""

import csv
import io
import json
import stat
from datetime import date

import pytest
from attrs import evolve

from pmi_compliance import AuditSession, Dataset, audit, default_packs, read_records
from pmi_compliance.cli.main import main
from pmi_compliance.records import record_ids
from pmi_compliance.records.person_names import Bearer
from pmi_compliance.records.record_ids import KEY_FILE, is_nik, known_as, pseudonym, telephone_in
from pmi_compliance.report import FORMATS

NIK = "5301064302920017"
OTHER = "5301064402930018"


@pytest.fixture(autouse=True)
def own_key(tmp_path_factory, monkeypatch):
    path = tmp_path_factory.mktemp("kunci") / "folder" / "key"
    monkeypatch.setenv(KEY_FILE, str(path))
    record_ids._secret.cache_clear()
    yield path
    record_ids._secret.cache_clear()


@pytest.mark.parametrize(
    "id_", [NIK, int(NIK), float(NIK), "'5301064302920017", "5301 0643 0292 0017", "53.01.06.430292.0017"]
)
def test_a_nik_is_known_however_it_is_written(id_):
    assert is_nik(id_)
    assert pseudonym(id_) == pseudonym(NIK)


@pytest.mark.parametrize(
    "id_",
    ["", "P-1", "5301064302920", "1234567890123456", "0000000000000000", "5301063202920017", "5301064313920017",
     "9901064302920017", "KASUS-5301064302920017", True, None, ["5301064302920017"], 7.5],
)  # fmt: skip
def test_other_ids_are_none(id_):
    assert not is_nik(id_)


@pytest.mark.parametrize(
    "id_",
    ["Om Beny 0812-3745-1111", "Beny +62 812 3745 1111", "Beny 6281237451111", "Beny/081237451111",
     "Om Beny (0812 3745 1111)", "PL: 0812.3745.1111 (WA)"],
)  # fmt: skip
def test_a_telephone_beside_a_name_is_known_however_it_is_written(id_):
    assert known_as(id_) == pseudonym("Om Beny 081237451111")
    assert known_as(id_).startswith("HP-")


@pytest.mark.parametrize(
    "id_",
    ["KPG-0812-2024-0001", "0380-831234", "SIP2MI/0821/2024", "08123", "P3MI 8123", "99081237451111", "2025.0812.0001.02",
     "P3MI-A", "Om Beny", "081234567890"],
)  # fmt: skip
def test_other_numbers_are_none(id_):
    assert telephone_in(id_) is None
    assert known_as(id_) == id_


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_who_is_named_with_a_telephone_is_one_recruiter_under_a_pseudonym(tmp_path, form, backend):
    rows = [
        {"id": "A", "recruiter_id": "Om Beny 0812-3745-1111"},
        {"id": "B", "recruiter_id": "Beny +6281237451111"},
    ]
    if form == "json":
        (tmp_path / "placements.json").write_text(json.dumps({"placements": rows}), encoding="utf-8")
    elif form == "csv":
        lines = [",".join(row.values()) for row in ({"id": "id", "recruiter_id": "recruiter_id"}, *rows)]
        (tmp_path / "placements.csv").write_text("\n".join(lines), encoding="utf-8")
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "placements.parquet")
    records = read_records(tmp_path, backend=backend)

    assert records.count("placement", "recruiter_id") == {(pseudonym("Om Beny 081237451111"),): 2}
    assert [note.code for note in records.reading_notes] == ["id_holds_a_telephone"]


FIRMS = [
    "PT Misal Jaya", "CV. Maju", "UD Baik", "P3MI-A", "MISAL", "Anugerah Jaya Mandiri", "Koperasi Maju Bersama", "KPG-0812",
    "Dinas Nakertrans", "Kupang Timur", "R", "gone", "Yayasan Kasih Ibu", "P3MI Satu", "0380831234", "P3MI A",
]  # fmt: skip


@pytest.mark.parametrize("firm", FIRMS)
def test_firms_offices_and_numbers_are_shown(firm):
    assert known_as(firm, Bearer.FIRM_OR_PERSON) == firm


@pytest.mark.parametrize(
    ("id_", "same"),
    [("Om Beny", "om  beny"), ("Yosef Tefa", "YOSEF TEFA"), ("Bpk. Yosef", "bpk yosef"), ("Beny", "Beny "),
     ("Maria A. Tefa", "Maria A Tefa"), ("081237451111", "+62 812-3745-1111"), ("0812 3745 1111", "6281237451111")],
)  # fmt: skip
def test_who_recruits_under_a_name_or_telephone_goes_by_one_pseudonym_however_it_is_written(id_, same):
    assert known_as(id_, Bearer.FIRM_OR_PERSON) == known_as(same, Bearer.FIRM_OR_PERSON)
    assert known_as(id_, Bearer.FIRM_OR_PERSON).startswith(("ORANG-", "HP-"))
    assert known_as(id_) == id_


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_a_broker_by_name_is_shown_in_no_form_and_told(tmp_path, form, backend):
    named = ["Om Beny", "Beny", "081237451111", "PT Misal Jaya", "P3MI-A"]
    rows = [{"id": f"P-{at}", "recruiter_id": id_} for at, id_ in enumerate(named)] + [{"id": "Rut Misal"}]
    if form == "json":
        (tmp_path / "placements.json").write_text(json.dumps({"placements": rows}), encoding="utf-8")
    elif form == "csv":
        lines = ["ID penempatan,Perekrut", *(f"{row['id']},{row.get('recruiter_id', '')}" for row in rows)]
        (tmp_path / "placements.csv").write_text("\n".join(lines), encoding="utf-8")
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "placements.parquet")
    records = read_records(tmp_path, backend=backend)

    shown = {recruiter for (recruiter,) in records.count("placement", "recruiter_id")}
    assert shown - {None} == {
        "PT Misal Jaya", "P3MI-A", *(pseudonym(id_, Bearer.FIRM_OR_PERSON) for id_ in named[:3]),
    }  # fmt: skip
    assert pseudonym("Rut Misal", Bearer.PERSON) in {id_ for (id_,) in records.count("placement", "id")}
    told = {note.code: note.values["count"] for note in records.reading_notes if note.code.startswith("id_")}
    assert told == {"id_is_a_name": 3, "id_holds_a_telephone": 1}


def test_a_session_finds_a_record_by_the_name_that_it_was_given(tmp_path):
    session = AuditSession([], as_of=date(2025, 9, 15))
    session.put("recruiter", {"id": "Om Beny"})
    session.withdraw("recruiter", "Om Beny")

    assert not session.problems


def test_an_import_shows_no_name_of_a_person(tmp_path, capsys):
    (tmp_path / "recruiters.csv").write_text(
        "ID P3MI,Nama PT,Kepala Cabang\nR-1,Om Beny,Rut Misal\n", encoding="utf-8"
    )
    (tmp_path / "placements.csv").write_text(
        "ID penempatan,Perekrut,Paspor,No Visa,Pekerjaan\nP-1,Om Beny,B1234567,V7654321,pengasuh anak\n",
        encoding="utf-8",
    )
    main(["import", str(tmp_path)])

    said = capsys.readouterr().out
    assert not [word for word in ("Beny", "Rut", "1234567", "7654321") if word in said]
    assert "pengasuh anak" in said


RECORDS = {
    "recruiters": [{"id": OTHER, "kind": "individual"}],
    "placements": [
        {
            "id": NIK, "recruiter_id": OTHER, "scope": "overseas", "status": "departed", "executor_kind": "p3mi",
            "departed_on": "2025-04-08", "worker": {"birth_date": "2010-02-03"},
        },
        {"id": "P-2", "departed_on": "kapan", "recruiter_id": "gone"},
    ],
    "cases": [{"id": "K-1", "placement_ids": [NIK, "P-2"], "opened_on": "2025-05-01"}],
}  # fmt: skip


def written(form, folder):
    if form == "json":
        (folder / "data.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    elif form == "csv":
        (folder / "placements.csv").write_text(
            f"id,recruiter_id,scope,status,departed_on\n{NIK},{OTHER},overseas,departed,2025-04-08\n",
            encoding="utf-8",
        )
        (folder / "placement.documents.csv").write_text(f"id,type\n{NIK},passport\n", encoding="utf-8")
        (folder / "recruiters.csv").write_text(f"id,kind\n{OTHER},individual\n", encoding="utf-8")
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        for name, rows in RECORDS.items():
            parquet.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_no_form_of_a_report_shows_it(tmp_path, form, backend):
    records = read_records(written(form, tmp_path), backend=backend)
    law = next(pack for pack in default_packs() if pack.id == "uu-18-2017")
    few = evolve(law, rules=tuple(rule for rule in law.rules if rule.id.endswith(("min-age", "individual"))))
    report = audit(records, [few], as_of=date(2025, 9, 15), disclose="full", include_passed=True)

    for name, writer in FORMATS.items():
        octets = b"".join(writer.write(report, "id"))
        if name == "xlsx":
            import openpyxl

            book = openpyxl.load_workbook(io.BytesIO(octets))
            octets = repr([list(sheet.values) for sheet in book.worksheets]).encode()
        assert NIK.encode() not in octets, name
        assert OTHER.encode() not in octets, name
    assert pseudonym(NIK) in {finding.subject.id for finding in report.findings}
    assert any(note.code == "record_number_is_a_nik" for note in report.reading_notes)


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_groups_and_relations_find_their_record(tmp_path, backend):
    records = read_records(written("csv", tmp_path), backend=backend)

    assert not [problem for problem in records.problems if problem.excluded]
    assert records.count("placement", "recruiter_id") == {(pseudonym(OTHER),): 1}
    assert not records.problems


def test_the_secret_is_made_once_and_is_for_its_owner_alone(own_key):
    first = pseudonym(NIK)

    assert stat.S_IMODE(own_key.stat().st_mode) == 0o600
    record_ids._secret.cache_clear()
    assert pseudonym(NIK) == first
    own_key.write_text("another", encoding="ascii")
    record_ids._secret.cache_clear()
    assert pseudonym(NIK) != first


def test_where_no_secret_can_be_kept_one_serves_for_this_run(own_key):
    own_key.parent.write_text("", encoding="ascii")

    assert pseudonym(NIK) == pseudonym(NIK)


def test_two_records_of_one_nik_are_two_of_one_id():
    dataset = Dataset.from_records({"placement": [{"id": NIK}, {"id": f"'{NIK}"}]})

    assert [problem.details[0].code for problem in dataset.problems] == ["id_shared"] * 2
    assert NIK not in repr(dataset.problems)


def test_a_session_takes_and_gives_back_a_record_by_its_nik():
    law = next(pack for pack in default_packs() if pack.id == "uu-18-2017")
    session = AuditSession([law], as_of=date(2025, 9, 15), records=Dataset.from_records({"placement": []}))
    change = session.put("placement", RECORDS["placements"][0])

    assert {finding.subject.id for finding in change.opened} == {pseudonym(NIK)}
    assert session.withdraw("placement", NIK).closed


@pytest.mark.parametrize("id_", ["\ufeffP1", "P\u200b1", "P1 ", "P1\u00a0", "\u202aP1"])
@pytest.mark.parametrize("form", ["memory", "json", "parquet"])
def test_ids_that_look_the_same_are_the_same(tmp_path, form, id_):
    rows = [{"id": id_, "recruiter_id": "R1"}, {"id": "P2", "recruiter_id": "R\u200b1 "}]
    if form == "memory":
        records = Dataset.from_records({"placement": rows, "recruiter": [{"id": "R1"}]})
    elif form == "json":
        (tmp_path / "data.json").write_text(
            json.dumps({"placements": rows, "recruiters": [{"id": "R1"}]}), encoding="utf-8"
        )
        records = Dataset.read(tmp_path)
    else:
        pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "placements.parquet")
        (tmp_path / "recruiters.csv").write_text("id\nR1\n", encoding="utf-8")
        records = read_records(tmp_path, backend="tables")

    assert not records.problems
    assert records.count("placement", "id", "recruiter_id") == {("P1", "R1"): 1, ("P2", "R1"): 1}
    assert {note.code for note in records.reading_notes} >= {"record_number_unseen"} or form == "parquet"


def test_a_double_that_is_hidden_is_a_double():
    dataset = Dataset.from_records(
        {"placement": [{"id": "P1"}, {"id": "P\u200b1"}, {"id": "Zoe\u0301"}, {"id": "Zo\u00e9"}]}
    )

    assert [problem.details[0].code for problem in dataset.problems] == ["id_shared"] * 4


# The table for the office


def run_validate(capsys, *arguments):
    code = main(["validate", *map(str, arguments)])
    return code, capsys.readouterr()


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
def test_the_office_may_write_whom_its_pseudonyms_stand_for(tmp_path, tmp_path_factory, capsys, form):
    table = tmp_path_factory.mktemp("kantor") / "nik.csv"
    _, said = run_validate(capsys, written(form, tmp_path), "--pseudonyms", table)

    rows = [*csv.reader(table.read_text("utf-8-sig").splitlines(), delimiter=";")]
    assert rows[0] == ["nomor samaran", "NIK, telepon atau nama", "jenis data", "tempat"]
    assert {name: digits for name, digits, *_ in rows[1:]} == {
        pseudonym(id_): f'="{id_}"' for id_ in (NIK, OTHER)
    }
    assert stat.S_IMODE(table.stat().st_mode) == 0o600
    assert NIK not in said.out + said.err
    assert str(table) in said.err


def test_without_being_asked_nobody_writes_it(tmp_path, capsys):
    run_validate(capsys, written("json", tmp_path), "--strict")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.json"]


def test_the_table_never_takes_the_place_of_the_records(tmp_path, capsys):
    (tmp_path / "placements.csv").write_text(f"id\n{NIK}\n")
    code, said = run_validate(
        capsys, tmp_path / "placements.csv", "--pseudonyms", tmp_path / "placements.csv"
    )

    assert code == 2
    assert "placements.csv" in said.err
    assert (tmp_path / "placements.csv").read_text() == f"id\n{NIK}\n"


def test_with_the_key_of_another_computer_the_pseudonyms_are_the_same(tmp_path, own_key, monkeypatch):
    there = pseudonym(NIK)
    moved = tmp_path / "record-numbers.key"
    moved.write_bytes(own_key.read_bytes())
    record_ids._secret.cache_clear()
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "another.key"))
    other = pseudonym(NIK)
    record_ids._secret.cache_clear()
    monkeypatch.setenv(KEY_FILE, str(moved))

    assert pseudonym(NIK) == there != other
