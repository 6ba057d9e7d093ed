"""
Questions that a query asks of Python: the meaning of a function, for the values of a row.

Not every engine lets a loop over an array ask Python. So questions inside loops are asked for all elements at once,
outside the loop, and their answers stand in columns when the loop needs them.
"""

from __future__ import annotations

import inspect
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from attrs import frozen

from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.tables.shared import moved
from pmi_compliance.engines.tables.values import dtype_of, encoded
from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ibis.expr.types import Value

    from pmi_compliance.engines.tables.shared import Shared
    from pmi_compliance.engines.tables.values import Lowered
    from pmi_compliance.expr.types import Type


_numbers = count()


def named(function: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """
    A function whose arguments have names that no other function has.

    Ibis calls the variables of a loop after them, and takes two of one name for the same even where one
    stands in a table that the other only reads from.
    """
    number = next(_numbers)

    def call(*arguments: Any, **by_name: Any) -> Any:
        return function(*arguments, *by_name.values())

    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(f"{name}{number}", inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    )
    return call


@frozen(eq=False)
class Loop:
    """A macro over a column: the array, and the element and place that stand for all of them."""

    array: Value
    element: Value
    index: Value

    @property
    def variables(self) -> tuple[Any, Any]:
        """What stands only inside the loop: the element and its place."""
        return self.element.op(), self.index.op()


def mapped(shared: Shared, array: Value, turn: Callable[[Loop], Value]) -> Value:
    """An array of what is made of each element."""
    loop = _loop(array)
    return _looped(shared, loop, turn(loop).op())


def over(shared: Shared, loops: Sequence[Loop], value: Value) -> Value:
    """A value inside loops for all their elements: an array for each loop."""
    for loop in reversed(loops):
        again = _loop(loop.array)
        body = moved(value.op(), dict(zip(loop.variables, again.variables, strict=True)))
        value = _looped(shared, again, body)
    return value


def _loop(array: Value) -> Loop:
    op, number = array.op(), next(_numbers)
    element = ops.Argument(f"each{number}", op.shape, op.dtype.value_type)
    return Loop(array, element.to_expr(), ops.Argument(f"at{number}", op.shape, dt.int64).to_expr())


def _looped(shared: Shared, loop: Loop, body: Any) -> Value:
    """An array of what a body gives; a loop that does not ask for places runs faster."""
    element, index = loop.variables
    asks = index in shared.facts(body).variables
    return ops.ArrayMap(loop.array.op(), body, element, index if asks else None).to_expr()


def ahead(shared: Shared, loops: Sequence[Loop], answers: Value) -> Value:
    """
    What is asked ahead, where it is needed.

    Args:
        shared: What is known of all values.
        loops: The loops around the question, the outermost first.
        answers: All answers, as an array for each loop.

    """
    shared.ask(answers.op())
    for loop in loops:
        answers = answers[loop.index]
    return answers


def ask(
    shared: Shared,
    loops: Sequence[Loop],
    function: str,
    arguments: Sequence[Lowered],
    kinds: Sequence[Type],
    result: Type,
) -> Value:
    """A question with its arguments, strict in the unknown; inside loops it is asked ahead, for all elements."""
    columns = [encoded(value, kind) for value, kind in zip(arguments, kinds, strict=True)]
    # What is made of lists of records are lists of the same records.
    gives = (
        columns[0].type()
        if isinstance(result, ListType) and isinstance(result.item, RecordType)
        else dtype_of(result)
    )

    def asked(depth: int, arguments: list[Value]) -> Value:
        dtypes = tuple(argument.type() for argument in arguments)
        return _question(function, tuple(kinds), result, dtypes, gives, depth)(*arguments)

    answers = asked(len(loops), [over(shared, loops, column) for column in columns])
    return ahead(shared, loops, answers)["value"]


@cache
def _question(
    function: str,
    kinds: tuple[Type, ...],
    result: Type,
    dtypes: tuple[dt.DataType, ...],
    gives: dt.DataType,
    depth: int,
) -> Any:
    """The question as a function of the engine, over arrays in arrays as deep as the loops around it."""
    meaning = CALLS[function]

    def answer(*arguments: Any) -> dict[str, Any]:
        if None in arguments:
            return {"value": None}
        known = [rebuilt(argument, kind) for argument, kind in zip(arguments, kinds, strict=True)]
        return {"value": packed(meaning(*known), result)}

    # An answer may be unknown, but engines want a function to give something; hence the wrapping.
    dtype: dt.DataType = dt.Struct({"value": gives})
    for _ in range(depth):
        answer, dtype = _of_arrays(answer), dt.Array(dtype)
    names = [f"a{at}" for at in range(len(kinds))]
    return ibis.udf.scalar.python(
        named(answer, *names), name=f"pmi_asks_{next(_numbers)}", signature=(dtypes, dtype)
    )


def _of_arrays(answer: Callable[..., Any]) -> Callable[..., Any]:
    """A function of the elements of arrays that belong together; where there is no array there is no answer."""

    def answers(*arrays: Any) -> list[Any]:
        return [] if any(array is None for array in arrays) else [*map(answer, *arrays)]

    return answers


class _RecordOfColumn(dict[str, Any]):
    """A record out of a column, and what it was there."""

    column: Any


def rebuilt(value: Any, kind: Type | None) -> Any:
    """A value out of a column as the language holds it."""
    match kind:
        case _ if value is None:
            return None
        case ListType(item):
            items = (rebuilt(inner, item) for inner in value["items"])
            return PartialList(items) if value["partial"] else tuple(items)
        case RecordType(_, fields):
            record = _RecordOfColumn(
                {name: inner_ for name, inner_ in value.items() if inner_ is not None and name in fields}
            )
            record.column = value
            return record
        case _:
            return value


def packed(value: Any, kind: Type | None) -> Any:
    """A value of the language as a column holds it."""
    match kind:
        case _ if value is None:
            return None
        case ListType(item):
            return {
                "items": [packed(inner, item) for inner in value],
                "partial": isinstance(value, PartialList),
            }
        case RecordType():
            return value.column
        case _:
            return value
