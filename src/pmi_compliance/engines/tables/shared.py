"""
What conditions have in common, and what is to be known of a value before it stands in a query.

A query has no names for its parts: what stands twice is written twice, and what is written twice in something that is
written twice, four times. So values that would be written several times get columns of their own, in steps.
"""

from __future__ import annotations

from collections import Counter
from operator import is_not
from typing import TYPE_CHECKING, Any

import ibis.expr.operations as ops
from attrs import Factory, define, frozen

from pmi_compliance.engines.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from ibis.expr.types import Table, Value

#: Nodes of one expression, written out. What stands inside a loop can only get a column for all its elements.
_LARGE = 4_000

#: What is no larger is written out each time: a column would cost more.
_SMALL = 20


@frozen(eq=False)
class Facts:
    """How large a value is, written out, and the variables of the loops that it stands in."""

    size: int
    variables: Set[Any]


@define(eq=False)
class Shared:
    """What is known of the values of one table while conditions over it are turned into queries."""

    shapes: Shapes = Factory(Shapes)
    #: What has been lowered, by the shape of its node and what its names stand for.
    known: dict[Any, Any] = Factory(dict)
    #: What may have a column: each is the value of a node, and known of every record, whatever stands around it.
    whole: set[Any] = Factory(set)
    #: What must have a column.
    asked: set[Any] = Factory(set)
    _facts: dict[Any, Facts] = Factory(dict)

    def facts(self, op: Any) -> Facts:
        """What there is to know of a value."""
        for part in ordered([op], self._facts):
            below = [self._facts[inner] for inner in below_of(part)]
            variables = frozenset().union(*(facts.variables for facts in below))
            match part:
                case ops.ArrayMap() | ops.ArrayFilter():
                    variables -= {part.param, part.index}
                case ops.Argument():
                    variables |= {part}
            has_column = part in self.asked or (part in self.whole and not variables)
            self._facts[part] = Facts(1 if has_column else 1 + sum(facts.size for facts in below), variables)
        return self._facts[op]

    def ask(self, op: Any) -> None:
        """Give a value a column of its own."""
        variables = self.facts(op).variables
        self.asked.add(op)
        self._facts[op] = Facts(1, variables)

    def is_large(self, value: Value) -> bool:
        """Whether a value is to get a column of its own wherever it stands."""
        return self.facts(value.op()).size > _LARGE


def below_of(op: Any) -> Sequence[Any]:
    """The values that a value is made of."""
    return () if isinstance(op, ops.Field | ops.Literal | ops.Argument) else op.__children__


def ordered(roots: Iterable[Any], known: Mapping[Any, Any]) -> Iterator[Any]:
    """The values that some are made of, and these, each behind its parts, without what is known by its turn."""
    seen: set[Any] = set()
    pending = [*roots]
    while pending:
        last = pending[-1]
        if last in known or last in seen:
            pending.pop()
        elif waiting := [part for part in below_of(last) if part not in known and part not in seen]:
            pending += waiting
        else:
            seen.add(last)
            yield pending.pop()


# Columns


def staged(table: Table, values: Mapping[str, Value], shared: Shared, *beside: str) -> Table:
    """
    Values over a table as columns, each part that several places share computed once.

    Args:
        table: The table.
        values: The columns.
        shared: What is known of the values.
        beside: Columns of the table that stand beside them.

    """
    roots = {name: value.op() for name, value in values.items()}
    order = [*ordered(roots.values(), {})]
    columns = _columns(roots.values(), order, shared)
    stages: dict[Any, int] = {}
    for op in order:
        below = [stages[part] + (part in columns) for part in below_of(op)]
        stages[op] = max(below, default=0)
    now = table.op()
    places: dict[Any, Any] = {}
    for stage in range(max((stages[column] + 1 for column in columns), default=0)):
        made = {name: moved(column, places) for column, name in columns.items() if stages[column] == stage}
        now = ops.Project(now, {**now.fields, **made})
        places = {field: ops.Field(now, name) for name, field in table.op().fields.items()}
        places |= {
            column: ops.Field(now, name) for column, name in columns.items() if stages[column] <= stage
        }
        # Ibis renumbers the places of a loop by their name, down into the tables that the loop reads from.
        places |= {
            op: ops.Argument(f"{op.name}_{stage}", op.shape, op.dtype)
            for op in order
            if isinstance(op, ops.Argument)
        }
    last = {name: moved(op, places) for name, op in roots.items()}
    return ops.Project(now, {**{name: ops.Field(now, name) for name in beside}, **last}).to_expr()


def _columns(roots: Iterable[Any], order: Sequence[Any], shared: Shared) -> Mapping[Any, str]:
    """The values that get columns, and what these are called."""
    written = Counter(roots)
    chosen = set()
    for op in reversed(order):
        if op in shared.asked or (written[op] > 1 and op in shared.whole and not shared.facts(op).variables):
            chosen.add(op)
        for part in below_of(op):
            written[part] += 1 if op in chosen else written[op]
    names: dict[Any, str] = {}
    sizes: dict[Any, int] = {}
    for op in order:
        sizes[op] = 1 + sum(sizes[part] for part in below_of(op))
        if op in chosen and (op in shared.asked or sizes[op] > _SMALL):
            names[op], sizes[op] = f"~part{len(names)}", 1
    return names


def moved(op: Any, places: dict[Any, Any]) -> Any:
    """A value in which others stand for some; `places` learns what its parts are then."""
    if not places:
        return op
    for part in ordered([op], places):
        made = {name: _moved(given, places) for name, given in zip(part.argnames, part.args, strict=True)}
        changed = any(map(is_not, made.values(), part.args))
        places[part] = type(part).__recreate__(made) if changed else part
    return places[op]


def _moved(given: Any, places: Mapping[Any, Any]) -> Any:
    match given:
        case ops.Value():
            return places[given]
        case tuple():
            parts = tuple(_moved(inner, places) for inner in given)
            return parts if any(map(is_not, parts, given)) else given
        case _:
            return given
