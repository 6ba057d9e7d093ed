"""What must hold of every dataset and every condition."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.law import AS_OF, audited, packs, rules
from helpers.reading import all_is_read
from helpers.strategies import VARIABLES, conditions, environments, fuller, record, tables
from pmi_compliance import Dataset, Outcome, UnreadableInput, audit
from pmi_compliance.engines import Evaluator, FactRead, Program, explain
from pmi_compliance.expr.check import check
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.standing import STANDING
from pmi_compliance.testing.laws import (
    asks_neighbours,
    counts_add_up,
    learning_turns_nothing,
    order_changes_nothing,
    splitting_changes_nothing,
)

# Conditions


def compiled(checked, environment):
    return Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)(
        *(environment[name] for name in VARIABLES)
    )


@given(conditions, environments)
def test_the_compiled_condition_and_the_explained_one_agree(text, environment):
    checked = check(text, VARIABLES)
    scope = {name: (value, None) for name, value in environment.items()}

    assert (
        compiled(checked, environment)
        is Evaluator(None, None, None).evaluate(checked, checked.tree, scope).value
    )


@given(conditions, environments, st.data())
def test_filling_an_unknown_never_changes_what_is_known(text, environment, data):
    checked = check(text, VARIABLES)
    before = compiled(checked, environment)
    filled = {name: data.draw(fuller(value, VARIABLES[name])) for name, value in environment.items()}

    after = compiled(checked, filled)
    # Between days that contradict each other no day is left.
    assert before is None or after is before or (after is None and "within" in text)


# Audits


@pytest.mark.slow
@examples(6)
@given(tables(), st.randoms(use_true_random=False))
def test_outcomes_add_up_in_any_order_of_records(drawn_tables, random):
    report = audited(drawn_tables)

    assert rules().keys() == report.counts.keys()
    counts_add_up(report)
    order_changes_nothing(drawn_tables, packs(), as_of=AS_OF, random=random)


@pytest.mark.slow
@examples(6)
@given(tables(), st.integers(0, 3))
def test_splitting_files_changes_nothing_but_the_source(drawn_tables, at):
    splitting_changes_nothing(drawn_tables, packs(), as_of=AS_OF, at=at)


@given(tables())
def test_the_records_tried_here_are_valid(drawn_tables):
    """An excluded record is judged by nothing: every property would hold of it, or fail for no reason."""
    assert all_is_read(Dataset.from_records(drawn_tables))


@pytest.mark.slow
@examples(6)
@given(tables(), st.sampled_from(["placement", "recruiter", "job_order"]), st.data())
def test_filling_facts_of_a_record_never_turns_pass_into_fail_or_back(drawn_tables, kind, data):

    def filled(known):
        facts = data.draw(record(kind, known["id"])).items()
        # That a list is known in part is no fact to fill in.
        return {**{name: value for name, value in facts if not name.endswith("_complete")}, **known}

    more = {
        name: [filled(known) for known in records] if name == kind else records
        for name, records in drawn_tables.items()
    }
    learning_turns_nothing(drawn_tables, more, packs(), as_of=AS_OF)


def test_most_rules_are_held_to_that():
    """The property speaks of something: the other facts of nearly every rule are not asked for by `has`."""
    held_to_it = [rule for rule in rules().values() if not asks_neighbours(rule)]

    assert len(held_to_it) >= 60


@pytest.mark.slow
@examples(10)
@given(tables())
def test_what_is_unknown_names_a_missing_fact(drawn_tables):
    for finding in audited(drawn_tables).findings:
        assert finding.missing or finding.outcome is not Outcome.UNKNOWN
        # Of a breach that is certain is said what could excuse it.
        assert not finding.missing or finding.outcome in {Outcome.UNKNOWN, Outcome.REVIEW}


#: What relates records to each other, beside ids.
KEYS = {
    key
    for kind in bundled_model().tables
    for relation in bundled_documents().by_name[kind]["x-relations"].values()
    if relation["shape"] == "same"
    for key in (relation["key"], *(f"documents.{name}" for name in relation.get("where", ())))
}


def stripped(value, keep, path=()):
    """A record without the plain facts that were not read; its shape, its ids and its keys stay."""
    if isinstance(value, dict):
        fields = {name: stripped(inner, keep, (*path, name)) for name, inner in value.items()}
        return {name: inner for name, inner in fields.items() if inner is not None}
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        return [stripped(inner, keep, (*path, at)) for at, inner in enumerate(value)]
    name = str(path[-1])
    key = ".".join(step for step in path if isinstance(step, str))
    stays = key in KEYS or name == "id" or name.endswith(("_id", "_ids", "_complete"))
    return (
        value
        if stays or any(path[: len(place)] == place or place[: len(path)] == path for place in keep)
        else None
    )


@pytest.mark.slow
@examples(10)
@given(tables())
@example({"recruiter": [{"id": "R1", "kind": "p3mi", "paid_up_capital_idr": 0, "standing": "alleged"}]})
def test_the_facts_of_an_explanation_alone_give_the_outcome(drawn_tables):
    dataset = Dataset.from_records(drawn_tables)
    for rule in rules().values():
        for judged in dataset.tables.get(rule.subject, ()):
            explanation = explain(rule, judged.data, dataset, AS_OF)
            if explanation.outcome is Outcome.UNKNOWN:
                continue
            reads = [
                reason.source.place for reason in explanation.reasons if isinstance(reason.source, FactRead)
            ]
            reads += [read.place for read in explanation.dated_by]
            # That it rests on what is only alleged is said apart.
            said_by = STANDING if explanation.alleged else frozenset()
            replayed = Dataset.from_records(
                {
                    kind: [
                        stripped(
                            raw,
                            [place.path for place in reads if (place.kind, place.id) == (kind, raw["id"])]
                            + [(name,) for name in said_by],
                        )
                        for raw in records
                    ]
                    for kind, records in drawn_tables.items()
                }
            )
            again = explain(rule, replayed.get(rule.subject, judged.id).data, replayed, AS_OF)
            assert (again.outcome, again.judged_on) == (explanation.outcome, explanation.judged_on), rule.id


# Reading

names = st.sampled_from(
    [
        "placements.json",
        "placements.jsonl",
        "placements.csv",
        "placement.documents.csv",
        "records.json",
        "x.csv",
    ]
)
nearly = st.lists(
    st.sampled_from(
        [
            '{"id": "1"',
            "}",
            "[",
            "]",
            ",",
            '"placements":',
            "null",
            "NaN",
            "id",
            ";",
            "\n",
            '"',
            "\\ud800",
            "documents.type",
            "1e999",
        ]
    )
).map(lambda parts: "".join(parts).encode())


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
fields = st.sampled_from(["id", "scope", "worker", "documents", "nik"])
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(fields, inner, max_size=4)
)


@given(st.dictionaries(names, st.binary(max_size=200) | nearly, min_size=1, max_size=3))
def test_reading_never_crashes(contents):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents.items():
            (Path(folder) / name).write_bytes(content)
        place = ""
        try:
            dataset = Dataset.read(folder)
        except UnreadableInput as error:
            place = error.place
            dataset = Dataset.from_records({})
        assert not place or any(name in place for name in contents)
        report = audit(dataset, packs(), as_of=AS_OF)
        assert report.problems == dataset.problems


@given(anything, st.sampled_from(["documents", "worker.identity_claims", "worker", "worker.name", "x.y"]))
def test_a_group_of_any_record_is_read_or_reported(value, group):
    """Files are read one by one, but a group's rows go into whatever record another file held."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "placements.json").write_text(
            json.dumps([{"id": "p", "worker": value, "documents": value}])
        )
        (Path(folder) / f"placement.{group}.csv").write_text("id,type,source\np,passport,ktp\n")
        try:
            dataset = Dataset.read(folder)
        except UnreadableInput as error:
            place, noticed = error.place, True
        else:
            place, noticed = group, bool(dataset.tables["placement"] or dataset.problems)
        assert group in place
        assert noticed


@given(anything)
def test_any_value_is_a_record_or_a_problem(value):
    dataset = Dataset.from_records({"placement": [value]})

    assert len(dataset.tables["placement"]) + sum(problem.excluded for problem in dataset.problems) >= 1
