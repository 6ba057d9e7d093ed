"""
The three truths as columns, and what lists of them come to.

SQL's own connectives are Kleene's, but its aggregates skip null: so folds go through codes, of which the largest is
what `exists` gives and the smallest what `all` gives.
"""

from __future__ import annotations

from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Value

from pmi_compliance.engines.tables.asking import named
from pmi_compliance.engines.tables.values import Array, Items, as_array, truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmi_compliance.engines.tables.values import Lowered
    from pmi_compliance.expr.types import Type

#: Codes of the three truths, so that the largest is what `exists` gives and the smallest what `all` gives.
FALSE, UNKNOWN, TRUE = 0, 1, 2


def code(value: Lowered) -> Any:
    """A truth as a code."""
    if not isinstance(value, Value):
        return {False: FALSE, None: UNKNOWN, True: TRUE}[value]
    match value.op():
        case ops.Equals(ops.NullIf(was_code, _), _):
            return was_code.to_expr()
    return (value.cast("int8") * 2).cast("int8").fill_null(UNKNOWN)


def coded(value: Lowered) -> Value:
    """A truth as a code in a column."""
    number = code(value)
    return number if isinstance(number, Value) else ibis.literal(number, "int8")


def truth_of(codes: Value) -> Value:
    """A code as a truth."""
    return codes.nullif(UNKNOWN) == TRUE


# Lists in columns


def unsure(source: Array) -> Value:
    """Whether a list is unknown, or a further element could change what is said of it."""
    unknown = source.expr.isnull()
    return unknown if source.partial is False else unknown | source.partial


def _some_unknown(codes: Value) -> Value:
    return codes.contains(UNKNOWN).fill_null(False)


def _kept(source: Array, codes: Value) -> Array:
    kept = source.expr.filter(named(lambda _, at: codes[at] == TRUE, "kept", "at"))
    return Array(kept, unsure(source) | _some_unknown(codes))


#: What the macros give over a column, from the codes of their bodies.
OVER_COLUMNS: dict[str, Callable[[Array, Value], Lowered]] = {
    "exists": lambda source, codes: truth_of(
        ibis.greatest(codes.maxs().fill_null(FALSE), unsure(source).cast("int8"))
    ),
    "all": lambda source, codes: truth_of(
        ibis.least(codes.mins().fill_null(TRUE), (TRUE - unsure(source).cast("int8")).cast("int8"))
    ),
    "filter": _kept,
}


def _filtered(source: Items, bodies: list[Lowered], item: Type | None) -> Lowered:
    if not any(isinstance(body, Value) for body in bodies):
        kept = Items(tuple(element for element, body in zip(source.values, bodies, strict=True) if body))
        return kept if None not in bodies else Array(as_array(kept, item).expr, partial=ibis.literal(True))
    return _kept(as_array(source, item), ibis.array([coded(body) for body in bodies]))


#: What the macros give over a list whose elements are known one by one.
OVER_ITEMS: dict[str, Callable[[Items, list[Lowered], Type | None], Lowered]] = {
    "exists": lambda _, bodies, __: disjunction(*bodies),
    "all": lambda _, bodies, __: conjunction(*bodies),
    "map": lambda _, bodies, __: Items(tuple(bodies)),
    "filter": _filtered,
}


# Connectives


def _joined(parts: Iterable[Lowered], settles: bool, join: Callable[[Any, Any], Any]) -> Lowered:
    """Constants settle a connective or change nothing; only what depends on a record gets into the query."""
    open_ = [part for part in parts if part is not (not settles)]
    if any(part is settles for part in open_):
        return settles
    if not any(isinstance(part, Value) for part in open_):
        return None if open_ else not settles
    return _balanced([*map(truth, open_)], join)


def _balanced(parts: list[Any], join: Callable[[Any, Any], Any]) -> Any:
    """All parts joined, halves first: engines go through an expression by recursion, so it is kept low."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return join(_balanced(parts[:middle], join), _balanced(parts[middle:], join))


def conjunction(*parts: Lowered) -> Lowered:
    """Kleene's and."""
    return _joined(parts, False, and_)


def disjunction(*parts: Lowered) -> Lowered:
    """Kleene's or."""
    return _joined(parts, True, or_)


def _negation(value: Lowered) -> Lowered:
    return ~value if isinstance(value, Value) else None if value is None else not value


CONNECTIVES: dict[str, Callable[..., Lowered]] = {
    "&&": conjunction,
    "||": disjunction,
    "!": _negation,
}
