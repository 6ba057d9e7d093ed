"""
Questions that a query asks of Python: the meaning of a function, for the values of a row.

Not every engine lets a loop over an array ask Python. `Hoisted` finds such questions, so that they can be asked for
all elements at once, outside the loop, and their answers stand in columns when the loop needs them.
"""

from __future__ import annotations

import inspect
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
from attrs import define, field, frozen

from pmi_compliance.engines.meaning import CALLS
from pmi_compliance.engines.tables.values import dtype_of, encoded
from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.schema import PartialList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ibis.expr.types import Value

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


#: Nodes of one expression, written out. A query has no names for its parts: what stands twice is written twice, and
#: what is written twice in something that is written twice, four times.
_LARGE = 4_000


@define(eq=False)
class Hoisted:
    """What is asked ahead, in the order in which lowering meets it, and the columns that hold some of the answers."""

    columns: Sequence[Value] = ()
    questions: list[Value] = field(factory=list)
    _sizes: dict[Any, int] = field(factory=dict)

    def is_large(self, value: Value) -> bool:
        """Whether an expression is to get a column of its own."""
        pending = [value.op()]
        while pending:
            last = pending[-1]
            below = [] if isinstance(last, ops.Relation) else last.__children__
            waiting = [part for part in below if part not in self._sizes]
            if waiting:
                pending += waiting
            else:
                self._sizes[last] = 1 + sum(self._sizes[part] for part in below)
                pending.pop()
        return self._sizes[value.op()] > _LARGE

    def call(self, loops: Sequence[Loop], spot: Value, ahead: Value) -> Value:
        """
        The answer, inside loops that for the elements at hand.

        Args:
            loops: The loops around the question, the outermost first.
            spot: The answer where it is asked.
            ahead: All answers, as an array for each loop: what the column holds that is to come.

        """
        at = len(self.questions)
        self.questions.append(ahead)
        if at >= len(self.columns):
            return spot
        answer = self.columns[at]
        for loop in loops:
            answer = answer[loop.index]
        return answer


def mapped(array: Value, turn: Callable[[Value, Value], Value]) -> Value:
    """An array of what is made of each element and its place; a loop that does not ask for places runs faster."""
    result = array.map(named(turn, "each", "at"))
    loop = result.op()
    assert isinstance(loop, ops.ArrayMap)
    return result if loop.body.find(lambda node: node is loop.index) else loop.copy(index=None).to_expr()


def over(loops: Sequence[Loop], value: Value) -> Value:
    """A value inside loops for all their elements: an array for each loop."""
    for loop in reversed(loops):
        value = ops.ArrayMap(
            loop.array.op(), body=value.op(), param=loop.element.op(), index=loop.index.op()
        ).to_expr()
    return value


def ask(
    hoisted: Hoisted,
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

    spot = asked(0, columns)
    if loops:
        ahead = asked(len(loops), [over(loops, column) for column in columns])
        spot = hoisted.call(loops, spot, ahead)
    return spot["value"]


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
