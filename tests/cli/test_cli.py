"""The command line: what it prints, how it ends, and that a mistake of its user shows no stack trace."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.law import rules
from pmi_compliance.base.files import write_whole
from pmi_compliance.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
DATA = str(EXAMPLES / "quickstart")
DAY = ("--as-of", "2025-10-31")


def run(capsys, *arguments):
    code = main(list(map(str, arguments)))
    return code, *capsys.readouterr()


def records(path, *placements):
    path.write_text(json.dumps({"placements": placements}), encoding="utf-8")
    return path


GOOD = {"id": "p", "scope": "domestic"}
MINOR = {"id": "p", "scope": "overseas", "executor_kind": "p3mi", "recruited_on": "2024-11-01", "departed_on": "2025-01-01",
         "selection": {"reported": False}}  # fmt: skip
FOR_A_PERSON = {"id": "p", "scope": "overseas", "departed_on": "2025-03-11",
                "worker": {"birth_date": "1994-02-08"}, "indicators": ["deception", "withholding_of_wages"]}  # fmt: skip


@pytest.mark.parametrize(
    ("placement", "fail_on", "code"),
    [
        (GOOD, "critical", 0),
        (GOOD, "unknown", 0),
        (MINOR, "critical", 0),
        (MINOR, "major", 0),
        (MINOR, "minor", 1),
        (MINOR, "advisory", 1),
        (MINOR, "unknown", 1),
        (MINOR, "never", 0),
        ({"id": "p", "scope": "abroad"}, "critical", 3),
    ],
)
def test_the_exit_code_tells_what_was_found(tmp_path, capsys, placement, fail_on, code):
    path = records(tmp_path / "data.json", placement)

    assert run(capsys, "audit", path, *DAY, "--fail-on", fail_on)[0] == code


def test_found_weighs_more_than_problems(tmp_path, capsys):
    path = records(tmp_path / "data.json", MINOR, {"id": "q", "scope": "abroad"})

    assert run(capsys, "audit", path, *DAY, "--fail-on", "minor")[0] == 1
    assert run(capsys, "audit", path, *DAY, "--fail-on", "never")[0] == 3


@pytest.mark.parametrize(("form", "on_screen"), [("table", True), ("csv", False), ("junit", False)])
def test_records_that_were_not_judged_are_told_on_top_or_beside(tmp_path, capsys, form, on_screen):
    """Rows for a program hold findings alone."""
    path = records(tmp_path / "data.json", {"umur": 17})

    code, out, err = run(capsys, "audit", path, *DAY, "--format", form)

    told = "1 data TIDAK DINILAI"
    assert (code, told in out, told in err) == (3, on_screen, not on_screen)


def test_unknown_alone_is_found_when_asked_for(tmp_path, capsys):
    path = records(tmp_path / "data.json", {"id": "p"})

    assert run(capsys, "audit", path, *DAY)[0] == 0
    assert run(capsys, "audit", path, *DAY, "--fail-on", "review")[0] == 0
    assert run(capsys, "audit", path, *DAY, "--fail-on", "unknown")[0] == 1


def test_what_a_person_decides_is_found_when_asked_for(tmp_path, capsys):
    path = records(tmp_path / "data.json", FOR_A_PERSON)

    codes = {
        level: run(capsys, "audit", path, *DAY, "--fail-on", level)[0]
        for level in ("advisory", "review", "unknown")
    }
    assert codes == {"advisory": 0, "review": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("word", "code"),
    [("kritis", 0), ("Berat", 0), ("ringan", 1), ("ANJURAN", 1), ("belum diketahui", 1), ("perlu-ditinjau", 1),
     ("tidak_pernah", 0), ("Minor", 1)],
)  # fmt: skip
def test_a_level_may_be_called_as_reports_call_it(tmp_path, capsys, word, code):
    path = records(tmp_path / "data.json", MINOR)

    assert run(capsys, "audit", path, *DAY, "--fail-on", word)[0] == code


def test_so_may_how_much_is_shown_and_what_is_counted_by(tmp_path, capsys):
    path = records(tmp_path / "data.json", MINOR)

    def shown(*options):
        return run(capsys, "audit", path, *DAY, "--fail-on", "never", "--all", *options)[1]

    assert (
        shown("--disclose", "tanpa nilai")
        == shown("--disclose", "pointers")
        != shown("--disclose", "Disamarkan")
    )
    by = [
        run(capsys, "office", "placements", path, "--by", name)[:2]
        for name in ("sex,year", "Jenis kelamin,Year of departure")
    ]
    assert by[0] == by[1]
    years = [run(capsys, "office", "cases", path, *DAY, "--by", name)[:2] for name in ("year", "tahun")]
    assert years[0] == years[1]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["audit", "nowhere.json"], 4, "nowhere.json: tidak dapat dibuka"),
        (["audit", DATA, "--pack", "kupangg"], 2, "tidak ada paket aturan `kupangg`"),
        (["rules", "show", "uu18-2017-p5a-min-agee"], 2, "`uu18-2017-p5a-min-age`"),
        (["rules", "lint", "nowhere"], 2, "tidak ada paket aturan `nowhere`"),
        (["audit", DATA, "--waivers", "nowhere.yaml"], 2, "nowhere.yaml"),
        (["audit", DATA, "--output", "nowhere/report.json"], 2, "tidak dapat ditulis"),
        (["audit", DATA, "--output", "report.doc"], 2, "akhiran berkas tidak menyebut bentuk"),
        (["audit", DATA, "--format", "xlsx"], 2, "`xlsx` tidak untuk layar"),
        (
            ["audit", DATA, "--format", "csv", "--output", "a", "--output", "b"],
            2,
            "berlaku untuk satu --output",
        ),
    ],
)
def test_a_mistake_is_reported_without_a_stack_trace(capsys, arguments, code, message):
    ended, out, err = run(capsys, *arguments, *(DAY if arguments[0] == "audit" else ()))

    assert (ended, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments", [[], ["audit"], ["audit", DATA, "--as-of", "31/10/2025"], ["audti", DATA]]
)
def test_a_wrong_call_ends_with_two(capsys, arguments):
    assert main(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_reports_in_both_languages_and_forms(capsys):
    _, indonesian, _ = run(capsys, "audit", DATA, *DAY)
    _, english, _ = run(capsys, "audit", DATA, *DAY, "--lang", "en")
    _, text, _ = run(capsys, "audit", DATA, *DAY, "--format", "json")

    assert "TIDAK SESUAI (16)" in indonesian
    assert "FAIL (16)" in english
    assert json.loads(text)["summary"]["outcomes"]["fail"] == 16


def test_a_pack_can_be_chosen_and_everything_listed(capsys):
    _, text, _ = run(capsys, "audit", DATA, *DAY, "--pack", "kupang", "--format", "json", "--all")
    report = json.loads(text)

    assert [pack["id"] for pack in report["packs"]] == ["kupang"]
    # Three recruiters under the policy on representation, one case under the one on referral.
    assert len(report["findings"]) == report["summary"]["pairs"] == 3 + 1


def test_an_audit_is_told_of_which_kinds_all_records_are_here(tmp_path, capsys):
    """By the option or by the document; what passed then says no longer that it holds among these records."""
    path = tmp_path / "data.json"
    document = {"placements": [{**MINOR, "worker": {"name": "Ina", "nik": "5301064502990001"}}]}
    said = []
    for whole, options in (({}, ()), ({}, ("--whole", "placement")), ({"placements_complete": True}, ())):
        path.write_text(json.dumps({**document, **whole}), encoding="utf-8")
        call = ("audit", path, *DAY, "--all", "--lang", "en", "--fail-on", "never", "--format", "json")
        code, out, _ = run(capsys, *call, *options)
        report = json.loads(out)
        (finding,) = (part for part in report["findings"] if part["rule"] == "uu18-2017-p65-nik-shared")
        said.append((code, report["dataset"]["whole"], "among these records" in finding["message"]["en"]))
    assert said == [(0, [], True), (0, ["placement"], False), (0, ["placement"], False)]


@pytest.mark.parametrize(
    "command",
    [
        ("audit",), ("outlook",), ("watch",), ("office", "placements"), ("office", "cases"),
        ("office", "referrals"), ("office", "centres"),
    ],
)  # fmt: skip
def test_every_command_over_records_knows_which_kinds_can_be_whole(capsys, command):
    code, _, err = run(capsys, *command, DATA, "--whole", "placement", "--whole", "visas", "--lang", "en")

    assert code == 2
    assert "visas" in err
    assert "placement" in err


def test_a_waiver_and_full_disclosure(tmp_path, capsys):
    path = tmp_path / "waivers.yaml"
    path.write_text(
        "waivers:\n  - {rule: uu18-2017-p5a-min-age, subject: {kind: placement, id: PMI-006}, legal_basis: Contoh, "
        "author: Ani Contoh, approved_by: Budi Contoh, reason: contoh, expires_on: 2025-12-31}\n",
        encoding="utf-8",
    )

    _, text, _ = run(capsys, "audit", DATA, *DAY, "--waivers", path, "--disclose", "full")

    assert "DIKECUALIKAN (1)" in text
    assert "2007-11-20" in text


def test_a_report_file_appears_whole_or_not_at_all(tmp_path, capsys):
    path = tmp_path / "report.json"

    code, out, _ = run(capsys, "audit", DATA, *DAY, "--format", "json", "--output", path)

    assert (code, out) == (1, "")
    assert json.loads(path.read_text(encoding="utf-8"))["report_version"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "report.json.secret"]


def test_validate_tells_problems_and_counts(tmp_path, capsys):
    code, out, _ = run(capsys, "validate", DATA, EXAMPLES / "spoilt" / "placements.csv", "--lang", "en")
    assert code == 3
    # A row that is good by itself bears an id that the quick start has too.
    assert out.endswith(
        "valid records: 3 recruiter, 41 placement, 4 job order, 1 case, 1 service centre; problems: 5\n"
    )
    assert "placements.csv:3" in out

    code, out, _ = run(capsys, "validate", records(tmp_path / "data.json", GOOD))
    assert (code, out) == (0, "data terbaca: 1 penempatan; masalah: 0\n")


@pytest.mark.slow
def test_rules_are_listed_shown_linted_and_proved(capsys):
    code, out, _ = run(capsys, "rules", "list", "--lang", "en")
    assert code == 0
    assert len(out.splitlines()) == len(rules())

    code, out, _ = run(capsys, "rules", "show", "uu18-2017-p5a-min-age")
    assert code == 0
    assert "UU 18/2017 Pasal 5 huruf a" in out

    assert run(capsys, "rules", "lint") == (
        0,
        "10 paket diperiksa, 0 kesalahan\n",
        "",
    )
    code, out, _ = run(capsys, "rules", "test", "kupang")
    assert code == 0
    assert "0 tidak sesuai" in out


@pytest.mark.slow
def test_a_spoilt_pack_and_a_wrong_example_are_found(tmp_path, capsys):
    import shutil

    from pmi_compliance.base.resources import folder

    pack = tmp_path / "kupang"
    shutil.copytree(folder("rules") / "kupang", pack)
    example = pack / "presence" / "kupang-2025-local-representation.examples.yaml"
    example.write_text(
        example.read_text(encoding="utf-8").replace("expect: pass", "expect: fail", 1), encoding="utf-8"
    )
    code, out, _ = run(capsys, "rules", "test", pack)
    assert code == 1
    assert "diharapkan fail, hasilnya pass" in out
    assert "1 tidak sesuai" in out

    example.unlink()
    code, out, _ = run(capsys, "rules", "lint", pack)
    assert code == 2
    assert "aturan ini tidak punya contoh" in out


def test_what_examples_do_not_prove_is_listed(tmp_path, capsys):
    import shutil

    from pmi_compliance.base.resources import folder

    code, out, _ = run(capsys, "rules", "coverage", "kupang")
    assert code == 0
    assert out.startswith("2 aturan dan istilah, ")
    assert out.endswith(", 0 setara, 0 celah\n")
    pack = tmp_path / "kupang"
    shutil.copytree(folder("rules") / "kupang", pack)
    example = pack / "presence" / "kupang-2025-local-representation.examples.yaml"
    text = example.read_text(encoding="utf-8")
    example.write_text(text[: text.index('  - name: "branch in the regency"')], encoding="utf-8")

    code, out, _ = run(capsys, "rules", "coverage", pack)

    assert code == 1
    assert "kupang-2025-local-representation: " in out
    assert "in_force: from 2025-10-14" in out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            (
                "# UU 18/2017 tentang",
                "## Peta cakupan",
                "| Sumber | Kewajiban | Yang wajib | Status | Aturan |",
            ),
        ),
        ("en", ("# Act 18/2017 on", "## Coverage map", "| Source | Duty | Who | Status | Rules |")),
    ],
)
def test_the_pages_of_the_packs(tmp_path, capsys, language, words):
    code, out, _ = run(capsys, "rules", "docs", "uu-18-2017", "--lang", language)

    assert code == 0
    assert all(part in out for part in words)
    # Each duty of the Act in a row, its rules beside it.
    row = next(line for line in out.splitlines() if line.startswith("| UU 18/2017 Pasal 13 huruf f |"))
    assert "`uu18-2017-p13f-work-visa`" in row
    assert "kepmenaker291" not in out


def test_the_page_of_a_pack_shows_its_chains(capsys):
    _, out, _ = run(capsys, "rules", "docs", "kupang", "--lang", "en")

    assert "### The same critical failure again and again with one recruiter" in out
    assert "\n- fail · critical · ≥ 3\n" in out
    assert "\n- `has(case.opened_on) && !has(case.closed_on)`\n" in out
    assert "\n- `uu18-2017-p55-deposit-topup` · fail · review\n" in out
    assert "\n- `systemic-failure`\n" in out


def test_the_pages_of_all_packs_are_files(tmp_path, capsys):
    from pmi_compliance.packs.load import bundled

    code, _, _ = run(capsys, "rules", "docs", "--output", tmp_path)

    assert code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{pack}.{language}.md" for pack in bundled() for language in ("id", "en")
    }


@pytest.mark.slow
def test_the_module_runs_and_a_reader_may_leave():
    command = [sys.executable, "-m", "pmi_compliance", "audit", DATA, *DAY, "--all"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b"Audit per 31 Oktober 2025")
        process.stdout.close()
        assert process.wait() == 141
        assert process.stderr.read() == b""


def test_a_terminal_that_cannot_show_a_sign_still_shows_the_report(monkeypatch):
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)

    assert main(["audit", DATA, *DAY]) == 1

    narrow.flush()
    assert b"TIDAK SESUAI (16)" in narrow.buffer.getvalue()


def test_a_form_whose_library_is_missing_says_how_to_get_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    for module in ("page", "letters_page"):
        monkeypatch.delitem(sys.modules, f"pmi_compliance.report.{module}", raising=False)

    code, _, err = run(capsys, "audit", DATA, *DAY, "--output", tmp_path / "laporan.html")

    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "bentuk laporan memerlukan `jinja2`; " in err
    assert 'pip install ".[reports]"' in err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "library"),
    [("html", "jinja2"), ("letters", "jinja2"), ("docx", "docx"),
     ("xlsx", "xlsxwriter"), ("jsonl", "orjson"), ("parquet", "pyarrow")],
)  # fmt: skip
def test_no_form_shows_a_stack_trace_where_its_library_is_missing(
    tmp_path, capsys, monkeypatch, form, library
):
    """Some are asked for when a form is chosen, some only when it is written."""
    monkeypatch.setitem(sys.modules, library, None)
    for module in ("page", "letters_page", "letters_docx", "workbook"):
        monkeypatch.delitem(sys.modules, f"pmi_compliance.report.{module}", raising=False)

    code, _, err = run(capsys, "audit", DATA, *DAY, "--format", form, "--output", tmp_path / "out")

    assert (code, list(tmp_path.iterdir())) == (2, [])
    # A part of the library may be what is asked for first.
    assert re.search(rf"bentuk laporan memerlukan `{library}[.a-z]*`; .*pip install \"\.\[reports\]\"", err)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["nowhere/report.json", "file/report.json", "folder.json"])
def test_what_cannot_be_written_is_reported_wherever_it_is_to_go(tmp_path, capsys, place):
    """A folder that is not there, a file where a folder belongs, a folder where a file belongs."""
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    code, _, err = run(capsys, "audit", DATA, *DAY, "--output", tmp_path / place)

    assert code == 2
    assert "tidak dapat ditulis" in err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "folder.json"]


def test_a_pipe_is_written_to_and_never_replaced(tmp_path):
    """As `/dev/stdout` is, which a file would otherwise take the place of."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, [b"a", b"b"])

    assert os.read(reading, 10) == b"ab"
    assert pipe.is_fifo()
    os.close(reading)


def test_what_a_link_leads_to_is_written(tmp_path, capsys):
    link, file = tmp_path / "link.csv", tmp_path / "file.csv"
    link.symlink_to(file)

    assert run(capsys, "audit", DATA, *DAY, "--fail-on", "never", "--output", link)[0] == 0
    assert link.is_symlink()
    assert file.stat().st_size > 100


def test_several_outputs_and_the_screen(tmp_path, capsys):
    path = records(tmp_path / "data.json", MINOR, {"id": "q", "scope": "abroad"})
    files = [tmp_path / name for name in ("a.json", "b.csv")]

    code, out, err = run(
        capsys, "audit", path, *DAY, "--fail-on", "never", "--output", files[0], "--output", files[1]
    )
    assert (code, out) == (3, "")
    assert "1 masalah berkas" in err, (
        "a list of findings alone would be silent about the record that is excluded"
    )
    assert all(file.stat().st_size > 100 for file in files)
    code, out, err = run(
        capsys, "audit", path, *DAY, "--fail-on", "never", "--output", "-", "--output", files[0]
    )
    assert out.startswith("Audit per")
    assert err == ""
