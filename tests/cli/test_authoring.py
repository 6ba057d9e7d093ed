"""A new rule is whole as it is made, and an author sees the names that conditions may use."""

import json
import re
import signal
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from helpers.waiting import ending
from pmi_compliance.base.resources import folder as bundled_folder
from pmi_compliance.cli.main import main
from pmi_compliance.packs.lint import lint
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.yaml import parse


@pytest.fixture
def run(capsys):
    def call(*words):
        code = main([*map(str, words), "--lang", "en"])
        return code, *capsys.readouterr()

    return call


def test_a_new_rule_is_whole_and_its_examples_hold(tmp_path, run):
    folder = tmp_path / "contoh"

    code, out, _ = run("rules", "new", folder, "contoh-2025-phone")

    assert (code, len(out.splitlines())) == (0, 3)
    assert lint(folder) == []
    assert run("rules", "test", folder)[:2] == (0, "examples: 4; failed: 0\n")
    assert "contoh-2025-phone" in run("rules", "list", "--pack", folder)[1]
    assert (
        "requires: has(placement.worker.phone)"
        in run("rules", "show", "contoh-2025-phone", "--pack", folder)[1]
    )


def test_a_second_rule_joins_the_pack_and_none_is_written_over(tmp_path, run):
    folder = tmp_path / "contoh"
    run("rules", "new", folder, "contoh-1")

    assert run("rules", "new", folder, "contoh-2")[0] == 0
    code, _, err = run("rules", "new", folder, "contoh-1")

    assert (code, "it exists already" in err) == (2, True)
    assert len(run("rules", "list", "--pack", folder)[1].splitlines()) == 2


@pytest.mark.parametrize("name", ["Contoh", "a b", "../a", "-a", "a_b", ""])
def test_an_id_that_is_none_writes_nothing(tmp_path, run, name):
    assert run("rules", "new", tmp_path / "contoh", name)[0] == 2
    assert not (tmp_path / "contoh").exists()


def test_the_fields_of_a_kind_are_listed_with_codes_and_relations(run):
    lines = run("rules", "fields", "placement")[1].splitlines()

    assert "placement.scope  domestic | overseas  (Scope)" in lines
    assert "placement.worker.birth_date  date  (Birth date)" in lines
    assert any(line.startswith("placement.recruiter  -> recruiter") for line in lines)
    assert any(line.startswith("placement.costs  list: group") for line in lines)
    assert any(line.startswith("placement.costs.amount_idr  whole number") for line in lines)


def test_every_kind_is_listed_and_another_is_refused(run):
    names = {line.partition(".")[0] for line in run("rules", "fields")[1].splitlines()}

    assert names == {*bundled_model().kinds}
    assert run("rules", "fields", "placemnet")[0] == 2


# Why an example ends otherwise

OTHERWISE = """rule: contoh-1
base: {placement: {scope: overseas, departed_on: 2025-05-01, worker: {phone: "0800"}}}
cases:
  - {name: decided, expect: fail}
  - {name: guarded, given: {placement: {scope: domestic}}, expect: pass}
  - {name: guard unknown, given: {placement: {scope: null}}, expect: pass}
  - {name: before, given: {placement: {departed_on: 2024-05-01}}, expect: pass}
  - {name: unreadable, given: {placement: {departed_on: 1 Mei}}, expect: pass}
"""

WHY = {
    "decided": [
        "judged on 1 May 2025 (/departed_on); law from 1 January 2025",
        "requires: /worker/phone = 0800",
    ],
    "guarded": ["the guard `abroad` (uu-18-2017/pack.yaml) does not hold", "/scope = domestic"],
    "guard unknown": [
        "the guard `abroad` (uu-18-2017/pack.yaml) cannot be decided",
        "missing facts: /scope, /destination",
    ],
    "before": ["judged on 1 May 2024 (/departed_on); law from 1 January 2025"],
    "unreadable": ["must be a date of the calendar"],
}


@pytest.fixture
def guarded(tmp_path, run):
    """A new pack that depends on one with a guard, and whose examples end otherwise."""
    folder = tmp_path / "contoh"
    run("rules", "new", folder, "contoh-1")
    head = folder / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "depends_on: [uu-18-2017]\n", encoding="utf-8")
    (folder / "rules" / "contoh-1.examples.yaml").write_text(OTHERWISE, encoding="utf-8")
    return folder


def test_an_example_that_ends_otherwise_says_why(guarded, run):
    code, out, _ = run("rules", "test", guarded)

    told = re.split(r"^.*examples\.yaml:\d+: ", out, flags=re.MULTILINE)[1:]
    assert code == 1
    assert [part.partition(":")[0] for part in told] == [*WHY]
    for part, lines in zip(told, WHY.values(), strict=True):
        assert [line for line in lines if line not in part] == []


# What an editor needs


def test_the_schemas_for_an_editor_stand_alone_and_fit_what_is_written(tmp_path, run):
    folder = tmp_path / "contoh"
    run("rules", "new", folder, "contoh-1")
    code, out, _ = run("rules", "schemas", "--output", folder / ".schemas")
    modelines = dict(line.split(": # yaml-language-server: $schema=") for line in out.splitlines())
    schemas = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (folder / ".schemas").iterdir()
    }
    # A server looks for what a schema refers to beside it.
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()
    )

    assert code == 0
    assert lint(folder) == []
    for file, written in [("ID.yaml", "rules/contoh-1.yaml"), ("ID.examples.yaml", "rules/contoh-1.examples.yaml"),
                          ("pack.yaml", "pack.yaml")]:  # fmt: skip
        schema = schemas[modelines[file].rpartition("/")[2]]
        value = parse((folder / written).read_text(encoding="utf-8"), written).value
        assert list(Draft202012Validator(schema, registry=registry).iter_errors(value)) == []
        assert list(Draft202012Validator(schema, registry=registry).iter_errors({**value, "severty": "x"}))


def test_every_file_of_the_bundled_packs_has_a_schema_for_an_editor(tmp_path, run):
    out = run("rules", "schemas", "--output", tmp_path)[1]
    known = {line.partition(":")[0] for line in out.splitlines()}
    alone = {
        path.name
        for path in bundled_folder("rules").glob("*/*.yaml")
        if path.with_name(f"{path.stem}.examples.yaml").exists() or "examples" not in path.name
    }

    assert {name for name in alone if (bundled_folder("rules") / "uu-18-2017" / name).exists()} <= known
    assert {"chains.yaml", "chains.examples.yaml", "chart.yaml", "acts.yaml"} <= known


# As it is written


def test_a_pack_is_checked_again_as_it_changes(tmp_path, run):
    folder = tmp_path / "contoh"
    run("rules", "new", folder, "contoh-1")
    command = [sys.executable, "-m", "pmi_compliance", "rules", "lint", folder, "--watch", "--lang", "en"]
    with ending(
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ) as process:
        first = process.stdout.readline()
        rule = folder / "rules" / "contoh-1.yaml"
        rule.write_text(rule.read_text(encoding="utf-8").replace("severity: minor", "severity: small"))
        told = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait()

    assert first == "packs checked: 1; diagnostics: 0\n"
    assert f"{rule}:4:1: `severity` must be one of" in told
    assert process.returncode == 130
