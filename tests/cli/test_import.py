"""The command `import`, and mappings as other commands read them."""

import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest

from pmi_compliance import Dataset, Mapping
from pmi_compliance.cli.main import main

LIST = [
    ["No.", "Nama Lengkap PMI", "No KTP", "Tgl Lahir", "Negra Tujuan", "Berangkat Tgl", "Warna map"],
    [1, "Ina Contoh", "5301064302920017", "1992-02-03", "MY", "2025-04-07", "merah"],
    [2, "Budi Misal", "", "1993-02-03", "HK", "2025-04-08", ""],
]
DAY = ("--as-of", "2025-10-31", "--fail-on", "never", "--pack", "kupang")


def run(capsys, *arguments):
    code = main(list(map(str, arguments)))
    return code, *capsys.readouterr()


def daftar(folder, rows=LIST, sheet="Penempatan", name="daftar.xlsx"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def line(out, heading):
    (found,) = [one for one in out.splitlines() if one.strip().startswith(heading)]
    return found


@pytest.mark.parametrize(
    ("language", "exact", "other", "guess", "unknown"),
    [
        ("id", "tepat", "nama lain", "perkiraan", "tidak dikenal"),
        ("en", "exact", "other name", "guess", "not known"),
    ],
)
def test_each_column_is_shown_with_its_field_how_it_is_known_and_an_example(
    tmp_path, capsys, language, exact, other, guess, unknown
):
    rows = [[*LIST[0], "worker.phone"], [*LIST[1], "081234567890"], LIST[2]]

    code, out, _ = run(capsys, "import", daftar(tmp_path, rows), "--lang", language)

    assert code == 0
    assert all(word in line(out, "Nama Lengkap PMI") for word in ("worker.name", other))
    assert all(word in line(out, "Negra Tujuan") for word in ("destination", guess, "MY"))
    assert all(word in line(out, "worker.phone") for word in ("worker.phone", exact))
    assert unknown in line(out, "Warna map")
    assert "(1): `Warna map`" in out
    assert "2 penempatan" in out or "2 placement" in out


def test_what_is_personal_or_not_understood_is_not_shown(tmp_path, capsys):
    _, out, err = run(capsys, "import", daftar(tmp_path))

    assert not [word for word in ("Ina", "Contoh", "5301064302920017", "1992", "merah") if word in out + err]


def test_an_id_that_is_a_nik_is_described_only(tmp_path, capsys):
    (tmp_path / "placements.csv").write_text("id,job\n5301064302920017,penjahit\n", encoding="utf-8")

    _, out, err = run(capsys, "import", tmp_path / "placements.csv")

    assert "5301064302920017" not in out + err
    assert "16 aksara" in line(out, "id ")


def test_a_cell_is_shown_beside_what_was_read(tmp_path, capsys):
    path = tmp_path / "placements.csv"
    path.write_text("id,Sudah ikut OPP\np,ya\n", encoding="utf-8")
    mapping = tmp_path / "kami.yaml"
    mapping.write_text("Sudah ikut OPP: orientation.attended\n", encoding="utf-8")

    _, out, _ = run(capsys, "import", path, "--mapping", mapping)

    assert "ya → True" in line(out, "Sudah ikut OPP")


def test_the_example_of_a_paper_is_of_that_paper(tmp_path, capsys):
    path = tmp_path / "placements.csv"
    path.write_text("id;Paspor;Visa;Izin keluarga\np;ada;tidak ada;belum diperiksa\n", encoding="utf-8")

    _, out, _ = run(capsys, "import", path)

    assert line(out, "Paspor").endswith("ada → held")
    assert line(out, "Visa").endswith("tidak ada → absent")
    assert line(out, "Izin keluarga").endswith("belum diperiksa")


def test_the_mapping_is_written_only_when_asked_and_read_in_silence(tmp_path, capsys):
    path = daftar(tmp_path)
    run(capsys, "import", path)
    assert [file.name for file in tmp_path.iterdir()] == ["daftar.xlsx"]

    code, _, err = run(capsys, "import", path, "--save")
    beside = tmp_path / "daftar.kolom.yaml"
    assert (code, err) == (0, f"pemetaan ditulis: {beside}\n")
    before = Dataset.read(path)
    assert {note.code for note in before.reading_notes} == {"ids_from_numbers"}

    text = beside.read_text(encoding="utf-8").replace("Warna map: extra", "Warna map: -")
    beside.write_text(text.replace("No KTP: worker.nik", "No KTP: extra"), encoding="utf-8")
    (first, _) = Dataset.read(path).tables["placement"]
    assert "nik" not in first.data["worker"]
    assert "Warna map" not in first.data["extra"]
    assert first.data["extra"]["No KTP"] == "5301064302920017"


def test_writing_over_a_mapping_is_told_and_keeps_its_answers(tmp_path, capsys):
    path = daftar(tmp_path)
    beside = tmp_path / "daftar.kolom.yaml"
    beside.write_text("Warna map: job\n", encoding="utf-8")

    _, _, err = run(capsys, "import", path, "--save", "--lang", "en")

    assert err == f"the old mapping was replaced: {beside}\n"
    assert "Warna map: job" in beside.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "headings",
    [
        ["No", "Nama", "Keterangan"],
        ["Nama: lengkap", "#", "Yes", "No", "null"],
        ["- Nama", "[x]", "{y}", "'Nama'", '"Nama" lain', "Nama # satu"],
        ["Tgl\nLahir", "  Nama  ", "C:\\map", "ñ é", "1", "*", "&a", "!b", "%", "@"],
        ["No", "No HP", "Telp", "Nama", "Nama"],
        ["TTL", "Paspor", "No Paspor", "P3MI", "Desa/Kec"],
    ],
)
def test_every_mapping_that_is_written_can_be_read_again(tmp_path, capsys, headings):
    path = daftar(tmp_path, [["Pekerja: Status perkawinan", *headings], ["", *["" for _ in headings]]])
    before = run(capsys, "import", path, "--save")[1]

    code, out, _ = run(capsys, "import", path)

    assert code == (3 if "sama artinya" in before and "`Nama`, `Nama`" in before else 0)
    told = [text.split("  ")[1:] for text in out.splitlines() if "menurut pemetaan" in text]
    assert len(told) >= len(set(headings)) - 1


def test_several_sheets_have_a_part_each(tmp_path, capsys):
    path = tmp_path / "daftar.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Penempatan"
    for row in LIST:
        book.active.append(row)
    recruiters = book.create_sheet("Perekrut")
    recruiters.append(["No", "Nama P3MI", "No SIP3MI"])
    recruiters.append([1, "PT Misal", "12/2024"])
    book.save(path)
    output = tmp_path / "arti.yaml"

    run(capsys, "import", path, "--output", output)

    answers = Mapping.read(output).answers
    assert {answer.sheet for answer in answers} == {"Penempatan", "Perekrut"}
    dataset = Dataset.read(path, mapping=Mapping.read(output))
    (recruiter,) = dataset.tables["recruiter"]
    assert recruiter.data["licences"] == ({"type": "sip3mi", "number": "12/2024"},)


COMMANDS = [
    ("validate",),
    ("audit", *DAY),
    ("audit", *DAY, "--backend", "tables"),
    ("office", "placements"),
    ("office", "referrals", "--as-of", "2025-10-31"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_read_a_mapping_and_refuse_one_that_cannot_be_followed(tmp_path, capsys, command):
    path = daftar(tmp_path)
    wrong = tmp_path / "salah.yaml"
    wrong.write_text("Nama lengkap: worker.name\n", encoding="utf-8")
    right = tmp_path / "benar.yaml"
    right.write_text("Warna map: '-'\n", encoding="utf-8")
    name, *options = command if command[0] != "office" else (command[0], *command[1:])
    call = [name, options[0], path, *options[1:]] if name == "office" else [name, path, *options]

    code, _, err = run(capsys, *call, "--mapping", wrong)
    assert code == 4
    assert err.startswith(
        f"{wrong}:1: tidak ada kolom `Nama lengkap` di data; mungkin maksudnya `Nama Lengkap PMI`?"
    )

    code, out, err = run(capsys, *call, "--mapping", right)
    assert code == 0
    assert "Warna map" not in out + err


@pytest.mark.parametrize("command", [("validate",), ("audit", *DAY)], ids=" ".join)
def test_strict_takes_only_exact_headings(tmp_path, capsys, command):
    path = tmp_path / "placements.csv"
    path.write_text("id,Negara tujuan,Tgl Berangkat\np,MY,2025-04-07\n", encoding="utf-8")

    def told(*options):
        return " ".join(run(capsys, command[0], path, *command[1:], *options)[1].split())

    assert "`Tgl Berangkat` dibaca sebagai" in told()
    assert "`Tgl Berangkat` disimpan sebagai data tambahan" in told("--strict")


def test_notes_stand_in_the_report(tmp_path, capsys):
    _, out, _ = run(capsys, "audit", daftar(tmp_path), *DAY, "--format", "json")

    notes = {note["code"] for note in json.loads(out)["reading_notes"]}
    assert notes == {"column_read_as", "column_guessed", "column_kept", "ids_from_numbers"}


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_columns_of_one_fact_are_one_problem_of_the_header(tmp_path, capsys, backend):
    path = daftar(tmp_path, [["id", "No HP", "Telp"], ["p", "081", "082"], ["q", "083", "084"]])

    code, out, _ = run(capsys, "audit", path, *DAY, "--backend", backend)

    assert code == 3
    assert out.count("berarti hal yang sama") == 1
    assert "Telepon" in out


@pytest.mark.parametrize("name", ["arti.xlsx", "arti", "arti.json"])
def test_a_mapping_is_written_to_no_other_form(tmp_path, capsys, name):
    code, _, err = run(capsys, "import", daftar(tmp_path), "--output", tmp_path / name)

    assert (code, name in err, (tmp_path / name).exists()) == (2, True, False)


def test_where_no_columns_are_nothing_is_asked(tmp_path, capsys):
    path = tmp_path / "placements.json"
    path.write_text('[{"id": "p"}]', encoding="utf-8")

    code, out, _ = run(capsys, "import", path, "--lang", "en")

    assert code == 0
    assert out.splitlines()[0] == "There is no table with headings of columns here."


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_a_report_is_verified_with_the_mapping_that_it_was_made_with(tmp_path, capsys, backend):
    path, report = daftar(tmp_path), tmp_path / "laporan.json"
    mapping = tmp_path / "arti.yaml"
    mapping.write_text("Warna map: job\n", encoding="utf-8")
    run(capsys, "audit", path, *DAY, "--backend", backend, "--mapping", mapping, "--output", report)

    assert run(capsys, "verify", report, "--data", path, "--mapping", mapping)[0] == 0
    assert run(capsys, "verify", report, "--data", path)[0] == 1


# Asking


COLUMNS = "Nama;L/P;Negara;Lama Kerja;Tgl Tiba;Agensi\nDina Contoh;P;Malaysia;5 th;12-08-2025;x\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def asked(tmp_path, monkeypatch, typed, *, terminal=True, arguments=()):
    path = tmp_path / "daftar.csv"
    path.write_text(COLUMNS, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", (Terminal if terminal else io.StringIO)(typed))
    printed = (Terminal if terminal else io.StringIO)()
    monkeypatch.setattr("sys.stdout", printed)
    main(["import", str(path), *arguments])
    mapping = tmp_path / "daftar.kolom.yaml"
    return printed.getvalue(), mapping.read_text(encoding="utf-8") if mapping.exists() else None


def test_a_person_at_a_terminal_is_asked_once_for_each_column_and_the_answers_are_kept(tmp_path, monkeypatch):
    printed, mapping = asked(tmp_path, monkeypatch, "-\nbukan isian\nreturned_on\n\n")
    assert printed.count("isinya apa?") == 3
    assert "`bukan isian` bukan isian di sini" in printed
    lines = dict(line.split("  #")[0].split(": ") for line in mapping.splitlines() if "  #" in line)
    assert (lines["Lama Kerja"], lines["Tgl Tiba"], lines["Agensi"]) == ('"-"', "returned_on", "extra")
    (one,) = (record.data for record in Dataset.read(tmp_path / "daftar.csv").tables["placement"])
    assert one["returned_on"].isoformat() == "2025-08-12"
    again, _ = asked(tmp_path, monkeypatch, "")
    assert "isinya apa?" not in again


def test_a_field_that_is_offered_is_taken_by_its_number(tmp_path, monkeypatch):
    printed, mapping = asked(tmp_path, monkeypatch, "\n1\n\n")
    question = printed.partition("Kolom `Tgl Tiba`")[2].partition("Enter")[0]
    assert ["arrived_on" in line for line in question.splitlines() if line.startswith("  1 ")] == [True]
    assert "Tgl Tiba: arrived_on" in mapping


def test_whoever_stops_loses_no_answer(tmp_path, monkeypatch):
    _, mapping = asked(tmp_path, monkeypatch, "-\n")
    assert 'Lama Kerja: "-"' in mapping


@pytest.mark.parametrize(
    ("terminal", "arguments"), [(False, []), (True, ["--mapping", "MAPPING"]), (True, ["--output", "OUTPUT"])]
)
def test_nobody_is_asked_who_sits_at_no_terminal_or_answers_otherwise(
    tmp_path, monkeypatch, terminal, arguments
):
    (tmp_path / "MAPPING").write_text("Agensi: extra\n", encoding="utf-8")
    given = [str(tmp_path / f"{one}.yaml") if one == "OUTPUT" else one for one in arguments]
    given = [str(tmp_path / one) if one == "MAPPING" else one for one in given]
    printed, mapping = asked(tmp_path, monkeypatch, "-\n", terminal=terminal, arguments=given)
    assert "isinya apa?" not in printed
    assert mapping is None


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made with the module pty")
def test_a_real_terminal_is_one(tmp_path):
    import pty

    (tmp_path / "daftar.csv").write_text(
        "Nama;L/P;Tgl Lahir;Negara;Agensi\nDina Contoh;P;1999;MY;x\n", encoding="utf-8"
    )
    ours, theirs = pty.openpty()
    os.write(ours, b"-\n")
    command = [sys.executable, "-m", "pmi_compliance", "import", "daftar.csv"]
    subprocess.run(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, check=True, timeout=120)
    assert 'Agensi: "-"' in (tmp_path / "daftar.kolom.yaml").read_text(encoding="utf-8")
