"""Where commands write: never over what they read, and what tells of persons is for the office alone."""

import argparse
import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from pmi_compliance import (
    Dataset,
    Mapping,
    PmiError,
    RulePack,
    Settings,
    UsageError,
    read_records,
    read_waivers,
)
from pmi_compliance.base.files import together, write_whole
from pmi_compliance.cli.exits import WRONG_USE
from pmi_compliance.cli.main import main, parser_in
from pmi_compliance.cli.outputs import WRITTEN

ROOT = Path(__file__).parents[2]
QUICKSTART = ROOT / "examples" / "quickstart"
DAY = ("--as-of", "2025-10-31")


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(QUICKSTART, folder)
    return folder


def file_of(folder):
    return next(file for file in sorted(folder.iterdir()) if file.suffix == ".json")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_mask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def in_the_folder(file, _):
    return file


def through_a_link(file, folder):
    link = folder / "laporan.json"
    link.symlink_to(file)
    return link


def by_another_name(file, folder):
    link = folder / "laporan.json"
    os.link(file, link)
    return link


def by_another_path(file, _):
    return file.parent / ".." / file.parent.name / file.name


@pytest.mark.parametrize("named", [in_the_folder, through_a_link, by_another_name, by_another_path])
@pytest.mark.parametrize("whole_folder", [True, False])
def test_an_audit_never_writes_over_what_it_reads(named, whole_folder, data, tmp_path, capsys):
    file = file_of(data)
    before = file.read_bytes()
    output = named(file, tmp_path)
    read = data if whole_folder else file
    assert main(["audit", str(read), *DAY, "--output", str(output), "--format", "json"]) == WRONG_USE
    assert str(output) in capsys.readouterr().err
    assert file.read_bytes() == before


def test_nothing_is_read_before_an_output_is_refused(tmp_path, capsys):
    broken = tmp_path / "placements.json"
    broken.write_text("{")
    assert main(["audit", str(broken), *DAY, "--output", str(broken)]) == WRONG_USE


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("berkas.json", ["audit", "DATA", "--waivers", "FILE", "--output", "FILE"]),
        ("berkas.json", ["audit", "DATA", "--baseline", "FILE", "--output", "FILE"]),
        ("berkas.json", ["audit", "DATA", "--mapping", "FILE", "--output", "FILE"]),
        ("berkas.yaml", ["import", "FILE", "--output", "FILE"]),
        ("berkas.yaml", ["import", "DATA", "--mapping", "FILE", "--output", "FILE"]),
        ("berkas.json", ["sign", "FILE", "--key", "DATA", "--output", "FILE"]),
        ("berkas.json", ["sign", "DATA", "--key", "FILE", "--output", "FILE"]),
        ("berkas.json", ["prove", "FILE", "abcd", "--output", "FILE"]),
        ("berkas.svg", ["office", "placements", "FILE", "--chart", "FILE"]),
        ("berkas.json", ["check", "candidate", "--answers", "FILE", "--keep", "FILE"]),
        ("berkas.xlsx", ["validate", "FILE", "--output", "FILE"]),
        ("berkas.csv", ["validate", "FILE", "--pseudonyms", "FILE"]),
        ("berkas.xlsx", ["validate", "sqlite:///FILE", "--output", "FILE"]),
    ],
)
def test_no_command_writes_over_what_it_reads(name, call, data, tmp_path, capsys):
    file = tmp_path / name
    file.write_text("{}")
    names = {"DATA": str(data), "FILE": str(file), "sqlite:///FILE": f"sqlite:///{file}"}
    assert main([names.get(word, word) for word in call]) == WRONG_USE
    assert "tidak akan ditimpa" in capsys.readouterr().err
    assert file.read_text() == "{}"


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("gambar.png", ["office", "placements", "DATA", "--chart", "FILE"]),
        ("gambar", ["office", "cases", "DATA", "--chart", "FILE"]),
        ("surat.docx", ["audit", "DATA", "--format", "html", "--output", "FILE"]),
        ("temuan.xls", ["audit", "DATA", "--format", "csv", "--output", "FILE"]),
        ("temuan.csv", ["audit", "DATA", "--format", "xlsx", "--output", "FILE"]),
        ("laporan.pdf", ["audit", "DATA", "--format", "html", "--output", "FILE"]),
        ("laporan.json.bak", ["audit", "DATA", "--output", "FILE"]),
        ("laporan.html", ["audit", "DATA", "--excel", "--output", "FILE"]),
        ("data.ods", ["template", "--output", "FILE"]),
        ("daftar.csv", ["validate", "DATA", "--output", "FILE"]),
        ("nik.xlsx", ["validate", "DATA", "--pseudonyms", "FILE"]),
        ("arti.json", ["import", "DATA", "--output", "FILE"]),
        ("bukti.pdf", ["prove", "DATA", "abcd", "--output", "FILE"]),
        ("laporan.html", ["sign", "DATA", "--key", "DATA", "--output", "FILE"]),
        ("jawaban.csv", ["check", "candidate", "--keep", "FILE"]),
        ("buku.xlsx", ["case", "open", "FILE", "K-1"]),
    ],
)
def test_what_a_name_tells_is_what_is_written_or_nothing_is(name, call, tmp_path, capsys):
    """Nothing is read: there are no records, which would be told."""
    file = tmp_path / name
    names = {"DATA": str(tmp_path / "none.json"), "FILE": str(file)}
    assert main([names.get(word, word) for word in call]) == WRONG_USE
    assert capsys.readouterr().err
    assert not file.exists()


def actions_of(parser):
    """The words that a parser and those beneath it take, with the name of each command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from actions_of(command)
        else:
            yield parser.prog.removeprefix("pmi-compliance "), action


def test_every_option_that_writes_looks_at_the_ending():
    by_form, folders = {("audit", "output")}, {("rules docs", "output"), ("rules schemas", "output")}
    written = {
        (command, action.dest): action
        for command, action in actions_of(parser_in("id"))
        if action.dest in WRITTEN or (command, action.dest) == ("case open", "book")
    }
    assert len(written) > 10
    for option, action in written.items():
        if option not in by_form | folders:
            with pytest.raises(UsageError) as refused:
                action.type("berkas.xyz")
            assert refused.value.code == "other_ending", option


def test_a_device_takes_what_is_written_whatever_it_is_called():
    assert main(["template", "--output", os.devnull]) == 0


def test_an_audit_writes_csv_for_excel(data, tmp_path):
    csv = tmp_path / "temuan.csv"
    call = [
        "audit",
        str(data),
        *DAY,
        "--pack",
        "kupang",
        "--fail-on",
        "never",
        "--excel",
        "--output",
        str(csv),
    ]
    assert main(call) == 0
    assert csv.read_bytes().startswith(b"\xef\xbb\xbfoutcome;severity;rule;")


@pytest.mark.slow
@pytest.mark.usefixtures("usual_mask")
def test_a_report_with_open_personal_data_is_for_the_office_alone(data, tmp_path):
    masked, full = tmp_path / "samar.json", tmp_path / "terbuka.json"
    main(["audit", str(data), *DAY, "--output", str(masked)])
    main(["audit", str(data), *DAY, "--output", str(full), "--disclose", "full"])
    assert (mode(masked), mode(full)) == (0o644, 0o600)
    part = tmp_path / "bukti.json"
    code = json.loads(full.read_text())["findings"][0]["fingerprint"]
    assert main(["prove", str(full), code, "--output", str(part)]) == 0
    assert mode(part) == 0o600


@pytest.mark.slow
@pytest.mark.usefixtures("usual_mask")
@pytest.mark.parametrize(("before", "disclosed", "after"), [
    (0o644, "full", 0o600), (0o400, "full", 0o400), (0o640, "masked", 0o640), (0o600, "masked", 0o600),
    (0o666, "masked", 0o644),
])  # fmt: skip
def test_what_was_narrower_stays_so(before, disclosed, after, data, tmp_path):
    output = tmp_path / "laporan.json"
    output.write_text("")
    output.chmod(before)
    main(["audit", str(data), *DAY, "--output", str(output), "--disclose", disclosed])
    assert mode(output) == after


@pytest.mark.usefixtures("usual_mask")
def test_answers_and_case_books_are_for_the_office_alone(tmp_path):
    answers, kept, book = tmp_path / "jawaban.json", tmp_path / "simpan.json", tmp_path / "buku.db"
    answers.write_text("{}")
    assert main(["check", "candidate", *DAY, "--answers", str(answers), "--keep", str(kept)]) == 0
    assert main(["case", "open", str(book), "K-1", "--on", "2025-10-01"]) == 0
    assert (mode(kept), mode(book)) == (0o600, 0o600)
    book.chmod(0o644)
    assert main(["case", "list", str(book), "--on", "2025-10-01"]) == 0
    assert mode(book) == 0o600


@pytest.mark.parametrize("leads_to", ["laporan.json", "other.json"])
def test_a_link_that_leads_to_itself_is_refused(leads_to, data, tmp_path, capsys):
    output = tmp_path / "laporan.json"
    output.symlink_to(tmp_path / leads_to)
    if leads_to != output.name:
        (tmp_path / leads_to).symlink_to(output)

    assert main(["audit", str(data), *DAY, "--format", "json", "--output", str(output)]) == WRONG_USE
    assert "ELOOP" in capsys.readouterr().err
    assert output.is_symlink()


def test_two_answers_to_one_question_are_refused(tmp_path, capsys):
    answers = tmp_path / "jawaban.json"
    answers.write_text('{"abroad": "ya", "passport": "ya", "abroad": "tidak"}', encoding="utf-8")

    code = main(["check", "candidate", *DAY, "--answers", str(answers)])

    assert code == 2
    assert "kunci `abroad` tertulis dua kali" in capsys.readouterr().err


@pytest.mark.parametrize("bad", ["folder.html", "none/laporan.html", "penuh"])
def test_several_outputs_appear_all_or_none(bad, data, tmp_path, capsys):
    """The one that cannot be written comes last; what stood there before stays, and no secret is made."""
    (tmp_path / "folder.html").mkdir()
    before = tmp_path / "temuan.csv"
    before.write_text("lama")
    last = "/dev/full" if bad == "penuh" else str(tmp_path / bad)
    outputs = [str(tmp_path / "laporan.json"), str(before), last]
    call = [
        "audit",
        str(data),
        *DAY,
        "--pack",
        "kupang",
        *(word for path in outputs for word in ("--output", path)),
    ]
    if bad == "penuh":
        call = [*call[:-2], "--output", str(tmp_path / "penuh.html"), "--output", last]
        if not Path(last).exists():
            pytest.skip("this system has no /dev/full")

    assert main(call) == WRONG_USE

    assert capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"data", "folder.html", "temuan.csv"}
    assert before.read_text() == "lama"


def test_several_outputs_that_can_be_written_replace_what_was_there(data, tmp_path):
    first, second = tmp_path / "laporan.json", tmp_path / "temuan.csv"
    second.write_text("lama")
    second.chmod(0o600)
    link = tmp_path / "tautan.csv"
    link.symlink_to(second)
    call = ["audit", str(data), *DAY, "--pack", "kupang", "--output", str(first), "--output", str(link)]

    assert main(call) == 0

    assert json.loads(first.read_text())["findings"]
    assert second.read_text() != "lama"
    assert mode(second) == 0o600
    assert link.is_symlink()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"data", "laporan.json", "laporan.json.secret", "temuan.csv", "tautan.csv"}


def test_what_stood_there_comes_back_where_a_later_file_cannot_take_its_name(tmp_path, monkeypatch):
    first, second, new = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    first.write_text("lama a")
    second.write_text("lama b")
    real = Path.replace

    def replace(self, target):
        if Path(target).name == "b.txt" and self.read_text() == "baru b":
            raise PermissionError(13, "no")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    def write():
        with together():
            write_whole(new, [b"baru c"])
            write_whole(first, [b"baru a"])
            write_whole(second, [b"baru b"])

    with pytest.raises(UsageError):
        write()

    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "lama a",
        "b.txt": "lama b",
    }


LONG = "x" * 300


@pytest.mark.parametrize(
    "call",
    [
        ["validate", LONG],
        ["audit", LONG, *DAY],
        ["audit", "DATA", *DAY, "--output", f"{LONG}.json"],
        ["import", LONG],
        ["rules", "lint", LONG],
        ["template", "--output", f"{LONG}.xlsx"],
        ["case", "list", LONG],
        ["verify", LONG],
        ["check", "candidate", *DAY, "--answers", LONG],
        ["validate", "DATA", "--settings", LONG],
        ["validate", "DATA", "--mapping", LONG],
        ["audit", "DATA", *DAY, "--waivers", LONG],
    ],
    ids=lambda call: call[0],
)
def test_a_name_that_no_file_can_bear_is_told(call, capsys):
    """It ended as a fault of the program."""
    code = main([str(QUICKSTART) if word == "DATA" else word for word in call])

    assert code in {WRONG_USE, 4}
    assert "namanya terlalu panjang" in capsys.readouterr().err


@pytest.mark.parametrize("name", [LONG, "a\x00b.json"])
def test_nor_from_python(name):
    for read in (Dataset.read, read_records, read_waivers, Mapping.read, Settings.read, RulePack.load):
        with pytest.raises(PmiError):
            read(name)
