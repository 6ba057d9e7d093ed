"""What each function of the language is over columns; the key sets of this table and of the language are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import Value

from pmi_compliance.engines.tables.asking import named
from pmi_compliance.engines.tables.days import OF_DAYS, ORDER, compared, equal
from pmi_compliance.engines.tables.truths import OVER_COLUMNS, coded, disjunction, unsure
from pmi_compliance.engines.tables.values import (
    Array,
    Between,
    Items,
    as_array,
    ends,
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


def _compared(_: Any, function: str, sides: list[Lowered], kinds: list[Type], __: Type) -> Lowered:
    return compared(function, kinds[0], *sides)


def _equal(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    if any(map(is_shaped, arguments)):
        return tree.asked(function, arguments, kinds, result)
    same = equal(kinds[0], *arguments)
    return same if function == "==" else ~same


def _member(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    value, source = arguments
    if is_shaped(value):
        return tree.asked(function, arguments, kinds, result)
    sought, _ = ends(value, kinds[0])
    match source:
        case Items(elements):
            known = [element for element in elements if element is not None]
            constants = [element for element in known if not isinstance(element, Value)]
            open_ = known if isinstance(value, Between) else [one for one in known if isinstance(one, Value)]
            parts: list[Lowered] = [equal(kinds[0], value, element) for element in open_]
            if constants and open_ is not known:
                parts.append(sought.isin(constants))
                if len(constants) == len(elements):
                    return parts[0]  # unknown where the value is, as it stands
            result_ = disjunction(*parts, *[None] * (len(elements) - len(known)))
        case _:
            codes = source.expr.map(named(lambda element: coded(equal(kinds[0], value, element)), "member"))
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


def _nik(nik: Value, value: Value) -> Value:
    return ibis.cases((nik.re_search("^[0-9]{16}$"), value), else_=ibis.null(value.type()))


def _nik_sex(nik: Value) -> Value:
    day = nik.substr(6, 2).try_cast("int64")
    return _nik(nik, ibis.cases((day.between(41, 71), "female"), (day.between(1, 31), "male"), else_=None))


def _region(place: Value, region: Value) -> Value:
    inside = (place == region) | place.startswith(region + ".")
    unknown = inside.isnull() | region.startswith(place + ".")
    return ibis.cases((inside, True), (unknown, None), else_=False)


def _of_days(make: Callable[..., Lowered]) -> Any:
    """A function of days, which may be known in part."""

    def call(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
        return make(*arguments)

    return call


def _asked(tree: Any, function: str, arguments: list[Lowered], kinds: list[Type], result: Type) -> Lowered:
    return tree.asked(function, arguments, kinds, result)


def _never(*_: object) -> Lowered:
    raise AssertionError("connectives are lowered before their arguments are looked at")


def _settled(yes: Value, no: Value) -> Value:
    # Not `yes != no`: Spark does not read a comparison of what is a comparison itself (`a IN (…) <> b`).
    return ibis.cases((yes & ~no, True), (no & ~yes, False), else_=None)


def _written(_: Any, __: str, arguments: list[Lowered], kinds: list[Type], ___: Type) -> Lowered:
    (source,) = arguments
    return Array(source.expr, source.lost, source.lost) if isinstance(source, Array) else source


LOWERED: dict[str, Any] = {
    **dict.fromkeys(("&&", "||", "!", "?:"), _never),
    **dict.fromkeys(ORDER, _compared),
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
    **{name: _of_days(made) for name, made in OF_DAYS.items()},
    "nik_sex": _columns(_nik_sex),
    "province": _columns(lambda place: place.substr(0, 2)),
    "region_within": _columns(_region),
}
