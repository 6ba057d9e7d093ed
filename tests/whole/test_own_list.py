"""From an office's own list to a report: the lines of README.md word for word, and every command of README.id.md."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from helpers import needs
from pmi_compliance.cli.exits import FOUND, OK
from pmi_compliance.cli.main import main

ROOT = Path(__file__).parents[2]
OWN_LIST = ROOT / "examples" / "own-list"
ENGLISH, INDONESIAN = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.id.md"))


def lines(text):
    """The lines of a document that are typed, without those that install."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def run(line):
    program, *arguments = shlex.split(line)
    assert program == "pmi-compliance"
    return main(arguments)


def test_two_commands_after_one_install_lead_from_a_list_to_a_report(tmp_path, monkeypatch, capsys):
    install, understand, judge = lines(ENGLISH)
    assert install == 'pip install -e ".[reading,reports]"'
    shutil.copytree(OWN_LIST, tmp_path / "examples" / "own-list")
    monkeypatch.chdir(tmp_path)

    assert run(understand) == OK
    said = capsys.readouterr().out
    assert "Semua kolom dimengerti." in said
    assert "Hanya disimpan, tidak diperiksa (1): `Ket.`" in said
    assert run(judge) == FOUND
    page = (tmp_path / "laporan.html").read_text(encoding="utf-8")
    assert "uu18-2017-p5a-min-age" in page
    assert "5301064107080002" not in page


def test_the_list_is_read_without_a_problem(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert main(["validate", "examples/own-list/daftar.xlsx"]) == OK
    assert "data terbaca: 2 perekrut, 5 penempatan; masalah: 0" in capsys.readouterr().out


def test_every_command_of_the_page_in_indonesian_runs(tmp_path, monkeypatch, capsys):
    needs.library("docx")
    shutil.copy(OWN_LIST / "daftar.xlsx", tmp_path)
    monkeypatch.chdir(tmp_path)
    # The window does not end by itself; tests/app opens it.
    inline = re.findall(r"`(pmi-compliance (?!app\b)[^`]+)`", INDONESIAN)
    typed = [*lines(INDONESIAN), *inline]

    assert len(typed) == 9
    assert [line for line in typed if run(line) not in {OK, FOUND}] == []
    assert {path.name for path in tmp_path.iterdir()} == {
        "daftar.xlsx", "daftar.kolom.yaml", "data.xlsx", "laporan.html", "lengkap.xlsx", "nik.csv",
        "surat.docx",
    }  # fmt: skip


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`(--[a-z-]+)[^`]*`", INDONESIAN))))
def test_every_option_that_is_named_alone_is_one_of_an_audit(option, capsys):
    with pytest.raises(SystemExit):
        main(["audit", "--help"])

    assert option in capsys.readouterr().out


def test_the_page_installs_what_the_commands_need():
    installs = re.findall(r"^python -m pip install (.*)$", INDONESIAN, re.MULTILINE)

    assert installs == ['".[reading,reports]"'] * 2
    assert re.findall(r"\((PowerShell|bash)\)", INDONESIAN) == ["PowerShell", "bash"]


def test_each_page_leads_to_the_other():
    assert "(README.id.md)" in ENGLISH
    assert "(README.md)" in INDONESIAN
