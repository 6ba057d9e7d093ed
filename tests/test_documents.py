"""What the README and the examples show is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from law import rules
from pmi_compliance.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_python_of_the_readme_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    codes = blocks("python")

    for code in codes:
        exec(compile(code, "README.md", "exec"), {})

    assert codes
    assert "placement PMI-006 uu18-2017-p5a-min-age" in capsys.readouterr().out


@pytest.mark.parametrize(("block", "language"), [(0, "id"), (1, "en")])
def test_the_output_of_the_readme_is_what_its_command_prints(monkeypatch, capsys, block, language):
    monkeypatch.chdir(ROOT)
    command = next(one for one in blocks("sh") if "pmi-compliance audit" in one).split("pmi-compliance ", 1)[
        1
    ]

    main([*command.split(), "--lang", language])

    printed = capsys.readouterr().out
    for part in blocks("text")[block].split("...\n"):
        assert part in printed
        printed = printed[printed.index(part) + len(part) :]


def test_what_is_said_of_spoilt_records(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert main(["validate", "examples/spoilt"]) == 3

    printed = capsys.readouterr().out
    for part in blocks("text")[2].split("...\n"):
        assert part in printed


def test_the_readme_gives_exactly_two_commands():
    assert len(blocks("sh")) == 2


def test_the_readme_names_every_pack_and_exit_code():
    from pmi_compliance import cli
    from pmi_compliance.packs.load import bundled

    for pack in bundled():
        assert f"| `{pack}` |" in README
    for code in (cli.OK, cli.FOUND, cli.WRONG_USE, cli.PROBLEMS, cli.UNREADABLE):
        assert f"\n| {code} | " in README


def test_every_key_of_a_rule_and_every_file_of_a_pack_is_explained():
    from pmi_compliance.packs import load
    from pmi_compliance.schema import document

    explained = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    chains = document("chains")
    properties = [document(schema)["properties"] for schema in ("rule", "pack")]
    properties += [chains["additionalProperties"]["properties"]]
    properties += [
        one["properties"][name]["properties"] for name, one in chains["$defs"].items() if name != "conclusion"
    ]
    for key in (key for keys in properties for key in keys):
        assert re.search(rf"\b{key}\b", explained), key
    for file in (
        load.PACK, load.TERMS, load.AUTHORITIES, load.SANCTIONS, load.ARTICLES, load.CHAINS, load.CHART
    ):  # fmt: skip
        assert f"| `{file}` |" in explained


def script(name, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "examples" / name, *map(str, arguments)],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_the_registration_app():
    done = script("registration.py")

    assert (done.returncode, done.stderr) == (0, "")
    assert "x Pekerja belum berusia 18 tahun pada saat penempatan.\n" in done.stdout
    assert "? Paspor: Dokumen\n" in done.stdout


def test_the_auditors_script(tmp_path):
    done = script("auditor.py", ROOT / "examples" / "quickstart", tmp_path / "hasil", "2025-10-31")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "15 gagal, 10 perlu ditinjau, 495 belum diketahui; 0 masalah berkas\n"
    made = {path.name: path for path in (tmp_path / "hasil").iterdir()}
    assert sorted(made) == ["laporan.html", "laporan.json", "surat.html", "temuan.xlsx"]
    book = openpyxl.load_workbook(made["temuan.xlsx"])
    rows = sum(book[name].max_row - 1 for name in ("Kritis", "Berat", "Ringan", "Anjuran"))
    assert rows == 15 + 10 + 495


def test_the_auditors_script_tells_a_mistake_without_a_stack_trace(tmp_path):
    assert script("auditor.py").stderr.startswith("cara pakai")
    done = script("auditor.py", tmp_path / "none.json", tmp_path, "2025-10-31")
    assert done.returncode == 1
    assert "tidak dapat dibuka" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_day_at_the_task_force(tmp_path):
    for _ in range(2):  # what is in the book already is not written twice
        done = script(
            "task_force.py", ROOT / "examples" / "quickstart", tmp_path / "kasus.sqlite", "2025-10-31"
        )

        assert (done.returncode, done.stderr) == (0, "")
        assert "=> Perekrut P3MI-B tidak memiliki perwakilan di Kupang" in done.stdout
        assert "KASUS-2025-011: Dirujuk, dijawab paling lambat 2025-12-02\n" in done.stdout
        assert (
            "2025-11-15: placement PMI-003 not_applicable -> fail: permenp2mi34-2025-ekpmi\n" in done.stdout
        )
    assert script("task_force.py").stderr.startswith("cara pakai")


def test_the_figures_of_an_office(tmp_path):
    done = script("office_figures.py", ROOT / "examples" / "office", "2025-10-15", tmp_path / "angka")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("sama dengan ANTARA, 15-10-2025") == 2
    assert [path.name for path in sorted((tmp_path / "angka").iterdir())] == ["kasus.svg", "penempatan.svg"]
    assert "office_figures.py" in script("office_figures.py").stderr
    assert "Traceback" not in script("office_figures.py", tmp_path / "none", "2025-10-15", tmp_path).stderr
    (tmp_path / "file").touch()
    blocked = script(
        "office_figures.py", ROOT / "examples" / "office", "2025-10-15", tmp_path / "file"
    ).stderr
    assert "Traceback" not in blocked
    assert "file" in blocked


def test_the_referral_list():
    done = script("referrals.py", ROOT / "examples" / "quickstart", "2025-10-31")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Dinas Nakertrans Kabupaten Kupang [disnaker_kab_kupang]" in done.stdout
    assert "  lampirkan: penempatan PMI-" in done.stdout
    assert "referrals.py" in script("referrals.py").stderr


def test_the_changelog_tells_how_many_rules_there_are():
    count = len(rules())

    assert f"{count} rules" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
