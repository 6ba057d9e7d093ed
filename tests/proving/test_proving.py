"""The examples beside the rules prove them; and what proves the proof: spoiled rules and examples are noticed."""

import shutil

import pytest

from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.base.resources import folder
from pmi_compliance.cli.main import main
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.load import RulePack, bundled
from pmi_compliance.proving import coverage, prove
from pmi_compliance.proving.examples import proofs
from pmi_compliance.proving.mutants import mutants

EXAMPLES = "presence/kupang-2025-local-representation.examples.yaml"
TERMS = "terms.examples.yaml"


@pytest.fixture
def pack(tmp_path):
    """A copy of a good pack, to spoil."""

    def copied(name):
        copy = tmp_path / name
        shutil.copytree(folder("rules") / name, copy)
        return copy

    return copied


def rewrite(path, *changes):
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def failures(path):
    return [(result.example.name, result.failure) for result in prove(RulePack.load(path)) if result.failure]


def otherwise(code, expected, found):
    return Diagnostic(code, {"expected": expected, "found": found})


def gaps(path):
    return {(gap.kind, gap.mutant) for proof in coverage(RulePack.load(path)) for gap in proof.gaps}


@pytest.mark.parametrize("name", bundled())
def test_a_shipped_pack_has_no_mistake(name):
    assert lint(name) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled())
def test_every_example_comes_out_as_expected(name):
    results = prove(RulePack.load(name))

    assert results
    assert [
        f"{result.example.about}: {result.example.name}: {result.failure}"
        for result in results
        if result.failure
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled())
def test_no_change_of_a_shipped_rule_goes_unnoticed(name):
    proofs_ = coverage(RulePack.load(name))

    assert [gap for proof in proofs_ for gap in proof.gaps] == []
    assert all(proof.mutants > 0 for proof in proofs_)


def test_every_rule_has_an_example_of_each_answer_it_can_give():
    """A rule that nothing fails, or that nothing passes, was not thought through."""
    never = {
        # Only a person decides these, so neither can be met or broken.
        "uu18-2017-p77-dispute-ladder": {"pass", "fail"},
        "permenp2mi17-2025-cost-rules": {"pass", "fail"},
        # Its ties to a P3MI are looked at by a person.
        "training-centre-places": {"pass", "fail"},
        # Who has no licence and places never does so rightly.
        "uu18-2017-placing-without-licence": {"pass"},
        "uu39-2004-p12-placing-without-licence": {"pass"},
        "uu18-2017-p69-placed-by-individual": {"pass"},
        "uu39-2004-p4-placed-by-individual": {"pass"},
        # Inside Indonesia only what is written of a child or of trafficking is heard.
        "uu21-2007-p2-inside-indonesia": {"pass"},
        "kuhp-p455-inside-indonesia": {"pass"},
        "uu21-2007-p6-child-inside-indonesia": {"pass"},
        "uu21-2007-p6-child-on-any-day": {"pass"},
        # An adult today may have been a child then: only a child is heard.
        "uu18-2017-p5a-child-on-any-day": {"pass"},
        # Of a stop of the business only what is written is heard.
        "permenp2mi4-2025-acting-while-stopped": {"pass"},
        # A scope that is contradicted is for a person, never a breach.
        "uu18-2017-p4-2-scope-guard": {"fail"},
    }
    for name in bundled():
        for rule, examples in proofs(RulePack.load(name)):
            answers = {example.expect for example in examples.examples}
            needed = {"pass", "review" if rule.suspected else "fail"} - never.get(rule.id, set())
            if answers <= {"true", "false", "unknown"}:
                needed = {"true", "false"}
            assert needed <= answers, rule.id


def test_an_example_that_expects_something_else_is_reported(pack):
    path = pack("kupang")
    rewrite(path / EXAMPLES, ('"representative in the city"\n    expect: pass',
                              '"representative in the city"\n    expect: unknown'))  # fmt: skip

    assert failures(path) == [
        ("representative in the city", otherwise("example_ends_otherwise", ("unknown",), ("pass",)))
    ]


@pytest.mark.slow
def test_an_example_whose_records_are_wrong_is_reported(pack):
    path = pack("kupang")
    rewrite(path / EXAMPLES, ("  recruiter: {kind: p3mi, offices", "  recruiter: {kind: p3im, offices"))

    found = {failure for _, failure in failures(path)}

    assert {failure.code for failure in found} == {"wrong_record"}
    assert {failure.values["path"] for failure in found} == {"recruiter/kind"}


#: What stands in the examples, what is written instead, where that is, and what is reported.
WRONG_RECORDS = [
    ("  recruiter: {kind: p3mi, offices", "  recruiter: {kidn: p3mi, offices", 3,
     "recruiter/kidn: `kidn` tidak dikenal; mungkin maksudnya `kind`?"),
    ("  recruiter: {kind: p3mi, offices", "  recruiter: {kind: p3im, offices", 3,
     "recruiter/kind: `kind` harus salah satu dari:"),
    ("{kind: branch, regency: 53.01,", "{kind: branch, regenyc: 53.01,", 10,
     "recruiter/offices/1/regenyc: `regenyc` tidak dikenal"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after", "line", "said"), WRONG_RECORDS)
def test_lint_reports_a_wrong_record_of_an_example_at_its_place(pack, before, after, line, said):
    """With the code that the run of the example gives it."""
    path = pack("kupang")
    text = (path / EXAMPLES).read_text(encoding="utf-8")
    assert before in text
    (path / EXAMPLES).write_text(text.replace(before, after, 1), encoding="utf-8")

    found = lint(path)

    assert {one.code for one in found} == {"wrong_record"} == {one.code for _, one in failures(path)}
    assert {(one.file, one.line) for one in found} == {(str(path / EXAMPLES), line)}
    assert said in found[0].message.id


def test_an_example_without_the_record_that_is_judged_is_told(pack):
    path = pack("kupang")
    (path / EXAMPLES).write_text(
        "rule: kupang-2025-local-representation\nbase: {}\ncases:\n  - {name: nobody, expect: pass}\n",
        encoding="utf-8",
    )

    assert [(name, failure.code) for name, failure in failures(path)] == [
        ("nobody", "example_without_subject")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ": representative in the city: diharapkan unknown, hasilnya pass\n"),
        ("en", ": representative in the city: expected unknown, found pass\n"),
    ],
)
def test_why_an_example_failed_is_printed_in_the_language_of_the_call(pack, capsys, language, said):
    path = pack("kupang")
    rewrite(path / EXAMPLES, ('"representative in the city"\n    expect: pass',
                              '"representative in the city"\n    expect: unknown'))  # fmt: skip

    assert main(["rules", "test", str(path), "--lang", language]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.slow
def test_an_example_may_say_which_facts_are_missing(pack):
    path = pack("uu-18-2017")
    file = next(path.rglob("uu18-2017-p57-data-renewal.examples.yaml"))
    rewrite(file, ('missing: ["/renewals/0/submitted_on"]', 'missing: ["/renewals/0/due_from"]'))

    assert failures(path) == [
        (
            "not submitted, as far as is known",
            otherwise("example_misses_otherwise", ("/renewals/0/due_from",), ("/renewals/0/submitted_on",)),
        )
    ]


def test_what_no_example_decides_any_more_is_reported(pack):
    path = pack("kupang")
    assert gaps(path) == set()
    text = (path / EXAMPLES).read_text(encoding="utf-8")
    cases = text.split("  - name: ")
    kept = [case for case in cases if "the day before" not in case and "as_of: 2025-10-14" not in case]
    assert len(kept) < len(cases)
    (path / EXAMPLES).write_text("  - name: ".join(kept), encoding="utf-8")

    assert ("survives", "in_force: from 2025-10-14") in gaps(path)


def test_a_sub_condition_that_nothing_depends_on_is_reported(pack):
    path = pack("kupang")
    rule = path / EXAMPLES.replace(".examples", "")
    rewrite(rule, ('requires: >-\n  recruiter.offices.exists(o, o.status == "active"',
                   'requires: >-\n  recruiter.offices.exists(o, o.id != "X" && o.status == "active"'))  # fmt: skip

    assert ("undecided", 'requires: `o.id != "X"` → `true`') in gaps(path)


def test_a_list_of_equivalents_that_lies_is_reported(pack):
    path = pack("kupang")
    file = path / EXAMPLES
    file.write_text(
        file.read_text(encoding="utf-8")
        + 'equivalents:\n  "in_force: from 2025-10-14": "not so"\n  "in_force: from 2020-01-01": "no such mutant"\n',
        encoding="utf-8",
    )

    assert gaps(path) == {("noticed", "in_force: from 2025-10-14"), ("unknown", "in_force: from 2020-01-01")}


def test_each_kind_of_slip_is_tried():
    rule = next(rule for rule in RulePack.load("uu-18-2017").rules if rule.id == "uu18-2017-p57-data-renewal")
    names = {mutant.name for mutant in mutants(rule, RulePack.load("uu-18-2017").parameters)}

    assert names >= {
        'applies_when: `recruiter.kind == "p3mi"` → `true`',
        'applies_when: `recruiter.kind == "p3mi"` → `recruiter.kind != "p3mi"`',
        "applies_when: without `recruiter.renewals.exists(r, has(r.due_from))` &&",
        "requires: `7` → `8`",
        "in_force: from 2017-11-21",
        "in_force: from 2017-11-23",
        "params.data_renewal_working_days: 30 → 29 from 2020-11-02",
    }
    assert any("exists" in name and "all" in name for name in names)
    assert any(name.startswith("requires:") and "|| " in name for name in names)


def test_a_term_without_examples_is_a_mistake(pack):
    path = pack("uu-18-2017")
    lines = (path / TERMS).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "{term: adult," not in line]
    assert len(kept) < len(lines)
    (path / TERMS).write_text("".join(kept), encoding="utf-8")

    (diagnostic,) = lint(path)

    assert diagnostic.message.en == "the term has no examples"
    assert diagnostic.file.endswith("terms.yaml")
