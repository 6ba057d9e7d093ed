"""
What a condition means is held against engines that nobody here wrote.

SQLite knows three values, joins and counts; cel-expr-python is CEL itself and knows complete data. The closures are
held against both, DuckDB against the closures, and the reasons against the closures; so all say the same.
"""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracles import CONDITIONS, CORPUS, VARIABLES, Said, by_cel, by_sqlite, ours, rows, typed
from pmi_compliance.backends import Walker
from pmi_compliance.expr.check import check
from pmi_compliance.tables.asking import Hoisted
from pmi_compliance.tables.lower import Lowering
from pmi_compliance.tables.values import truth

several = st.lists(rows(), min_size=6, max_size=6)
complete = st.lists(rows(complete=True), min_size=6, max_size=6)


def without_days(given_rows):
    """CEL has no days."""
    return [{name: value for name, value in row.items() if name not in "de"} for row in given_rows]


def explained(condition, given_rows):
    """What the walk that gives the reasons says."""
    checked = check(condition, VARIABLES)
    walker = Walker(None, None, None)
    return [walker.walk(checked, checked.tree, {"row": (typed(row), None)}).value for row in given_rows]


ROW = pa.struct(
    [
        *((name, pa.int64()) for name in "ij"),
        *((name, pa.string()) for name in "st"),
        *((name, pa.bool_()) for name in "pq"),
        *((name, pa.date32()) for name in "de"),
        ("people", pa.list_(pa.struct([("n", pa.int64()), ("s", pa.string()), ("b", pa.bool_())]))),
    ]
)


def by_duckdb(condition, given_rows, connection):
    """What the tables back end says."""
    checked = check(condition, VARIABLES)
    held = [{**typed(row), **({"people": [*row["people"]]} if "people" in row else {})} for row in given_rows]
    table = pa.table({"at": pa.array(range(len(held))), "row": pa.array(held, ROW)})
    connection.con.register("given", table)
    asked = []
    table = connection.table("given")
    while True:
        hoisted = Hoisted([table[name] for name in asked])
        made = Lowering({}, None, None, hoisted).condition(checked, {"row": table["row"]})
        if len(hoisted.found) == len(asked):
            found = connection.to_pyarrow(table.select("at", found=truth(made)).order_by("at"))
            return found["found"].to_pylist()
        asked.append(f"asked{len(asked)}")
        table = table.mutate(**{asked[-1]: hoisted.found[len(asked) - 1]})


@pytest.fixture(scope="module")
def duckdb():
    return ibis.duckdb.connect()


def agree(condition, given_rows):
    found = ours(condition.cel, given_rows)
    assert found == by_sqlite(condition.sql, given_rows)
    assert found == explained(condition.cel, given_rows)


@given(CONDITIONS, several)
@settings(max_examples=300)
def test_sqlite_says_the_same_of_rows_with_unknowns(condition, given_rows):
    agree(condition, given_rows)


@given(CONDITIONS, complete)
@settings(max_examples=300)
def test_cel_says_the_same_of_complete_rows(condition, given_rows):
    if condition.plain:
        plain = without_days(given_rows)
        assert ours(condition.cel, plain) == by_cel(condition.cel, plain)


@given(CONDITIONS, several)
@settings(max_examples=25)
def test_duckdb_says_the_same(duckdb, condition, given_rows):
    assert by_duckdb(condition.cel, given_rows, duckdb) == ours(condition.cel, given_rows)


@pytest.mark.slow
@given(CONDITIONS, several, complete)
@settings(max_examples=10_000)
def test_ten_thousand_conditions_and_nobody_differs(condition, given_rows, complete_rows):
    agree(condition, given_rows)
    if condition.plain:
        plain = without_days(complete_rows)
        assert ours(condition.cel, plain) == by_cel(condition.cel, plain)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["why"])
def test_what_once_differed_or_might(duckdb, case):
    condition = Said(case["cel"], case["sql"], case["plain"])
    assert ours(condition.cel, case["rows"]) == case["said"]
    agree(condition, case["rows"])
    assert by_duckdb(condition.cel, case["rows"], duckdb) == case["said"]
    if condition.plain:
        assert by_cel(condition.cel, case["rows"]) == case["said"]


def test_most_of_what_is_drawn_is_decided_and_much_is_not():
    """A suite in which everything is unknown, or nothing, would agree about little."""
    said = []

    @given(CONDITIONS, several)
    @settings(max_examples=100, database=None)
    def look(condition, given_rows):
        said.extend(ours(condition.cel, given_rows))

    look()
    shares = [said.count(value) / len(said) for value in (True, False, None)]
    assert min(shares) > 0.1, shares
