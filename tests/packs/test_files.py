"""Which files are a pack's: none that somebody meant is left out without a word, and none of its repository is read."""

import shutil
import subprocess
import sys

import pytest

from pmi_compliance import PackError, RulePack, default_packs
from pmi_compliance.base.resources import folder
from pmi_compliance.cli.main import main
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.load import bundled

RULE = "presence/kupang-2025-local-representation.yaml"


@pytest.fixture
def pack(tmp_path):
    """A copy of a small pack, to change."""
    copy = tmp_path / "packs" / "kupang"
    shutil.copytree(folder("rules") / "kupang", copy)
    return copy


@pytest.mark.parametrize(
    "name",
    [RULE, RULE.replace(".yaml", ".examples.yaml"), "pack.yaml", "parameters/regions.yaml", "chains.yaml"],
)
@pytest.mark.parametrize("ending", [".yml", ".YAML", ".Yml"])
def test_a_file_of_another_ending_is_a_mistake(pack, name, ending):
    path = pack / name
    path.rename(path.with_name(path.name.removesuffix(".yaml") + ending))

    with pytest.raises(PackError) as caught:
        RulePack.load(pack)

    first = caught.value.diagnostics[0]
    assert (first.code, first.values["name"]) == ("not_yaml_ending", path.name)
    assert first.file.endswith(ending)
    if path.name != "pack.yaml":
        assert "not_yaml_ending" in {found.code for found in lint(pack)}


@pytest.mark.parametrize(
    "name",
    [
        ".github/workflows/ci.yaml",
        ".pre-commit-config.yaml",
        ".git/a/b.yml",
        "presence/.x.yaml",
        "parameters/.old.yaml",
    ],
)
def test_what_begins_with_a_dot_is_of_the_repository(pack, name):
    (pack / name).parent.mkdir(parents=True, exist_ok=True)
    before = RulePack.load(pack).digest
    (pack / name).write_text("on: push\n", encoding="utf-8")

    assert lint(pack) == []
    assert RulePack.load(pack).digest == before


def test_a_pack_may_lie_below_a_folder_that_begins_with_a_dot(pack, tmp_path):
    shutil.copytree(pack, tmp_path / ".cache" / "kupang")

    assert len(RulePack.load(tmp_path / ".cache" / "kupang").rules) == len(RulePack.load(pack).rules)


def test_a_folder_that_stands_before_a_bundled_pack_is_told(pack, monkeypatch, capsys, caplog):
    monkeypatch.chdir(pack.parent)

    assert RulePack.load("kupang").folder.resolve() == pack
    assert [entry.code for entry in caplog.records] == ["folder_of_bundled_name"]
    assert main(["rules", "lint", "kupang"]) == 0
    assert "paket `kupang` dibaca dari folder `kupang` di sini" in capsys.readouterr().err


def test_the_packs_in_general_use_are_those_that_are_bundled(pack, monkeypatch, caplog):
    monkeypatch.chdir(pack.parent)

    assert [one.folder for one in default_packs() if one.id == "kupang"] == [folder("rules") / "kupang"]
    assert RulePack.load("./kupang").folder.resolve() == RulePack.load(pack).folder.resolve()
    assert caplog.records == []


def test_the_logger_prints_nothing_of_itself(pack):
    done = subprocess.run(
        [sys.executable, "-c", "import pmi_compliance; pmi_compliance.RulePack.load('kupang')"],
        cwd=pack.parent, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("", "")


def test_in_the_folder_of_the_packs_a_name_is_the_bundled_pack(monkeypatch):
    monkeypatch.chdir(folder("rules"))

    assert RulePack.load("kupang").id == "kupang"


def codes(pack):
    return [(found.code, found.line) for found in lint(pack)]


def test_an_edited_copy_of_a_bundled_pack_bears_another_id(pack):
    assert lint(pack) == []
    path = pack / RULE
    path.write_text(
        path.read_text(encoding="utf-8").replace("severity: advisory", "severity: minor"), encoding="utf-8"
    )

    assert codes(pack) == [("pack_of_bundled_name", 1)]


def test_an_id_of_a_rule_of_a_bundled_pack_is_found(pack):
    path = pack / "pack.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("id: kupang", "id: kupang-lain"), encoding="utf-8"
    )

    assert {code for code, _ in codes(pack)} == {"rule_of_other_pack"}
    assert len(codes(pack)) == len(RulePack.load(pack).rules)


def test_values_out_of_order_are_told(pack):
    (pack / "parameters" / "days.yaml").write_text(
        "contoh_days:\n  title: {id: Hari, en: Days}\n  type: int\n  values:\n"
        "    - {from: 2025-01-01, value: 7, citation: {instrument: UU 18/2017}, confidence: verified}\n"
        "    - {from: 2023-02-01, value: 14, citation: {instrument: UU 18/2017}, confidence: verified}\n",
        encoding="utf-8",
    )

    assert ("values_out_of_order", 6) in codes(pack)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_value_named_in_one_language_only_is_told(pack, language):
    path = pack / RULE
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("message:"))
    for here in range(at, len(lines)):
        if lines[here].strip().startswith(f"{language}:"):
            lines[here] = lines[here].replace("{recruiter.id}", "P3MI", 1)
            break
    path.write_text("\n".join(lines), encoding="utf-8")

    assert ("languages_differ", here + 1) in codes(pack)


@pytest.mark.parametrize("name", bundled())
def test_nothing_of_it_is_said_of_the_bundled_packs(name):
    assert lint(name) == []
