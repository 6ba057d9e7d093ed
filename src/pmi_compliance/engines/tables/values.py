"""
Values of the language as columns: what a condition stands on while it is turned into a query.

A known constant is a Python value, anything else that is simple an Ibis expression in which null is unknown.
Lists and records keep their shape until they are taken apart, for most of them never need to be built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import ibis.expr.datatypes as dt
from attrs import frozen
from ibis.expr.types import BooleanValue, StructValue, Table, Value

from pmi_compliance.base.days import Interval
from pmi_compliance.expr.types import ListType, Simple, String

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pmi_compliance.expr.types import Type

Constant: TypeAlias = "bool | int | str | date | None"


@frozen(eq=False)
class Row:
    """The record that is judged: its fields are the columns of a table."""

    table: Table


@frozen(eq=False)
class Items:
    """A list whose elements are known one by one: a literal, or a parameter."""

    values: tuple[Any, ...]


@frozen(eq=False)
class Array:
    """A list in a column; `partial` where only a part of it is known, `lost` where that is for a loss."""

    expr: Value
    partial: Any = False
    lost: Any = False


@frozen(eq=False)
class Choice:
    """One of two values that are not simple, as a condition says; neither where it is unknown."""

    test: Any
    yes: Any
    no: Any


@frozen(eq=False)
class Between:
    """A day or a number that may be known in part: its bounds, which are unknown together."""

    lo: Value
    hi: Value


#: A constant, an expression (records in columns are structs), or one of the shapes above.
Lowered: TypeAlias = Any

_SIMPLE = {"bool": dt.boolean, "int": dt.int64, "date": dt.date, "null": dt.boolean}


def dtype_of(kind: Type | None) -> dt.DataType:
    """The column type of simple types and lists of them; records have that of their column."""
    match kind:
        case Simple(name):
            return _SIMPLE[name]
        case String():
            return dt.string
        case ListType(item):
            return dt.Struct({"items": dt.Array(dtype_of(item)), "partial": dt.boolean})
        case _:
            return dt.boolean  # the empty list holds nothing


def expr(value: Lowered, kind: Type | None) -> Value:
    """A constant or expression as an expression; unknown of what is known in part."""
    if isinstance(value, Value):
        return value
    if isinstance(value, Between):
        return ibis.cases((value.lo == value.hi, value.lo), else_=None)
    dtype = dtype_of(kind)
    return ibis.null(dtype) if value is None else ibis.literal(value, dtype)


def chosen(test: Lowered, yes: Lowered, no: Lowered, kind: Type | None) -> Lowered:
    """`test ? yes : no`; unknown where the test is."""
    if not isinstance(test, Value):
        return None if test is None else yes if test else no
    if isinstance(yes, Between) or isinstance(no, Between):
        (lo, hi), (low, high) = ends(yes, kind), ends(no, kind)
        return Between(_either(test, lo, low, kind), _either(test, hi, high, kind))
    if is_shaped(yes) or is_shaped(no):
        return Choice(test, yes, no)
    return _either(test, yes, no, kind)


def is_shaped(value: Lowered) -> bool:
    """Whether a value is not simple."""
    return isinstance(value, Row | Items | Array | Choice)


def each(value: Lowered, function: Callable[[Any], Lowered], kind: Type | None) -> Lowered:
    """A function of a value that may be one of several; `kind` is what the function gives."""
    if isinstance(value, Choice):
        return chosen(value.test, each(value.yes, function, kind), each(value.no, function, kind), kind)
    return function(value)


def exactly(value: Lowered) -> Lowered:
    """A value as an element of a list, which nothing is that is known in part."""
    return expr(value, None) if isinstance(value, Between) else value


def ends(value: Lowered, kind: Type | None) -> tuple[Value, Value]:
    """The smallest and the largest that a day or a number may be."""
    return (value.lo, value.hi) if isinstance(value, Between) else (expr(value, kind),) * 2


def together(lo: Value, hi: Value) -> Between:
    """What is between two bounds; unknown where one of them is."""
    known = lo.notnull() & hi.notnull()
    return Between(*(ibis.cases((known, bound), else_=None) for bound in (lo, hi)))


#: What stands behind the name of a column of days, as the name of one beside it with those that are known in part.
PART = "~"


def field(owner: Lowered, name: str) -> Value | Between | None:
    """A field of a row or struct; `None` where the column does not hold it, so that nobody can know it."""
    value, part = _column(owner, name), _column(owner, name + PART)
    if value is None or part is None:
        return value
    return Between(*(ibis.coalesce(value, part[bound]) for bound in ("lo", "hi")))


def _column(owner: Lowered, name: str) -> Value | None:
    match owner:
        case Row(table):
            return table[name] if name in table.columns else None
        case StructValue():
            return owner[name] if name in owner.names else None
        case _:
            return None


def is_known(owner: Lowered) -> Lowered:
    """Whether a record is there at all."""
    return owner.notnull() if isinstance(owner, StructValue) else isinstance(owner, Row)


def truth(value: Lowered) -> BooleanValue:
    """A boolean as an expression."""
    return expr(value, Simple("bool"))


# Constants


def plain(value: Lowered) -> Any:
    """The constant a value is, lists too; `None` where a part of it depends on a record."""
    match value:
        case Items(inner):
            values = tuple(None if item is None else plain(item) for item in inner)
            known = all(
                (item is None) == (value_ is None) for item, value_ in zip(inner, values, strict=True)
            )
            return values if known else None
        case Value() | Row() | Array() | Choice() | Between():
            return None
        case _:
            return value


def shaped(value: Any) -> Lowered:
    """A value of the language as a constant here."""
    match value:
        case tuple():
            return Items(tuple(map(shaped, value)))
        case Interval():
            return Between(ibis.literal(value.lo), ibis.literal(value.hi))
        case _:
            return value


# Lists as single columns: where a query has no other way to hold them


def encoded(value: Lowered, kind: Type | None) -> Value:
    """A value as one column."""
    match value:
        case Choice(test, yes, no):
            return _either(test, yes, no, kind)
        case Row(table):
            return ibis.struct({name: table[name] for name in table.columns})
        case Items() | Array():
            array = as_array(value, kind.item if isinstance(kind, ListType) else None)
            column = ibis.struct({"items": array.expr, "partial": truth(array.partial)})
            return (
                column if isinstance(value, Items) else ibis.cases((array.expr.notnull(), column), else_=None)
            )
        case _:
            return expr(value, kind)


def _either(test: Value, yes: Lowered, no: Lowered, kind: Type | None) -> Value:
    # A null has the type of what stands beside it.
    cases = [(when, encoded(value, kind)) for when, value in ((test, yes), (~test, no)) if value is not None]
    return ibis.cases(*cases, else_=None) if cases else ibis.null(dtype_of(kind))


def as_array(value: Items | Array, item: Type | None) -> Array:
    """A list as an array column."""
    if isinstance(value, Array):
        return value
    if not value.values:
        return Array(ibis.literal([], dt.Array(dtype_of(item))))
    return Array(ibis.array([encoded(inner, item) for inner in value.values]))


def decoded(value: Value, kind: Type | None) -> Lowered:
    """What stands in one column, in the shape its type asks for."""
    return Array(value["items"], value["partial"]) if isinstance(kind, ListType) else value
