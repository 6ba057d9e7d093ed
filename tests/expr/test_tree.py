"""Trees and types as values: what is equal, what stands below a node, and which type holds two others."""

import pytest
from hypothesis import given

from helpers.strategies import conditions
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.tree import (
    Comprehension,
    Constant,
    FirstKnown,
    Name,
    below,
    children,
    extent,
    with_children,
)
from pmi_compliance.expr.types import BOOL, DATE, INT, NULL, STRING, ListType, RecordType, String, join

RED, GREEN = String(frozenset({"red"})), String(frozenset({"green"}))
EMPTY = ListType(None)
PERSON = RecordType("person")


# Trees


def test_trees_are_equal_that_mean_the_same_wherever_they_stand():
    assert parse("ok&&(bad)") == parse("ok  &&\n bad")
    assert parse("ok && bad") != parse("bad && ok")


def test_a_truth_value_is_no_number():
    assert Constant(True) != Constant(1)
    assert Constant(False) != Constant(0)


@given(conditions)
def test_a_node_over_its_own_parts_is_the_same_node(text):
    tree = parse(text)

    for node in (tree, *below(tree)):
        assert with_children(node, children(node)) == node


def test_a_first_known_value_stands_over_its_options():
    first = FirstKnown((Name("d"), Name("e")))

    assert children(first) == (Name("d"), Name("e"))
    assert with_children(first, (Name("e"), Name("d"))) == FirstKnown((Name("e"), Name("d")))


@pytest.mark.parametrize(
    ("text", "size", "height", "loops"),
    [
        ("ok", 1, 1, 0),
        ("ok && bad && ok", 4, 2, 0),
        ("person.friend.born > d", 5, 4, 0),
        ("ints.exists(x, ints.all(y, x > y))", 7, 4, 2),
    ],
)
def test_the_extent_of_a_tree_is_counted(text, size, height, loops):
    assert extent(parse(text)) == (size, height, loops)


@given(conditions)
def test_the_extent_counts_every_node(text):
    tree = parse(text)
    size, _, loops = extent(tree)

    assert size == 1 + len([*below(tree)])
    assert loops <= len([node for node in (tree, *below(tree)) if isinstance(node, Comprehension)])


# Types


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (INT, INT, INT),
        (INT, DATE, None),
        (BOOL, NULL, BOOL),
        (NULL, NULL, NULL),
        (RED, GREEN, String(frozenset({"red", "green"}))),
        (RED, STRING, STRING),
        (EMPTY, ListType(INT), ListType(INT)),
        (EMPTY, EMPTY, EMPTY),
        (ListType(RED), ListType(GREEN), ListType(String(frozenset({"red", "green"})))),
        (ListType(INT), ListType(DATE), None),
        (ListType(NULL), ListType(INT), ListType(INT)),
        (PERSON, PERSON, PERSON),
        (PERSON, RecordType("person"), None),
        (PERSON, NULL, PERSON),
    ],
)
def test_the_type_that_holds_two_others(first, second, both):
    assert join(first, second) == both
    assert join(second, first) == both


def test_types_are_written_as_the_specification_writes_them():
    assert [str(kind) for kind in (BOOL, RED, EMPTY, ListType(DATE), PERSON)] == [
        "bool",
        "string",
        "list",
        "list(date)",
        "person",
    ]
