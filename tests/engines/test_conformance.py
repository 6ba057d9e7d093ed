"""The condition language does what each clause of its specification says, in every engine."""

from datetime import date

import ibis
import pytest

from helpers.clauses import cases, condition_of
from helpers.columns import columns, lowered
from helpers.strategies import VARIABLES
from pmi_compliance.base.days import day_of
from pmi_compliance.base.outcome import Outcome, verdict
from pmi_compliance.engines import Evaluator, Program
from pmi_compliance.expr.check import check
from pmi_compliance.records.schema import OpenList, PartialList


def value_of(written):
    """A value as a dataset holds it."""
    match written:
        case {"part": items}:
            return PartialList(map(value_of, items))
        case {"open": items}:
            return OpenList(map(value_of, items))
        case {"day": text}:
            return day_of(text)
        case list():
            return tuple(map(value_of, written))
        case dict():
            return {key: value_of(inner) for key, inner in written.items()}
        case _:
            return written


def evaluated(condition, written):
    """What the compiled function, the explanation and a query give; they must agree."""
    checked = check(condition, VARIABLES)
    values = {name: value_of(written.get(name)) for name in VARIABLES}
    compiled = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)(*values.values())
    scope = {name: (value, None) for name, value in values.items()}
    explained = Evaluator(None, None, None).evaluate(checked, checked.tree, scope).value
    assert (compiled, type(compiled)) == (explained, type(explained))
    connection = ibis.duckdb.connect()
    connection.con.register("given", columns([values]))
    assert lowered(connection, connection.table("given"), checked) == [compiled]
    return compiled


@pytest.mark.slow
@pytest.mark.parametrize("case", cases("gives"))
def test_a_clause_gives_its_value(case):
    assert evaluated(condition_of(case), case.get("given", {})) is case["gives"]


@pytest.mark.parametrize("case", cases("rule"))
def test_a_clause_about_rules_gives_its_outcome(case):
    assert verdict(*case["rule"].values()) is Outcome(case["outcome"])


def test_dates_are_compared_as_days():
    """A condition can hold a constant day."""
    assert evaluated('d < date("2025-01-01")', {"d": date(2024, 12, 31)}) is True
