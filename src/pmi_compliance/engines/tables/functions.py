"""What each function of the language is over columns; the key sets of this table and of the language are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import Value

from pmi_compliance.engines.tables.asking import named
from pmi_compliance.engines.tables.truths import OVER_COLUMNS, coded, disjunction, unsure
from pmi_compliance.engines.tables.values import (
    Array,
    Items,
    as_array,
    expr,
    is_shaped,
    truth,
)
from pmi_compliance.expr.types import INT, ListType

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmi_compliance.engines.tables.values import Lowered
    from pmi_compliance.expr.types import Type


def _columns(make: Callable[..., Any]) -> Any:
    """A function of simple arguments, from what it is on columns."""

    def call(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
        return make(*(expr(value, kind) for value, kind in zip(arguments, kinds, strict=True)))

    return call


_WIDE = dt.Decimal(38, 0)


def _fitting(value: Value) -> Value:
    """A wide number as the language holds numbers: unknown where it does not fit."""
    return value.try_cast("int64")


def _wide(value: Value) -> Value:
    return value.cast(_WIDE)


def _equal(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    if any(map(is_shaped, arguments)):
        return tree.asked(function, arguments, kinds, result)
    left, right = (expr(value, kind) for value, kind in zip(arguments, kinds, strict=True))
    return left == right if function == "==" else left != right


def _member(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    value, source = arguments
    if is_shaped(value):
        return tree.asked(function, arguments, kinds, result)
    sought = expr(value, kinds[0])
    match source:
        case Items(elements):
            constants = [
                element for element in elements if not isinstance(element, Value) and element is not None
            ]
            parts: list[Lowered] = [sought.isin(constants)] if constants else []
            parts += [sought == element for element in elements if isinstance(element, Value)]
            if parts and len(constants) == len(elements):
                return parts[0]  # unknown where the value is, as it stands
            unknown = [element for element in elements if not isinstance(element, Value) and element is None]
            result_ = disjunction(*parts, *unknown)
        case _:
            codes = source.expr.map(named(lambda element: coded(element == sought), "member"))
            result_ = OVER_COLUMNS["exists"](source, codes)
    return ibis.cases((sought.isnull(), None), else_=truth(result_))


def _size(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
    match arguments[0]:
        case Items(elements):
            return len(elements)
        case Array() as source:
            return ibis.cases((unsure(source), None), else_=source.expr.length().cast("int64"))
        case text:
            return expr(text, kinds[0]).length().cast("int64")


def _folded(make: Callable[[Value], Value]) -> Any:
    """A function of all numbers of a list, unknown where one of them or a further one is."""

    def call(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
        kind = kinds[0]
        source = as_array(arguments[0], kind.item if isinstance(kind, ListType) else None)
        nulls = source.expr.map(named(lambda item: item.isnull().cast("int8"), "null"))
        unknown = unsure(source) | (nulls.maxs() == 1).fill_null(False)
        return ibis.cases((unknown, None), else_=make(source.expr))

    return call


def _added(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    if isinstance(result, ListType):
        if all(isinstance(side, Items) for side in arguments):
            return Items(tuple(value for side in arguments for value in side.values))
        left, right = (
            as_array(side, kind.item if isinstance(kind, ListType) else None)
            for side, kind in zip(arguments, kinds, strict=True)
        )
        known = left.expr.notnull() & right.expr.notnull()
        joined = left.expr.concat(right.expr)
        partial = truth(left.partial) | truth(right.partial)
        return Array(ibis.cases((known, joined), else_=ibis.null(joined.type())), partial)
    left, right = (expr(side, kind) for side, kind in zip(arguments, kinds, strict=True))
    return _fitting(_wide(left) + _wide(right)) if result == INT else left + right


def _months(start: Value, end: Value) -> Value:
    whole = (end.year() - start.year()) * 12 + end.month() - start.month()
    return (whole - (end.day() < start.day()).cast("int32")).cast("int64")


def _age(birth: Value, on: Value) -> Value:
    # Days as numbers such as 20251031: whole years between two of them are whole ten thousands.
    left, right = (day.year() * 10_000 + day.month() * 100 + day.day() for day in (on, birth))
    return ibis.cases((on < birth, None), else_=((left - right) // 10_000).cast("int64"))


def _nik(nik: Value, value: Value) -> Value:
    return ibis.cases((nik.re_search("^[0-9]{16}$"), value), else_=ibis.null(value.type()))


def _nik_day(nik: Value) -> Value:
    return nik.substr(6, 2).try_cast("int64")


def _nik_sex(nik: Value) -> Value:
    day = _nik_day(nik)
    return _nik(nik, ibis.cases((day.between(41, 71), "female"), (day.between(1, 31), "male"), else_=None))


def _nik_birth(nik: Value, birth: Value) -> Value:
    day, month, year = (nik.substr(at, 2).try_cast("int64") for at in (6, 8, 10))
    day = ibis.ifelse(day > 40, day - 40, day)
    return _nik(nik, (day == birth.day()) & (month == birth.month()) & (year == birth.year() % 100))


def _within(place: Value, region: Value) -> Value:
    inside = (place == region) | place.startswith(region + ".")
    unknown = inside.isnull() | region.startswith(place + ".")
    return ibis.cases((inside, True), (unknown, None), else_=False)


def _asked(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    return tree.asked(function, arguments, kinds, result)


def _never(*_: object) -> Lowered:
    raise AssertionError("connectives are lowered before their arguments are looked at")


def _settled(yes: Value, no: Value) -> Value:
    return ibis.cases((yes != no, yes), else_=None)


def _written(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
    (source,) = arguments
    return Array(source.expr, source.lost, source.lost) if isinstance(source, Array) else source


ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

LOWERED: dict[str, Any] = {
    **dict.fromkeys(("&&", "||", "!", "?:"), _never),
    **{name: _columns(compare) for name, compare in ORDER.items()},
    # Rare, or exact only in Python: quotients, names, texts that may be no day.
    **dict.fromkeys(("name_key", "date", "/"), _asked),
    "==": _equal,
    "!=": _equal,
    "in": _member,
    "size": _size,
    "+": _added,
    "-": _columns(lambda a, b: _fitting(_wide(a) - _wide(b))),
    "*": _columns(lambda a, b: _fitting(_wide(a) * _wide(b))),
    "neg": _columns(lambda a: _fitting(-_wide(a))),
    "sum": _folded(lambda array: _fitting(array.map(named(_wide, "number")).sums().fill_null(0))),
    "min": _folded(lambda array: array.mins()),
    "max": _folded(lambda array: array.maxs()),
    "contains": _columns(lambda text, part: text.contains(part)),
    "startsWith": _columns(lambda text, part: text.startswith(part)),
    "endsWith": _columns(lambda text, part: text.endswith(part)),
    "settled": _columns(_settled),
    "written": _written,
    "age": _columns(_age),
    "days_between": _columns(lambda start, end: end.delta(start, unit="day").cast("int64")),
    "months_between": _columns(_months),
    "nik_sex": _columns(_nik_sex),
    "nik_birth_matches": _columns(_nik_birth),
    "province": _columns(lambda place: place.substr(0, 2)),
    "region_within": _columns(_within),
}
