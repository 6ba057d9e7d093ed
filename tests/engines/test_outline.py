"""Conditions are explained from the values of all their parts: the tree, walked as a whole, says the same."""

import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.law import AS_OF, judging, packs, rules
from helpers.oracles import CONDITIONS, VARIABLES, rows, typed
from helpers.strategies import tables
from pmi_compliance import Dataset, RulePack
from pmi_compliance.engines import Evaluator, Place, explain, outline
from pmi_compliance.expr.check import check
from pmi_compliance.proving.examples import proofs

EXAMPLES = Path(__file__).parents[2] / "examples"
MODEL = next(rule for rule in RulePack.load("uu-18-2017").rules if rule.id == "uu18-2017-p5a-min-age")
#: After how many explanations generated code is worth to be written: at once, or never.
OUTLINED, WALKED = 0, sys.maxsize
NOBODY = Dataset.from_records({})


def whole(trace):
    """All that a trace tells, and those below it; first what it read, for that is found without a look at the parts."""
    told = [(read, read.value) for read in trace.told()]
    own = [(read, read.value) for read in trace.own]
    items = [*trace.items] if trace.shape in {"exists", "all", "leaf"} else []
    return trace.node, trace.value, trace.shape, told, own, items, [whole(part) for part in trace.parts]


def said(explanation):
    """An explanation, as far as it is compared."""
    reasons = [(one.part, one.expression, one.source, one.source.value) for one in explanation.reasons]
    return explanation.outcome, reasons, explanation.missing, explanation.alleged, explanation.suspected


def differing(monkeypatch, judged):
    """
    What is said of records otherwise than after a walk that remembers nothing; nothing if it is the same.

    Records under several rules come one after the other, as in an audit.
    """
    last, remembered = None, {}
    for rule, record, dataset, as_of in judged:
        if record is not last:
            last, remembered = record, {}
        found, expected = (
            _explained(monkeypatch, worth, rule, record, dataset, as_of, kept)
            for worth, kept in ((OUTLINED, remembered), (WALKED, None))
        )
        if found != expected:
            yield rule.id, record.id, found, expected


def _explained(monkeypatch, worth, rule, record, dataset, as_of, remembered):
    with monkeypatch.context() as patched:
        patched.setattr(outline, "WORTH_WRITING", worth)
        return said(explain(rule, record.data, dataset, as_of, remembered))


def every(datasets):
    """Each rule with each record that it is about."""
    return [
        (rule, record, dataset, AS_OF)
        for dataset in datasets
        for records in dataset.tables.values()
        for record in records
        for rule in rules().values()
        if rule.subject == record.kind
    ]


def of_examples(step):
    """Rules and terms with the records of one in so many of their examples."""
    shown = [(pack, rule, one) for pack in packs() for rule, proof in proofs(pack) for one in proof.examples]
    for pack, rule, one in shown[::step]:
        dataset = Dataset.from_records(one.records, model=pack.model)
        for record in dataset.tables.get(rule.subject, ())[:1]:
            yield rule, record, dataset, one.as_of


def both(condition, row):
    """All that an outline tells of the parts of a condition, and all that a walk does."""
    rule = evolve(MODEL, subject="row", parameters={}, **judging(requires=check(condition, VARIABLES)))
    scope = {"row": (typed(row), Place("row", "r"))}
    found = []
    for worth in (OUTLINED, WALKED):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(outline, "WORTH_WRITING", worth)
            traces = outline.traces_of(rule, Evaluator(NOBODY, rule, AS_OF), NOBODY, scope)
        found.append({part: whole(trace) for part, trace in traces.items()})
    return found


@given(CONDITIONS, st.lists(rows(), min_size=3, max_size=3))
def test_every_part_of_a_drawn_condition_is_as_the_walk_has_it(condition, drawn_rows):
    for row in drawn_rows:
        outlined, by_walk = both(condition.cel, row)

        assert outlined == by_walk


@pytest.mark.parametrize(
    "condition",
    [
        "row.p ? row.q : row.i > 1",
        "(row.p ? row.people : row.people.filter(x, x.n > 1)).exists(x, x.b)",
        "row.people.exists(x, row.people.all(y, x.n <= y.n || y.b) && !x.b)",
        "row.people.filter(x, x.b).all(x, x.n > row.i)",
        "[row.s, row.t].exists(x, x == row.s && row.p || x == row.t)",
        "row.i / row.j > 1 && (has(row.s) || row.t == 'a')",
    ],
)
@pytest.mark.parametrize(
    "row",
    [
        {},
        {"p": True, "q": False, "people": []},
        {"p": False, "i": 1, "j": 0, "people": [{"n": 1}, {"n": 2, "b": True}, {"b": False}]},
        {"t": "a", "i": 3, "people": [{"n": 3, "b": True}, {"n": 2, "b": True}]},
    ],
)
def test_every_part_of_a_condition_is_as_the_walk_has_it(condition, row):
    outlined, by_walk = both(condition, row)

    assert outlined == by_walk


def test_a_group_of_which_none_settles_early_what_is_asked_is_explained_as_after_a_walk(monkeypatch):
    number = {"worker": {"phone": "0811000111"}, "scope": "overseas", "documents": []}
    group = [{"id": f"P-{at}", **number, "recruiter_id": f"R-{at % 3}"} for at in range(14)]
    dataset = Dataset.from_records({"placement": group, "recruiter": [{"id": "R-0"}, {"id": "R-1"}]})
    judged = [one for one in every([dataset]) if one[0].members is not None]

    assert len(judged) > 14
    assert [*differing(monkeypatch, judged)] == []


def test_some_examples_of_rules_are_explained_as_after_a_walk(monkeypatch):
    assert [*differing(monkeypatch, of_examples(97))] == []


@pytest.mark.slow
def test_the_quick_start_and_real_cases_are_explained_as_after_a_walk(monkeypatch):
    datasets = [EXAMPLES / "quickstart", *sorted((EXAMPLES / "real-cases").glob("*.json"))]
    judged = every(map(Dataset.read, datasets))[::3]

    assert [*differing(monkeypatch, judged)] == []


@pytest.mark.slow
def test_all_examples_of_rules_are_explained_as_after_a_walk(monkeypatch):
    assert [*differing(monkeypatch, of_examples(1))] == []


@pytest.mark.slow
@examples(3)
@given(drawn_tables=tables())
def test_drawn_records_are_explained_as_after_a_walk(drawn_tables):
    with pytest.MonkeyPatch.context() as patched:
        judged = every([Dataset.from_records(drawn_tables)])

        assert [*differing(patched, judged)] == []
