"""What is recognised as valid without the library of JSON Schema is valid, and nearly all valid records are recognised."""

import copy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.strategies import tables
from pmi_compliance.base.digests import canonical, written
from pmi_compliance.records.schema import RecordModel, bundled_model
from pmi_compliance.records.validation import typed, validated

MODEL = bundled_model()

#: Values that are invalid in most places, and valid in some.
ODD = [
    None, True, False, 0, 1, -1, 5.0, 1.5, 2**53, "", " ", "x", "x" * 300, "2025-02-30", "2025-02-28", "2025-2-8", "5303",
    "53.01", "IDR", "idr", "1" * 16, "1" * 17, "١" * 16, "MY", "passport", [], [None], ["x"], [5], {}, {"id": "x"}, {"x": 1},
]  # fmt: skip


def errors(kind, value):
    return [*MODEL.documents.validator(kind).iter_errors(value)]


def places(value, at=()):
    yield at
    match value:
        case dict():
            for name, inner in value.items():
                yield from places(inner, (*at, name))
        case list():
            for number, inner in enumerate(value):
                yield from places(inner, (*at, number))


def changed(value, at, other):
    if not at:
        return other
    copied = copy.deepcopy(value)
    holder = copied
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = other
    return copied


def validate(kind, value, model=MODEL):
    return validated(model, kind, value, canonical(value))


def shape(value):
    """A value with the classes of all that is in it."""
    match value:
        case dict():
            return {name: shape(inner) for name, inner in value.items()}
        case tuple() | list():
            return (type(value), [shape(inner) for inner in value])
        case _:
            return (type(value), value)


@given(tables(), st.data())
def test_nothing_invalid_is_taken_for_valid(drawn_tables, data):
    for kind, records in drawn_tables.items():
        for record in records:
            at = data.draw(st.sampled_from([*places(record)]))
            for other in ODD:
                value = changed(record, at, other)
                recognised = validate(kind, value)
                if recognised is not None:
                    assert not errors(kind, value), (kind, at, other)
                    assert shape(recognised) == shape(typed(MODEL, kind, value))
            assert validate(kind, {**record, "surprise": 1}) is None


@given(tables(), st.data())
def test_what_is_no_json_is_not_taken_for_it(drawn_tables, data):
    for kind, records in drawn_tables.items():
        for record in records:
            at = data.draw(st.sampled_from([*places(record)]))
            for other in (
                {"x"},
                b"x",
                date(2025, 2, 28),
                Decimal(5),
                float("nan"),
                "\ud800",
                {1: 2},
                [{"x"}],
            ):
                value = changed(record, at, other)
                assert not errors(kind, value) or validate(kind, value) is None, (kind, at, other)


@given(tables())
def test_valid_records_are_recognised_at_once(drawn_tables):
    """Otherwise the library is asked, which is right as well, and a hundred times slower."""
    for kind, records in drawn_tables.items():
        for record in records:
            assert shape(validate(kind, record)) == shape(typed(MODEL, kind, record))
            assert not MODEL.problems(kind, record)


def test_what_is_no_record_is_not_valid():
    for kind in MODEL.kinds:
        for value in (None, [], "x", 5, True, {}, {"id": ""}, {"id": None}, {"id": "x" * 201}):
            assert validate(kind, value) is None
            assert errors(kind, value)
        assert validate(kind, {"id": "x"}) == {"id": "x"}


@pytest.mark.parametrize(
    "node",
    [
        {"type": "string", "format": "email"},
        {"type": "string", "contentEncoding": "base64"},
        {"type": "boolean", "not": {"const": True}},
        {"type": "string", "not": {"const": "x"}},
        {"enum": ["x", 1]},
        {"anyOf": [{"type": "string"}]},
        {},
    ],
)
def test_a_word_that_no_class_knows_is_left_to_the_library(node):
    properties = {"id": {"type": "string"}, "it": node}
    model = RecordModel.of({"thing": {"type": "object", "properties": properties, "x-relations": {}}})

    for value in ("x", True, False, None, 1):
        assert validate("thing", {"id": "x", "it": value}, model) is None
    assert validate("thing", {"id": "x"}, model) == {"id": "x"}


def test_a_null_that_only_one_word_of_a_schema_allows_is_refused():
    properties = {"id": {"type": "string"}, "it": {"enum": ["x", None], "type": "string"}}
    model = RecordModel.of({"thing": {"type": "object", "properties": properties, "x-relations": {}}})

    assert validate("thing", {"id": "x", "it": "x"}, model) == {"id": "x", "it": "x"}
    assert validate("thing", {"id": "x", "it": None}, model) is None


# What JSON may hold, written by either of the two that write it.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(JSON)
def test_canonical_json_is_written_the_same_in_both_ways(value):
    assert written(value) == canonical(value)


def test_of_every_list_a_record_can_say_that_it_is_whole():
    """Beside each array of a record, and of its parts, stands a truth."""

    def groups(nodes):
        yield nodes
        for node in nodes.values():
            inner = node.item if node.item is not None else node
            if inner.fields is not None:
                yield from groups(inner.fields)

    lists = {
        (name, group.get(f"{name}_complete"))
        for kind in MODEL.kinds
        for group in groups(MODEL.nodes[kind].parts)
        for name, node in group.items()
        if "array" in node.types
    }
    assert len(lists) > 20
    assert [name for name, beside in lists if beside is None or "boolean" not in beside.types] == []
