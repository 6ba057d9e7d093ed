"""
Which rows of a columnar file are certainly right, asked of all at once.

The third reading of the schemas' words, beside the library that finds faults and `certain`: a row that
this lets pass, both let pass, and what is not certain is left to them.
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
from pmi_compliance.records.schema import REGION, SAYS_NOTHING, document, resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ibis.expr.types import ArrayValue, StructValue, Table, Value

    from pmi_compliance.expr.types import Type


def fits(schema: Any, kind: str) -> bool:
    """Whether the columns of an Arrow schema are fields of a kind, by name and type; some may be missing."""
    known = columns(kind)
    return (
        len(set(schema.names)) == len(schema.names)
        and "id" in schema.names
        and all(one.name in known and _fits(one.type, known[one.name]) for one in schema)
    )


def _fits(given: Any, kind: Type | None) -> bool:
    if pat.is_dictionary(given):
        given = given.value_type
    match kind:
        case String():
            return bool(pat.is_string(given) or pat.is_large_string(given) or pat.is_string_view(given))
        case ListType(item):
            return (pat.is_list(given) or pat.is_large_list(given)) and _fits(given.value_type, item)
        case RecordType(_, fields):
            names = [one.name for one in given] if pat.is_struct(given) else [None]
            return (
                len(set(names)) == len(names)
                and fields.keys() >= set(names)
                and all(_fits(one.type, fields[one.name].type) for one in given)
            )
        case _:
            simple: dict[Any, tuple[Any, ...]] = {
                BOOL: (pa.bool_(),),
                INT: (pa.int8(), pa.int16(), pa.int32(), pa.int64()),
                DATE: (pa.date32(),),
            }
            return given in simple.get(kind, ())


def right(kind: str, table: Table) -> Value:
    """Whether a row of a file that fits is certainly right."""
    schema = document(kind)
    if not schema.keys() - SAYS_NOTHING <= {"type", "properties", "required", "additionalProperties"}:
        return ibis.literal(False)
    held = [name for name in table.columns if name in schema["properties"]]
    tests = [_right(schema["properties"][name], table[name], outer=True) for name in held]
    # A text of a cell is read without the spaces around it, so that one with spaces, or with a sign that might be
    # one, is not certain.
    tests += [
        (table[name].isnull() | table[name].re_search(r"^[!-~]([\s\S]*[!-~])?$"))
        for name in held
        if table[name].type().is_string()
    ]
    there = [table[name].notnull() if name in held else ibis.literal(False) for name in schema["required"]]
    return ibis.and_(*tests, *there).fill_null(False)


def _has_items(node: Mapping[str, Any], value: ArrayValue) -> Value:
    each = value.map(named(lambda item: _right(node["items"], item).cast("int8"), "item"))
    return each.mins().fill_null(1) == 1


def _has_parts(node: Mapping[str, Any], value: StructValue) -> Value:
    return ibis.and_(*(_right(node["properties"][name], value[name]) for name in value.names))


_FORMATS: dict[str, Callable[[Any], Value]] = {
    # Python knows no other years.
    "date": lambda value: value.between(date.min, date.max),
    "region": lambda value: value.re_search(f"^({REGION})$"),
}

#: What each word asks of a value that is there and has its type.
_WORDS: dict[str, Callable[[Mapping[str, Any], Any], Value]] = {
    "type": lambda _, __: ibis.literal(True),
    "additionalProperties": lambda _, __: ibis.literal(True),  # a file with others does not fit
    "enum": lambda node, value: value.isin([one for one in node["enum"] if isinstance(one, str)]),
    "properties": _has_parts,
    "required": lambda node, value: ibis.literal(set(node["required"]) <= set(value.names)),
    "items": _has_items,
    "minLength": lambda node, value: value.length() >= node["minLength"],
    "maxLength": lambda node, value: value.length() <= node["maxLength"],
    "minimum": lambda node, value: value >= node["minimum"],
    "maximum": lambda node, value: value <= node["maximum"],
    "pattern": lambda node, value: value.re_search(node["pattern"]),
    "format": lambda node, value: _FORMATS[node["format"]](value),
    "not": lambda node, value: value & (node["not"] == {"const": False}),
}


def _right(node: Mapping[str, Any], value: Value, *, outer: bool = False) -> Value:
    """Whether a value is right; an empty cell of a row is no value, but null inside of one is."""
    beside = {word: said for word, said in node.items() if word != "$ref" and word not in SAYS_NOTHING}
    if "$ref" in node and beside:
        return ibis.literal(False)
    node = resolved(node)
    words = node.keys() - SAYS_NOTHING
    if not words <= _WORDS.keys():
        return ibis.literal(False)
    kinds = node.get("type", [])
    null = outer or "null" in kinds or None in node.get("enum", ())
    tests = [_WORDS[word](node, value) for word in _WORDS if word in words]
    return ibis.cases((value.isnull(), ibis.literal(null)), else_=ibis.and_(*tests))
