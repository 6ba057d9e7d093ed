"""The table of functions: what stands there is known to engines, clauses, cases and generators; nothing else is."""

import re

import pytest

from helpers import oracles
from helpers.clauses import SPECIFICATION, cases, condition_of
from helpers.strategies import DRAWN, VARIABLES
from pmi_compliance.base.errors import PackError
from pmi_compliance.base.messages.conditions import LEFT_OUT
from pmi_compliance.engines import CALLS
from pmi_compliance.engines.tables.functions import LOWERED
from pmi_compliance.engines.tables.truths import OVER_COLUMNS, OVER_ITEMS
from pmi_compliance.engines.writer import INLINE
from pmi_compliance.expr.check import check
from pmi_compliance.expr.functions import FUNCTIONS
from pmi_compliance.expr.shorthand import SHORTHANDS
from pmi_compliance.expr.syntax import MACROS, parse
from pmi_compliance.expr.tree import Call, Comprehension

#: All that a condition can call.
CALLED = FUNCTIONS.keys() | MACROS.keys() - SHORTHANDS.keys()


def in_cases():
    """The functions and macros that some case evaluates."""
    for case in (parameters.values[0] for parameters in cases("gives")):
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
        "meanings": CALLS.keys() | MACROS.keys() - SHORTHANDS.keys(),
        "columns": LOWERED.keys() | OVER_COLUMNS.keys() | OVER_ITEMS.keys(),
        "cases": set(in_cases()),
        "clauses": set(in_clauses()) & CALLED,
        "drawn conditions": DRAWN.keys(),
        "drawn conditions in the tongues of others": oracles.calls().keys(),
    }.items(),
)
def test_a_function_of_the_table_is_known_everywhere(where, known):
    """To add one is a line in the table; this says where else it has to stand, and what stands there for none."""
    assert known == CALLED, where


def test_what_is_written_inline_has_a_meaning():
    """Shapes that keep records from paying for a call are shapes of functions."""
    assert INLINE.keys() < CALLS.keys()


def test_no_function_is_both_there_and_left_out():
    """What was removed is refused with what to do instead."""
    assert CALLED.isdisjoint(LEFT_OUT)
    for name in LEFT_OUT.keys() - {"[]", "{}", "%"}:
        for text in (f"{name}(s)", f"s.{name}()"):
            with pytest.raises(PackError, match=f"`{name}` is not in the language"):
                parse(text)


def test_every_clause_has_a_case_and_every_case_a_clause():
    """The specification and its cases do not drift apart."""
    clauses = set(re.findall(r"^\*\*(\d+\.\d+)\*\*", SPECIFICATION.read_text(encoding="utf-8"), re.MULTILINE))

    assert {case.values[0]["clause"] for case in cases()} == clauses


def types_in(signature):
    taken, result = signature
    for pattern in (*taken, result):
        yield pattern.removeprefix("list(").removesuffix(")")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_takes_and_gives(name):
    function = FUNCTIONS[name]

    assert function.meaning
    assert function.form in {"operator", "method", "global"}
    assert {kind for signature in function.signatures for kind in types_in(signature)} <= {
        "bool", "int", "string", "date", "T"
    }  # fmt: skip
    for taken, result in function.signatures:
        assert "T" not in types_in(((), result)) or "T" in types_in((taken, "bool"))
