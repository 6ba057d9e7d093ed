"""
What a condition means is held against engines that nobody here wrote.

SQLite knows three values, joins and counts; cel-expr-python is CEL itself and knows complete data. The closures are
held against both, DuckDB against the closures, and the reasons against the closures; so all say the same.
"""

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.oracles import (
    CONDITIONS,
    CORPUS,
    VARIABLES,
    Phrased,
    by_cel,
    by_sqlite,
    by_tables,
    ours,
    rows,
    typed,
)
from pmi_compliance.engines import Evaluator
from pmi_compliance.expr.check import check

several = st.lists(rows() | rows(complete=True), min_size=6, max_size=6)
complete = st.lists(rows(complete=True), min_size=6, max_size=6)


def without_days(drawn_rows):
    """CEL has no days."""
    return [{name: value for name, value in row.items() if name not in "de"} for row in drawn_rows]


def explained(condition, drawn_rows):
    """What the evaluation that gives the reasons says."""
    checked = check(condition, VARIABLES)
    evaluator = Evaluator(None, None, None)
    return [
        evaluator.evaluate(checked, checked.tree, {"row": (typed(row), None)}).value for row in drawn_rows
    ]


@pytest.fixture(scope="module")
def duckdb():
    return ibis.duckdb.connect()


def agree(condition, drawn_rows):
    outcomes = ours(condition.cel, drawn_rows)
    assert outcomes == by_sqlite(condition.sql, drawn_rows)
    assert outcomes == explained(condition.cel, drawn_rows)


@given(CONDITIONS, several)
@settings(max_examples=300)
def test_sqlite_says_the_same_of_rows_with_unknowns(condition, drawn_rows):
    agree(condition, drawn_rows)


@given(CONDITIONS, complete)
@settings(max_examples=300)
def test_cel_says_the_same_of_complete_rows(condition, drawn_rows):
    if condition.plain:
        plain = without_days(drawn_rows)
        assert ours(condition.cel, plain) == by_cel(condition.cel, plain)


@given(CONDITIONS, several)
@settings(max_examples=25)
def test_duckdb_says_the_same(duckdb, condition, drawn_rows):
    assert by_tables(condition.cel, drawn_rows, duckdb) == ours(condition.cel, drawn_rows)


@pytest.mark.long
@given(CONDITIONS, several, complete)
@settings(max_examples=10_000)
def test_ten_thousand_conditions_and_nobody_differs(condition, drawn_rows, complete_rows):
    agree(condition, drawn_rows)
    if condition.plain:
        plain = without_days(complete_rows)
        assert ours(condition.cel, plain) == by_cel(condition.cel, plain)


@pytest.mark.slow
@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["why"])
def test_what_once_differed_or_hid_a_bug(duckdb, case):
    condition = Phrased(case["cel"], case["sql"], case["plain"])
    assert ours(condition.cel, case["rows"]) == case["outcomes"]
    agree(condition, case["rows"])
    assert by_tables(condition.cel, case["rows"], duckdb) == case["outcomes"]
    if condition.plain:
        assert by_cel(condition.cel, case["rows"]) == case["outcomes"]


def test_most_of_what_is_drawn_is_decided_and_much_is_not():
    """A suite in which everything is unknown, or nothing, would agree about little."""
    values = []

    @given(CONDITIONS, several)
    @settings(max_examples=300, database=None)
    def look(condition, drawn_rows):
        values.extend(ours(condition.cel, drawn_rows))

    look()
    shares = [values.count(value) / len(values) for value in (True, False, None)]
    # Constants of whatever modules are loaded are drawn as well, so the shares differ between processes.
    assert min(shares) > 0.05, shares
