"""The condition language does what each clause of its specification says, in every engine."""

import re
from datetime import date
from pathlib import Path

import ibis
import pytest
import yaml

from helpers import oracles
from helpers.columns import columns, lowered
from helpers.strategies import DRAWN, VARIABLES
from pmi_compliance.base.errors import PackError
from pmi_compliance.base.messages.conditions import LEFT_OUT
from pmi_compliance.base.outcome import Outcome, verdict
from pmi_compliance.engines import CALLS, Evaluator, Program
from pmi_compliance.engines.closures import INLINE
from pmi_compliance.engines.tables.functions import LOWERED
from pmi_compliance.engines.tables.truths import OVER_COLUMNS, OVER_ITEMS
from pmi_compliance.expr.check import check
from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.printing import to_text
from pmi_compliance.expr.syntax import MACROS, parse
from pmi_compliance.expr.tree import Call, Comprehension
from pmi_compliance.records.schema import PartialList

SPECIFICATION = Path(__file__).parents[2] / "src" / "pmi_compliance" / "expr" / "README.md"


def cases():
    """Every case of every file, with an id that names its place."""
    for path in sorted((Path(__file__).parents[1] / "conformance").glob("*.yaml")):
        for at, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
            yield pytest.param(case, id=f"{case['clause']}-{path.stem}-{at}")


def condition_of(case):
    """The text, grown where a case tests how large one may be."""
    grown = case.get("repeat", {})
    times = grown.get("times", 0)
    return grown.get("before", "") * times + case["condition"] + grown.get("after", "") * times


def value_of(written):
    """A value as a dataset holds it."""
    match written:
        case {"part": items}:
            return PartialList(map(value_of, items))
        case list():
            return tuple(map(value_of, written))
        case dict():
            return {key: value_of(inner) for key, inner in written.items()}
        case _:
            return written


def evaluated(condition, written):
    """What the compiled function, the explained walk and a query give; they must agree."""
    checked = check(condition, VARIABLES)
    values = {name: value_of(written.get(name)) for name in VARIABLES}
    compiled = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)(*values.values())
    scope = {name: (value, None) for name, value in values.items()}
    walked = Evaluator(None, None, None).evaluate(checked, checked.tree, scope).value
    assert (compiled, type(compiled)) == (walked, type(walked))
    connection = ibis.duckdb.connect()
    connection.con.register("given", columns([values]))
    assert lowered(connection, connection.table("given"), checked) == [compiled]
    return compiled


@pytest.mark.parametrize("case", list(cases()))
def test_a_clause_holds(case):
    """Each case gives its value, its outcome, or its error at its place."""
    if "rule" in case:
        assert verdict(*case["rule"].values()) is Outcome(case["outcome"])
        return
    condition = condition_of(case)
    if "gives" in case:
        assert evaluated(condition, case.get("given", {})) is case["gives"]
        return
    with pytest.raises(PackError) as caught:
        check(condition, VARIABLES)
    first = caught.value.diagnostics[0]
    assert case["refused"] in first.message.en
    assert case.get("help", "") in first.help.en
    assert first.column == case.get("column", first.column)


def test_every_clause_has_a_case_and_every_case_a_clause():
    """The specification and its cases do not drift apart."""
    clauses = set(re.findall(r"^\*\*(\d+\.\d+)\*\*", SPECIFICATION.read_text(encoding="utf-8"), re.MULTILINE))

    assert {case.values[0]["clause"] for case in cases()} == clauses


#: All that a condition can call.
CALLED = FUNCTIONS.keys() | set(MACROS)


def in_cases():
    """The functions and macros that some case evaluates."""
    for case in (parameters.values[0] for parameters in cases()):
        if "gives" in case:
            checked = check(condition_of(case), VARIABLES)
            yield from (node.function for node in checked.nodes() if isinstance(node, Call))
            yield from (node.macro for node in checked.nodes() if isinstance(node, Comprehension))


def in_clauses():
    """The words and signs that the specification sets as code."""
    for code in re.findall(r"`([^`]+)`", SPECIFICATION.read_text(encoding="utf-8")):
        yield from code.split()
        yield from re.findall(r"\w+", code)


@pytest.mark.parametrize(
    ("where", "known"),
    {
        "meanings": CALLS.keys() | set(MACROS),
        "columns": LOWERED.keys() | OVER_COLUMNS.keys() | OVER_ITEMS.keys(),
        "cases": set(in_cases()),
        "clauses": set(in_clauses()) & CALLED,
        "drawn conditions": DRAWN.keys(),
        "drawn conditions in the tongues of others": oracles.calls().keys(),
    }.items(),
)
def test_a_function_of_the_table_is_known_everywhere(where, known):
    """To add one is a line in the table; this tells what else is to be said of it, and what is said of none."""
    assert known == CALLED, where


def test_no_function_is_both_there_and_left_out():
    """What was removed is refused with what to do instead."""
    assert CALLED.isdisjoint(LEFT_OUT)
    for name in LEFT_OUT.keys() - {"[]", "{}", "%"}:
        for text in (f"{name}(s)", f"s.{name}()"):
            with pytest.raises(PackError, match=f"`{name}` is not in the language"):
                parse(text)


def test_what_is_written_inline_has_a_meaning():
    """Shapes that keep records from paying for a call are shapes of functions."""
    assert INLINE.keys() < CALLS.keys()


@pytest.mark.parametrize("case", [case for case in cases() if "gives" in case.values[0]])
def test_a_condition_written_out_is_read_back(case):
    """Printing and reading give the same tree."""
    tree = parse(condition_of(case))

    assert parse(to_text(tree)) == tree


def test_all_mistakes_of_a_condition_are_reported_at_once():
    """One look at the errors is enough to correct a condition."""
    with pytest.raises(PackError) as caught:
        check("persn.name == 'a' && i == 'b' && colour == 'gren'", VARIABLES)

    assert [diagnostic.column for diagnostic in caught.value.diagnostics] == [1, 22, 44]


def test_an_error_shows_the_place_with_a_caret():
    """The caret stands under what is wrong, also behind tabs."""
    with pytest.raises(PackError) as caught:
        check("ok &&\n\tperson.nam == 'a'", VARIABLES)

    assert caught.value.text.in_language("en") == (
        "2:9: unknown field `nam` on person\n"
        "   | \tperson.nam == 'a'\n"
        "   | \t       ^^^\n"
        "help: did you mean `name`? known: born, friend, name"
    )


def test_dates_are_compared_as_days():
    """A condition can hold a constant day."""
    assert evaluated('d < date("2025-01-01")', {"d": date(2024, 12, 31)}) is True
