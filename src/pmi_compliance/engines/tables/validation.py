"""
Which rows of a columnar file are certainly valid, asked of all at once.

Beside the library that finds problems and the compiled classes of `validation`: a row that is valid here is valid there,
and what is not certain is left to them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa
import pyarrow.types as pat

from pmi_compliance.engines.tables.asking import named
from pmi_compliance.engines.tables.wide import columns
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String
from pmi_compliance.records.persons import MAY_BE_SEVERAL, NAME, is_of_one
from pmi_compliance.records.reading.no_values import NO_VALUE
from pmi_compliance.records.record_ids import TELEPHONE
from pmi_compliance.records.remarks import AGES_OF_CHILDREN
from pmi_compliance.records.unread import NOTHING_SAID

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ibis.expr.types import Table, Value

    from pmi_compliance.expr.types import Type
    from pmi_compliance.records.json_schema import Node


def fits(schema: Any, record: RecordType) -> bool:
    """Whether the columns of an Arrow schema are fields of a kind, by name and type; some may be missing."""
    known = columns(record)
    return (
        len(set(schema.names)) == len(schema.names)
        and "id" in schema.names
        and all(column.name in known and _fits(column.type, known[column.name]) for column in schema)
    )


def _fits(column: Any, field_type: Type | None) -> bool:
    """Whether an Arrow type holds values of a field's type."""
    if pat.is_dictionary(column):
        column = column.value_type
    match field_type:
        case String():
            return bool(pat.is_string(column) or pat.is_large_string(column) or pat.is_string_view(column))
        case ListType(item):
            return (pat.is_list(column) or pat.is_large_list(column)) and _fits(column.value_type, item)
        case RecordType(_, fields):
            names = [part.name for part in column] if pat.is_struct(column) else [None]
            return (
                len(set(names)) == len(names)
                and fields.keys() >= set(names)
                and all(_fits(part.type, fields[part.name].type) for part in column)
            )
        case _:
            simple: dict[Any, tuple[Any, ...]] = {
                BOOL: (pa.bool_(),),
                INT: (pa.int8(), pa.int16(), pa.int32(), pa.int64()),
                DATE: (pa.date32(),),
            }
            return column in simple.get(field_type, ())


def is_valid(node: Node, table: Table, ids: Collection[str]) -> Value:
    """
    Whether a row of a file that fits is certainly valid.

    Args:
        node: What the schema says of the records of the kind.
        table: The rows, as `fits` takes them.
        ids: The fields that hold ids, which records may be known by otherwise.

    """
    if node.unread:
        return ibis.literal(False)
    names = [name for name in table.columns if name in node.parts]
    tests = [_is_valid(node.parts[name], table[name], outer=True) for name in names]
    tests += [_is_read_as_it_is(name, table[name]) for name in names]
    tests += [table[name].isnull() | _is_plain_id(table[name]) for name in names if name in ids]
    there = [
        table[name].notnull() if name in names else ibis.literal(False) for name in sorted(node.required)
    ]
    return ibis.and_(*tests, *there).fill_null(False)


#: A text is read without the spaces around it, and a telephone without what stands between its digits, so that one with
#: such signs, or with what might be some, is not certain.
_AS_IT_IS, _TELEPHONE = r"^[!-~]([\s\S]*[!-~])?$", r"^\+?[0-9]{6,15}$"


def _is_read_as_it_is(name: str, value: Any) -> Value:
    if not value.type().is_string():
        return ibis.literal(True)
    return value.isnull() | value.re_search(_TELEPHONE if name == "phone" else _AS_IT_IS)


def _is_plain_id(column: Any) -> Value:
    """Whether an id, or each of several, surely tells of no person and holds no sign that is not seen."""
    text = column if column.type().is_string() else column.join(";")
    is_name = "[A-Za-z][.]? |(?:^|;)[A-Z][a-z]+(?:$|;)"
    return ~text.re_search(rf"(?:[0-9][ .'\-]*){{16}}|{TELEPHONE}|[^ -~]|(?:^|;) | (?:$|;)|{is_name}")


_FORMATS: dict[str, Callable[[Any], Value]] = {
    # Python knows no other years.
    "date": lambda value: value.between(date.min, date.max),
    "edtf": lambda value: value.between(date.min, date.max),
}

_LIMITS: Mapping[str, Callable[[Any, Any], Value]] = {
    "minLength": lambda value, limit: value.length() >= limit,
    "maxLength": lambda value, limit: value.length() <= limit,
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "pattern": lambda value, limit: value.re_search(limit),
}


def _is_valid(node: Node, value: Any, *, outer: bool = False) -> Value:
    """Whether a value is valid; an empty cell of a row is no value, but null inside of one is."""
    if node.unread or not (node.types or node.nullable):
        return ibis.literal(False)
    return ibis.cases(
        (value.isnull(), ibis.literal(outer or node.nullable)), else_=ibis.and_(*_tests(node, value))
    )


def _tests(node: Node, value: Any) -> list[Value]:
    """What a schema asks of a value that is there and has its type."""
    tests: list[Value] = [_LIMITS[word](value, limit) for word, limit in sorted(node.limits.items())]
    if node.values is not None:
        tests.append(value.isin([*node.values]))
    elif node.type == "string" and node.format is None:
        # A row with such a text is in doubt, and read as all other forms are.
        tests.append(~value.re_search(f"{NOTHING_SAID}|{NO_VALUE}"))
    if node.format is not None:
        tests.append(
            _FORMATS[node.format](value)
            if node.places is None
            else value.re_search(f"^(?:{node.places.pattern()})$")
        )
    if node.only_true:
        tests.append(value)
    if node.fields is not None:
        tests += [_is_valid(node.fields[name], value[name]) for name in value.names]
        tests += [_is_read_as_it_is(name, value[name]) for name in value.names]
        if is_of_one(node) and NAME in value.names:
            tests.append(value[NAME].isnull() | ~value[NAME].re_search(MAY_BE_SEVERAL))
        if is_of_one(node):
            # What is said of a child is told with the record.
            told = [name for name in AGES_OF_CHILDREN if name in value.names]
            tests += [value[name].isnull() | (value[name] >= AGES_OF_CHILDREN[name]) for name in told]
        tests.append(ibis.literal(node.required <= set(value.names)))
    if node.item is not None:
        item = node.item

        def is_certain(element: Any) -> Any:
            return ibis.and_(_is_valid(item, element), _is_read_as_it_is("", element)).cast("int8")

        each = value.map(named(is_certain, "item"))
        tests.append(each.mins().fill_null(1) == 1)
    return tests
