"""`pmi-compliance.toml`: what commands take from it, that they say so, and that a call has the last word."""

import json
from pathlib import Path

import pytest

from helpers import needs
from pmi_compliance.cli import rules
from pmi_compliance.cli.main import main

QUICKSTART = str(Path(__file__).parents[2] / "examples" / "quickstart")
AUDIT = ("audit", QUICKSTART, "--as-of", "2025-10-31", "--fail-on", "never")
TEXT = """
language = "en"
packs = ["kupang"]
disclosure = "full"
[office]
name = "DINAS CONTOH"
[letters]
number = "560/{number}"
next = 12
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pmi-compliance.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(capsys, *words):
    code = main([*map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_file_of_the_working_directory_is_taken_and_told(office, capsys):
    code, _, err = run(capsys, *AUDIT, "--output", "a.json", "--output", "surat.html", "--output", "-")

    report = json.loads((office / "a.json").read_text(encoding="utf-8"))
    assert (code, err) == (0, "settings of the office: pmi-compliance.toml\n")
    assert [pack["id"] for pack in report["packs"]] == ["kupang"]
    assert report["audit"]["disclosure"] == "full"


def test_what_a_call_says_stands_before_what_the_file_says(office, capsys):
    code, out, err = run(
        capsys, *AUDIT, "--lang", "id", "--pack", "ntt", "--disclose", "masked", "--format", "json"
    )

    report = json.loads(out)
    assert (code, err) == (0, "pengaturan kantor: pmi-compliance.toml\n")
    assert [pack["id"] for pack in report["packs"]] == ["ntt"]
    assert report["audit"]["disclosure"] == "masked"


def test_a_file_that_is_named_stands_before_the_one_that_is_found(office, capsys):
    (office / "lain.toml").write_text('packs = ["ntt"]', encoding="utf-8")

    for named in (["--settings", "lain.toml"], ["--settings=lain.toml"]):
        _, out, err = run(capsys, *AUDIT, *named, "--format", "json")
        assert [pack["id"] for pack in json.loads(out)["packs"]] == ["ntt"]
        assert err == "pengaturan kantor: lain.toml\n"


def test_numbers_that_letters_took_are_told_for_nobody_remembers_them(office, capsys):
    before = (office / "pmi-compliance.toml").read_bytes()
    needs.library("docx")

    code, _, err = run(capsys, *AUDIT, "--format", "letters", "--output", "surat.docx")

    page = run(capsys, *AUDIT, "--format", "letters")[1]
    assert code == 0
    last = 12 + page.count("560/") - 1
    assert (
        f"the numbers 12 to {last} of letters are used; for the next letters write next = {last + 1}" in err
    )
    assert f"560/{last}<" in page
    assert (office / "pmi-compliance.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("language", "words"), [("id", "mungkin maksudnya `office`?"), ("en", "did you mean `office`?")]
)
def test_a_wrong_file_ends_every_command_in_the_language_asked_for(office, capsys, language, words):
    (office / "pmi-compliance.toml").write_text("[ofice]\n", encoding="utf-8")

    for call in (AUDIT, ("validate", "none"), ("rules", "list"), ("template", "--output", "x.xlsx")):
        code, out, err = run(capsys, *call, "--lang", language)
        assert (code, out) == (2, "")
        assert err.startswith("pmi-compliance.toml:1:1: ")
        assert words in err
    assert [path.name for path in office.iterdir()] == ["pmi-compliance.toml"]


def test_a_pack_that_the_file_names_and_nobody_knows_is_told_with_the_file(office, capsys):
    (office / "pmi-compliance.toml").write_text('packs = ["kupan"]', encoding="utf-8")

    code, _, err = run(capsys, *AUDIT)

    assert code == 2
    assert "pmi-compliance.toml: tidak ada paket aturan `kupan`; mungkin maksudnya `kupang`?" in err


@pytest.mark.parametrize("named", [(), ("--settings", "pmi-compliance.toml")])
def test_settings_are_never_written_over(office, capsys, named):
    code, _, err = run(capsys, *AUDIT, *named, "--format", "json", "--output", "pmi-compliance.json")
    assert code == 0
    (office / "surat.json").hardlink_to(office / "pmi-compliance.toml")

    code, _, err = run(capsys, *AUDIT, *named, "--output", "surat.json")

    assert code == 2
    assert "not written over" in err
    assert (office / "pmi-compliance.toml").read_text(encoding="utf-8") == TEXT


def test_settings_that_are_named_and_not_there_are_told(office, capsys):
    assert run(capsys, *AUDIT, "--settings", "none.toml")[0] == 4


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [(ValueError("x"), 70, "this program is at fault"), (KeyboardInterrupt(), 130, "stopped before the end")],
)
def test_however_a_call_ends_it_says_so_in_the_language_of_the_settings(
    office, monkeypatch, capsys, error, code, words
):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(rules, "_all_rules", fail)

    assert main(["rules", "list"]) == code
    assert words in capsys.readouterr().err
    assert main(["rules", "list", "--lang", "id"]) == code
    assert words not in capsys.readouterr().err


def test_a_wrong_word_is_told_in_the_language_of_the_settings(office, capsys):
    code, _, err = run(capsys, "audit", QUICKSTART, "--fail-on", "krits")

    assert code == 2
    assert err.startswith("pmi-compliance audit: --fail-on: there is no `krits`")
