"""A new rule is whole as it is made, and an author sees the names that conditions may use."""

import pytest

from pmi_compliance.cli.main import main
from pmi_compliance.packs.lint import lint
from pmi_compliance.records.schema import bundled_model


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
