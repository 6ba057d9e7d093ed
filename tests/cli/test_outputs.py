"""Where commands write: never over what they read, and what tells of persons is for the office alone."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest

from pmi_compliance.cli.exits import WRONG_USE
from pmi_compliance.cli.main import main

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
    "call",
    [
        ["audit", "DATA", "--waivers", "FILE", "--output", "FILE", "--format", "json"],
        ["audit", "DATA", "--baseline", "FILE", "--output", "FILE", "--format", "json"],
        ["audit", "DATA", "--mapping", "FILE", "--output", "FILE", "--format", "json"],
        ["import", "FILE", "--output", "FILE"],
        ["import", "DATA", "--mapping", "FILE", "--output", "FILE"],
        ["sign", "FILE", "--key", "DATA", "--output", "FILE"],
        ["sign", "DATA", "--key", "FILE", "--output", "FILE"],
        ["prove", "FILE", "abcd", "--output", "FILE"],
        ["office", "placements", "FILE", "--chart", "FILE"],
        ["check", "candidate", "--answers", "FILE", "--keep", "FILE"],
        ["validate", "FILE", "--output", "FILE"],
        ["validate", "sqlite:///FILE", "--output", "FILE"],
    ],
)
def test_no_command_writes_over_what_it_reads(call, data, tmp_path):
    file = tmp_path / "berkas.yaml"
    file.write_text("{}")
    names = {"DATA": str(data), "FILE": str(file), "sqlite:///FILE": f"sqlite:///{file}"}
    assert main([names.get(word, word) for word in call]) == WRONG_USE
    assert file.read_text() == "{}"


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
