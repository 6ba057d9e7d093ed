"""What the nodes of conditions mean, as numbers, so that what is the same is found without comparing trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from pmi_compliance.expr.tree import (
    Call,
    Comprehension,
    Constant,
    FirstKnown,
    Has,
    ListOf,
    Name,
    Select,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.tree import Node

#: The day judged, which stands behind every parameter that depends on it.
JUDGED_ON = "judged_on"

_CONTEXT = frozenset({"params", "audit"})


def parameter(name: str) -> str:
    """What a parameter is called among the names that a condition reads."""
    return f"params.{name}"


@frozen(eq=False)
class Shape:
    """A node of some number reads some names, and means the same as others of its number where they do."""

    number: int
    #: The names that it reads from outside: variables, and parameters by their paths.
    names: tuple[str, ...]


@frozen(eq=False)
class Shapes:
    """The shapes of the nodes of several conditions."""

    _numbers: dict[Any, int] = Factory(dict)
    _known: dict[Checked, Mapping[int, Shape]] = Factory(dict)

    def of(self, checked: Checked) -> Mapping[int, Shape]:
        """The shape of each node of a condition, by its number."""
        if checked not in self._known:
            shapes: dict[int, Shape] = {}
            self._shape(checked.tree, shapes)
            self._known[checked] = shapes
        return self._known[checked]

    def _shape(self, node: Node, shapes: dict[int, Shape]) -> Shape:
        below = [self._shape(child, shapes) for child in children(node)]
        key = type(node), _said(node), *(child.number for child in below)
        number = self._numbers.setdefault(key, len(self._numbers))
        shape = Shape(number, tuple(sorted({*_read(node, below)})))
        shapes[node.number] = shape
        return shape


def _said(node: Node) -> Any:
    """What a node says beside what stands below it."""
    match node:
        case Constant(value):
            return node.kind, value
        case Name(said) | Select(_, said) | Has(_, said) | Call(said):
            return said
        case Comprehension(macro, _, variable):
            return macro, variable
        case ListOf() | FirstKnown():
            return None


def _read(node: Node, below: list[Shape]) -> Iterator[str]:
    match node:
        case Name(name) if name not in _CONTEXT:
            yield name
        case Select(Name("params"), field):
            yield from (parameter(field), JUDGED_ON)
        case Comprehension(variable=variable):
            source, body = below
            yield from source.names
            yield from (name for name in body.names if name != variable)
        case _:
            for child in below:
                yield from child.names
