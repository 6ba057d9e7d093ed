"""What the pages and the examples show is what happens."""

import io
import re
import runpy
import subprocess
import sys
import tomllib
from contextlib import chdir, redirect_stdout
from functools import cache
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from helpers.law import rules
from pmi_compliance.cli.main import main

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "pmi_compliance"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: The pages, by their paths in the checkout; those of the tests and the list of changes show nothing that runs.
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for pattern in ("*.md", "rules/*.md", "schemas/*.md", "examples/**/*.md", "src/**/*.md")
    for path in sorted(ROOT.glob(pattern))
    if path.name != "CHANGELOG.md"
}
README, FIVE_MINUTES = PAGES["README.md"], PAGES["examples/README.md"]


def blocks(language, page=README):
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if blocks("python", text)])
def test_the_python_of_a_page_runs(monkeypatch, capsys, tmp_path, page):
    for name in ("examples", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)  # what it writes is not left in the checkout

    for code in blocks("python", PAGES[page]):
        exec(compile(code, page, "exec"), {})

    if page == "README.md":
        assert "placement PMI-006 uu18-2017-p5a-min-age" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("page", "block", "language"), [(FIVE_MINUTES, 0, "id"), (FIVE_MINUTES, 1, "en"), (README, 0, "en")]
)
def test_the_output_of_a_page_is_what_the_first_command_prints(first_command, page, block, language):
    printed = first_command(language)

    for part in blocks("text", page)[block].split("...\n"):
        assert part in printed
        printed = printed[printed.index(part) + len(part) :]


@pytest.fixture(scope="module")
def first_command(tmp_path_factory):
    """What the first command of the README prints in a language; each is run once."""
    command = next(block for block in blocks("sh") if "pmi-compliance audit" in block).split(
        "pmi-compliance ", 1
    )[1]

    @cache
    def run(language):
        folder = tmp_path_factory.mktemp(language)
        (folder / "examples").symlink_to(ROOT / "examples")
        with chdir(folder), redirect_stdout(io.StringIO()) as out:
            main([*command.split(), "--lang", language])
        return out.getvalue()

    return run


def test_what_is_reported_about_malformed_records(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert main(["validate", "examples/spoilt"]) == 3

    printed = capsys.readouterr().out
    for part in blocks("text", FIVE_MINUTES)[2].split("...\n"):
        assert part in printed


def test_the_readme_gives_exactly_two_commands_and_is_short():
    assert len(blocks("sh")) == 2
    assert len(README.splitlines()) < 200


def test_the_readme_says_how_many_rules_there_are_by_a_command(capsys):
    from pmi_compliance import default_packs
    from pmi_compliance.packs.load import bundled_packs

    everything, used = (sum(len(pack.rules) for pack in packs()) for packs in (bundled_packs, default_packs))
    assert "`pmi-compliance rules list`" in README

    assert main(["rules", "list", "--lang", "en"]) == 0

    listed = capsys.readouterr()
    assert len(listed.out.splitlines()) == everything
    assert listed.err == f"rules: {everything}; used unless packs are named: {used}\n"


def test_every_pack_and_exit_code_is_named():
    from pmi_compliance.cli import exits
    from pmi_compliance.packs.load import bundled

    for pack in bundled():
        assert f"| `{pack}` |" in PAGES["rules/README.md"]
    for code in (exits.OK, exits.FOUND, exits.WRONG_USE, exits.PROBLEMS, exits.UNREADABLE):
        assert f"\n| {code} | " in PAGES["src/pmi_compliance/cli/README.md"]


def test_no_line_installs_what_is_not_ours():
    """There is no release: whoever asks an index for this name gets what somebody else put there, or nothing."""
    sources = [
        path.read_text(encoding="utf-8") for path in [*PACKAGE.rglob("*.py"), *ROOT.glob("examples/**/*.py")]
    ]

    found = [
        line for text in [*PAGES.values(), *sources] for line in text.splitlines()
        if re.search(r"pip install[^`&]*[ '\"]pmi[-_]compliance\b(?!-\d)", line)
    ]  # fmt: skip

    assert found == []


def test_every_key_of_a_rule_and_every_file_of_a_pack_is_explained():
    from pmi_compliance.packs import files, sharing
    from pmi_compliance.records.documents import bundled_documents

    explained = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    chains = bundled_documents().by_name["chains"]
    properties = [bundled_documents().by_name[schema]["properties"] for schema in ("rule", "pack")]
    properties += [chains["additionalProperties"]["properties"]]
    properties += [
        part["properties"][name]["properties"]
        for name, part in chains["$defs"].items()
        if name != "conclusion"
    ]
    for key in (key for keys in properties for key in keys):
        assert re.search(rf"\b{key}\b", explained), key
    for file in (
        files.PACK, sharing.TERMS, sharing.AUTHORITIES, sharing.SANCTIONS, sharing.ARTICLES, sharing.CHAINS,
        sharing.CHART,
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
    assert "x Usia minimal 18 tahun: keberangkatan direncanakan dan belum terjadi; s" in done.stdout
    assert "? Paspor: Dokumen\n" in done.stdout


@pytest.mark.slow
def test_the_auditors_script(tmp_path):
    done = script("auditor.py", ROOT / "examples" / "quickstart", tmp_path / "hasil", "2025-10-31")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "16 tidak sesuai, 18 perlu ditinjau, 844 belum diketahui; 0 masalah berkas\n"
    files = {path.name: path for path in (tmp_path / "hasil").iterdir()}
    assert sorted(files) == [
        "laporan.html", "laporan.json", "laporan.json.secret", "surat.html", "temuan.xlsx",
    ]  # fmt: skip
    book = openpyxl.load_workbook(files["temuan.xlsx"])
    rows = sum(book[name].max_row - 1 for name in ("Kritis", "Berat", "Ringan", "Anjuran"))
    assert rows == 17 + 17 + 844


def test_the_auditors_script_reports_a_mistake_without_a_stack_trace(tmp_path):
    assert script("auditor.py").stderr.startswith("cara pakai")
    done = script("auditor.py", tmp_path / "none.json", tmp_path, "2025-10-31")
    assert done.returncode == 1
    assert "tidak dapat dibuka" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_day_at_the_task_force(tmp_path):
    for _ in range(2):  # what is in the book already is not written twice
        done = script(
            "task_force.py", ROOT / "examples" / "quickstart", tmp_path / "kasus.sqlite", "2025-10-31"
        )

        assert (done.returncode, done.stderr) == (0, "")
        assert "=> Perekrut P3MI-B tidak memiliki perwakilan di Kupang" in done.stdout
        assert "KASUS-2025-011: Dirujuk, dijawab paling lambat 2025-12-02\n" in done.stdout
        assert (
            "2025-11-15: placement PMI-003 not_applicable -> review: permenp2mi34-2025-ekpmi\n" in done.stdout
        )
    assert script("task_force.py").stderr.startswith("cara pakai")


OFFICE, QUICKSTART, EARLIER = (ROOT / "examples" / name for name in ("office", "quickstart", "earlier"))
ANSWERS = ROOT / "examples" / "answers"

#: The scripts of an office: their arguments, `OUT` for the place of results, and what they print in both languages.
SCRIPTS = {
    "office_figures.py": (
        (OFFICE, "2023-01-01", "2025-09-30", "OUT"),
        ("sama dengan ANTARA, 15-10-2025", "the same as ANTARA, 15-10-2025", "795 without a day of departure"),
    ),
    "case_register.py": (
        (OFFICE, "2025-10-15", "OUT"),
        ("sama dengan ANTARA, 15-10-2025", "the same as ANTARA, 15-10-2025", "Cases opened up to 2025-10-15"),
    ),
    "referrals.py": (
        (QUICKSTART, "2025-10-31"),
        ("Dinas Nakertrans Kabupaten Kupang [disnaker_kab_kupang]", "  lampirkan: penempatan PMI-", "  attach: placement"),
    ),
    "service_centre.py": (
        (OFFICE / "service_centres.json", "2025-10-31", "OUT"),
        ("terbentuk; 5 dari 8 layanan hadir, 2 belum diketahui", "formed; 5 of 8 desks present, 2 not known"),
    ),
    "supervision.py": (
        ("OUT", EARLIER, "2025-06-30", QUICKSTART, "2025-10-31"),
        ("dicairkan 20 Agustus 2025", "drawn on 20 August 2025", "+ anjuran   perekrut P3MI-B", "+ advisory  recruiter P3"),
    ),
    "training_and_return.py": (
        ("OUT", "2025-10-31", OFFICE / "service_centres.json", QUICKSTART),
        ("pelatihan bahasa         2    16  (peserta 1 program belum tertulis)", "language training        2    16"),
    ),
    "candidate_check.py": (
        (ANSWERS / "candidate.json", "2025-10-31"),
        ("Minta surat tugas dari perusahaan", "Get or ask for:", "Dinas Nakertrans Kabupaten Kupang: "),
    ),
    "recruiter_check.py": (
        (ANSWERS / "recruiter.json", "2025-10-31", "OUT"),
        ("Bawa:\n  - SIP3MI", "Bring:\n  - SIP3MI", "Perwakilan di Kota atau Kabupaten Kupang"),
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_the_office_speaks_both_languages_and_draws_pictures(name, tmp_path, monkeypatch, capsys):
    arguments, printed = SCRIPTS[name]
    out = tmp_path / "hasil.json"
    arguments = [str(out if argument == "OUT" else argument) for argument in arguments]
    monkeypatch.setattr("sys.argv", [name, *arguments])

    runpy.run_path(str(ROOT / "examples" / name), run_name="__main__")

    said = capsys.readouterr()
    assert said.err == ""
    for words in printed:
        assert words in said.out
    if str(out) in arguments and name != "recruiter_check.py":
        pictures = sorted(out.iterdir())
        assert {path.name[-7:] for path in pictures} == {"-id.svg", "-en.svg"}
        assert all(path.read_text(encoding="utf-8").startswith("<svg") for path in pictures)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_the_office_reports_a_mistake_without_a_stack_trace(name, tmp_path, monkeypatch):
    arguments, _ = SCRIPTS[name]
    (tmp_path / "file").touch()

    def message(*arguments):
        monkeypatch.setattr("sys.argv", [name, *map(str, arguments)])
        with pytest.raises(SystemExit) as end:  # anything else would be a stack trace
            runpy.run_path(str(ROOT / "examples" / name), run_name="__main__")
        return str(end.value)

    def message_with(output, change=lambda argument: argument):
        """What the script says when one of its arguments is wrong."""
        return message(*(output if argument == "OUT" else change(argument) for argument in arguments))

    assert f"python examples/{name}" in message()
    wrong = message_with(
        tmp_path, lambda argument: "2025-02-30" if str(argument).startswith("20") else argument
    )
    assert "TTTT-BB-HH" in wrong
    assert "YYYY-MM-DD" in wrong
    assert "none" in message_with(
        tmp_path, lambda argument: tmp_path / "none" if isinstance(argument, Path) else argument
    )
    if "OUT" in arguments:
        assert "file" in message_with(tmp_path / "file" / "x")


def test_the_script_for_a_cluster_says_what_is_missing(monkeypatch):
    for module in ("pyspark", "pyspark.errors", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SystemExit, match=r"pip install '\.\[spark\]'"):
        runpy.run_path(str(ROOT / "examples" / "on_a_cluster.py"), run_name="__main__")


def test_every_example_is_run_by_a_test():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))

    for path in (ROOT / "examples").glob("*.py"):
        assert path.name in tests or path.name.startswith("test_"), path.name


def test_the_changelog_tells_how_many_rules_there_are():
    count = len(rules())

    assert f"{count} rules" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_map_shows_every_room_on_its_floor():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (layers,) = (contract["layers"] for contract in layers["contracts"] if contract["type"] == "layers")
    floors = {room: len(layers) - place for place, rooms in enumerate(layers) for room in rooms.split(" | ")}
    rows = re.findall(r"^\| (\d+) \| `(\w+)/` \|", CONTRIBUTING, re.MULTILINE)

    assert {room: int(floor) for floor, room in rows} == floors
    assert set(floors) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_what_contributing_names_is_there():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    names = re.findall(r"`([\w./]+/[\w.]*)`", CONTRIBUTING)
    missing = [
        name for name in names
        if not ((PACKAGE if name.split("/")[0] in rooms else ROOT) / name).exists()
    ]  # fmt: skip

    assert names
    assert missing == []


def test_the_page_on_style_is_a_page():
    page = CONTRIBUTING.split("\n## Style\n")[1].split("\n## ")[0]

    assert len(page.splitlines()) <= 60


def test_what_the_page_of_the_office_names_is_there():
    section = PAGES["src/pmi_compliance/office/README.md"]
    scripts = re.findall(r"`(\w+\.py)`", section)
    modules = {path.stem: path for path in (PACKAGE / "office").glob("*.py")}
    names = [
        (module, name) for module, name in re.findall(r"`(\w+)\.(\w+)", section)
        if module in modules and name != "py"
    ]  # fmt: skip

    assert len(names) >= len(scripts) - 1
    for module, name in names:
        assert hasattr(import_module(f"pmi_compliance.office.{module}"), name), f"{module}.{name}"
    assert [script for script in scripts if not (ROOT / "examples" / script).exists()] == []
